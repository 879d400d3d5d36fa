"""What happens in sales, by the verbs of the trade."""
from .allotting import allot_vehicle, release_vehicle
from .deliveries import deliver, take_back_delivery
from .drives import book_drive, call_off_drive, complete_drive, miss_drive, move_drive, record_drive, void_drive
from .exceptions import approve_exception, ask_exception, refuse_exception, sign_exception, withdraw_exception
from .money import invoice, note_insurance, note_plates, receive_deposit, receive_payment, report_retail
from .orders import cancel_order, change_order, sign_order
from .trips import note_trip, void_trip

__all__ = ["allot_vehicle", "approve_exception", "ask_exception", "book_drive", "call_off_drive", "cancel_order",
           "change_order", "complete_drive", "deliver", "invoice", "miss_drive", "move_drive", "note_insurance",
           "note_plates", "note_trip", "receive_deposit", "receive_payment", "record_drive", "refuse_exception",
           "release_vehicle", "report_retail", "sign_exception", "sign_order", "take_back_delivery", "void_drive",
           "void_trip", "withdraw_exception"]
