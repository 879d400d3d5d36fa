"""Tracking: one metric of one unit over one period, as its page shows it."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate
from typing import Any, NamedTuple

from flask_babel import gettext as _

from portal.core import chart
from portal.core.metric import Figures, figures_of
from portal.core.period import Period, day, month, quarter, week, year
from portal.core.period import Unit as Kind
from portal.core.registry import registry
from portal.core.scope import Scope

from . import queries, whose
from .behind import Behind, behind
from .figures import Track, Tracks, track
from .targets import NO_TEAM, STORE, Unit

ONE_DAY = timedelta(days=1)
MONTHS_OFFERED, WEEKS_OFFERED = 7, 4
RECENT_DAYS = 60                    # over which own rates are taken
FUNNEL = {"first_visits": None, "kept_visits": "kept_rate", "test_drives": "drive_rate", "orders": "drive_closing",
          "deliveries": None}       # each with the rate that leads to it, by its own definition
STEPS = ("orders", "test_drives", "visits", "contacts_made")        # what it takes, from the last to the first
INVITED = {"party": "invited"}      # of the visits, those who were invited to the store


class Row(NamedTuple):
    """Somebody's part of the whole: a team, a person, or what of a team is not given out."""
    name: str
    unit: Unit
    track: Track
    rows: str                       # address of the facts behind the actual


class Left(NamedTuple):
    """What of a team's target nobody has, in a month of the period that is not over."""
    team_id: int
    name: str
    amount: int
    month: Period


class Step(NamedTuple):
    """What must still happen by the period's end, and a day, at the rates of the last 60 days."""
    key: str
    name: Any
    needed: Fraction
    a_day: Fraction | None
    rate: str                       # so many of these per order: 2.9


@dataclass(frozen=True)
class Tracking:
    store_id: int
    track: Track
    rows: Sequence[Row]
    left: Sequence[Left]
    behind: Sequence[Behind]
    chart: chart.Track | None
    steps: Sequence[Step]
    carried: bool                   # the open orders that can be delivered make up for all that is missing
    begins: bool                    # a plan of the period was put in force today: it counts from tomorrow
    funnel: Sequence[tuple[Any, int, str]]

    @property
    def where(self) -> dict[str, int | None]:
        """Whose facts stand behind the actual, for their address."""
        return {"store_id": self.store_id, **self.track.unit.where}


def tracking(store_id: int, key: str, period: Period, unit: Unit, scope: Scope, today: date) -> Tracking:
    """Judged at yesterday's close; of a period that is over at its last day."""
    as_of, scope = min(today - ONE_DAY, period.end), scope.within(store_id)
    tracks = track(store_id, [key], [period], as_of, today, scope=scope)
    whole, rows = tracks.of(key, period, unit), _rows(tracks, key, period, unit, store_id)
    steps = _steps(whole, unit, scope, as_of)
    begins = queries.began_on(store_id, key, today)
    named = [("", whole), *((row.name, row.track) for row in rows if not row.unit.rest)]
    return Tracking(
        store_id, whole, rows, _left(tracks, key, period, unit, today),
        behind(named, scope, store_id, as_of) if period.end >= today and whole.metric.adds_up_over_days else [],
        _chart(tracks, whole, key, period, unit, scope, as_of), steps, _carried(whole, today),
        any(month(part.start).key in begins for part in period.parts()), _funnel(unit, scope, period, as_of))


def _rows(tracks: Tracks, key: str, period: Period, unit: Unit, store_id: int) -> list[Row]:
    """The teams of a store and what no team did, the people of a team and what is left to give out."""
    if unit.person_id is not None:
        return []
    below = [one for one in tracks.units(key, period) if one != STORE and (
        one.person_id is None and (not one.rest or one.team_id is None) if unit == STORE
        else one.team_id == unit.team_id and (one.person_id is not None or one.rest))]
    metric = registry().metrics[key]
    names = whose.names(below)
    rows = [Row(names.get(one, ""), one, tracks.of(key, period, one),
                metric.address(period, store_id=store_id, **one.where)) for one in below]
    return [row for row in rows if not row.unit.rest or row.track.target
            or row.unit == NO_TEAM and row.track.actual.amount]


