"""Planning trainings: lay one or a series on, move it, call it off, and what to prepare with."""
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, select

from portal.core import file
from portal.core.action import Refused, action, locked, seen
from portal.core.clock import day_of, today
from portal.core.period import ONE_WEEK
from portal.extensions import db
from portal.org.models import Person, Role

from .. import queries
from ..clashes import Slot, clashes
from ..documents import of_upload
from ..models import (
    EventState,
    TrainingAudience,
    TrainingEvent,
    TrainingMaterial,
    TrainingPlan,
)
from ..seating import required_of, seat_those_required
from .assessments import follow
from .seats import move_up

MOST_IN_SERIES = 26


@action("training.planned")
def plan_event(*, by: Person, store_id: int, subject: str, title: str, starts_at: datetime, minutes: int,
               trainer_id: int, room: str = "", seats: int | None = None, roles: Collection[str] = (),
               team_ids: Collection[int] = (), people: Collection[int] = (), compulsory: bool = False, about: str = "",
               times: int = 1, anyway: bool = False, once: str | None = None) -> TrainingEvent:
    """An event, or with `times` a series of them, one a week. Whoever must come has a place at once."""
    if day_of(starts_at) < today():
        raise Refused(_("That day is over."), field="starts_at")
    planned = []
    for week in range(times):
        event = TrainingEvent(
            store_id=store_id, subject=subject, title=title, on=day_of(starts_at + week * ONE_WEEK),
            starts_at=starts_at + week * ONE_WEEK, minutes=minutes, trainer_id=trainer_id, room=room, seats=seats,
            compulsory=compulsory, about=about)
        db.session.add(event)
        db.session.flush()
        planned.append(event)
        event.series_id = planned[0].id if times > 1 else None
        _meant_for(event, roles, team_ids, people)
    _unless_clashing(planned, anyway)
    for event in planned:
        seat_those_required(event)
    return planned[0]


@action("training.changed")
def change_event(event: TrainingEvent, *, by: Person, version: int, subject: str, title: str, starts_at: datetime,
                 minutes: int, trainer_id: int, room: str = "", seats: int | None = None,
                 roles: Collection[str] = (), team_ids: Collection[int] = (), people: Collection[int] = (),
                 compulsory: bool = False, about: str = "", anyway: bool = False) -> TrainingEvent:
    """Move it or say it better, while it is planned; places that become free go to who waits."""
    _planned(event, version)
    before, known = event.on, _clashes(event)
    if day_of(starts_at) < today() and starts_at != event.starts_at:
        raise Refused(_("That day is over."), field="starts_at")
    event.subject, event.title, event.minutes, event.trainer_id = subject, title, minutes, trainer_id
    event.on, event.starts_at, event.room, event.seats = day_of(starts_at), starts_at, room, seats
    event.compulsory, event.about = compulsory, about
    _meant_for(event, roles, team_ids, people)
    _unless_clashing([event], anyway, known)
    seat_those_required(event)
    move_up(event)
    follow(event, before)
    return event


@action("training.called_off")
def call_off(event: TrainingEvent, *, by: Person, version: int, why: str, later: bool = False) -> TrainingEvent:
    """It does not take place; the reason stands on its page and counts for nobody. `later`: nor do the later ones of
    its series.
    """
    _planned(event, version)
    if not why:
        raise Refused(_("Say why it is called off."), field="why")
    for each in (event, *(queries.later_of(event) if later else ())):
        if each is event or locked(each).state is EventState.PLANNED:
            each.state, each.ended_on, each.ended_by_id = EventState.CANCELLED, today(), by.id
            each.called_off_why = why
    return event


@action("training.material_added")
def add_material(event: TrainingEvent, *, by: Person, title: str, link: str = "", upload: Any = None,
                 once: str | None = None) -> TrainingMaterial:
    """A link, or a file of at most 5 MB."""
    if bool(link) == bool(upload):
        raise Refused(_("Either an address or a file."), field="link")
    row = TrainingMaterial(event_id=event.id, store_id=event.store_id, title=title, link=link)
    if upload:
        data, name, media_type = of_upload(upload, title)
        row.file_id = file.store(data, name, media_type, by=by).id
    db.session.add(row)
    db.session.flush()
    return row


@action("training.material_removed")
def remove_material(row: TrainingMaterial, *, by: Person) -> None:
    file_id = row.file_id
    db.session.delete(row)
    db.session.flush()
    if file_id is not None:
        db.session.execute(delete(file.StoredFile).where(file.StoredFile.id == file_id))


@action("training.year_planned")
def plan_year(*, by: Person, store_id: int, year: int, subject: str, version: int, aim: str = "", first: int = 0,
              second: int = 0, third: int = 0, fourth: int = 0) -> TrainingPlan:
    """What is meant for a subject in a year; version 0 where nothing was said yet."""
    row = db.session.scalars(select(TrainingPlan).where(
        TrainingPlan.store_id == store_id, TrainingPlan.year == year, TrainingPlan.subject == subject)).one_or_none()
    if row is None:
        row = TrainingPlan(store_id=store_id, year=year, subject=subject)
        db.session.add(row)
    else:
        seen(row, version)
    row.aim, row.first, row.second, row.third, row.fourth = aim, first, second, third, fourth
    db.session.flush()
    return row


def _planned(event: TrainingEvent, version: int) -> None:
    seen(event, version)
    if event.state is not EventState.PLANNED:
        raise Refused(_("This training is over."))


def _meant_for(event: TrainingEvent, roles: Collection[str], team_ids: Collection[int],
               people: Collection[int]) -> None:
    """The audience as it is to be; lines that stay stay as they are."""
    wanted = {*((Role(role), None, None) for role in roles), *((None, team_id, None) for team_id in team_ids),
              *((None, None, person_id) for person_id in people)}
    there = {(line.role, line.team_id, line.person_id): line for line in queries.audience(event.id)}
    for key in there.keys() - wanted:
        db.session.delete(there[key])
    db.session.add_all(TrainingAudience(event_id=event.id, role=role, team_id=team_id, person_id=person_id)
                       for role, team_id, person_id in sorted(wanted - there.keys(), key=str))
    db.session.flush()


def _unless_clashing(planned: Sequence[TrainingEvent], anyway: bool, known: Collection[str] = ()) -> None:
    """`known`: what clashed before and was planned all the same."""
    if anyway:
        return
    found = [clash for event in planned for clash in _clashes(event) if clash not in known]
    if found:
        raise Refused(_("; ").join(dict.fromkeys(found)), field="anyway")


def _clashes(event: TrainingEvent) -> list[str]:
    return clashes(Slot(event.store_id, event.starts_at, event.minutes, event.trainer_id, event.room,
                        required_of(event), event.id))
