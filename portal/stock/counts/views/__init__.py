"""The pages of counts: a count with its differences, and a place of it on the phone."""
from flask import Blueprint

bp = Blueprint("counts", __name__)

from . import counts, telling  # noqa: E402

__all__ = ["bp", "counts", "telling"]
