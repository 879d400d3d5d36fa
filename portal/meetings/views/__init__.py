"""Pages of the meetings: one blueprint, a module for the morning, for the day one commits to, for the evening."""
from flask import Blueprint

bp = Blueprint("meetings", __name__)

from . import evening, morning, my_day  # noqa: E402, F401  they hang their views on `bp`
