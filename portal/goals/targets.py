"""Targets: what the versions in force on a day want of a store, its teams and its people, for any period.

A month is split into its weeks' parts by day weights, a part into days by the same; teams within the store, people and
待分配 within their team, so that weeks add up to the month and people to teams and the store. Source: DOMAIN.md 7.
"""
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import and_, or_, select

from portal.core.agreement import agreed
from portal.core.calendar import calendar_of
from portal.core.period import Period, month
from portal.core.registry import registry
from portal.extensions import db
from portal.memo import while_unchanged
from portal.org.models import FOREVER, Membership, RosterDay, Shift

from .models import Cell, Grant, PlanVersion, Standing, WeekShare
from .split import largest_remainder, running, table

ONE_DAY = timedelta(days=1)
NOTHING = Fraction()


class Unit(NamedTuple):
    """Whose target: a person's as a member of a team, a team's, the store's (neither), or a team's `rest` 待分配.

    The rest of no team is what nobody's team did, 未分配: it has figures and no target.
    """
    team_id: int | None = None
    person_id: int | None = None
    rest: bool = False

    @property
    def key(self) -> str:
        """How a cell names it: unique in a month of a version."""
        return f"p{self.person_id}" if self.person_id else f"t{self.team_id}" if self.team_id else "store"

    @property
    def where(self) -> dict[str, int | None]:
        """Whose facts stand behind its figures, for a metric and for addresses."""
        if self == NO_TEAM:
            return {"team_id": None}
        return {name: value for name, value in (("team_id", self.team_id), ("person_id", self.person_id))
                if value is not None}


class Target(NamedTuple):
    """A cell of a version."""
    version_id: int
    team_id: int | None
    person_id: int | None
    amount: int


class Given(NamedTuple):
    """What of a team's rest was given to a person in a week."""
    version_id: int
    team_id: int
    person_id: int
    part_on: date
    amount: int


class InWeek(NamedTuple):
    """What of a person's month was put on a week's part by hand."""
    version_id: int
    team_id: int
    person_id: int
    part_on: date
    amount: int


STORE = Unit()
NO_TEAM = Unit(rest=True)
Weights = tuple[tuple[date, tuple[tuple[date, Fraction], ...]], ...]        # by the month's first day, and day
Absences = Mapping[Unit, frozenset[date]]


@dataclass
class Month:
    """The cells of one month in the version that holds, split into the weeks' parts of the month."""
    first: date
    version_id: int
    cells: Mapping[Unit, int]
    weights: Mapping[date, Fraction]
    grants: Sequence[Given] = ()
    absences: Absences = field(default_factory=dict)
    by_hand: Sequence[InWeek] = ()
    is_rate: bool = False

    def __post_init__(self) -> None:
        self.weeks = month(self.first).weeks()
        self.parts: dict[Unit, list[int]] = {} if self.is_rate else self._split()

    def of(self, unit: Unit, part: Period) -> int | None:
        """The target of `unit` for days of this month; of a rate the nearest cell above."""
        if self.is_rate:
            return next((self.cells[whose] for whose in (unit, Unit(unit.team_id), STORE) if whose in self.cells), None)
        if unit not in self.parts:
            return None
        return sum(amount if part.start <= week.start and week.end <= part.end else self._days(unit, week, amount, part)
                   for week, amount in zip(self.weeks, self.parts[unit], strict=True) if week.meets(part))

    def _days(self, unit: Unit, week: Period, amount: int, part: Period) -> int:
        """What of a week's part falls on some of its days, on which the unit is there."""
        out = self.absences.get(unit, frozenset())
        inside = [day for day in week.days() if day not in out] or list(week.days())
        by_day = running(amount, [self._weight([day]) for day in inside])
        return sum(of_day for day, of_day in zip(inside, by_day, strict=True) if day in part)

    def _weight(self, days: Iterable[date]) -> Fraction:
        return sum((self.weights.get(day, NOTHING) for day in days), NOTHING)

    def _split(self) -> dict[Unit, list[int]]:
        weights = [self._weight(week.days()) for week in self.weeks]
        parts = {STORE: largest_remainder(self.cells[STORE], weights)}
        teams = [unit for unit in self.cells if unit.team_id is not None and unit.person_id is None]
        parts |= self._below(STORE, teams, weights, parts[STORE])
        for team in teams:
            people = [unit for unit in self.cells if unit.team_id == team.team_id and unit.person_id is not None]
            parts |= self._below(team, people, weights, parts[team])
        self._put_by_hand(teams, parts)
        for unit, out in self.absences.items():
            if unit in parts:
                self._free(unit, out, parts)
        for grant in self.grants:
            self._give(grant, parts)
        return parts

    def _below(self, whole: Unit, units: Sequence[Unit], weights: Sequence[Fraction],
               columns: Sequence[int]) -> dict[Unit, list[int]]:
        """The members of a whole and what is not given to them, adding up to its parts."""
        amounts = [self.cells[unit] for unit in units]
        rows = table([*amounts, self.cells[whole] - sum(amounts)], weights, columns)
        return dict(zip([*units, Unit(whole.team_id, None, True)], rows, strict=True))

    def _put_by_hand(self, teams: Sequence[Unit], parts: dict[Unit, list[int]]) -> None:
        """People's weeks as they were typed, where they make the month; teams and the store are their sums."""
        typed: dict[Unit, dict[date, int]] = {}
        for one in self.by_hand:
            typed.setdefault(Unit(one.team_id, one.person_id), {})[one.part_on] = one.amount
        holds = {unit: [of_weeks.get(week.start, 0) for week in self.weeks] for unit, of_weeks in typed.items()
                 if unit in parts and sum(of_weeks.values()) == self.cells[unit]}
        if not holds:
            return
        parts |= holds
        for whole, below in ((team, [unit for unit in parts if unit.team_id == team.team_id and unit != team])
                             for team in teams):
            parts[whole] = [sum(column) for column in zip(*(parts[unit] for unit in below), strict=True)]
        parts[STORE] = [sum(column) for column in zip(*(parts[unit] for unit in (*teams, NO_TEAM)), strict=True)]

    def _free(self, unit: Unit, out: frozenset[date], parts: dict[Unit, list[int]]) -> None:
        """The days on which a person is not there fall to 待分配, the odd unit to the larger rest."""
        rest = parts[Unit(unit.team_id, None, True)]
        for n, week in enumerate(self.weeks):
            if gone := [day for day in week.days() if day in out]:
                stays = [day for day in week.days() if day not in out]
                kept, freed = largest_remainder(parts[unit][n], [self._weight(stays), self._weight(gone)])
                parts[unit][n] = kept
                rest[n] += freed

    def _give(self, grant: Given, parts: dict[Unit, list[int]]) -> None:
        n = next(n for n, week in enumerate(self.weeks) if grant.part_on in week)
        parts[Unit(grant.team_id, None, True)][n] -= grant.amount
        parts.setdefault(Unit(grant.team_id, grant.person_id), [0] * len(self.weeks))[n] += grant.amount


