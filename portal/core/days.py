"""Days: arithmetic on days inside a statement, alike on both databases."""
from datetime import date
from typing import Any

from sqlalchemy import Date, Integer, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

HOURS_FROM_UTC = 8          # the store's zone has no summer time


class days_after(GenericFunction[date]):  # noqa: N801
    """The day so many days after one."""
    type = Date()
    inherit_cache = True

    def __init__(self, day: Any, days: int) -> None:
        super().__init__(day, literal(days, Integer()))


class days_between(GenericFunction[int]):  # noqa: N801
    """Days from the first to the second."""
    type = Integer()
    inherit_cache = True


class local_day(GenericFunction[date]):  # noqa: N801
    """The day of a moment in the store's zone."""
    type = Date()
    inherit_cache = True


@compiles(days_after)
def _after(element: Any, compiler: Any, **kw: Any) -> str:
    day, days = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"DATE_ADD({day}, INTERVAL {days} DAY)"


@compiles(days_after, "sqlite")
def _after_in_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    day, days = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"date({day}, ({days}) || ' days')"


@compiles(days_between)
def _between(element: Any, compiler: Any, **kw: Any) -> str:
    first, second = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"DATEDIFF({second}, {first})"


@compiles(days_between, "sqlite")
def _between_in_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    first, second = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"CAST(julianday({second}) - julianday({first}) AS INTEGER)"


@compiles(local_day)
def _day(element: Any, compiler: Any, **kw: Any) -> str:
    return f"DATE(DATE_ADD({compiler.process(element.clauses, **kw)}, INTERVAL {HOURS_FROM_UTC} HOUR))"


@compiles(local_day, "sqlite")
def _day_in_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    return f"date({compiler.process(element.clauses, **kw)}, '+{HOURS_FROM_UTC} hours')"
