"""Due: what a person owes by a date, whichever area it comes from.

A source gives what is owed within a scope, in the columns of `owed`.
"""
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Row, Select, cast, func, literal, null, select, union_all

from portal.extensions import UtcDateTime, db
from portal.org.models import Person

from .registry import registry
from .scope import Scope

Rows = Select[*tuple[Any, ...]]

# Cast: of a bare NULL in one part MariaDB makes a text column of the whole union.
NO_HOUR = cast(null(), UtcDateTime())
NO_LEAD = cast(null(), BigInteger())


def owed(kind: str, row_id: Any, *, by: Any, due_on: Any, urgency: Any, text: Any, lead_id: Any = NO_LEAD,
         at: Any = NO_HOUR) -> tuple[ColumnElement[Any], ...]:
    """The columns of every source: which row, on which lead, who owes it, its day and hour, and what to call it."""
    return (literal(kind).label("kind"), row_id.label("row_id"), lead_id.label("lead_id"), by.label("person_id"),
            due_on.label("due_on"), at.label("at"), (literal(urgency) if isinstance(urgency, int) else urgency).label(
                "urgency"), text.label("text"))


def due(scope: Scope, limit: int = 50) -> Sequence[Row[Any]]:
    """The first `limit` things owed in `scope`, over all areas: overdue first, then urgency, then date."""
    all_of = (source(scope) for source in registry().due)
    return db.session.execute(first_of(all_of, scope.today, limit).limit(limit)).all()


def first_of(sources: Iterable[Rows], today: date, each: int) -> Rows:
    """The first `each` rows of every source, in that order, as one statement; `total` counts all of its source, `who`
    is the name of who owes it.
    """
    parts = []
    for source in sources:
        rows = source.subquery()
        first = (select(rows, func.count().over().label("total"))
                 .order_by(rows.c.due_on >= today, rows.c.urgency, rows.c.due_on, rows.c.at, rows.c.row_id)
                 .limit(each).subquery())
        parts.append(select(first))
    all_of = union_all(*parts).subquery()
    return (select(all_of, Person.name.label("who")).outerjoin(Person, Person.id == all_of.c.person_id)
            .order_by(all_of.c.due_on >= today, all_of.c.urgency, all_of.c.due_on, all_of.c.at))
