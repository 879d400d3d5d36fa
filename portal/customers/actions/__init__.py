"""Changing customers, their leads and what is owed to them."""
from .contacts import call_off, comment, invite, move_back, move_contact, record_follow_up
from .customers import add_phone, remove_phone
from .facts import change_customer, change_wish
from .handover import assign, hand_over_lead, hand_over_leaver, take_back
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
from .losses import (
    approve_freeze,
    approve_loss,
    approve_losses,
    ask_freeze,
    ask_loss,
    mark_invalid,
    record_loss_call,
    return_freeze,
    return_loss,
    revive,
    take_approval_back,
    withdraw_freeze,
    withdraw_loss,
)

__all__ = [
    "LOOK", "Wish", "add_phone", "approve_freeze", "approve_loss", "approve_losses", "arrived", "ask_freeze",
    "ask_loss", "assign", "call_off", "change_customer", "change_wish", "comment", "hand_over_lead",
    "hand_over_leaver", "invite", "left", "mark_delivered", "mark_invalid", "mark_not_delivered",
    "mark_order_cancelled", "mark_ordered", "move_back", "move_contact", "open_lead", "record_follow_up",
    "record_loss_call", "refresh_kept", "remove_phone", "return_freeze", "return_loss", "revive",
    "take_approval_back", "take_back", "withdraw_freeze", "withdraw_loss",
]