@dataclass(frozen=True)
class Targets:
    """The targets of one store as of a day, whole units (fen for money; of a rate tenths of a percent)."""
    store_id: int
    months: Mapping[tuple[str, date], Month]            # by metric and first day

    def of(self, metric: str, period: Period, unit: Unit = STORE) -> int | None:
        """The target of a period; None where a month of it has none, of a person where all have none.

        Of a rate it is that of the last month. A person without a team named is meant in all the teams he was in.
        """
        parts = self.parts(metric, period, unit)
        known = [part for part in parts if part is not None]
        if not known or len(known) < len(parts) and unit.person_id is None:
            return None
        return parts[-1] if registry().metrics[metric].is_rate else sum(known)

    def parts(self, metric: str, period: Period, unit: Unit = STORE) -> list[int | None]:
        """By the months of a period: a week in two months prints as 29+5."""
        return [self._part(metric, part, unit) for part in period.parts()]

    def _part(self, metric: str, part: Period, unit: Unit) -> int | None:
        there = self.months.get((metric, month(part.start).start))
        if there is None or unit.person_id is None or unit.team_id is not None:
            return there.of(unit, part) if there else None
        own = [amount for one in dict.fromkeys([*there.cells, *there.parts]) if one.person_id == unit.person_id
               and (amount := there.of(one, part)) is not None]
        if there.is_rate:
            return own[-1] if own else there.of(STORE, part)
        return sum(own) if own else None

    def units(self, metric: str, on: date) -> list[Unit]:
        """Who has a target, or something left to give out, in the month of a day."""
        there = self.months.get((metric, month(on).start))
        return [*(there.parts or there.cells)] if there else []


def targets_of(store_id: int, metrics: Iterable[str], periods: Iterable[Period], as_of: date, *,
               ahead: Collection[int] = ()) -> Targets:
    """What holds on `as_of` for all months that `periods` touch, in a few queries however many people there are.

    Versions named `ahead` are read as if they were in force already: drafts and proposals on paper.
    """
    wanted = [metric for metric in metrics if metric in registry().metrics]
    firsts = sorted({month(part.start).start for period in periods for part in period.parts()})
    if not (wanted and firsts):
        return Targets(store_id, {})
    calendar = calendar_of(store_id)
    weights = tuple((first, tuple(calendar.weights(month(first)).items())) for first in firsts)
    return Targets(store_id, _months(store_id, tuple(wanted), weights, as_of, frozenset(ahead)))


