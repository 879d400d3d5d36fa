"""The rows behind a figure, as a list whose query is the figure's own SELECT."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from flask import url_for
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from sqlalchemy import Select, select

from portal.core.lists import Column, Day, Format, List, Money, Number, Person
from portal.core.lists.formats import Writer
from portal.core.metric import Metric
from portal.core.period import Period
from portal.core.policy import my_rights
from portal.core.registry import registry
from portal.core.scope import Scope

from .queries import briefly

PARTS = ("store_id", "team_id", "person_id")


@dataclass(frozen=True)
class Row(Format):
    """The row of a table, with its link for who may open it; of a lead others read surname and card number."""
    data: ClassVar[bool] = True
    table: str = "lead"

    def _called(self, values: Sequence[Any]) -> tuple[Mapping[int, str], set[int]]:
        kind, ids = registry().kinds[self.table], {value for value in values if value is not None}
        may_open = set(kind.scope(my_rights(), ids)) if kind.scope and ids else set()
        called = dict(briefly(ids - may_open)) if self.table == "lead" else {}
        return called | dict(kind.labels(may_open) if kind.labels and may_open else {}), may_open

    def plain(self, values: Sequence[Any]) -> Writer:
        called, _may_open = self._called(values)
        return lambda row_id: called.get(row_id, str(registry().kinds[self.table].label))

    def html(self, values: Sequence[Any]) -> Writer:
        kind = registry().kinds[self.table]
        called, may_open = self._called(values)

        def address(row_id: int) -> str:
            argument: dict[str, Any] = {kind.argument or "": row_id}
            return url_for(kind.endpoint or "", **argument)

        def cell(row_id: int) -> Any:
            name = called.get(row_id, str(kind.label))
            if row_id not in may_open or not kind.endpoint or not kind.argument:
                return name
            return Markup('<a href="{}">{}</a>').format(address(row_id), name)
        return cell


@dataclass(frozen=True)
class Part(Format):
    """A value by which the figure can be taken apart, in the words of a store."""
    metric: Metric | None = None
    key: str = ""
    store_id: int | None = None

    def plain(self, values: Sequence[Any]) -> Writer:
        assert self.metric
        return self.metric.splits[self.key].words(self.store_id)


def rows_of(metric: Metric, scope: Scope, period: Period, as_of: date, where: Mapping[str, Any],
            store_id: int | None) -> List:
    """Its columns follow the metric: what it counts, whom it credits, what it can be split by, what it adds."""
    facts = metric.rows(scope, [period], as_of, where=where).subquery("facts")

    def query(_scope: Scope) -> Select[Any]:
        return select(facts)

    columns = [Column("on", _l("Day"), facts.c.on, Day(), phone="head"),
               Column("lead", _l("Customer"), facts.c.lead_id, Row(table="lead"), sort=False, phone="head", head=True)]
    if metric.of != "lead" and metric.of in registry().kinds:
        kind = registry().kinds[metric.of]
        columns.append(Column("row", kind.label, facts.c.row_id, Row(table=metric.of)))
    columns.append(Column("person", _l("Credited to"), facts.c.person_id, Person()))
    columns += [Column(key, split.label, facts.c[key], Part(metric=metric, key=key, store_id=store_id))
                for key, split in metric.splits.items()]
    amount = Money() if metric.money else Number()
    if metric.is_rate:
        columns += [Column("amount", _l("Numerator"), facts.c.amount, amount),
                    Column("base", _l("Denominator"), facts.c.base, Money() if metric.is_money_of_money else Number())]
    else:
        columns.append(Column("amount", metric.name, facts.c.amount, amount, unit=metric.unit))
    return List(f"figure-{metric.key}", metric.name, query, tuple(columns), sort="on", rows=_l("rows"),
                empty=_l("Nothing counts here in this period."), export="figures.export", personal=True)
