"""The pages of the feedback board: posts and their answers, and the life of the team."""
from flask import Blueprint

bp = Blueprint("board", __name__)

from . import life, posts  # noqa: E402

__all__ = ["bp", "life", "posts"]
