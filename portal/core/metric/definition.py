"""Definition: what a metric counts, as a SELECT of facts, and what its page says about it."""
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Label, Select, case, func, null, select

from portal.core.agreement import SettingKind, agreed
from portal.core.period import Period, Periods
from portal.core.scope import Scope, team_of
from portal.extensions import Coded, db

from .aim import Aim
from .figure import Figure
from .forecast import Forecasts
from .split import Split

NOBODY = "none"             # in an address: the line 未分配


class Kind(Coded):
    FLOW = "flow", _l("Adds up over days and people")
    LEVEL = "level", _l("As at a day: adds up over people")
    RATE = "rate", _l("A share: both its parts add up")
    WINDOW = "window", _l("Depends on where the period begins and ends: adds up over people")
    MEDIAN = "median", _l("The middle of all cases")


@dataclass(frozen=True, eq=False, repr=False)
class Metric:
    """`facts(periods)` gives a row per fact and period: period, on, store_id, person_id, lead_id, amount, base, row_id
    and what it can be split by. `as_of` is the last day that has closed: nothing after it counts or is judged. What it
    asks follows from the periods alone, no setting or clock, so that its statement is made once.
    """
    key: str
    kind: Kind
    name: Any
    unit: Any                                   # what the amount counts; of a rate what both parts count
    facts: Callable[[Periods], Select[Any]]
    of: str                                     # the table that row_id points into
    words: Any                                  # what it means, in a sentence or two
    formula: Any
    ripens: int = 0                             # days until a case of a rate may be judged
    aim: Aim | None = None
    splits: Mapping[str, Split] = field(default_factory=dict)     # further columns of facts
    needs: str = "figures.read"
    money: bool = False                         # amounts are fen; of a rate in percent the bases too
    places: int | None = None                   # of a rate that reads as a number (1.97), not in percent: its decimals
    over_edges: bool = False                    # of a rate: depends on where the period begins, as a window does
    forecast: Callable[[int, Period, date], Forecasts] | None = None     # of a store, as of a day

    def __repr__(self) -> str:
        return f"<Metric {self.key}>"

    @property
    def is_rate(self) -> bool:
        return self.kind is Kind.RATE

    @property
    def in_percent(self) -> bool:
        return self.is_rate and self.places is None

    @property
    def is_money_of_money(self) -> bool:
        return self.money and self.in_percent

    @property
    def is_median(self) -> bool:
        return self.kind is Kind.MEDIAN

    @property
    def adds_up_over_days(self) -> bool:
        return self.kind not in (Kind.LEVEL, Kind.WINDOW) and not self.over_edges

    @property
    def none(self) -> Figure:
        """The figure of nothing: 0, or – for a rate."""
        return Figure(self, 0, 0 if self.is_rate else None, 0, 0 if self.is_rate else None)

    def settings(self) -> Iterator[SettingKind]:
        """The aims that a store may set."""
        if self.aim:
            yield from self.aim.settings(self.key, self.name, "%" if self.in_percent else self.unit)

    def aim_of(self, store_id: int | None, period: Period, **where: Any) -> Decimal | None:
        """What a store aims at in a period; None where there is no aim, or none for periods of that kind."""
        if self.aim is None or self.aim.units and period.unit not in self.aim.units:
            return None
        key = self.aim.key(self.key, where)
        return agreed(key, store_id=store_id, on=period.start) if key else None

    @property
    def first_aim(self) -> str:
        """What its aims start from, in words; empty where none is named."""
        return ", ".join(f"{kind.default} {kind.unit}" for kind in self.settings() if kind.default is not None)

    def aims(self, store_id: int | None, on: date) -> list[tuple[Any, str]]:
        """The aims of a store on a day: what each is for, and its value with the unit."""
        return [(_("Aim"), f"{kind.label}: {value} {kind.unit}") for kind in self.settings()
                if (value := agreed(kind.key, store_id=store_id, on=on)) is not None]

    def rows(self, scope: Scope, periods: Sequence[Period], as_of: date, *by: str,
             where: Mapping[str, Any] | None = None) -> Select[Any]:
        """The facts behind the figures: those that a scope is credited with, and that `where` (column → value) names.

        The team of a fact, a look into the memberships of its day, is a column only where it is asked for.
        """
        return self.rows_over(Periods(tuple(periods), as_of), scope, *by, where=where)

    def rows_over(self, periods: Periods, scope: Scope, *by: str,
                  where: Mapping[str, Any] | None = None) -> Select[Any]:
        """`rows` for periods at hand."""
        facts = self.facts(periods)
        names = [*(column.name for column in facts.selected_columns), *(["team_id"] if "team_id" in by else [])]
        return self._narrowed(facts, scope, names, where or {})

    def sums(self, periods: Periods, scope: Scope, *by: str, where: Mapping[str, Any] | None = None) -> Select[Any]:
        """period, *by, amount, base and their ripe parts; a median has a row per value and no sums."""
        if "on" in by and not self.adds_up_over_days:
            raise ValueError(f"{self.key} does not add up over days")
        needed = ["period", *by, "amount", "base", *(["on"] if self.ripens and "on" not in by else [])]
        rows = self._narrowed(self.facts(periods), scope, needed, where or {}).subquery()
        keys = [rows.c.period, *(rows.c[name] for name in by)]
        if self.is_median:
            return select(*keys, rows.c.amount, null(), null(), null())
        parts: list[Any] = [null(), null()]
        if self.ripens:
            ripe = rows.c.on <= periods.as_of - timedelta(days=self.ripens)
            parts = [func.sum(case((ripe, part), else_=0)) for part in (rows.c.amount, rows.c.base)]
        return select(*keys, func.sum(rows.c.amount), func.sum(rows.c.base), *parts).group_by(*keys)

    def _narrowed(self, facts: Select[Any], scope: Scope, names: Sequence[str],
                  where: Mapping[str, Any]) -> Select[Any]:
        """The columns asked for of the facts that a scope is credited with: conditions stand on the tables' own
        columns, where their indexes serve, and no column is carried that nobody reads."""
        of = {column.name: column.element if isinstance(column, Label) else column
              for column in facts.selected_columns}
        if "team_id" in {*names, *where}:
            of["team_id"] = team_of(of["person_id"], of["on"])
        return facts.with_only_columns(*(of[name].label(name) for name in names)).where(
            scope.credits(store=of["store_id"], person=of["person_id"], on=of["on"]),
            *(of[name] == value for name, value in where.items()))

    def figures(self, scope: Scope, periods: Sequence[Period], as_of: date, *by: str,
                where: Mapping[str, Any] | None = None) -> dict[tuple[Any, ...], Figure]:
        """All figures in one statement, keyed (period, *by); None is the line for nobody, or for no team."""
        found: dict[tuple[Any, ...], Figure] = {}
        for row in db.session.execute(self.sums(Periods(tuple(periods), as_of), scope, *by, where=where)):
            key = (periods[row[0]], *row[1:-4])
            found[key] = found[key] + self.figure(row[-4:]) if key in found else self.figure(row[-4:])
        return found

    def figure(self, sums: Sequence[Any]) -> Figure:
        """The figure of a row's last four columns."""
        amount, base, ripe_amount, ripe_base = (None if value is None else int(value) for value in sums)
        if self.is_median:
            return Figure(self, values=(amount or 0,))
        if self.is_rate:
            return Figure(self, amount or 0, base or 0, ripe_amount or 0, ripe_base or 0)
        return Figure(self, amount or 0)

    def address(self, period: Period, **where: Any) -> str:
        """The page of the rows behind a figure."""
        asked: dict[str, Any] = {name: NOBODY if value is None else value for name, value in where.items()}
        return url_for("insight.rows", key=self.key, period=period.key, **asked)

    @property
    def about(self) -> str:
        """The page that defines it."""
        return url_for("insight.metric", key=self.key)

    def waiting(self) -> str:
        """Its ripening time in words; empty for what is judged at once."""
        return _("Judged for cases older than %(days)s days", days=self.ripens) if self.ripens else ""
