"""What the area prints."""
from .breakdown import breakdown, build_breakdown, build_shares, shares
from .comparison import build as build_comparison
from .comparison import comparison
from .control import build as build_control
from .control import control
from .letters import build_person_letters, build_year_letter, people_of, person_letter, year_letter

__all__ = ["build_breakdown", "build_comparison", "build_control", "build_person_letters", "build_shares",
           "build_year_letter", "people_of", "printed"]

printed = (breakdown, year_letter, person_letter, control, comparison, shares)
