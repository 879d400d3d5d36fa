"""Clashes: what speaks against a day and hour for a training; warnings, which a trainer may pass over."""
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from portal.core.agreement import agreed
from portal.core.calendar import calendar_of
from portal.core.clock import day_of
from portal.core.period import Period, month
from portal.core.roster import roster_of
from portal.core.words import day, hour
from portal.extensions import db
from portal.org.models import Shift
from portal.org.queries import names

from . import queries
from .models import EventState, TrainingEvent
from .settings import RUSH

NAMED = 5           # people named in one warning


@dataclass(frozen=True)
class Slot:
    """When and where, with whom: of an event as it is typed. `but` is the event's own id."""
    store_id: int
    starts_at: datetime
    minutes: int
    trainer_id: int
    room: str
    people: Collection[int]
    but: int | None = None

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    def meets(self, event: TrainingEvent) -> bool:
        return event.starts_at < self.ends_at and self.starts_at < queries.ends_at(event)


def clashes(slot: Slot) -> list[str]:
    """Each a sentence for the trainer, the graver ones first."""
    on = day_of(slot.starts_at)
    called = names({slot.trainer_id, *slot.people})
    others = [each for each in db.session.scalars(select(TrainingEvent).where(
        TrainingEvent.store_id == slot.store_id, TrainingEvent.on == on, TrainingEvent.id != (slot.but or 0),
        TrainingEvent.state == EventState.PLANNED).order_by(TrainingEvent.starts_at)) if slot.meets(each)]
    found = []
    for other in others:
        if other.trainer_id == slot.trainer_id:
            found.append(_("%(name)s trains at that hour: %(title)s, %(hour)s", name=called[slot.trainer_id],
                           title=other.title, hour=hour(other.starts_at)))
        if slot.room and other.room == slot.room:
            found.append(_("%(room)s is taken at that hour: %(title)s, %(hour)s", room=slot.room, title=other.title,
                           hour=hour(other.starts_at)))
    give = {other.trainer_id for other in others} & {*slot.people} - {slot.trainer_id}
    return [*found, *_of_people(slot, called, give), *_of_the_day(slot)]


def _of_people(slot: Slot, called: Mapping[int | None, str], give: Collection[int]) -> list[str]:
    """`give`: who of them is the trainer of another at that hour."""
    on, found = day_of(slot.starts_at), []
    roster = roster_of({slot.trainer_id, *slot.people}, Period(on, on))
    if not roster.works(slot.trainer_id, on):
        found.append(_("%(name)s, the trainer, does not work on that day", name=called[slot.trainer_id]))
    for shift, told in ((Shift.REST, _("Rest day of %(names)s")), (Shift.LEAVE, _("On leave: %(names)s"))):
        away = [called[one] for one in slot.people if roster.planned(one, on).shift is shift]
        if away:
            found.append(told % {"names": _some(away)})
    attend = {seat.person_id for seat in db.session.scalars(
        queries.busy({slot.trainer_id, *slot.people}, on, on, slot.but)) if slot.meets(seat.event)}
    if elsewhere := attend | {*give}:
        found.append(_("At another training at that hour: %(names)s", names=_some([called[one] for one in elsewhere])))
    return found


def _of_the_day(slot: Slot) -> list[str]:
    on, found = day_of(slot.starts_at), []
    if not calendar_of(slot.store_id).is_open(on):
        found.append(_("The store is closed on %(day)s", day=day(on)))
    rush = agreed(RUSH, store_id=slot.store_id, on=on)
    if rush and on > month(on).end - timedelta(days=rush):
        found.append(_("%(day)s lies in the month-end rush", day=day(on)))
    return found


def _some(names_of: Collection[str]) -> str:
    first = sorted(names_of)[:NAMED]
    more = len(names_of) - len(first)
    return _(", ").join(first) + (f" +{more}" if more else "")
