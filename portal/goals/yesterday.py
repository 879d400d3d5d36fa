"""Yesterday's figures against its plan, and today's so far: how a day begins, at home and at the morning meeting."""
from collections.abc import Sequence
from typing import NamedTuple

from portal.core.metric import Figure, Metric, figures_of
from portal.core.period import day
from portal.core.registry import registry
from portal.core.scope import Scope

from .figures import Tracks
from .targets import Unit


class Yesterday(NamedTuple):
    metric: Metric
    figure: Figure
    plan: int | None                # of the day; a rate has none
    today: Figure

    @property
    def short(self) -> int:
        """How many were missing to the plan."""
        return max((self.plan or 0) - self.figure.amount, 0)


def yesterday(tracks: Tracks, keys: Sequence[str], scope: Scope, unit: Unit) -> list[Yesterday]:
    """The figures of `keys` for a unit within a scope, on the as-of day of `tracks` and on the day after it."""
    keys = [key for key in keys if key in registry().metrics]
    where, before, today = unit.where, day(tracks.as_of), tracks.today
    counted = figures_of(keys, scope, [before, today], today.end, *where)
    return [Yesterday(registry().metrics[key], counted.of(key, before, **where),
                      None if registry().metrics[key].is_rate else tracks.target(key, before, unit),
                      counted.of(key, today, **where)) for key in keys]
