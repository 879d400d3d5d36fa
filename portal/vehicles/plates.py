"""Number plates as people type and write them: 粤B·12345, 粤 B12345, 粤b12345 are one."""
import re
import unicodedata
from typing import Any

from sqlalchemy import ColumnElement, func

LEAST = 4                               # characters from which the end of a plate is looked for
_BETWEEN = ("·", "•", "-", " ")
_PLATE = re.compile(r"(?=.*\d)[\u4e00-\u9fffA-Z0-9]+")      # a province, letters and digits, at times 试 or 学


def plate_typed(text: str) -> str:
    """What was typed, if it can be a plate or its end; else nothing."""
    typed = "".join(c for c in unicodedata.normalize("NFKC", text).upper() if c not in _BETWEEN)
    return typed if len(typed) >= LEAST and _PLATE.fullmatch(typed) else ""


def ends_plate(column: Any, typed: str) -> ColumnElement[bool]:
    """Whether a plate, however it was written, ends with what `plate_typed` made of the words."""
    bare = func.upper(column)
    for sign in _BETWEEN:
        bare = func.replace(bare, sign, "")
    return bare.endswith(typed, autoescape=True)
