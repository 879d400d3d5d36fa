"""Roster: who works, rests or is on leave on a day, and who stands in. A day nobody has planned is a working day."""
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import select

from portal.extensions import db
from portal.memo import per_transaction
from portal.org.models import RosterDay, Shift

from .period import Period

LOOK_AHEAD = timedelta(days=60)


class Planned(NamedTuple):
    shift: Shift
    stand_in_id: int | None = None


AT_WORK = Planned(Shift.WORK)


@dataclass(frozen=True)
class Roster:
    """The planned days of some people over a period, read in one query."""
    days: Mapping[tuple[int, date], Planned]

    def planned(self, person_id: int, day: date) -> Planned:
        return self.days.get((person_id, day), AT_WORK)

    def works(self, person_id: int, day: date) -> bool:
        return self.planned(person_id, day).shift is Shift.WORK

    def stand_in(self, person_id: int, day: date) -> int | None:
        """Who does a person's contacts that day; None on working days, and where nobody is named or there."""
        planned = self.planned(person_id, day)
        named = planned.stand_in_id
        return named if planned.shift is not Shift.WORK and named and self.works(named, day) else None


def roster_of(people: Iterable[int], period: Period) -> Roster:
    """The planned days of people; of their stand-ins too where those are among them."""
    rows = db.session.execute(select(RosterDay.person_id, RosterDay.on, RosterDay.shift, RosterDay.stand_in_id).where(
        RosterDay.person_id.in_(set(people)), RosterDay.on.between(period.start, period.end)))
    return Roster({(person_id, on): Planned(shift, stand_in_id) for person_id, on, shift, stand_in_id in rows})


@per_transaction
def _day(person_id: int, day: date) -> Planned:
    return roster_of({person_id}, Period(day, day)).planned(person_id, day)


def works_on(person_id: int, day: date) -> bool:
    return _day(person_id, day).shift is Shift.WORK


def stand_in_of(person_id: int, day: date) -> int | None:
    """Who does a person's contacts on a day off; None where nobody is named, or is off that day as well."""
    planned = _day(person_id, day)
    named = planned.stand_in_id
    return named if planned.shift is not Shift.WORK and named and works_on(named, day) else None


def next_working_day(person_id: int, day: date) -> date:
    """The first day from this one on that a person works; the day itself after sixty days off in a row."""
    roster = roster_of({person_id}, Period(day, day + LOOK_AHEAD))
    return next((each for each in Period(day, day + LOOK_AHEAD).days() if roster.works(person_id, each)), day)
