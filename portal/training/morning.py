"""Trainings at the morning meeting: today's, and who goes."""
from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import and_

from portal.core import words
from portal.core.panel import MorningLine, Panel, Reading
from portal.extensions import db
from portal.org.models import Person
from portal.org.queries import members

from . import queries
from .models import EventState, SeatState, TrainingEvent, TrainingSeat

NAMED = 3                       # people that a line has room for


def _today(reading: Reading) -> list[MorningLine] | None:
    """Of a store all trainings of the day; of a team those that somebody of it goes to."""
    place, today = reading.row, reading.as_of
    rows = db.session.execute(
        queries.events(reading.rights["training.read"].only(stores=frozenset({place.store_id})))
        .outerjoin(TrainingSeat, and_(TrainingSeat.event_id == TrainingEvent.id, TrainingSeat.state == SeatState.TAKEN))
        .outerjoin(Person, Person.id == TrainingSeat.person_id)
        .where(TrainingEvent.on == today, TrainingEvent.state != EventState.CANCELLED)
        .add_columns(Person.id.label("person_id"), Person.name)
        .order_by(TrainingEvent.starts_at, TrainingEvent.id, Person.pinyin, Person.id)).all()
    team = None if place.team_id is None else {
        one.person_id for one in members(place.store_id, today) if one.team_id == place.team_id}
    going: dict[TrainingEvent, list[str]] = {}
    for event, person_id, name in rows:
        there = going.setdefault(event, []) if team is None or person_id in team else []
        if name:
            there.append(name)
    return [MorningLine(_("Training"), f"{words.hour(event.starts_at)} {event.title} {event.room}".strip(),
                        _who(there), address=url_for("training.event", event_id=event.id))
            for event, there in going.items()] or None


def _who(people: Sequence[str]) -> str:
    named = "、".join(people[:NAMED])
    return _("%(names)s and %(count)s more", names=named, count=len(people) - NAMED) if people[NAMED:] else named


panel = Panel("morning", 10, "training.read", _today, "")
