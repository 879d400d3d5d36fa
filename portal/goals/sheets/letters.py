"""年度目标书 of a store and 个人目标责任书 of a person: what is agreed for a year, to be signed."""
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from portal.core.agreement import agreed
from portal.core.metric import Figures, Metric, figures_of
from portal.core.period import Period, year
from portal.core.registry import registry
from portal.core.scope import Scope
from portal.core.sheet import SheetKind
from portal.extensions import db
from portal.org import queries as org

from .. import sharing
from ..figures import TIERED, tier_amount, tiers_of
from ..models import Plan
from ..queries import PLANNED
from ..targets import STORE, Targets, Unit, targets_of

ONE_DAY = timedelta(days=1)
MAIN = "deliveries"                 # the metric that a letter speaks of first
WHOLE = 100
BY_MONTH = ("deliveries", "orders")


class Tier(NamedTuple):
    name: str
    percent: int            # of the target; at 100 it is the target itself


class Goal(NamedTuple):
    """A line of the letter; amounts as targets are kept, of a rate tenths of a percent."""
    metric: Metric
    target: int
    tiers: tuple[int | None, ...]           # amounts by the letter's tiers, the target among them; None without
    before: int | None                      # the year before, up to the as-of day
    expected: int | None                    # what the year before will come to; None where nothing is reckoned


class Months(NamedTuple):
    """The targets of a metric month by month, as Goal keeps them."""
    metric: Metric
    amounts: tuple[int | None, ...]
    total: int | None


class Words(NamedTuple):
    """The SMART form of a plan."""
    metric: Metric
    what: str
    attainable: str
    serves: str
    by_on: date


@dataclass(frozen=True)
class Letter:
    """`whole` is the store's target of the main metric; a store's letter carries the words of its plans."""
    number: str
    name: str
    year: Period
    months: Sequence[Period]
    tiers: tuple[Tier, ...]
    goals: tuple[Goal, ...]
    by_month: tuple[Months, ...]
    before_until: date | None               # the day up to which the year before counts; None once it is over
    promise: str                            # what the store promises for it, its own words
    whole: int | None = None
    recent: int = 0                         # of the main metric in the last six full months
    recent_share: Fraction | None = None    # of the store's
    words: tuple[Words, ...] = ()

    @property
    def main(self) -> Goal | None:
        return next((goal for goal in self.goals if goal.metric.key == MAIN), None)

    @property
    def is_forecast(self) -> bool:
        return any(goal.expected is not None for goal in self.goals)


@dataclass(frozen=True)
class Letters:
    letters: tuple[Letter, ...]


def build_person_letters(store_id: int, year_no: int, people: Sequence[tuple[int, str]], today: date, *,
                         ahead: Collection[int] = ()) -> Letters:
    """A letter for each of `people` (id and name) who has a target in that year; proposals named `ahead` count."""
    told = _Told(store_id, year_no, today, ahead)
    made = (told.letter(f"G{year_no}-{person_id:03}", name, Unit(None, person_id)) for person_id, name in people)
    return Letters(tuple(letter for letter in made if letter.goals))


def build_year_letter(store_id: int, year_no: int, name: str, today: date, *, ahead: Collection[int] = ()) -> Letters:
    told = _Told(store_id, year_no, today, ahead)
    plans = {plan.metric: plan for plan in db.session.scalars(
        select(Plan).where(Plan.store_id == store_id, Plan.year == year_no))}
    words = tuple(Words(goal.metric, plan.what, plan.attainable, plan.serves, plan.by_on)
                  for goal in told.goals(STORE) if (plan := plans.get(goal.metric.key)))
    return Letters((told.letter(f"G{year_no}-S{store_id:02}", name, STORE, words),))


class _Told:
    """What all letters of a store and a year are made of: read once, however many people there are."""
    def __init__(self, store_id: int, year_no: int, today: date, ahead: Collection[int]) -> None:
        self.store_id, self.year, self.today = store_id, year(date(year_no, 1, 1)), today
        self.months = self.year.months()
        self.keys = [key for key in PLANNED if key in registry().metrics]
        self.targets: Targets = targets_of(store_id, self.keys, [self.year], today, ahead=ahead)
        self.before, self.as_of = self.year.previous(), min(today - ONE_DAY, self.year.previous().end)
        self.figures: Figures = figures_of(self.keys, self._whole, [self.before], self.as_of, "person_id")
        self.expected = {key: metric.forecast(store_id, self.before, self.as_of) for key in self.keys
                         if (metric := registry().metrics[key]).forecast and self.as_of < self.before.end}
        self.recent = figures_of([MAIN], self._whole, [sharing.six_full_months(today)], today, "person_id")
        self.tiers = [Tier(name, percent) for name, percent in tiers_of(store_id, self.year.start)]
        if all(tier.percent != WHOLE for tier in self.tiers):
            self.tiers = sorted([*self.tiers, Tier(_("Target"), WHOLE)], key=lambda tier: tier.percent)

    @property
    def _whole(self) -> Scope:
        return Scope(self.today, stores=frozenset({self.store_id}))

    def letter(self, number: str, name: str, unit: Unit, words: tuple[Words, ...] = ()) -> Letter:
        recent, own = self._recent({}), self._recent(unit.where)
        return Letter(
            number, name, self.year, self.months, tuple(self.tiers), tuple(self.goals(unit)),
            tuple(Months(registry().metrics[key], amounts, self.targets.of(key, self.year, unit)) for key in BY_MONTH
                  if any(amounts := tuple(self.targets.of(key, month, unit) for month in self.months))),
            self.as_of if self.as_of < self.before.end else None,
            agreed("goal_promise", store_id=self.store_id, on=self.today), self.targets.of(MAIN, self.year), own,
            Fraction(own, recent) if recent and unit != STORE else None, words)

    def goals(self, unit: Unit) -> list[Goal]:
        return [self._goal(registry().metrics[key], target, unit) for key in self.keys
                if (target := self.targets.of(key, self.year, unit)) is not None]

    def _goal(self, metric: Metric, target: int, unit: Unit) -> Goal:
        tiers = tuple(target if tier.percent == WHOLE else tier_amount(target, tier.percent)
                      if metric.key in TIERED else None for tier in self.tiers)
        done = self.figures.of(metric.key, self.before, **unit.where)
        expected = self.expected.get(metric.key)
        people = None if unit == STORE else {unit.person_id}
        return Goal(metric, target, tiers, sharing.kept(done),
                    None if expected is None else round(expected.of(done.amount, people).total))

    def _recent(self, where: Mapping[str, int | None]) -> int:
        return self.recent.of(MAIN, sharing.six_full_months(self.today), **where).amount


def people_of(store_id: int, year_no: int, ids: Collection[int] | None, today: date,
              ahead: Collection[int] = ()) -> list[tuple[int, str]]:
    """Who has a target of deliveries or another metric in a year, by name; `ids` narrows it to some."""
    of = year(date(year_no, 1, 1))
    targets = targets_of(store_id, PLANNED, [of], today, ahead=ahead)
    found = dict.fromkeys(unit.person_id for key in PLANNED for month in of.months()
                          for unit in targets.units(key, month.start) if unit.person_id is not None)
    names = org.names(found)
    return [(person_id, names[person_id]) for person_id in found if person_id and (ids is None or person_id in ids)]


year_letter = SheetKind("year_goal_letter", _l("Goal letter of the year"), "goals.read", "goals/sheets/letter.html",
                        build_year_letter, endpoint="goal_papers.index")
person_letter = SheetKind("person_goal_letter", _l("Personal goal letter"), "goals.read", "goals/sheets/letter.html",
                          build_person_letters, endpoint="goal_papers.index")
