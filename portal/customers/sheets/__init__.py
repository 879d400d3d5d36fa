"""What the area prints."""
from .card import blank as blank_card
from .card import build as build_card
from .card import card
from .handover import build as build_hand_over_list
from .handover import goes_along, hand_over_list
from .level_table import build as build_level_table
from .level_table import level_table
from .register import blank as blank_register
from .register import build as build_register
from .register import register

__all__ = ["blank_card", "blank_register", "build_card", "build_hand_over_list", "build_level_table", "build_register",
           "card", "goes_along", "hand_over_list", "level_table", "register"]
