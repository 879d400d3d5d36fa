"""Due: what a person owes by a date, whichever area it comes from."""
from typing import Any

from sqlalchemy import Row, Select, select, union_all

from portal.extensions import db

from .registry import registry
from .scope import Scope

Rows = Select[*tuple[Any, ...]]


def due(scope: Scope, limit: int = 50) -> list[Row[Any]]:
    """The first `limit` things owed in `scope`, over all areas: overdue first, then urgency, then date."""
    owed = union_all(*(source(scope) for source in registry().due)).subquery()
    return list(db.session.execute(
        select(owed).order_by(owed.c.due_on >= scope.today, owed.c.urgency, owed.c.due_on).limit(limit)))
