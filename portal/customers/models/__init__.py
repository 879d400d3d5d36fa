"""Tables of the register, customers and leads."""
from .customers import Customer, CustomerPhone, NumberCheck, NumberState
from .decisions import Clash, Freeze, Loss, Verdict
from .leads import (
    ENDED_STATES,
    OPEN_STATES,
    PAUSED_STATES,
    Appointment,
    Closed,
    Comment,
    Contact,
    HandOver,
    Invalid,
    Lead,
    LeadState,
    Level,
    LevelSpan,
    Method,
    Origin,
    Result,
    Turn,
)
from .visits import DaySignOff, Kind, Party, RotaPlace, RotaTurn, Visit

__all__ = [
    "ENDED_STATES", "OPEN_STATES", "PAUSED_STATES", "Appointment", "Clash", "Closed", "Comment", "Contact", "Customer",
    "CustomerPhone", "DaySignOff", "Freeze", "HandOver", "Invalid", "Kind", "Lead", "LeadState", "Level", "LevelSpan",
    "Loss", "Method", "NumberCheck", "NumberState", "Origin", "Party", "Result", "RotaPlace", "RotaTurn", "Turn",
    "Verdict", "Visit",
]
