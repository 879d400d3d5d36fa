"""Fact: the SELECT that most metrics are made of."""
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, literal, null, select

from portal.core.period import Periods


def fact(periods: Periods, table: Any, *, on: Any, person: Any, row_id: Any = None, lead: Any = None,
         amount: Any = 1, base: Any = None, when: ColumnElement[bool] | None = None, **splits: Any) -> Select[Any]:
    """A row of `table` for each period that its day `on` lies in, up to `as_of`; `when` says it otherwise.

    `lead` is the lead it hangs on: the table's own lead_id unless given. A metric narrows the rows further with
    `where` and `join`.
    """
    return select(
        periods.rows.c.period, (table.id if row_id is None else row_id).label("row_id"), on.label("on"),
        table.store_id.label("store_id"), person.label("person_id"),
        (table.lead_id if lead is None else lead).label("lead_id"),
        _value(amount).label("amount"), _value(base).label("base"),
        *(_value(column).label(name) for name, column in splits.items()),
    ).select_from(table).join(periods.rows, periods.hold(on) if when is None else when).where(
        *(() if when is not None else (on <= periods.as_of,)))


def facts_of(union: CompoundSelect[Any]) -> Select[Any]:
    """Facts of two kinds as those of one metric."""
    return select(union.subquery())


def _value(value: Any) -> ColumnElement[Any]:
    if value is None:
        return null()
    return literal(value) if isinstance(value, int | str) else value
