"""Figures of contacts: owed, made, in time, and leads that wait too long."""
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, and_, case, not_, or_, select

from portal.core.days import local_day
from portal.core.metric import Aim, Kind, Metric, Split, fact
from portal.core.period import Periods
from portal.org.models import RosterDay, Shift

from ..models import Closed, Contact, Freeze, Lead, LeadState, LevelSpan, Loss, Result

CONTACTS = _l("contacts")
BY_LEVEL, BY_METHOD = {"level": Split(_l("Level"))}, {"method": Split(_l("Method"))}
FULFILLED = Contact.closed_as.in_((Closed.MADE, Closed.MET))
IN_TIME = and_(FULFILLED, Contact.closed_on <= Contact.due_on)
LAPSED_BEFORE = and_(Contact.closed_as == Closed.LAPSED, Contact.closed_on <= Contact.due_on)


def _waiting(asked: type[Loss] | type[Freeze], day: Any) -> Any:
    """A loss or freeze of the contact's lead was awaited on a day."""
    return select(asked.id).where(
        asked.lead_id == Contact.lead_id, asked.asked_on <= day,
        or_(asked.decided_at.is_(None), local_day(asked.decided_at) >= day)).correlate_except(asked).exists()


def _due(periods: Periods, **more: Any) -> Select[Any]:
    """Contacts to be judged, by the day they were due, for the owner at their close."""
    on_leave = select(RosterDay.id).where(
        RosterDay.person_id == Contact.owner_id, RosterDay.on == Contact.due_on, RosterDay.shift == Shift.LEAVE,
        RosterDay.stand_in_id.is_(None)).exists()
    excused = or_(on_leave, _waiting(Loss, Contact.due_on), _waiting(Freeze, Contact.due_on))
    return _contacts(periods, Contact.due_on, **more).where(
        or_(Contact.closed_as.is_(None), not_(LAPSED_BEFORE)), or_(_yes(IN_TIME), not_(excused)))


def _contacts(periods: Periods, on: Any, **more: Any) -> Select[Any]:
    return fact(periods, Contact, on=on, person=Contact.owner_id, level=Contact.level, **more).join(
        Lead, Lead.id == Contact.lead_id).where(Lead.live == 1)


def _yes(clause: Any) -> Any:
    """True or false where the clause may be NULL."""
    return case((clause, 1), else_=0) == 1


def _contacts_due(periods: Periods) -> Select[Any]:
    return _due(periods)


def _contacts_on_time(periods: Periods) -> Select[Any]:
    return _due(periods).where(IN_TIME)


def _timeliness(periods: Periods) -> Select[Any]:
    return _due(periods, amount=case((IN_TIME, 1), else_=0), base=1)


def _contacts_made(periods: Periods) -> Select[Any]:
    return _contacts(periods, Contact.closed_on, method=Contact.method, result=Contact.result).where(
        Contact.closed_as == Closed.MADE)


def _contacts_real(periods: Periods) -> Select[Any]:
    return _contacts_made(periods).where(Contact.result == Result.REAL)


def _real_contact_rate(periods: Periods) -> Select[Any]:
    return _contacts(periods, Contact.closed_on, method=Contact.method,
                     amount=case((Contact.result == Result.REAL, 1), else_=0), base=1).where(
        Contact.closed_as == Closed.MADE)


def _overdue(periods: Periods) -> Select[Any]:
    """From the leads open on the day to what was owed for them: few rows, however long the history is."""
    day = periods.rows.c.as_at
    return fact(periods, LevelSpan, row_id=LevelSpan.lead_id, on=day, person=LevelSpan.owner_id,
                when=periods.meet(LevelSpan.from_on, LevelSpan.to_on, at="as_at"), level=LevelSpan.level,
                ).join(Contact, Contact.lead_id == LevelSpan.lead_id).join(Lead, Lead.id == LevelSpan.lead_id).where(
        Lead.live == 1, LevelSpan.state == LeadState.OPEN, Contact.due_on <= day, Contact.planned_on <= day,
        or_(Contact.closed_on.is_(None), Contact.closed_on > day),
        not_(_waiting(Loss, day)), not_(_waiting(Freeze, day)))


contacts_due = Metric(
    "contacts_due", Kind.FLOW, _l("Contacts due"), CONTACTS, _contacts_due, "contact",
    _l("Contacts owed by a day of the period. Left out: those whose cause ended by then, and those unmet on a day of "
       "leave without a stand-in or while a loss or freeze was awaited."),
    _l("contacts due that are judged"), splits=BY_LEVEL)
contacts_made = Metric(
    "contacts_made", Kind.FLOW, _l("Contacts made"), CONTACTS, _contacts_made, "contact",
    _l("Tries and exchanges recorded, for whom they were owed by; what a visit or an order met is not among them."),
    _l("contacts recorded"), splits=BY_LEVEL | BY_METHOD | {"result": Split(_l("Result"))})
contacts_real = Metric(
    "contacts_real", Kind.FLOW, _l("Real contacts"), CONTACTS, _contacts_real, "contact",
    _l("Contacts in which somebody was spoken with."), _l("contacts recorded as real"),
    splits=BY_LEVEL | BY_METHOD)
contacts_on_time = Metric(
    "contacts_on_time", Kind.FLOW, _l("Contacts on time"), CONTACTS, _contacts_on_time, "contact",
    _l("Contacts due in the period that any exchange or try, by anybody, met on or before their day."),
    _l("contacts due that were met in time"), splits=BY_LEVEL)
follow_up_timeliness = Metric(
    "follow_up_timeliness", Kind.RATE, _l("Follow-up timeliness"), CONTACTS, _timeliness, "contact",
    _l("Contacts met on or before their day. One moved without an exchange counts as not made."),
    _l("contacts made on or before the due date / contacts due"), aim=Aim(95), splits=BY_LEVEL)
real_contact_rate = Metric(
    "real_contact_rate", Kind.RATE, _l("Real-contact rate"), CONTACTS, _real_contact_rate, "contact",
    _l("How many contacts made were real: neither unanswered nor refused."),
    _l("contacts with a real exchange / contacts made"), splits=BY_METHOD)
overdue_leads = Metric(
    "overdue_leads", Kind.LEVEL, _l("Overdue leads"), _l("leads"), _overdue, "lead",
    _l("Open leads whose contact was due by the day and not met at its close; those that wait for a decision are "
       "not due."),
    _l("open leads whose next contact date has passed"), aim=Aim(0, at_most=True), splits=BY_LEVEL)
