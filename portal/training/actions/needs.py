"""Putting somebody else on the list of a training that fits a need."""
from flask_babel import gettext as _

from portal.core.action import Refused, action, locked
from portal.core.clock import now
from portal.extensions import db
from portal.org.models import Person

from .. import queries
from ..models import EventState, SeatState, TrainingEvent, TrainingSeat


@action("training.enrolled")
def enrol(event: TrainingEvent, person: Person, *, by: Person) -> TrainingSeat:
    """A place, or one on the waiting list where none is free; not required: the person may give it up."""
    locked(event)
    if event.state is not EventState.PLANNED or event.starts_at <= now():
        raise Refused(_("This training has begun or is over."))
    if event.trainer_id == person.id:
        raise Refused(_("This person gives the training."))
    seat = queries.seat_of(event.id, person.id)
    if seat is not None and seat.state is not SeatState.GIVEN_UP:
        return seat
    free = event.seats is None or queries.taken_count(event.id) < event.seats
    seat = seat or TrainingSeat(event_id=event.id, store_id=event.store_id, person_id=person.id, required=False)
    seat.state, seat.asked_at, seat.moved_up_at = SeatState.TAKEN if free else SeatState.WAITING, now(), None
    db.session.add(seat)
    db.session.flush()
    return seat
