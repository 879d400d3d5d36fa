"""Trainings and places at them; Monday 2026-11-23 is the day of the tests."""
from datetime import date, datetime, time

from sqlalchemy import select

from portal.core.clock import ZONE
from portal.extensions import db
from portal.org.models import Membership
from portal.training.models import Attendance, EventState, SeatState, TrainingEvent, TrainingSeat

from .org import add, person

MONDAY = date(2026, 11, 23)


def at(on, hour=14, minute=0):
    return datetime.combine(on, time(hour, minute), ZONE)


def add_event(title="试驾邀约", *, store_id, trainer="Qiao", on=MONDAY, hour=14, minutes=60, **values):
    return add(TrainingEvent, version=1, store_id=store_id, title=title, on=on, starts_at=at(on, hour), minutes=minutes,
               trainer_id=person(trainer).id, **{"subject": "sales", "state": EventState.PLANNED} | values)


def add_held(title="报价谈判", *, on=date(2026, 11, 17), **values):
    return add_event(title, on=on, state=EventState.HELD, ended_on=on, **values)


def add_seat(event_id, name, **values):
    """A place of somebody; `came` True or False where attendance was taken."""
    who = person(name)
    store_id = db.session.scalar(select(Membership.store_id).where(Membership.person_id == who.id))
    came = values.pop("came", None)
    return add(TrainingSeat, version=1, event_id=event_id, store_id=store_id, person_id=who.id, **{
        "state": SeatState.TAKEN, "required": False, "asked_at": at(MONDAY, 8),
        "came": None if came is None else Attendance.PRESENT if came else Attendance.ABSENT,
        "minutes": 60 if came else 0} | values)


def event(event_id):
    db.session.rollback()
    return db.session.get_one(TrainingEvent, event_id)


def seat(event_id, name):
    db.session.rollback()
    return db.session.scalar(select(TrainingSeat).where(TrainingSeat.event_id == event_id,
                                                        TrainingSeat.person_id == person(name).id))
