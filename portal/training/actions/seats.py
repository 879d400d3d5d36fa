"""Places at a training: sign up, sign off, move up from the waiting list, sign in, and who came."""
from collections.abc import Collection, Mapping
from datetime import timedelta
from hmac import compare_digest
from typing import NamedTuple

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from portal.core.action import Refused, action, locked, seen
from portal.core.agreement import agreed
from portal.core.clock import now, today
from portal.extensions import db
from portal.org.models import Person

from .. import queries
from ..codes import key_of
from ..models import Attendance, EventState, SeatState, TrainingEvent, TrainingSeat
from ..seating import expected

STILL_SIGNS_IN = timedelta(hours=1)         # after the end


class Came(NamedTuple):
    """What a trainer says of one person; `why` of who was absent."""
    attendance: Attendance
    why: str = ""


@action("training.signed_up")
def sign_up(event: TrainingEvent, *, by: Person, once: str | None = None) -> TrainingSeat:
    """A place for oneself; on the waiting list where none is free."""
    return _seated(event, by, _("You give this training yourself."))


@action("training.enrolled")
def enrol(event: TrainingEvent, person: Person, *, by: Person) -> TrainingSeat:
    """The same for somebody whose figures call for it; not required: the person may give the place up."""
    return _seated(event, person, _("This person gives the training."))


def _seated(event: TrainingEvent, person: Person, trainer_told: str) -> TrainingSeat:
    """The event's row is locked: of two who want the last place one gets it."""
    locked(event)
    if event.state is not EventState.PLANNED or event.starts_at <= now():
        raise Refused(_("This training has begun or is over."))
    if event.trainer_id == person.id:
        raise Refused(trainer_told)
    seat = queries.seat_of(event.id, person.id)
    if seat is not None and seat.state is not SeatState.GIVEN_UP:
        return seat
    free = event.seats is None or queries.taken_count(event.id) < event.seats
    seat = seat or TrainingSeat(event_id=event.id, store_id=event.store_id, person_id=person.id, required=False)
    seat.state, seat.asked_at, seat.moved_up_at = SeatState.TAKEN if free else SeatState.WAITING, now(), None
    db.session.add(seat)
    db.session.flush()
    return seat


@action("training.signed_off")
def sign_off(event: TrainingEvent, *, by: Person) -> TrainingSeat:
    """Give the own place up; the first who waits has it at once."""
    locked(event)
    seat = queries.seat_of(event.id, by.id)
    if seat is None or seat.state is SeatState.GIVEN_UP:
        raise Refused(_("You are not signed up for this training."))
    if seat.required:
        raise Refused(_("You are required at this training: speak with the trainer."))
    if event.state is not EventState.PLANNED or event.starts_at <= now():
        raise Refused(_("This training has begun or is over."))
    seat.state = SeatState.GIVEN_UP
    db.session.flush()
    move_up(event)
    return seat


def move_up(event: TrainingEvent) -> None:
    """In the course of an action that holds the event's row: free places go to who has waited longest."""
    waiting = db.session.scalars(select(TrainingSeat).where(
        TrainingSeat.event_id == event.id, TrainingSeat.state == SeatState.WAITING)
        .order_by(TrainingSeat.asked_at, TrainingSeat.id)).all()
    free = len(waiting) if event.seats is None else event.seats - queries.taken_count(event.id)
    for seat in waiting[:max(free, 0)]:
        seat.state, seat.moved_up_at = SeatState.TAKEN, now()
    db.session.flush()


@action("training.signed_in")
def sign_in(event: TrainingEvent, *, by: Person, key: str) -> TrainingSeat:
    """Present, by the key that stands in the QR code on the sign-in sheet; who was not signed up has a place now."""
    locked(event)
    if not compare_digest(key.encode(), key_of(event.id).encode()):
        raise Refused(_("This is not the code of this training: scan the one on its sign-in sheet."))
    if event.state is EventState.CANCELLED:
        raise Refused(_("This training was called off."))
    early = timedelta(minutes=agreed("training.sign_in_early", store_id=event.store_id, on=today()))
    if not event.starts_at - early <= now() <= queries.ends_at(event) + STILL_SIGNS_IN:
        raise Refused(_("One signs in shortly before the start and until an hour after the end."))
    seat = queries.seat_of(event.id, by.id)
    if event.state is EventState.HELD and seat is not None and seat.came is Attendance.ABSENT:
        raise Refused(_("Attendance has been taken: speak with the trainer."))
    if seat is None:
        seat = TrainingSeat(event_id=event.id, store_id=event.store_id, person_id=by.id, required=False, asked_at=now())
        db.session.add(seat)
    seat.state, seat.came = SeatState.TAKEN, Attendance.PRESENT
    seat.signed_in_at, seat.minutes = seat.signed_in_at or now(), event.minutes
    seat.absence = ""
    db.session.flush()
    return seat


@action("training.attendance_taken")
def take_attendance(event: TrainingEvent, *, by: Person, version: int, came: Mapping[int, Came],
                    also: Collection[int] = ()) -> TrainingEvent:
    """Who came and who did not, with the reason; `also` came without having signed up. It may be put right later."""
    seen(event, version)
    if event.state is EventState.CANCELLED:
        raise Refused(_("This training was called off."))
    if event.on > today():
        raise Refused(_("That day has not come yet."))
    there = {seat.person_id: seat for seat in expected(event)}
    for seat in queries.seats_of(event.id):
        if seat.state is SeatState.TAKEN and seat.person_id not in there:
            seat.state = SeatState.GIVEN_UP                             # left the store, and must not come any more
    for seat in there.values():
        seat.state, seat.required = SeatState.TAKEN, seat.required or seat.state is not SeatState.TAKEN
    db.session.add_all(there.values())
    if lacking := there.keys() - came.keys():
        raise Refused(_("%(count)s people are still without present or absent.", count=len(lacking)))
    for each in also:
        if each not in there:
            there[each] = queries.seat_of(event.id, each) or TrainingSeat(
                event_id=event.id, store_id=event.store_id, person_id=each, required=False, asked_at=now())
            there[each].state = SeatState.TAKEN
            db.session.add(there[each])
    for person_id, seat in there.items():
        said = came.get(person_id, Came(Attendance.PRESENT))
        if said.attendance is Attendance.ABSENT and not said.why:
            raise Refused(_("Say why somebody was absent."), field=f"why_{seat.person_id}")
        seat.came, seat.absence = said.attendance, said.why if said.attendance is Attendance.ABSENT else ""
        seat.minutes = event.minutes if seat.came is Attendance.PRESENT else 0
    if event.state is EventState.PLANNED:
        event.state, event.ended_on, event.ended_by_id = EventState.HELD, today(), by.id
    flag_modified(event, "state")           # a correction counts its version up: of two trainers the second is told
    db.session.flush()
    return event
