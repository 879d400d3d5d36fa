"""Numbers of a store's cards and register entries, counted within a year."""
from typing import Any

from sqlalchemy import func, select

from portal.core.action import locked
from portal.extensions import db
from portal.org.models import Store


def next_no(column: Any, *, store_id: int, letter: str, year: int) -> str:
    """The number after the highest of that store and year: K26-0042. Whoever asks next waits for this transaction."""
    locked(db.session.get_one(Store, store_id))
    prefix = f"{letter}{year % 100:02}-"
    highest = db.session.scalar(
        select(column).where(column.class_.store_id == store_id, column.like(f"{prefix}%"))
        .order_by(func.length(column).desc(), column.desc()).limit(1))
    return after(highest, prefix, width=4)


def after(highest: str | None, prefix: str, *, width: int) -> str:
    """The next number, as wide as the highest: wider ones that a store brought would else stay the highest."""
    digits = (highest or "").removeprefix(prefix)
    count = int(digits) if digits.isdecimal() else 0
    return f"{prefix}{count + 1:0{max(len(digits), width) if count else width}}"
