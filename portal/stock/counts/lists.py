"""The list of counts."""
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import func, select

from portal.core.issue import Issue
from portal.core.lists import Choice, Column, Dates, Day, Link, List, Name, Number, Person, Search, State, Tab, Text
from portal.org.models import Store

from . import queries
from .models import CountDifference, CountLine, CountState, StockCount

TONES = {CountState.COUNTING: "info", CountState.SETTLING: "watch", CountState.CLOSED: "ok"}


def _lines(*also: Any) -> Any:
    return select(func.count()).where(CountLine.count_id == StockCount.id, CountLine.use.is_not(None),
                                      *also).correlate(StockCount).scalar_subquery()


def _differences(*also: Any) -> Any:
    return select(func.count()).where(CountDifference.count_id == StockCount.id,
                                      *also).correlate(StockCount).scalar_subquery()


def _named(rows: Any) -> Any:
    return rows.join(Store, Store.id == StockCount.store_id).outerjoin(Issue, Issue.id == StockCount.issue_id)


counts = List(
    "stock_counts", _l("Stock counts"), queries.counts, id=StockCount.id, details=_named, sort="-on",
    rows=_l("counts"), export="counts.export",
    empty=_l("A count compares what stands in the store with the books, place by place on the phone. Open the first "
             "one."),
    columns=(
        Column("title", _l("Count"), StockCount.title, Text(), head=True, link=Link("counts.count", "count_id")),
        Column("on", _l("Day"), StockCount.on, Day()),
        Column("state", _l("State"), StockCount.state, State(tone=lambda state: TONES.get(state, "")),
               phone="corner"),
        Column("store", _l("Store"), Store.name, Name(), sort=False, shown=False),
        Column("opened_by", lazy_pgettext("count", "Opened by"), StockCount.opened_by_id, Person(), sort=False),
        Column("expected", lazy_pgettext("count", "Expected"), _lines(), Number(), sort=False),
        Column("told", _l("Counted"), _lines(CountLine.answer.is_not(None)), Number(), sort=False),
        Column("differences", _l("Differences"), _differences(), Number(), sort=False),
        Column("open", _l("To settle"), _differences(CountDifference.settlement.is_(None)), Number(), sort=False),
        Column("number", _l("Sheet no."), Issue.number, Name(), sort=False),
    ),
    filters=(
        Search("w", _l("Count"), columns=(StockCount.title,)),
        Choice("state", _l("State"), column=StockCount.state, among=CountState),
        Dates("on", _l("Day"), column=StockCount.on),
    ),
    tabs=(Tab(_l("Being counted"), "state=counting"), Tab(_l("Differences to settle"), "state=settling"),
          Tab(lazy_pgettext("count", "Closed"), "state=closed")),
)
