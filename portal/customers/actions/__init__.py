"""Changing customers, their leads and what is owed to them."""
from .contacts import call_off, comment, invite, move_contact, record_follow_up
from .handover import assign, hand_over_lead, take_back
from .leads import (
    LOOK,
    Wish,
    arrived,
    left,
    mark_delivered,
    mark_not_delivered,
    mark_order_cancelled,
    mark_ordered,
    open_lead,
    refresh_kept,
)

__all__ = [
    "LOOK", "Wish", "arrived", "assign", "call_off", "comment", "hand_over_lead", "invite", "left", "mark_delivered",
    "mark_not_delivered", "mark_order_cancelled", "mark_ordered", "move_contact", "open_lead", "record_follow_up",
    "refresh_kept", "take_back",
]
