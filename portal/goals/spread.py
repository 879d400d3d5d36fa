"""Spread: the targets of a whole over periods and its people, with the line that proves that they add up."""
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from portal.core.metric import Metric
from portal.core.period import Period
from portal.core.registry import registry

from . import queries, whose
from .targets import STORE, Targets, Unit


class Line(NamedTuple):
    """The targets of one unit, a period a column; None where it has none."""
    name: str
    unit: Unit
    amounts: tuple[int | None, ...]

    @property
    def is_team(self) -> bool:
        return self.unit.person_id is None and not self.unit.rest

    def over(self, first: int, last: int) -> int | None:
        """The columns from `first` up to before `last` together; None where none of them has a target."""
        known = [amount for amount in self.amounts[first:last] if amount is not None]
        return sum(known) if known else None

    @property
    def total(self) -> int | None:
        return self.over(0, len(self.amounts))


@dataclass(frozen=True)
class Spread:
    """Each team's people, what of it is to be given out, then the team; at the foot the whole."""
    metric: Metric
    periods: Sequence[Period]
    lines: Sequence[Line]
    whole: Line

    @property
    def together(self) -> Line:
        """People and what is to be given out, added up."""
        shares = [line for line in self.lines if not line.is_team]
        return Line("", STORE, tuple(sum(line.amounts[n] or 0 for line in shares) for n in range(len(self.periods))))

    def beside(self, line: Line, typed: Collection[Unit]) -> tuple[int, ...]:
        """What of each of a line's amounts does not come from the units being typed; the page adds those to it."""
        within = [one for one in self.lines if one.unit in typed and line.unit in (STORE, Unit(one.unit.team_id))]
        return tuple((amount or 0) - sum(one.amounts[n] or 0 for one in within)
                     for n, amount in enumerate(line.amounts))

    @property
    def missing(self) -> tuple[int, ...]:
        """What of each period's target nobody has: 0 proves the column."""
        return tuple((target or 0) - (given or 0)
                     for target, given in zip(self.whole.amounts, self.together.amounts, strict=True))


def spread(targets: Targets, key: str, periods: Sequence[Period], whole: Unit = STORE) -> Spread:
    """The targets of a store or of one of its teams, over `periods` that each lie in one month."""
    units = dict.fromkeys(unit for period in periods for unit in targets.units(key, period.start))
    names = whose.names(units)

    def line(unit: Unit) -> Line:
        return Line(names.get(unit, ""), unit, tuple(targets.of(key, period, unit) for period in periods))

    teams = [team_id for team_id in queries.team_names(targets.store_id) if Unit(team_id) in units]
    teams += [unit.team_id for unit in units if unit.team_id and unit == Unit(unit.team_id)     # closed ones
              and unit.team_id not in teams]
    lines: list[Line] = []
    for team_id in teams if whole == STORE else [whole.team_id]:
        lines += [line(unit) for unit in units if unit.team_id == team_id and unit.person_id is not None]
        lines += _left(line(Unit(team_id, None, True)))
        lines += [line(Unit(team_id))] if whole == STORE else []
    return Spread(registry().metrics[key], periods, lines, line(whole))


def _left(line: Line) -> list[Line]:
    """What is to be given out has a line only where there is some."""
    return [line] if any(line.amounts) else []
