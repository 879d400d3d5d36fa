"""What happens in sales, by the verbs of the trade."""
from .deliveries import deliver, take_back_delivery
from .drives import book_drive, call_off_drive, complete_drive, miss_drive, record_drive, void_drive
from .orders import allot_vehicle, cancel_order, change_order, note_dates, release_vehicle, sign_order

__all__ = ["allot_vehicle", "book_drive", "call_off_drive", "cancel_order", "change_order", "complete_drive", "deliver",
           "miss_drive", "note_dates", "record_drive", "release_vehicle", "sign_order", "take_back_delivery",
           "void_drive"]