def _left(tracks: Tracks, key: str, period: Period, unit: Unit, today: date) -> list[Left]:
    if unit.person_id is not None or registry().metrics[key].is_rate:
        return []
    teams = [one for one in tracks.units(key, period) if one.team_id is not None and one == Unit(one.team_id)
             and (unit == STORE or one == unit)]
    names = whose.names(teams)
    return [Left(team.team_id or 0, names[team], amount, month(part.start))
            for part in period.parts() if part.end >= today for team in teams
            if (amount := tracks.target(key, part, Unit(team.team_id, None, True)))]


def _chart(tracks: Tracks, whole: Track, key: str, period: Period, unit: Unit, scope: Scope,
           as_of: date) -> chart.Track | None:
    """The sum of each day against the plan of each day; None for what does not add up over days, or without target."""
    metric = registry().metrics[key]
    if whole.target is None or not metric.adds_up_over_days or metric.is_rate or metric.is_median or (
            period.unit in (Kind.DAY, Kind.YEAR)):
        return None
    days = list(period.days())
    by_day = metric.figures(scope, [period], as_of, "on", where=unit.where)
    done = [by_day.get((period, on), metric.none).amount for on in days if on <= as_of]
    plan = [tracks.target(key, day(on), unit) for on in days]
    def shown(amount: int) -> int:
        return amount // 100 if metric.money else amount
    return chart.Track(str(metric.name), str(metric.unit), days, [shown(amount) for amount in accumulate(done)],
                       [shown(amount) for amount in accumulate(one or 0 for one in plan)], shown(whole.target),
                       None if whole.forecast is None else float(whole.forecast.total))


def _steps(whole: Track, unit: Unit, scope: Scope, as_of: date) -> list[Step]:
    """What a gap in deliveries or orders asks for, by what one order took in the last 60 days."""
    if whole.metric.key not in ("deliveries", "orders") or not whole.gap or whole.gap <= 0 or whole.time.left <= 0:
        return []
    recent = Period(as_of - timedelta(days=RECENT_DAYS - 1), as_of)
    counted: Figures = figures_of([*STEPS, "deliveries"], scope, [recent], as_of, *unit.where)
    invited = figures_of(["visits"], scope, [recent], as_of, *unit.where, where=INVITED)
    orders = counted.of("orders", recent, **unit.where).amount
    if not orders:
        return []
    to_sign = Fraction(whole.gap)
    if whole.forecast is not None:
        to_sign = max(whole.gap - whole.forecast.orders, Fraction())

    def step(key: str, name: Any, amount: int) -> Step:
        each = Fraction(amount, orders)
        count = to_sign * each
        return Step(key, name, count, count / whole.time.left, f"{float(each):.1f}" if key != "orders" else "")

    names = {key: registry().metrics[key].name for key in STEPS}
    steps = [step(key, names[key], counted.of(key, recent, **unit.where).amount) for key in STEPS]
    steps.insert(-1, step("invited", _("Invitations kept"), invited.of("visits", recent, **unit.where).amount))
    return steps if to_sign else []


def _carried(whole: Track, today: date) -> bool:
    return (whole.metric.key in ("deliveries", "orders") and whole.period.end >= today and (whole.gap or 0) > 0
            and whole.forecast is not None and whole.forecast.orders >= (whole.gap or 0))


def _funnel(unit: Unit, scope: Scope, period: Period, as_of: date) -> list[tuple[Any, int, str]]:
    rates = [rate for rate in FUNNEL.values() if rate is not None]
    counted = figures_of([*FUNNEL, *rates], scope, [period], as_of, *unit.where)
    return [(registry().metrics[key].name, counted.of(key, period, **unit.where).amount,
             "" if rate is None else counted.of(rate, period, **unit.where).text) for key, rate in FUNNEL.items()]


def offered_periods(today: date) -> list[tuple[Any, list[Period]]]:
    """What the page offers, by kind: the next month, this and those before; weeks, quarters, the years, yesterday."""
    months, weeks = [month(today).next()], [week(today)]
    while len(months) < MONTHS_OFFERED:
        months.append(months[-1].previous())
    while len(weeks) < WEEKS_OFFERED:
        weeks.append(weeks[-1].previous())
    of_quarter, of_year = quarter(today), year(today)
    return [(Kind.MONTH.label, months), (Kind.WEEK.label, weeks),
            (Kind.QUARTER.label, [of_quarter.next(), of_quarter, of_quarter.previous()]),
            (Kind.YEAR.label, [of_year.next(), of_year, of_year.previous()]),
            (Kind.DAY.label, [day(today), day(today - ONE_DAY)])]
