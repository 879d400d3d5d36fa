"""Pages of the administrator and of the manager: one blueprint, a module for each part of the organisation."""
from flask import Blueprint

bp = Blueprint("admin", __name__)

from . import accounts, calendar, people, records, roster, settings, stores  # noqa: E402, F401  they hang their views on `bp`
