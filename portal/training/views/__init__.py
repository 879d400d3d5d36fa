"""Pages of training: calendar, events with their places, records, the plan of a year."""
from flask import Blueprint

bp = Blueprint("training", __name__)

from . import calendar, events, feeds, mentors, records, seats, skills  # noqa: E402,F401
