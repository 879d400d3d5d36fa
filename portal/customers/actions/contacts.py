"""Contacts with a lead: made, moved, talked about, and the appointments that come of them."""
from datetime import date, datetime, timedelta

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy import select

from portal.core.action import Refused, action, locked, seen
from portal.core.agreement import agreed
from portal.core.clock import ZONE, now, today
from portal.extensions import db
from portal.org.models import Person

from .. import history, planning
from ..models import (
    ENDED_STATES,
    PAUSED_STATES,
    Appointment,
    Closed,
    Comment,
    Contact,
    Lead,
    LeadState,
    Level,
    Method,
    Result,
    Turn,
)


@action("contact.made")
def record_follow_up(lead: Lead, *, by: Person, version: int, once: str | None = None, made_on: date | None = None,
                     method: Method, result: Result, level: Level | None = None, note: str = "", purpose: str = "",
                     next_on: date | None = None, reason: str = "", invited_at: datetime | None = None) -> Contact:
    """Record a try or an exchange with the lead and owe the next contact, on the proposed day unless `next_on` is one.

    A day later than the level allows needs a reason. The level moves only with a real contact. A real contact
    brings a paused lead back; the last of the unanswered tries that the store agreed puts it out of contact.
    """
    seen(lead, version)
    made_on = made_on or today()
    contact = _contact_to_close(lead, made_on, result)
    became = _level_after(lead, result, level)
    due_on = _next_day(lead, became, result, made_on, next_on, reason)
    at = now() - timedelta(days=(today() - made_on).days)
    history.close(contact, Closed.MADE, on=made_on, made_at=at, made_by_id=by.id, method=method, result=result,
                  level_after=became, note=note, purpose=purpose, reason=reason)
    if lead.respond_by_at and lead.responded_at is None:
        lead.responded_at = at
    history.change_level(lead, became, on=made_on)
    if invited_at:
        _invite(lead, invited_at)
    if _is_out_of_contact(lead, made_on):
        days = agreed("out_again_days", store_id=lead.store_id, on=made_on)
        lead.next_contact_on = None
        history.turn(lead, Turn.OUT_OF_CONTACT, on=made_on, state=LeadState.OUT_OF_CONTACT,
                     back_on=made_on + timedelta(days=days))
    elif lead.owner_id is not None:
        history.owe(lead, on=made_on, due_on=due_on)
    return contact


@action("contact.moved")
def move_contact(lead: Lead, *, by: Person, version: int, once: str | None = None, due_on: date,
                 reason: str) -> Contact:
    """Owe the contact on another day; the old one stays as not made, with the reason."""
    seen(lead, version)
    owed = history.owed(lead)
    if owed is None:
        raise Refused(_("No contact is owed to this lead."))
    if due_on < today():
        raise Refused(_("That day is over."), field="due_on")
    if due_on == owed.due_on:
        raise Refused(_("It is owed on that day already."), field="due_on")
    if not reason:
        raise Refused(_("Say why it moves."), field="reason")
    history.close(owed, Closed.MOVED, on=today(), reason=reason)
    return history.owe(lead, on=today(), due_on=due_on)


@action("contact.moved_back")
def move_back(lead: Lead, *, by: Person) -> Contact:
    """Take back that the contact was moved, on the same day: it is owed on its old day again."""
    owed = history.owed(locked(lead))
    moved = db.session.scalars(
        select(Contact).where(Contact.lead_id == lead.id, Contact.closed_as == Closed.MOVED,
                              Contact.closed_on == today()).order_by(Contact.id.desc()).limit(1)).first()
    if owed is None or moved is None or moved.id > owed.id or owed.planned_on != today():
        raise Refused(_("The contact has gone on since: it cannot be moved back."))
    db.session.delete(owed)
    db.session.flush()
    moved.owed, moved.closed_as, moved.closed_on, moved.reason = 1, None, None, ""
    lead.next_contact_on = moved.due_on
    return moved


@action("appointment.made")
def invite(lead: Lead, *, by: Person, once: str | None = None, at: datetime, note: str = "") -> Appointment:
    """The customer will come to the store at that time."""
    return _invite(lead, at, note)


