"""What happens to a lead from its opening to its delivery."""
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import exists, select

from portal.catalogue.models import CarModel
from portal.core.action import Refused, action, locked
from portal.core.clock import ZONE, now, today
from portal.core.decision import Outcome
from portal.extensions import db
from portal.org.models import Person

from .. import history, numbers, planning
from ..models import (
    ENDED_STATES,
    OPEN_STATES,
    PAUSED_STATES,
    Closed,
    Customer,
    CustomerPhone,
    Kind,
    Lead,
    LeadState,
    Level,
    LevelSpan,
    Method,
    NumberState,
    Origin,
    Result,
    Turn,
    Visit,
)

LOOK = "look"       # the purpose of who wants a car


@dataclass(frozen=True)
class Wish:
    """What the customer wants; all of it may be unknown."""
    series_id: int | None = None
    model_id: int | None = None
    colour: str = ""
    budget_fen: int | None = None
    payment: str = ""
    usage: str = ""
    trade_in: str = ""
    plate: str = ""
    rivals: str = ""
    note: str = ""


@action("lead.opened")
def open_lead(customer: Customer, *, by: Person, owner: Person | None, origin: Origin, level: Level = Level.N,
              source: str = "", wish: Wish | None = None, opened_at: datetime | None = None, visit: Visit | None = None,
              once: str | None = None) -> Lead:
    """Open a lead of `customer` for `owner` (None: for the pool), perhaps by a register entry that opened it.

    Its first contact is owed within a day; a web or call lead's within the minutes of the store's opening hours.
    """
    if level is Level.O:
        raise Refused(_("Sign the order instead."), field="level")
    at = opened_at or now()
    on = at.astimezone(ZONE).date()
    taken = visit is not None and visit.kind is Kind.CALL and visit.answered is not False
    by_clock = planning.respond_by(customer.store_id, at) if origin is not Origin.SHOWROOM else None
    lead = Lead(
        store_id=customer.store_id, customer_id=customer.id, owner_id=owner.id if owner else None, level=level,
        card_no=numbers.next_no(Lead.card_no, store_id=customer.store_id, letter="K", year=on.year), level_on=on,
        origin=origin, source=source, opened_on=on, opened_at=at, opened_by_id=by.id,
        opened_for_id=owner.id if owner else None, kept=_is_kept(customer), respond_by_at=by_clock,
        responded_at=at if by_clock and taken else None, arrived_on=visit.came_on if visit and _looks(visit) else None,
        **vars(_completed(wish or Wish())))
    db.session.add(lead)
    db.session.flush()
    history.turn(lead, Turn.OPENED, on=on, level=level)
    if owner:
        answered = by_clock is None or taken
        due_on = on + timedelta(days=1) if answered else by_clock.astimezone(ZONE).date()  # type: ignore[union-attr]
        history.owe(lead, on=on, due_on=due_on)
    return lead


def _completed(wish: Wish) -> Wish:
    """The series follows the model."""
    return replace(wish, series_id=db.session.get_one(CarModel, wish.model_id).series_id) if wish.model_id else wish


def refresh_kept(customer: Customer) -> None:
    """In the course of an action on the customer's numbers: whether its leads count as kept."""
    db.session.flush()
    kept = _is_kept(customer)
    for lead in db.session.scalars(select(Lead).where(Lead.customer_id == customer.id, Lead.kept.is_not(kept))):
        lead.kept = kept


@action("lead.arrived")
def arrived(lead: Lead, visit: Visit, *, by: Person, level: Level | None = None, next_on: date | None = None) -> None:
    """The customer came or called: that meets the contact owed, and brings a paused lead back.

    `level` is the level at leaving, where known already; a web enquiry or a missed call is no exchange.
    """
    locked(lead)
    if _looks(visit) and (lead.arrived_on is None or visit.came_on < lead.arrived_on):
        lead.arrived_on = visit.came_on
    if visit.kind is Kind.WEB or visit.answered is False or lead.state in ENDED_STATES:
        return
    _withdraw_what_waits(lead, by)
    if lead.state in PAUSED_STATES:
        history.turn(lead, Turn.REVIVED, on=visit.came_on)
    became = _level_from(lead, level)
    history.close(history.owed(lead), Closed.MET, on=visit.came_on, made_at=visit.came_at,
                  made_by_id=visit.person_id or by.id, method=_method(visit), result=Result.REAL,
                  level_after=became, visit_id=visit.id)
    if lead.respond_by_at and lead.responded_at is None:
        lead.responded_at = visit.came_at
    history.change_level(lead, became, on=visit.came_on)
    _owe_next(lead, on=visit.came_on, next_on=next_on)


