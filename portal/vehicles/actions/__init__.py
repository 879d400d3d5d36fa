"""What happens to vehicles, by the verbs of the trade."""
from .orders import bring_back, free, hand_over, hold, mark_invoiced
from .stock import (
    call_back,
    change_use,
    change_vehicle,
    enter_vehicle,
    note_certificate,
    park,
    return_vehicle,
    take_in,
    transfer,
    void_vehicle,
)

__all__ = ["bring_back", "call_back", "change_use", "change_vehicle", "enter_vehicle", "free", "hand_over", "hold",
           "mark_invoiced", "note_certificate", "park", "return_vehicle", "take_in", "transfer", "void_vehicle"]
