"""Needs: who lies well under the store in what a training could mend, with the figures and the next one that fits."""
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import select

from portal.core.agreement import agreed, words
from portal.core.metric import Figure, figures_of
from portal.core.period import ONE_DAY, Period
from portal.core.registry import registry
from portal.core.scope import Scope
from portal.extensions import db
from portal.memo import keep
from portal.org.models import Role

from . import queries, watched
from .models import EventState, SeatState, TrainingEvent, TrainingSeat
from .settings import NEED_DAYS, SUBJECT

NO_CASES = (0, 0)


@dataclass(frozen=True)
class Offer:
    """The next training that fits, and whether the person is on its list."""
    event: TrainingEvent
    is_full: bool
    is_signed_up: bool


@dataclass(frozen=True)
class Need:
    """Somebody's rate beside the store's, of the cases that may be judged: numerator and denominator of each."""
    person_id: int
    name: str
    metric: Any
    own: tuple[int, int]
    store: tuple[int, int]
    subject: str
    offer: Offer | None

    @property
    def waits(self) -> bool:
        """Nobody has put the person on a list for it yet."""
        return self.offer is None or not self.offer.is_signed_up

    @property
    def points(self) -> Fraction:
        """How many points of a percent the person lies under the store."""
        return (Fraction(*self.store) - Fraction(*self.own)) * 100


@dataclass(frozen=True)
class Found:
    """What was found in the days that are looked at, by how many figures the store watches."""
    period: Period
    rules: int
    needs: Sequence[Need]


def needs(scope: Scope, store_id: int, person_id: int | None = None) -> Found:
    """The needs of the people of a store whom the reader may see, the farthest from the store first: the figures once a
    day, the trainings in one statement, the places in another; neither where nobody has a need."""
    today = scope.today
    period = Period(today - timedelta(days=agreed(NEED_DAYS, store_id=store_id, on=today)), today - ONE_DAY)
    rules = watched.in_use(store_id)
    people = {one.person_id: one for one in queries.people(store_id, today)
              if one.sells and scope.holds(store_id, one.person_id) and person_id in (None, one.person_id)}
    rates = _rates(store_id, period, tuple(rule.metric for rule in rules)) if people and rules else {}
    weak = []
    for rule in rules:
        store = rates.get((rule.metric, None), NO_CASES)
        for each, one in people.items():
            if one.role is Role.DCC and rule.floor_only:
                continue
            own = rates.get((rule.metric, each), NO_CASES)
            if rule.is_need(own, store):
                weak.append((Need(each, one.name, registry().metrics[rule.metric], own, store, rule.subject, None),
                             rule.word))
    return Found(period, len(rules), _with_offers(weak, scope, store_id))


def _rates(store_id: int, period: Period, keys: tuple[str, ...]) -> Mapping[tuple[str, int | None], tuple[int, int]]:
    """(metric, person; None: the store) → numerator and denominator. The days are over, so each process counts them
    once a day; what is entered late shows the day after, or when anything was agreed since."""
    return keep(("training needs", store_id, period, keys), lambda: _counted(store_id, period, keys))


def _counted(store_id: int, period: Period, keys: tuple[str, ...]) -> Mapping[tuple[str, int | None], tuple[int, int]]:
    figures = figures_of(keys, Scope(period.end + ONE_DAY, stores=frozenset({store_id})), [period], period.end,
                         "person_id")
    found: dict[tuple[str, int | None], tuple[int, int]] = {(key, None): _judged(figures.of(key, period))
                                                            for key in keys}
    people = {person_id for person_id in figures.values("person_id") if person_id is not None}
    return found | {(key, each): _judged(figures.of(key, period, person_id=each)) for key in keys for each in people}


def _judged(figure: Figure) -> tuple[int, int]:
    if figure.metric.ripens:
        return figure.ripe_amount, figure.ripe_base or 0
    return figure.amount, figure.base or 0


def _with_offers(weak: Sequence[tuple[Need, str]], scope: Scope, store_id: int) -> list[Need]:
    events = _coming(scope, store_id, {need.subject for need, _word in weak})
    if not weak:
        return []
    places = _places([line.event.id for line in events], {need.person_id for need, _word in weak})
    found = []
    for need, word in weak:
        fitting = [line for line in events if line.event.subject == need.subject
                   and line.event.trainer_id != need.person_id]
        fitting.sort(key=lambda line: word not in line.event.title)             # stable: the earlier comes first
        line = next((line for line in fitting if (line.event.id, need.person_id) in places), None) or next(
            iter(fitting), None)
        offer = Offer(line.event, line.is_full, (line.event.id, need.person_id) in places) if line else None
        found.append(Need(need.person_id, need.name, need.metric, need.own, need.store,
                          words(SUBJECT, need.subject, store_id=store_id), offer))
    return sorted(found, key=lambda need: (-need.points, need.person_id))


def _coming(scope: Scope, store_id: int, subjects: set[str]) -> list[queries.Line]:
    if not subjects:
        return []
    return queries.lines_of(queries.events(scope.only(stores=frozenset({store_id}))).where(
        TrainingEvent.subject.in_(subjects), TrainingEvent.on > scope.today,
        TrainingEvent.state == EventState.PLANNED), 0)


def _places(event_ids: Iterable[int], people: set[int]) -> set[tuple[int, int]]:
    """(event, person) of who is on a list."""
    return {(event_id, person_id) for event_id, person_id in db.session.execute(
        select(TrainingSeat.event_id, TrainingSeat.person_id).where(
            TrainingSeat.event_id.in_(list(event_ids)), TrainingSeat.person_id.in_(people),
            TrainingSeat.state != SeatState.GIVEN_UP))}


def by_person(found: Sequence[Need]) -> Mapping[tuple[int, str], Sequence[Need]]:
    """The needs of each person, who has the gravest first."""
    grouped: dict[tuple[int, str], list[Need]] = {}
    for need in found:
        grouped.setdefault((need.person_id, need.name), []).append(need)
    return grouped
