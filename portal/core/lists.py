"""List: rows are shown one way. The same columns make the page, the sort order and the export."""
import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select

from portal.extensions import db

from .scope import Scope


@dataclass(frozen=True)
class Column:
    key: str
    label: str
    value: Any                  # an SQL expression; also what the column sorts by unless `sort` says
    sort: Any = None


class Page(NamedTuple):
    rows: list[Any]
    total: int


@dataclass(frozen=True)
class List:
    key: str
    query: Callable[[Scope], Select[Any]]
    columns: tuple[Column, ...]

    def select(self, scope: Scope, sort: str | None = None) -> Select[Any]:
        by = {c.key: c.value if c.sort is None else c.sort for c in self.columns}
        return (self.query(scope).with_only_columns(*(c.value.label(c.key) for c in self.columns))
                .order_by(by.get(sort or "", next(iter(by.values())))))

    def page(self, scope: Scope, *, sort: str | None = None, number: int = 1, size: int = 50) -> Page:
        rows = self.select(scope, sort)
        total = db.session.scalar(select(func.count()).select_from(rows.order_by(None).subquery())) or 0
        return Page(list(db.session.execute(rows.limit(size).offset((number - 1) * size))), total)

    def csv(self, scope: Scope, sort: str | None = None) -> Iterator[str]:
        line = io.StringIO()
        writer = csv.writer(line)
        for row in ([c.label for c in self.columns], *db.session.execute(self.select(scope, sort))):
            writer.writerow(row)
            yield line.getvalue()
            line.seek(0)
            line.truncate()
