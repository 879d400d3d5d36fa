"""Feeds: the trainings of a person, and of the store, for the calendar of a phone at a private address."""
import re
from datetime import datetime, timedelta
from hmac import compare_digest

from flask import current_app, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now, today
from portal.core.period import Period
from portal.core.policy import rights_of
from portal.core.scope import Scope
from portal.extensions import Model, db
from portal.org.models import Person, Store

from . import queries
from .codes import feed_key_of
from .ical import Entry, calendar
from .models import EventState, SeatState

BACK, AHEAD = timedelta(days=90), timedelta(days=400)
KEY = re.compile(r"(\d{1,18})-([0-9a-f]{40})", re.ASCII)


class TrainingFeed(Model):
    """A private address of a person's calendars; a new one ends the one before. What stands in it is nowhere kept: it
    follows from the row's number and the portal's secret."""
    __tablename__ = "training_feed"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    live: Mapped[int | None] = mapped_column(default=1)             # NULL: leads nowhere any more

    __table_args__ = (UniqueConstraint("person_id", "live"),)


def feed_of(person_id: int) -> TrainingFeed | None:
    return db.session.scalars(select(TrainingFeed).where(
        TrainingFeed.person_id == person_id, TrainingFeed.live == 1)).one_or_none()


def key_of(feed: TrainingFeed) -> str:
    return f"{feed.id}-{feed_key_of(feed.id)}"


def calendar_of(key: str, *, whole_store: bool) -> str | None:
    """The calendar behind an address; None where there is none, or its person may not read trainings any more."""
    person = _behind(key)
    scope = rights_of(person, today()).get("training.read") if person else None
    if person is None or scope is None:
        return None
    with force_locale(person.language):
        return _calendar(person, scope, whole_store)


def _behind(key: str) -> Person | None:
    typed = KEY.fullmatch(key)
    if typed is None or not compare_digest(typed[2], feed_key_of(int(typed[1]))):
        return None
    return db.session.scalars(select(Person).join(TrainingFeed, TrainingFeed.person_id == Person.id).where(
        TrainingFeed.id == int(typed[1]), TrainingFeed.live == 1, Person.disabled_at.is_(None))).one_or_none()


def _calendar(person: Person, scope: Scope, whole_store: bool) -> str:
    lines = queries.lines(scope, Period(today() - BACK, today() + AHEAD), person.id)
    if not whole_store:
        lines = [line for line in lines if line.takes_part or line.event.trainer_id == person.id]
    stores = {store_id: called for store_id, called in db.session.execute(select(Store.id, Store.name).where(
        Store.id.in_({line.event.store_id for line in lines})))}
    name = _("Trainings of the store") if whole_store else _("My trainings")
    return calendar(name, (_entry(line, stores[line.event.store_id]) for line in lines), made_at=now())


def _entry(line: queries.Line, store: str) -> Entry:
    event, waits = line.event, line.mine is not None and line.mine.state is SeatState.WAITING
    off = event.state is EventState.CANCELLED
    address = current_app.config["PORTAL_ADDRESS"].rstrip("/")
    told = [_("Trainer: %(name)s", name=event.trainer.name)]
    if line.mine is not None and line.mine.required:
        told.append(_("You are required at this training"))
    if waits:
        told.append(_("You are on the waiting list"))
    if off:
        told.append(_("Called off: %(why)s", why=event.called_off_why))
    return Entry(
        f"training-{event.id}@portal", event.starts_at, line.ends_at,
        _("Called off: %(why)s", why=event.title) if off else event.title,
        " ".join(filter(None, (store, event.room))), "\n".join(filter(None, (*told, event.about))), line.subject,
        address and address + url_for("training.event", event_id=event.id),
        "CANCELLED" if off else "TENTATIVE" if waits else "CONFIRMED", event.version)
