"""营业目标计划与实绩比较表: the year's targets month by month, beside what came of them."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from flask_babel import lazy_gettext as _l

from portal.core.metric import Figure, Metric, figures_of
from portal.core.period import Period, year
from portal.core.registry import registry
from portal.core.scope import Scope
from portal.core.sheet import SheetKind

from ..queries import PLANNED
from ..targets import Unit, targets_of

ONE_DAY = timedelta(days=1)


class Pair(NamedTuple):
    """Target and actual of a month, a quarter or the year; no actual before its first day has closed."""
    target: int | None
    actual: Figure | None

    @property
    def attainment(self) -> Fraction | None:
        if not self.target or self.actual is None or self.actual.metric.is_rate:
            return None
        return Fraction(self.actual.amount, self.target)


class Row(NamedTuple):
    metric: Metric
    pairs: Sequence[Pair]


@dataclass(frozen=True)
class Comparison:
    year: Period
    as_of: date
    periods: Sequence[Period]               # three months, their quarter, … and the year
    rows: tuple[Row, ...]


def build(store_id: int, year_no: int, scope: Scope, unit: Unit, today: date) -> Comparison:
    """Months that have begun stand as at the close of yesterday; attainment of such a one is of its whole target."""
    of = year(date(year_no, 1, 1))
    as_of = min(today - ONE_DAY, of.end)
    periods = [part for quarter in of.children() for part in (*quarter.children(), quarter)] + [of]
    keys = [key for key in PLANNED if key in registry().metrics]
    targets = targets_of(store_id, keys, [of], today)
    figures = figures_of(keys, scope.within(store_id), periods, as_of, *unit.where)
    rows = []
    for key in keys:
        pairs = [Pair(targets.of(key, period, unit),
                      figures.of(key, period, **unit.where) if period.start <= as_of else None) for period in periods]
        if any(pair.target is not None for pair in pairs):
            rows.append(Row(registry().metrics[key], pairs))
    return Comparison(of, as_of, periods, tuple(rows))


comparison = SheetKind("plan_comparison", _l("Targets compared with results"), "goals.read",
                       "goals/sheets/comparison.html", build, endpoint="goal_papers.index")
