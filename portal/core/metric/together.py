"""Together: the figures of many metrics, periods and people, in one statement and one of medians."""
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import CompoundSelect, literal, null, union_all

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

    def groups(self, key: str, period: Period) -> list[tuple[Any, ...]]:
        """Of whom a metric has figures in a period, as the values of what it was split by."""
        return [found[2:] for found in self._found if found[:2] == (key, period)]

    def _summed(self, names: tuple[str, ...]) -> Found:
        if names not in self._sums:
            places = [0, 1, *(self._by.index(name) + 2 for name in names)]
            sums: Found = {}
            for key, figure in self._found.items():
                short = tuple(key[place] for place in places)
                sums[short] = sums[short] + figure if short in sums else figure
            self._sums[names] = sums
        return self._sums[names]


class Asked(NamedTuple):
    """Figures of metrics for all periods, split by all of `by` at once; see `asked`."""
    metrics: tuple[Metric, ...]
    scope: Scope
    periods: tuple[Period, ...]
    as_of: date
    by: tuple[str, ...]
    where: tuple[tuple[str, Any], ...]


def asked(metrics: Iterable[Metric | str], scope: Scope, periods: Sequence[Period], as_of: date, *by: str,
          where: Mapping[str, Any] | None = None) -> Asked:
    """What `figures_of` answers at once, to be answered with others by `figures_of_each`."""
    chosen = tuple(registry().metrics[metric] if isinstance(metric, str) else metric for metric in metrics)
    return Asked(chosen, scope, tuple(periods), as_of, by, tuple((where or {}).items()))


def figures_of(metrics: Iterable[Metric | str], scope: Scope, periods: Sequence[Period], as_of: date, *by: str,
               where: Mapping[str, Any] | None = None) -> Figures:
    """The figures of `metrics` (or their keys) for all periods, split by all of `by` at once."""
    return figures_of_each(asked(metrics, scope, periods, as_of, *by, where=where))[0]


def figures_of_each(*questions: Asked) -> list[Figures]:
    """The answers to several questions, each with its own periods and people, in the same one statement or two."""
    answers = [Found() for _each in questions]
    for medians in (False, True):
        statement = _together(questions, medians)
        for row in db.session.execute(statement) if statement is not None else ():
            question, found = questions[row[-2]], answers[row[-2]]
            metric = question.metrics[row[-1]]
            key = (metric.key, question.periods[row[0]], *row[1:1 + len(question.by)])
            figure = metric.figure(row[-6:-2])
            found[key] = found[key] + figure if key in found else figure
    return [Figures(question.metrics, question.by, found) for question, found in zip(questions, answers, strict=True)]


@lru_cache(maxsize=100)
def _together(questions: tuple[Asked, ...], medians: bool) -> CompoundSelect[Any] | None:
    """period, what is split by, amount, base and their ripe parts, question, metric. Made once for a question that is
    asked all day: the making takes longer than the database.
    """
    widest = max(len(question.by) for question in questions)
    parts = []
    for place, question in enumerate(questions):
        over = Periods(question.periods, question.as_of)
        for n, metric in enumerate(question.metrics):
            if metric.is_median is medians:
                sums = metric.sums(over, question.scope, *question.by, where=dict(question.where))
                period, *keys = list(sums.selected_columns)[:-4]
                amounts = list(sums.selected_columns)[-4:]
                filled = [null() for _missing in range(widest - len(keys))]
                parts.append(sums.with_only_columns(period, *keys, *filled, *amounts, literal(place), literal(n),
                                                    maintain_column_froms=True))
    return union_all(*parts) if parts else None
