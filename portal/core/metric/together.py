"""Together: the figures of many metrics for the same periods and people, in one statement and one of medians."""
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import literal, union_all

from portal.core.period import Period, Periods
from portal.core.registry import registry
from portal.core.scope import Scope
from portal.extensions import db

from .definition import Metric
from .figure import Figure

Found = dict[tuple[Any, ...], Figure]


class Figures:
    """The answers, asked for as `figures.of("orders", week, person_id=7)`: what is not named is summed."""
    def __init__(self, metrics: Sequence[Metric], by: Sequence[str], found: Found) -> None:
        self._metrics = {metric.key: metric for metric in metrics}
        self._by, self._found = tuple(by), found
        self._sums: dict[tuple[str, ...], Found] = {self._by: found}

    def of(self, key: str, period: Period, **where: Any) -> Figure:
        names = tuple(name for name in self._by if name in where)
        if len(names) < len(where):
            raise KeyError(f"asked by {self._by}, not by {tuple(where)}")
        figure = self._summed(names).get((key, period, *(where[name] for name in names)))
        return figure or self._metrics[key].none

    def values(self, name: str) -> list[Any]:
        """Which people, teams, days … have figures; None, the line for nobody, comes last."""
        place = self._by.index(name) + 2
        return sorted({key[place] for key in self._found}, key=lambda value: (value is None, value))

    def _summed(self, names: tuple[str, ...]) -> Found:
        if names not in self._sums:
            places = [0, 1, *(self._by.index(name) + 2 for name in names)]
            sums: Found = {}
            for key, figure in self._found.items():
                short = tuple(key[place] for place in places)
                sums[short] = sums[short] + figure if short in sums else figure
            self._sums[names] = sums
        return self._sums[names]


def figures_of(metrics: Iterable[Metric | str], scope: Scope, periods: Sequence[Period], as_of: date, *by: str,
               where: Mapping[str, Any] | None = None) -> Figures:
    """The figures of `metrics` (or their keys) for all periods, split by all of `by` at once."""
    chosen = [registry().metrics[metric] if isinstance(metric, str) else metric for metric in metrics]
    over, found = Periods(tuple(periods), as_of), Found()
    for together in ([m for m in chosen if not m.is_median], [m for m in chosen if m.is_median]):
        parts = [metric.sums(over, scope, *by, where=where).add_columns(literal(n).label("metric"))
                 for n, metric in enumerate(together)]
        for row in db.session.execute(union_all(*parts)) if parts else ():
            metric = together[row[-1]]
            key, figure = (metric.key, periods[row[0]], *row[1:-5]), metric.figure(row[-5:-1])
            found[key] = found[key] + figure if key in found else figure
    return Figures(chosen, by, found)
