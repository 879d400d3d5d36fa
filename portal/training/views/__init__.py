"""Pages of training: calendar, events with their places, records, the plan of a year, assessments, skills."""
from flask import Blueprint

bp = Blueprint("training", __name__)

from . import (  # noqa: E402,F401
    assessments,
    calendar,
    certificates,
    events,
    feeds,
    mentors,
    needs,
    questions,
    ratings,
    records,
    required,
    seats,
    skills,
    tries,
    watched,
)
