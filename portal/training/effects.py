"""Effect: a rate before and after a training, of who attended beside who did not, and no claim beyond that."""
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from portal.core.metric import Figures, figures_of
from portal.core.period import ONE_DAY, Period
from portal.core.registry import registry
from portal.core.scope import Scope
from portal.extensions import db
from portal.org.queries import members

from . import queries, watched
from .models import Attendance, EventState, TrainingEvent, TrainingSeat

WINDOW = timedelta(days=30)         # before, and after
FEWEST = 5                          # people of a group, or it is not shown
MOST_EVENTS = 12                    # of a subject, the newest


@dataclass(frozen=True)
class Group:
    """People with cases in both windows; numerators and denominators are summed over them."""
    people: int
    before: tuple[int, int]
    after: tuple[int, int]

    @property
    def is_shown(self) -> bool:
        return self.people >= FEWEST

    @property
    def points(self) -> float:
        """How many points of a percent the rate went up."""
        return (self.after[0] / self.after[1] - self.before[0] / self.before[1]) * 100


@dataclass(frozen=True)
class Effect:
    metric: Any
    events: int                     # whose windows are over and judged
    attended: Group
    others: Group


Window = tuple[TrainingEvent, Period, Period]


def watched_for(store_id: int, subject: str) -> list[str]:
    """The rates that trainings of a subject are to mend; all of them where the store names none for it."""
    rules = watched.in_use(store_id)
    return [rule.metric for rule in rules if rule.subject == subject] or [rule.metric for rule in rules]


def of_events(scope: Scope, store_id: int, events: Sequence[TrainingEvent], keys: Iterable[str]) -> list[Effect]:
    """The figures of all windows in one statement, the places in another."""
    last = scope.today - ONE_DAY
    windows = [(event, Period(event.on - WINDOW, event.on - ONE_DAY), Period(event.on + ONE_DAY, event.on + WINDOW))
               for event in events if event.state is EventState.HELD]
    over = [window for window in windows if window[2].end <= last]
    chosen = [registry().metrics[key] for key in keys]
    if not over or not chosen:
        return [Effect(metric, 0, _NOBODY, _NOBODY) for metric in chosen]
    periods = list(dict.fromkeys(period for window in over for period in window[1:]))
    figures = figures_of(chosen, scope.only(stores=frozenset({store_id})), periods, last, "person_id")
    came = _came([event.id for event, *_windows in over])
    found = []
    for metric in chosen:
        judged = [window for window in over if window[2].end + timedelta(days=metric.ripens) <= last]
        found.append(Effect(metric, len(judged), *_groups(metric.key, judged, figures, came, store_id)))
    return found


def _groups(key: str, windows: Sequence[Window], figures: Figures, came: Mapping[int, set[int]],
            store_id: int) -> tuple[Group, Group]:
    attended, others = _Sum(), _Sum()
    for event, before, after in windows:
        for person_id in _sellers(store_id, event.on) - {event.trainer_id}:
            was, became = (figures.of(key, period, person_id=person_id) for period in (before, after))
            if was.base and became.base:
                group = attended if person_id in came.get(event.id, ()) else others
                group.add(person_id, (was.amount, was.base), (became.amount, became.base))
    return attended.group, others.group


class _Sum:
    """The numerators and denominators of a group as they add up."""
    def __init__(self) -> None:
        self._people: set[int] = set()
        self._sums = [0, 0, 0, 0]

    def add(self, person_id: int, before: tuple[int, int], after: tuple[int, int]) -> None:
        self._people.add(person_id)
        self._sums = [sum(pair) for pair in zip(self._sums, (*before, *after), strict=True)]

    @property
    def group(self) -> Group:
        a, b, c, d = self._sums
        return Group(len(self._people), (a, b), (c, d))


_NOBODY = Group(0, (0, 0), (0, 0))


def _sellers(store_id: int, on: date) -> set[int]:
    return {one.person_id for one in members(store_id, on) if one.sells}


def _came(event_ids: Sequence[int]) -> Mapping[int, set[int]]:
    found: dict[int, set[int]] = {}
    for event_id, person_id in db.session.execute(select(TrainingSeat.event_id, TrainingSeat.person_id).where(
            TrainingSeat.event_id.in_(event_ids), TrainingSeat.came == Attendance.PRESENT)):
        found.setdefault(event_id, set()).add(person_id)
    return found


def held_of(scope: Scope, store_id: int, subject: str) -> list[TrainingEvent]:
    """The newest trainings of a subject whose window after is over."""
    return list(db.session.scalars(queries.events(scope).where(
        TrainingEvent.store_id == store_id, TrainingEvent.subject == subject, TrainingEvent.state == EventState.HELD,
        TrainingEvent.on < scope.today - WINDOW).order_by(TrainingEvent.on.desc(), TrainingEvent.id.desc())
        .limit(MOST_EVENTS)))
