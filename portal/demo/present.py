"""The day on which a demo store is filled, up to that moment: who has come, who waits, what is agreed for today.

Told through the actions that staff use, so it is there only where the day filled up to is today. Everything before it
follows from seed and day alone.
"""
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from random import Random
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import select

from portal.core.clock import ZONE, now, today
from portal.core.roster import works_on
from portal.customers import actions as customers
from portal.customers.actions.visits import Entry, Leaving, mark_left, register_visit
from portal.customers.models import Kind, Lead, LeadState, Level
from portal.extensions import db
from portal.org.models import Person, Role
from portal.sales import actions as sales
from portal.sales.queries import demo_cars

from .cast import GIVEN, SURNAMES
from .found import Opened
from .market import DEMO_CARS, TALKS

OPENS = time(9)
AT_LEAST = timedelta(hours=2, minutes=30)
APART = timedelta(minutes=27)           # between two entries of a day
RECENT = timedelta(minutes=75)          # who came later is still being received
MOST = 18
HALF_HOURS = tuple(time(hour, minute) for hour in range(10, 18) for minute in (0, 30))


class Staff(NamedTuple):
    desk: Person
    sellers: Sequence[Person]           # at work today
    web: Sequence[Person]


def fill(opened: Opened, seed: int) -> None:
    """Entries since this morning, the last of them still here; appointments and drives for the rest of the day."""
    random = Random(f"{seed} {opened.store.code} {today()}")
    staff = _staff(opened)
    if staff.sellers:
        _entries(opened, staff, random)
        _agreed(opened, staff, random)


def _staff(opened: Opened) -> Staff:
    there = [member for member in opened.members if member.part.left_days is None]
    people = {role: [db.session.get_one(Person, member.person.id) for member in there if member.part.role is role]
              for role in (Role.RECEPTION, Role.CONSULTANT, Role.DCC)}
    return Staff(people[Role.RECEPTION][0], [one for one in people[Role.CONSULTANT] if works_on(one.id, today())],
                 [one for one in people[Role.DCC] if works_on(one.id, today())])


def _entries(opened: Opened, staff: Staff, random: Random) -> None:
    """The earlier parties have left, two of them without a result; the last but one is received, the last waits."""
    moments = _moments(random)
    for n, came in enumerate(moments):
        left = len(moments) - n                         # 1: the last
        who = None if left == 1 else staff.sellers[n % len(staff.sellers)]
        kind, web = Kind.VISIT, None
        if left > 3 and n % 4 == 2:
            kind, web = (Kind.CALL, None) if n % 8 == 2 or not staff.web else (Kind.WEB, staff.web[0])
        entry = Entry(kind=kind, came_at=came, party_size=random.choice((1, 2, 2, 3)), source="walk_in" if kind is
                      Kind.VISIT else "call" if kind is Kind.CALL else "autohome", person_id=(web or who).id if who
                      else None, **_name(random) if left > 1 and random.random() < .8 else {})
        done = None
        if left > 4 or kind is not Kind.VISIT:
            done = Leaving(left_at=came + timedelta(minutes=random.randint(15, 26)) if kind is Kind.VISIT else None,
                           level=random.choice((Level.H, Level.A, Level.B, Level.B)), outcome=random.choice(TALKS))
        with _clock_at(done.left_at if done and done.left_at else came):
            visit = register_visit(entry, by=web or staff.desk, store=opened.store, leaving=done)
        if left in (3, 4) and kind is Kind.VISIT and now() - came > RECENT:
            mark_left(visit, by=staff.desk, version=visit.version)


@contextmanager
def _clock_at(moment: datetime) -> Iterator[None]:
    """What is entered was entered at that moment: whoever is received has been so since then."""
    clock = current_app.config["CLOCK"]
    current_app.config["CLOCK"] = lambda: moment
    try:
        yield
    finally:
        current_app.config["CLOCK"] = clock


def _moments(random: Random) -> list[datetime]:
    """When parties came today, up to a few minutes ago: started early or late, the demo finds the store busy."""
    end = now() - timedelta(minutes=4)
    at = max(min(_at(OPENS), end - AT_LEAST), _at(time(0, 5))) + timedelta(minutes=random.randint(0, 12))
    found = []
    while at <= end:
        found.append(at)
        at += APART + timedelta(minutes=random.randint(-12, 12))
    return found[-MOST:]


def _agreed(opened: Opened, staff: Staff, random: Random) -> None:
    """Customers invited for today or, once the day is over, for tomorrow; every third is to drive as well."""
    day = today() if now() < _at(time(17)) else today() + timedelta(days=1)
    free = [moment for moment in (datetime.combine(day, at, ZONE) for at in HALF_HOURS)
            if moment > now() + timedelta(minutes=10)]
    hot = db.session.scalars(
        select(Lead.id).where(Lead.store_id == opened.store.id, Lead.live == 1, Lead.state == LeadState.OPEN,
                              Lead.waits.is_(False), Lead.level.in_((Level.H, Level.A)),
                              Lead.owner_id.in_([one.id for one in (*staff.sellers, *staff.web)]))
        .order_by(Lead.level_on.desc(), Lead.id).limit(len(free))).all()
    cars: list[dict[str, Any]] = [{"vehicle_id": car.id} for car in db.session.scalars(demo_cars(opened.store.id))] or [
        {"car": car} for car in DEMO_CARS]
    for n, (lead_id, at) in enumerate(zip(hot, free, strict=False)):
        lead = db.session.get_one(Lead, lead_id)
        owner = db.session.get_one(Person, lead.owner_id)
        customers.invite(lead, by=owner, at=at, note=random.choice(("带家人一起来", "看现车", "谈价格", "试驾后定")))
        if n % 3 == 0:
            sales.book_drive(lead, by=owner, version=lead.version, starts_at=at + timedelta(minutes=20),
                             **cars[n // 3 % len(cars)])


def _name(random: Random) -> dict[str, Any]:
    return {"name": random.choice(SURNAMES) + random.choice(GIVEN), "phone": f"199{random.randint(0, 99999999):08}"}


def _at(time_of_day: time) -> datetime:
    return datetime.combine(today(), time_of_day, ZONE)
