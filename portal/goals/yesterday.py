"""Yesterday's figures against its plan, and today's so far: how a day begins, at home and at the morning meeting."""
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from portal.core.metric import Asked, Figure, Figures, Metric, asked, figures_of_each
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


def to_ask(keys: Sequence[str], scope: Scope, unit: Unit, as_of: date, today: date) -> Asked:
    """What `yesterday` counts, for a page that asks for more in the same statement."""
    return asked(_known(keys), scope, [day(as_of), day(today)], today, *unit.where)


def yesterday(tracks: Tracks, keys: Sequence[str], scope: Scope, unit: Unit,
              counted: Figures | None = None) -> list[Yesterday]:
    """The figures of `keys` for a unit within a scope, on the as-of day of `tracks` and on the day after it."""
    where, before, today = unit.where, day(tracks.as_of), tracks.today
    counted = counted or figures_of_each(to_ask(keys, scope, unit, tracks.as_of, today.end))[0]
    return [Yesterday(registry().metrics[key], counted.of(key, before, **where),
                      None if registry().metrics[key].is_rate else tracks.target(key, before, unit),
                      counted.of(key, today, **where)) for key in _known(keys)]


def _known(keys: Sequence[str]) -> list[str]:
    return [key for key in keys if key in registry().metrics]
