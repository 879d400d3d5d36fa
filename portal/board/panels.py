"""The feedback board on other pages: what waits for the reader's answer at home, and a line of the week sheet."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Row, case, func, select

from portal.core.due import first_of
from portal.core.panel import Panel, Reading, WeekLine
from portal.core.period import Period
from portal.core.scope import Scope
from portal.extensions import db
from portal.memo import per_transaction
from portal.org.queries import names

from . import due, queries
from .models import Post

AT_HOME = 5
PRAISE_ON_PAPER = 2
NONE = (0, 0, 0, 0)


@dataclass(frozen=True)
class AtHome:
    """Posts that wait for the reader's answer or have passed to him, notices to read, and what is new for him."""
    rows: Sequence[Row[Any]]
    today: date


@dataclass(frozen=True)
class PraiseOf:
    """What colleagues have said of somebody in the last twelve months."""
    posts: Sequence[Post]
    authors: Mapping[int | None, str]


def _at_home(reading: Reading) -> AtHome | None:
    rows = db.session.execute(first_of(due.at_home(reading.rights), reading.as_of, AT_HOME)).all()
    return AtHome(rows, reading.as_of) if rows else None


def _praise_of(reading: Reading) -> PraiseOf | None:
    period = Period(reading.as_of - timedelta(days=365), reading.as_of)
    posts = [post for _id, post in queries.praises(reading.rights["board.read"], period, reading.row.id)]
    return PraiseOf(posts, names(post.author_id for post in posts)) if posts else None


def _practice(reading: Reading) -> queries.Told | None:
    return queries.practice_of(reading.row)


def _of_week(reading: Reading) -> WeekLine | None:
    """As at the close of the week: answers owed by the person; of a store what came, was answered and is late."""
    about, week = reading.row, reading.period
    if week is None or about.team_id is not None:
        return None
    counts = _counts(about.store_id, week)
    asked = [counts.get(about.person_id, NONE)] if about.person_id else [NONE, *counts.values()]
    came, answered, owed, late = (sum(column) for column in zip(*asked, strict=True))
    if about.person_id:
        parts = [_("%(count)s answers owed", count=owed)] if owed else []
    else:
        parts = [_("%(count)s posts", count=came)] if came else []
        parts += [_("%(count)s answered", count=answered)] if answered else []
        parts += [_("%(count)s still open", count=owed)] if owed else []
    parts += [_("%(count)s overdue", count=late)] if late else []
    parts += _praised(about, week)
    return WeekLine(_("Feedback board"), _(", ").join(parts)) if parts else None


@per_transaction
def _counts(store_id: int, week: Period) -> Mapping[int | None, tuple[int, ...]]:
    """Posts that ask for an answer, by who owes it: came, answered, still open, overdue. One look for all sheets."""
    open_then = (Post.answered_on.is_(None)) | (Post.answered_on > week.end)
    rows = db.session.execute(select(
        Post.responsible_id, func.count(case((Post.posted_on >= week.start, 1))),
        func.count(case((Post.answered_on.between(week.start, week.end), 1))),
        func.count(case((open_then, 1))), func.count(case((open_then & (Post.answer_by_on <= week.end), 1))),
    ).where(Post.store_id == store_id, Post.live == 1, Post.answer_by_on.is_not(None), Post.posted_on <= week.end)
        .group_by(Post.responsible_id))
    return {responsible_id: tuple(counts) for responsible_id, *counts in rows}


@per_transaction
def _praises(store_id: int, week: Period) -> Sequence[tuple[int, Post]]:
    return list(queries.praises(Scope(week.end, stores=frozenset({store_id})), week))


def _praised(about: Any, week: Period) -> list[str]:
    """Of a person what he was praised for; of a store how often."""
    posts = [post for praised_id, post in _praises(about.store_id, week) if about.person_id in (None, praised_id)]
    if about.person_id:
        return [_("praised: %(title)s", title=post.title) for post in posts[:PRAISE_ON_PAPER]]
    return [_("%(count)s praises", count=len({post.id for post in posts}))] if posts else []


panels = (
    Panel("home_plan", 20, "board.write", _at_home, "board/_at_home_panel.html", badge="board.index"),
    Panel("person", 60, "board.read", _praise_of, "board/_praise_panel.html"),
    Panel("sheet_typed", 10, "board.read", _practice, "board/_practice_panel.html"),
    Panel("week", 60, "board.read", _of_week, ""),
)