@action("appointment.called_off")
def call_off(appointment: Appointment, *, by: Person, reason: str = "") -> None:
    """The customer will not come."""
    if appointment.visit_id is not None:
        raise Refused(_("The customer has come."))
    appointment.void(by=by, reason=reason)


@action("lead.commented")
def comment(lead: Lead, *, by: Person, once: str | None = None, text: str) -> Comment:
    """A leader's or manager's word on the lead."""
    if not text:
        raise Refused(_("Write what you want to say."), field="text")
    said = Comment(lead_id=lead.id, store_id=lead.store_id, said_by_id=by.id, said_at=now(), text=text)
    db.session.add(said)
    return said


def _contact_to_close(lead: Lead, made_on: date, result: Result) -> Contact:
    if lead.state in ENDED_STATES:
        raise Refused(_("This lead has ended: revive it first."))
    if lead.waits:
        raise Refused(_("A decision is awaited on this lead: withdraw the application first."))
    if not today() - timedelta(days=1) <= made_on <= today():
        raise Refused(_("Today or yesterday."), field="made_on")
    newest = history.newest_span(lead)
    if lead.state in PAUSED_STATES:
        if result is not Result.REAL:
            raise Refused(_("Nobody answered: the lead stays where it is until somebody does."), field="result")
        history.turn(lead, Turn.REVIVED, on=made_on)
        return history.owe(lead, on=made_on, due_on=made_on)
    owed = history.owed(lead)
    if owed is None:
        raise Refused(_("This lead stands in the pool: it needs an owner first."))
    if made_on < owed.planned_on or newest is not None and made_on < newest.from_on:
        raise Refused(_("The step before it is dated %(day)s.", day=format_date(owed.planned_on)), field="made_on")
    return owed


def _level_after(lead: Lead, result: Result, level: Level | None) -> Level:
    if level is None or level is lead.level:
        return lead.level
    if level is Level.O:
        raise Refused(_("Sign the order instead."), field="level")
    if lead.level is Level.O:
        raise Refused(_("An ordered lead leaves level O with its delivery or a cancelled order."), field="level")
    if result is not Result.REAL:
        raise Refused(_("The level changes only with a real contact."), field="level")
    return level


def _next_day(lead: Lead, level: Level, result: Result, made_on: date, next_on: date | None, reason: str) -> date:
    if next_on is None:
        return max(planning.propose(lead, result, made_on, level), today())
    latest = planning.latest_next(lead.store_id, level, result, made_on)
    if next_on < today():
        raise Refused(_("That day is over."), field="next_on")
    if next_on > latest and not reason:
        raise Refused(_("Later than %(day)s: say why.", day=format_date(latest)), field="reason")
    return next_on


def _is_out_of_contact(lead: Lead, made_on: date) -> bool:
    """Whether the tries since the last exchange, all unanswered, fell on as many days as the store agreed."""
    if lead.level is Level.O:
        return False
    most = agreed("out_after_tries", store_id=lead.store_id, on=made_on)
    span = history.newest_span(lead)
    revived_on = span.from_on if span is not None and span.began is Turn.REVIVED else None
    tries = db.session.execute(
        select(Contact.closed_on, Contact.result).where(
            Contact.lead_id == lead.id, Contact.closed_as.in_((Closed.MADE, Closed.MET)))
        .order_by(Contact.closed_on.desc(), Contact.id.desc()).limit(most * 3))
    days: set[date | None] = set()
    for closed_on, result in tries:
        if result is not Result.UNANSWERED or revived_on and closed_on and closed_on < revived_on:
            break
        days.add(closed_on)
    return len(days) >= most


def _invite(lead: Lead, at: datetime, note: str = "") -> Appointment:
    if at < now():
        raise Refused(_("That time is over."), field="invited_at")
    appointment = Appointment(lead_id=lead.id, store_id=lead.store_id, owner_id=lead.owner_id, made_on=today(),
                              on=at.astimezone(ZONE).date(), at=at, note=note)
    db.session.add(appointment)
    return appointment
