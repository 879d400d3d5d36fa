"""The feedback board on other pages: what waits for the reader's answer at home, and a line of the week sheet."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Row, case, func, select

from portal.core.due import first_of
from portal.core.panel import Panel, Reading
from portal.extensions import db

from . import due
from .models import Post

AT_HOME = 5


@dataclass(frozen=True)
class Waiting:
    """Posts that wait for the reader's answer, or have passed to him."""
    rows: Sequence[Row[Any]]
    today: date
    reader_id: int


@dataclass(frozen=True)
class WeekLine:
    """What the feedback board adds to a week sheet."""
    text: str
    head: Any = _l("Feedback board")


def _waiting(reading: Reading) -> Waiting | None:
    rows = db.session.execute(first_of(due.waiting(reading.rights), reading.as_of, AT_HOME)).all()
    return Waiting(rows, reading.as_of, reading.reader.id) if rows else None


def _of_week(reading: Reading) -> WeekLine | None:
    """As at the close of the week: answers owed by the person; of a store what came, was answered and is late."""
    about, week = reading.row, reading.period
    if week is None or about.team_id is not None:
        return None
    whose = Post.responsible_id == about.person_id if about.person_id else Post.store_id == about.store_id
    open_then = (Post.answered_on.is_(None)) | (Post.answered_on > week.end)
    came, answered, owed, late = db.session.execute(select(
        func.count(case((Post.posted_on >= week.start, 1))),
        func.count(case((Post.answered_on.between(week.start, week.end), 1))),
        func.count(case((open_then, 1))), func.count(case((open_then & (Post.answer_by_on <= week.end), 1))),
    ).where(whose, Post.live == 1, Post.answer_by_on.is_not(None), Post.posted_on <= week.end)).one()
    if about.person_id:
        parts = [_("%(count)s answers owed", count=owed)] if owed else []
    else:
        parts = [_("%(count)s posts", count=came)] if came else []
        parts += [_("%(count)s answered", count=answered)] if answered else []
        parts += [_("%(count)s still open", count=owed)] if owed else []
    parts += [_("%(count)s overdue", count=late)] if late else []
    return WeekLine(_(", ").join(parts)) if parts else None


panels = (
    Panel("home", 60, "board.answer", _waiting, "board/_waiting_panel.html", badge="board.index"),
    Panel("week", 60, "board.read", _of_week, ""),
)