@while_unchanged
def _months(store_id: int, metrics: tuple[str, ...], weights: Weights, as_of: date,
            ahead: frozenset[int]) -> Mapping[tuple[str, date], Month]:
    """The months of `weights`, by metric and first day."""
    days = {first: dict(of_days) for first, of_days in weights}
    cells = _cells(store_id, metrics, days, as_of, ahead)
    versions = {found[0].version_id for found in cells.values()}
    grants, by_hand = _grants(versions, as_of), _by_hand(versions)
    over = Period(min(days), month(max(days)).end)
    absences = _absences(store_id, {(cell.team_id, cell.person_id) for found in cells.values() for cell in found
                                    if cell.person_id is not None}, over, as_of)
    return {
        (metric, first): Month(
            first, found[0].version_id, {Unit(cell.team_id, cell.person_id): cell.amount for cell in found},
            days[first], [grant for grant in grants if grant.version_id == found[0].version_id
                          and grant.part_on in month(first)],
            absences, [one for one in by_hand if one.version_id == found[0].version_id and one.part_on in month(first)],
            registry().metrics[metric].is_rate)
        for (metric, first), found in cells.items()}


def _cells(store_id: int, metrics: Iterable[str], firsts: Iterable[date], as_of: date,
           ahead: Collection[int]) -> dict[tuple[str, date], list[Target]]:
    """The cells of the newest version that holds, by metric and first day."""
    rows = db.session.execute(
        select(PlanVersion.metric, Cell.month_on, Cell.version_id, Cell.team_id, Cell.person_id, Cell.amount)
        .join(PlanVersion, PlanVersion.id == Cell.version_id)
        .where(PlanVersion.store_id == store_id, PlanVersion.metric.in_(metrics), Cell.month_on.in_(firsts),
               or_(and_(PlanVersion.standing == Standing.IN_FORCE, PlanVersion.published_on <= as_of),
                   PlanVersion.id.in_(ahead)))
        .order_by(PlanVersion.metric, Cell.month_on, PlanVersion.published_on.is_(None), PlanVersion.published_on,
                  PlanVersion.number, Cell.id)).all()
    cells: dict[tuple[str, date], list[Target]] = {}
    for key, group in groupby(rows, key=lambda row: (row[0], row[1])):
        newest = [Target(*row[2:]) for row in group]
        cells[key] = [cell for cell in newest if cell.version_id == newest[-1].version_id]
    return cells


def _grants(versions: set[int], as_of: date) -> list[Given]:
    return [Given(*row) for row in db.session.execute(
        select(Grant.version_id, Grant.team_id, Grant.person_id, Grant.part_on, Grant.amount)
        .where(Grant.version_id.in_(versions), Grant.given_on <= as_of).order_by(Grant.id))] if versions else []


def _by_hand(versions: set[int]) -> list[InWeek]:
    return [InWeek(*row) for row in db.session.execute(
        select(WeekShare.version_id, WeekShare.team_id, WeekShare.person_id, WeekShare.part_on, WeekShare.amount)
        .where(WeekShare.version_id.in_(versions)))] if versions else []


def _absences(store_id: int, people: set[tuple[int | None, int]], over: Period, as_of: date) -> Absences:
    """The days of `over` on which a person is not in the team of his target: left, moved, or long on leave.

    Known as of a day: what is entered later about leaving is read as it stands today, as every figure is.
    """
    ids = {person_id for _team, person_id in people}
    if not ids:
        return {}
    held: dict[tuple[int | None, int], list[tuple[date, date]]] = {}
    for person_id, team_id, from_on, until_on in db.session.execute(
            select(Membership.person_id, Membership.team_id, Membership.from_on, Membership.until_on)
            .where(Membership.person_id.in_(ids), Membership.team_id.is_not(None))):
        held.setdefault((team_id, person_id), []).append((from_on, until_on))
    leave = _long_leave(store_id, ids, over)
    out = {}
    for team_id, person_id in people:
        spans = held.get((team_id, person_id), [])
        last = max((until_on for _from, until_on in spans), default=FOREVER)
        gone = frozenset(day for day in over.days() if day >= last or day in leave.get(person_id, frozenset()))
        if gone:
            out[Unit(team_id, person_id)] = gone
    return out


def _long_leave(store_id: int, ids: set[int], over: Period) -> dict[int, frozenset[date]]:
    """Days of leave that belong to a run at least as long as the store agreed."""
    least: int = agreed("long_absence_days", store_id=store_id, on=over.start)
    margin = timedelta(days=least)
    days: dict[int, list[date]] = {}
    for person_id, on in db.session.execute(
            select(RosterDay.person_id, RosterDay.on).where(
                RosterDay.person_id.in_(ids), RosterDay.shift == Shift.LEAVE,
                RosterDay.on.between(over.start - margin, over.end + margin))
            .order_by(RosterDay.person_id, RosterDay.on)):
        days.setdefault(person_id, []).append(on)
    return {person_id: frozenset(day for run in _runs(all_days) if len(run) >= least for day in run)
            for person_id, all_days in days.items()}


def _runs(days: Sequence[date]) -> list[list[date]]:
    runs: list[list[date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == ONE_DAY:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs
