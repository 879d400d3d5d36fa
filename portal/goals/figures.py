"""Goal figures: attainment, time progress, pace, forecast, needed per day, for every unit of a store at once.

Judged at the close of `as_of` (yesterday on a page); what happened after it stands apart as today's.
Source: DOMAIN.md section 7.
"""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from sqlalchemy import select

from portal.core.agreement import agreed
from portal.core.calendar import Calendar, calendar_of
from portal.core.metric import (
    Asked,
    Expected,
    Figure,
    Figures,
    Forecast,
    Forecasts,
    Metric,
    State,
    asked,
    figures_of_each,
)
from portal.core.period import Period, day
from portal.core.registry import registry
from portal.core.scope import Scope, held_on
from portal.extensions import db
from portal.memo import while_unchanged
from portal.org.models import Membership

from .targets import NO_TEAM, STORE, Targets, Unit, targets_of

ORDER = "sales_order"         # the table of orders among the rows of a forecast
WATCH_POINTS = -10          # pace down to here is watched, below it is behind
TIERED = ("deliveries", "orders", "revenue")        # what is sold; the work done for it has a target alone
PER_MILLE = 1000            # targets of rates are tenths of a percent


class Time(NamedTuple):
    """How much of a period has passed, by open days (printed) and by day weights (what pace is held against)."""
    open_days: int
    passed: int
    progress: Fraction | None
    weighted: Fraction | None

    @property
    def left(self) -> int:
        """Open days from today to the end."""
        return self.open_days - self.passed


@dataclass(frozen=True)
class Track:
    """One metric of one unit over one period, against its target."""
    metric: Metric
    period: Period
    unit: Unit
    time: Time
    target: int | None
    parts: Sequence[int | None]                     # of the target by month: 29+5
    actual: Figure
    today: Figure
    forecast: Forecast | None
    tiers: Sequence[tuple[str, int]]                # name and percent, ascending

    @property
    def attainment(self) -> Fraction | None:
        """Actual / target; None without a target."""
        if not self.target or self.metric.is_rate:
            return None
        return Fraction(self.actual.amount, self.target)

    @property
    def gap(self) -> int | None:
        """Target − actual; negative when it is passed."""
        return None if self.target is None or self.metric.is_rate else self.target - self.actual.amount

    @property
    def pace(self) -> Fraction | None:
        """Attainment − weighted time progress, in points of a percent; a rate has none."""
        if self.attainment is None or self.time.weighted is None:
            return None
        return (self.attainment - self.time.weighted) * 100

    @property
    def needed(self) -> Fraction | None:
        """What is missing per open day left, today included; None once there is none left."""
        if self.gap is None or self.time.left <= 0:
            return None
        return Fraction(max(self.gap, 0), self.time.left)

    @property
    def state(self) -> State | None:
        if self.metric.is_rate:
            return self.actual.state(None if self.target is None else Decimal(self.target) / 10)
        if self.pace is None:
            return None
        return State.OK if self.pace >= 0 else State.WATCH if self.pace >= WATCH_POINTS else State.LATE

    @property
    def tier(self) -> str:
        """The highest tier reached; empty below the first."""
        return self._tier_at(Fraction(self.actual.amount))

    @property
    def forecast_tier(self) -> str:
        """The tier that the forecast comes to; empty below the first, or without a forecast."""
        return self._tier_at(self.forecast.total) if self.forecast else ""

    @property
    def next_tier(self) -> tuple[str, int] | None:
        """The tier above the one reached, and how many are missing to it; None at the highest or without tiers."""
        if not self.target:
            return None
        return next(((name, missing) for name, percent in self.tiers
                     if (missing := tier_amount(self.target, percent) - self.actual.amount) > 0), None)

    def _tier_at(self, amount: Fraction) -> str:
        if not self.target:
            return ""
        return next((name for name, percent in reversed(self.tiers) if amount * 100 >= self.target * percent), "")

    @property
    def target_rate(self) -> tuple[int, int] | None:
        """Of a rate: the target as numerator and denominator for `words.rate`."""
        return None if self.target is None else (self.target, PER_MILLE)