@action("lead.left")
def left(lead: Lead, visit: Visit, *, by: Person, level: Level, next_on: date | None = None, note: str = "") -> None:
    """The consultant's half of an arrival is known: the level at leaving and when to contact next.

    Nothing changes on the lead when it was contacted again since.
    """
    locked(lead)
    owed = history.owed(lead)
    if owed is None or owed.planned_on != visit.came_on or level is Level.O or lead.level is Level.O:
        return
    met = history.met_by(visit)
    if met is not None:
        met.level_after, met.note = level, note or met.note
    opening = history.newest_span(lead)
    if visit.opened_lead and opening is not None and opening.n == 1:
        opening.level = lead.level = level              # the level it was opened at
    else:
        history.change_level(lead, level, on=visit.came_on)
    owed.level = level
    first = visit.opened_lead and met is None and next_on is None
    owed.due_on = owed.due_on if first else next_on or planning.propose(lead, Result.REAL, visit.came_on)
    lead.next_contact_on = owed.due_on


@action("lead.ordered")
def mark_ordered(lead: Lead, *, by: Person, on: date | None = None) -> None:
    """An order was signed: it meets the contact owed, and the level is O until delivery."""
    day = on or today()
    if locked(lead).state in ENDED_STATES:
        raise Refused(_("This lead has ended: revive it first."))
    _withdraw_what_waits(lead, by)
    history.close(history.owed(lead), Closed.MET, on=day, made_at=now(), made_by_id=by.id, result=Result.REAL,
                  level_after=Level.O)
    if lead.level is not Level.O or lead.state not in OPEN_STATES:
        history.turn(lead, Turn.ORDERED, on=day, level=Level.O)
    _owe_next(lead, on=day)


@action("lead.order_cancelled")
def mark_order_cancelled(lead: Lead, *, by: Person, level: Level | None = None, on: date | None = None) -> None:
    """The order was cancelled: the lead goes on at `level`, or at the one it had before the order."""
    day = on or today()
    if locked(lead).level is not Level.O or lead.state not in OPEN_STATES:
        raise Refused(_("This lead is not at level O."))
    history.lapse(lead, on=day)
    history.turn(lead, Turn.ORDER_CANCELLED, on=day, level=level or _level_before_order(lead))
    _owe_next(lead, on=day, next_on=day + timedelta(days=1))


@action("lead.delivered")
def mark_delivered(lead: Lead, *, by: Person, on: date | None = None) -> None:
    """The vehicle was handed over: the lead has ended, and so has what was owed."""
    day = on or today()
    if locked(lead).level is not Level.O or lead.state not in OPEN_STATES:
        raise Refused(_("This lead is not at level O."))
    history.lapse(lead, on=day)
    history.turn(lead, Turn.DELIVERED, on=day, state=LeadState.DELIVERED)


@action("lead.voided")
def void_lead(lead: Lead, *, by: Person, reason: str) -> None:
    """The lead was opened in error: it leaves every figure, and what was owed lapses."""
    if locked(lead).level is Level.O or lead.state in ENDED_STATES:
        raise Refused(_("Only a lead that is not ordered and has not ended can be voided."))
    history.lapse(lead, on=today())
    history.turn(lead, Turn.INVALID, on=today(), state=LeadState.INVALID)
    lead.void(by=by, reason=reason)


@action("lead.delivery_taken_back")
def mark_not_delivered(lead: Lead, *, by: Person) -> None:
    """The delivery was entered in error: the lead is ordered as before."""
    if locked(lead).state is not LeadState.DELIVERED:
        raise Refused(_("This lead is not delivered."))
    history.turn(lead, Turn.REVIVED, on=today(), level=Level.O)
    _owe_next(lead, on=today())


def _owe_next(lead: Lead, *, on: date, next_on: date | None = None) -> None:
    """Ask for the next contact; nothing is owed in the pool."""
    if lead.owner_id is not None:
        history.owe(lead, on=on, due_on=next_on or planning.propose(lead, Result.REAL, on))


def _withdraw_what_waits(lead: Lead, by: Person) -> None:
    """An exchange answers the question whether the lead is lost or to be frozen."""
    if lead.waits:
        for asked in history.awaited(lead):
            asked.decide(Outcome.WITHDRAWN, by=by)
        lead.waits = False


def _level_from(lead: Lead, level: Level | None) -> Level:
    return lead.level if level is None or level is Level.O or lead.level is Level.O else level


def _level_before_order(lead: Lead) -> Level:
    before = db.session.scalars(select(LevelSpan.level).where(LevelSpan.lead_id == lead.id, LevelSpan.level != Level.O)
                                .order_by(LevelSpan.n.desc()).limit(1)).first()
    return before or Level.H


def _is_kept(customer: Customer) -> bool:
    good = exists().where(CustomerPhone.customer_id == customer.id, CustomerPhone.live == 1,
                          (CustomerPhone.found.is_(None)) | (CustomerPhone.found == NumberState.GOOD))
    return bool(customer.name) and bool(db.session.scalar(select(good)))


def _looks(visit: Visit) -> bool:
    return visit.kind is Kind.VISIT and visit.purpose == LOOK


def _method(visit: Visit) -> Method:
    return Method.VISIT if visit.kind is Kind.VISIT else Method.CALL
