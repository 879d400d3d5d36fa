"""Load: trainings as they were held, with who came, and plans of a year, for imports and a demo store."""
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from portal.core.clock import day_of, today
from portal.extensions import db
from portal.org.models import Role

from .models import Attendance, EventState, SeatState, TrainingAudience, TrainingEvent, TrainingPlan, TrainingSeat
from .seating import seat_those_required

SIGNS_UP_BEFORE = timedelta(days=7)


@dataclass(frozen=True)
class DatedSeat:
    person_id: int
    required: bool = False
    waiting: bool = False
    came: bool | None = None
    absence: str = ""


@dataclass(frozen=True)
class DatedEvent:
    """`held`: attendance was taken that day, by its trainer."""
    store_id: int
    subject: str
    title: str
    starts_at: datetime
    minutes: int
    trainer_id: int
    room: str = ""
    seats: int | None = None
    roles: Sequence[Role] = ()
    compulsory: bool = False
    about: str = ""
    held: bool = False
    called_off_why: str = ""
    people: Sequence[DatedSeat] = ()


@dataclass(frozen=True)
class DatedAttendance:
    """Whether somebody came to a training that the books have; `minutes` where they were not all of it."""
    event_id: int
    person_id: int
    required: bool
    came: bool
    absence: str = ""
    minutes: int | None = None


@dataclass(frozen=True)
class YearPlan:
    store_id: int
    year: int
    subject: str
    aim: str
    quarters: tuple[int, int, int, int]


def events(rows: Iterable[DatedEvent]) -> int:
    """Take trainings with their places, or where none are given and people must come, with theirs; returns how many
    there were.
    """
    given = list(rows)
    taken = [TrainingEvent(
        store_id=row.store_id, subject=row.subject, title=row.title, on=day_of(row.starts_at), starts_at=row.starts_at,
        minutes=row.minutes, trainer_id=row.trainer_id, room=row.room, seats=row.seats, compulsory=row.compulsory,
        about=row.about, called_off_why=row.called_off_why,
        state=EventState.HELD if row.held else EventState.CANCELLED if row.called_off_why else EventState.PLANNED,
        ended_on=day_of(row.starts_at) if row.held or row.called_off_why else None,
        ended_by_id=row.trainer_id if row.held or row.called_off_why else None) for row in given]
    db.session.add_all(taken)
    db.session.flush()
    for event, row in zip(taken, given, strict=True):
        db.session.add_all(TrainingAudience(event_id=event.id, role=role) for role in row.roles)
        db.session.add_all(_seat(event, one) for one in row.people)
    db.session.flush()
    for event, row in zip(taken, given, strict=True):
        if event.compulsory and event.state is EventState.PLANNED and event.on >= today() and not row.people:
            seat_those_required(event)
    return len(taken)


def _seat(event: TrainingEvent, one: DatedSeat) -> TrainingSeat:
    came = None if one.came is None else Attendance.PRESENT if one.came else Attendance.ABSENT
    return TrainingSeat(
        event_id=event.id, store_id=event.store_id, person_id=one.person_id, required=one.required,
        state=SeatState.WAITING if one.waiting else SeatState.TAKEN, asked_at=event.starts_at - SIGNS_UP_BEFORE,
        came=came, minutes=event.minutes if one.came else 0, absence=one.absence)


def attendance(rows: Iterable[DatedAttendance]) -> int:
    """Take who came; returns how many were new. What the portal knows of somebody stays, and a training of which
    somebody's attendance is known has been held."""
    given = list(rows)
    events = {event.id: event for event in db.session.scalars(select(TrainingEvent).where(
        TrainingEvent.id.in_({row.event_id for row in given})).with_for_update())}
    seats = {(seat.event_id, seat.person_id): seat for seat in db.session.scalars(select(TrainingSeat).where(
        TrainingSeat.event_id.in_(events)))}
    taken = 0
    for row in given:
        event, seat = events[row.event_id], seats.get((row.event_id, row.person_id))
        if seat is not None and seat.came is not None:
            continue
        if seat is None:
            seat = seats[row.event_id, row.person_id] = _seat(event, DatedSeat(row.person_id, row.required))
            db.session.add(seat)
        seat.state, seat.required = SeatState.TAKEN, seat.required or row.required
        seat.came = Attendance.PRESENT if row.came else Attendance.ABSENT
        seat.absence = "" if row.came else row.absence
        seat.minutes = (event.minutes if row.minutes is None else row.minutes) if row.came else 0
        if event.state is EventState.PLANNED:
            event.state, event.ended_on, event.ended_by_id = EventState.HELD, event.on, event.trainer_id
        taken += 1
    db.session.flush()
    return taken


def plans(rows: Iterable[YearPlan]) -> int:
    """Take plans of a year by subject."""
    taken = [TrainingPlan(store_id=row.store_id, year=row.year, subject=row.subject, aim=row.aim,
                          **dict(zip(("first", "second", "third", "fourth"), row.quarters, strict=True)))
             for row in rows]
    db.session.add_all(taken)
    db.session.flush()
    return len(taken)
