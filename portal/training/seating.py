"""Who must come to a training, and their seats: as the store is staffed, which changes after a training is planned."""
from collections.abc import Collection
from datetime import date

from flask_babel import gettext as _

from portal.core.action import Refused
from portal.core.clock import now, today
from portal.extensions import db
from portal.org.models import Person, Role

from . import queries
from .models import EventState, SeatState, TrainingEvent, TrainingSeat


def required_of(event: TrainingEvent) -> set[int]:
    """Who must come, as the store is staffed that day: people by name, and where it must, the whole audience by role
    or team: everybody where neither is named. Its trainer gives it.
    """
    lines = queries.audience(event.id)
    named = {line.person_id for line in lines if line.person_id is not None} - {event.trainer_id}
    if not event.compulsory:
        return named
    return named | meant_for(event.store_id, event.on, event.trainer_id, {line.role for line in lines if line.role},
                             {line.team_id for line in lines if line.team_id})


def meant_for(store_id: int, on: date, trainer_id: int, roles: Collection[Role], teams: Collection[int] = ()
              ) -> set[int]:
    """Who of a store is in one of these roles or teams on a day; everybody where none is named."""
    return {one.person_id for one in queries.people(store_id, max(on, today())) if one.person_id != trainer_id and (
        not (roles or teams) or one.role in roles or one.team_id in teams)}


def seat_those_required(event: TrainingEvent) -> None:
    """A place for everybody who must come; who no longer must keeps it as somebody who signed up. Where they need the
    seats, the last who signed up wait.
    """
    required, there = required_of(event), {seat.person_id: seat for seat in queries.seats_of(event.id)}
    if event.seats is not None and len(required) > event.seats:
        raise Refused(_("%(must)s people must come: that many seats at least.", must=len(required)), field="seats")
    for person_id, seat in there.items():
        seat.required = person_id in required
        if seat.required and seat.state is not SeatState.TAKEN:
            seat.state = SeatState.TAKEN
        if person_id == event.trainer_id:
            seat.state = SeatState.GIVEN_UP
    if event.seats is not None:
        volunteers = sorted((seat for seat in there.values() if seat.state is SeatState.TAKEN and not seat.required),
                            key=lambda seat: (seat.asked_at, seat.id))
        for seat in volunteers[event.seats - len(required):]:
            seat.state, seat.moved_up_at = SeatState.WAITING, None
    db.session.add_all(_required(event, person_id) for person_id in sorted(required - there.keys()))
    db.session.flush()


def expected(event: TrainingEvent) -> list[TrainingSeat]:
    """Who is asked after when attendance is taken: who has a place, and before it was taken the first time who must
    come by now, without those who must but have left the store. Seats that are not there yet belong to no session.
    """
    places = queries.seats_of(event.id)
    taken = [seat for seat in places if seat.state is SeatState.TAKEN]
    if event.state is not EventState.PLANNED:
        return taken
    here = {one.person_id for one in queries.people(event.store_id, event.on)}
    lacking = sorted((required_of(event) & here) - {seat.person_id for seat in taken})
    there = {seat.person_id: seat for seat in places}
    return [*(seat for seat in taken if seat.person_id in here or not seat.required or seat.came is not None),
            *(there.get(each) or _required(event, each) for each in lacking)]


def _required(event: TrainingEvent, person_id: int) -> TrainingSeat:
    return TrainingSeat(event_id=event.id, store_id=event.store_id, person=db.session.get_one(Person, person_id),
                        person_id=person_id, required=True, state=SeatState.TAKEN, asked_at=now())
