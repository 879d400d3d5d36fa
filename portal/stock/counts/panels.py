"""Counts on the home page and on the week sheet of the store."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from portal.core.clock import day_start
from portal.core.issue import Issue
from portal.core.panel import Panel, Reading, WeekLine
from portal.core.words import day
from portal.extensions import db

from . import queries
from .models import CountDifference, CountLine, CountState, StockCount


@dataclass(frozen=True)
class Going:
    """A count that is going on: how many of its vehicles are told, how many differences wait."""
    id: int
    title: str
    state: CountState
    expected: int
    told: int
    to_settle: int


def _going(reading: Reading) -> Sequence[Going] | None:
    """Of the stores in which the reader counts; what is left to settle is for who settles it."""
    rows = db.session.execute(
        queries.counts(reading.rights["counts.tell"]).where(StockCount.running == 1).order_by(StockCount.id)
        .with_only_columns(
            StockCount.id, StockCount.title, StockCount.state, _lines(), _lines(CountLine.answer.is_not(None)),
            select(func.count()).where(CountDifference.count_id == StockCount.id,
                                       CountDifference.settlement.is_(None)).correlate(StockCount).scalar_subquery()))
    settles = "counts.write" in reading.rights
    return [Going(*row) for row in rows if settles or row[2] is CountState.COUNTING] or None


def _lines(*also: Any) -> Any:
    return select(func.count()).where(CountLine.count_id == StockCount.id, CountLine.use.is_not(None),
                                      *also).correlate(StockCount).scalar_subquery()


def _of_week(reading: Reading) -> WeekLine | None:
    """On the store's sheet: the counts whose sheet was issued in the week."""
    about, week = reading.row, reading.period
    if about.team_id or about.person_id or week is None:
        return None
    rows = db.session.execute(
        select(StockCount.on, func.count(CountDifference.id), _lines())
        .join(Issue, Issue.id == StockCount.issue_id)
        .outerjoin(CountDifference, CountDifference.count_id == StockCount.id)
        .where(StockCount.store_id == about.store_id, StockCount.live == 1,
               Issue.issued_at >= day_start(week.start), Issue.issued_at < day_start(week.end + timedelta(days=1)))
        .group_by(StockCount.id, StockCount.on).order_by(StockCount.on)).all()
    if not rows:
        return None
    return WeekLine(_("Stock count"), _("; ").join(
        _("%(day)s: %(expected)s vehicles expected", day=day(on), expected=expected) + _(", ") + ngettext(
            "%(num)d difference", "%(num)d differences", differences) for on, differences, expected in rows))


panels = (
    Panel("home", 26, "counts.tell", _going, "stock/counts/_home_panel.html", badge="counts.index"),
    Panel("week", 12, "counts.read", _of_week, ""),
)