@dataclass(frozen=True)
class Tracks:
    """The goal figures of a store, asked for as `tracks.of("deliveries", month, Unit(team_id))`."""
    store_id: int
    as_of: date
    targets: Targets
    figures: Figures
    todays: Figures
    today: Period
    times: Mapping[Period, Time]
    expected: Mapping[tuple[str, Period], Forecasts]
    members: Mapping[int, frozenset[int | None]]           # people by team on the as-of day
    tiers: Sequence[tuple[str, int]]
    also: Sequence[Figures]                         # what else was asked in the same statement

    def of(self, key: str, period: Period, unit: Unit = STORE) -> Track:
        metric = registry().metrics[key]
        actual = self.figures.of(key, period, **unit.where)
        return Track(metric, period, unit, self.times[period], self.target(key, period, unit),
                     self.targets.parts(key, period, unit), actual,
                     self.todays.of(key, self.today, **unit.where), self._forecast(key, period, unit, actual),
                     self.tiers if key in TIERED else ())

    def target(self, key: str, period: Period, unit: Unit) -> int | None:
        return self.targets.of(key, period, unit)

    def units(self, key: str, period: Period) -> list[Unit]:
        """Who has a target in the period, or something to show for it: the store, its teams, people, what is left."""
        with_target = [unit for part in period.parts() for unit in self.targets.units(key, part.start)]
        groups = self.figures.groups(key, period)
        with_facts = [Unit(team_id, who) for team_id, person_id in groups if team_id is not None
                      for who in dict.fromkeys((None, person_id))]
        found = dict.fromkeys((STORE, *with_target, *with_facts))
        of_no_team = NO_TEAM in found or any(team_id is None for team_id, _person in groups)
        return [*(unit for unit in found if unit != NO_TEAM), *([NO_TEAM] if of_no_team else [])]

    def _forecast(self, key: str, period: Period, unit: Unit, actual: Figure) -> Forecast | None:
        expected = self.expected.get((key, period))
        if expected is None:
            return None
        return expected.of(actual.amount, self.people(unit))

    def people(self, unit: Unit) -> frozenset[int | None] | None:
        """Whose open orders and leads a forecast of the unit rests on; None: everybody's."""
        if unit.person_id is not None:
            return frozenset({unit.person_id})
        if unit == NO_TEAM:
            return frozenset({None})
        return None if unit == STORE else self.members.get(unit.team_id or 0, frozenset())

    def rows(self, key: str, period: Period, unit: Unit) -> list[Expected]:
        """The open orders and leads that the forecast counts, the surest first."""
        expected, people = self.expected.get((key, period)), self.people(unit)
        found = [row for row in expected.rows if people is None or row.person_id in people] if expected else []
        return sorted(found, key=lambda row: (row.table != ORDER, -row.share, row.row_id))


def track(store_id: int, keys: Sequence[str], periods: Sequence[Period], as_of: date, today: date, *,
          scope: Scope | None = None, forecasts: bool = True, also: Sequence[Asked] = ()) -> Tracks:
    """The goal figures of `keys` over `periods`; `scope` narrows whose facts are counted (the store by itself).

    A page's other figures are asked `also`: one statement answers them all. Forecasts cost most of the time: a page
    without them says so.
    """
    whose = scope or Scope(today, stores=frozenset({store_id}))
    calendar = calendar_of(store_id)
    keys = [key for key in keys if key in registry().metrics]
    times = {period: _time(calendar, period, as_of) for period in periods}
    expected = {(key, period): metric.forecast(store_id, period, as_of) for key in keys for period in periods
                if forecasts and (metric := registry().metrics[key]).forecast is not None}
    figures, todays, *more = figures_of_each(
        asked(keys, whose, periods, as_of, "team_id", "person_id"),
        asked(keys, whose, [day(today)], today, "team_id", "person_id"), *also)
    return Tracks(store_id, as_of, targets_of(store_id, keys, periods, as_of), figures, todays, day(today), times,
                  expected, _members(store_id, as_of), tiers_of(store_id, as_of), more)


def track_stores(store_ids: Sequence[int], key: str, period: Period, as_of: date, today: date, *,
                 also: Sequence[Asked] = ()) -> tuple[dict[int, Track], Sequence[Figures]]:
    """A goal figure of whole stores, counted in one statement for all of them; a forecast is made for each."""
    metric, scope = registry().metrics[key], Scope(today, stores=frozenset(store_ids))
    figures, todays, *more = figures_of_each(asked([key], scope, [period], as_of, "store_id"),
                                             asked([key], scope, [day(today)], today, "store_id"), *also)

    def of(store_id: int) -> Track:
        targets = targets_of(store_id, [key], [period], as_of)
        actual = figures.of(key, period, store_id=store_id)
        forecast = metric.forecast(store_id, period, as_of).of(actual.amount, None) if metric.forecast else None
        return Track(metric, period, STORE, _time(calendar_of(store_id), period, as_of), targets.of(key, period),
                     targets.parts(key, period), actual, todays.of(key, day(today), store_id=store_id), forecast,
                     tiers_of(store_id, as_of) if key in TIERED else ())
    return {store_id: of(store_id) for store_id in store_ids}, more


def _time(calendar: Calendar, period: Period, as_of: date) -> Time:
    return Time(len(calendar.open_days(period)), calendar.passed(period, as_of),
                calendar.progress(period, as_of), calendar.weighted_progress(period, as_of))


def tiers_of(store_id: int, on: date) -> list[tuple[str, int]]:
    """The store's tiers by name, in percent of the target, ascending."""
    tiers = agreed("goal_tiers", store_id=store_id, on=on).values()
    return sorted(((str(tier["name"]), int(tier["percent"])) for tier in tiers), key=lambda tier: tier[1])


def tier_amount(target: int, percent: int) -> int:
    """The least amount that reaches a tier."""
    return -(-target * percent // 100)


@while_unchanged
def _members(store_id: int, on: date) -> Mapping[int, frozenset[int | None]]:
    members: dict[int, set[int | None]] = {}
    for team_id, person_id in db.session.execute(
            select(Membership.team_id, Membership.person_id).where(
                Membership.store_id == store_id, Membership.team_id.is_not(None), held_on(on))):
        members.setdefault(team_id or 0, set()).add(person_id)
    return {team_id: frozenset(people) for team_id, people in members.items()}
