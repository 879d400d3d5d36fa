"""Entries of the visit register: made, completed, corrected, joined and voided, whoever's customer it is."""
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import func, select

from portal.core.action import Refused, action, locked, seen
from portal.core.clock import ZONE, now, today
from portal.extensions import db
from portal.org.models import Person, Store

from .. import book, numbers, phones
from ..book import LOOK
from ..models import ENDED_STATES, Customer, DaySignOff, Kind, Lead, Level, Origin, RotaTurn, Visit
from ..queries import customers as known
from ..queries import visits as queries
from .clashes import receive
from .customers import change_number, find_or_make
from .leads import Wish, arrived, left, open_lead, void_lead

ORIGINS = {Kind.VISIT: Origin.SHOWROOM, Kind.CALL: Origin.CALL, Kind.WEB: Origin.WEB}
USUAL_SOURCES = {Kind.VISIT: "walk_in", Kind.CALL: "call", Kind.WEB: "website"}
TYPED_LATER_DAYS = 31           # how far back an entry may be typed in with its real time


@dataclass(frozen=True)
class Entry:
    """Reception's half. `came_at` is now unless given; `phone` as typed, None for the one that stands already."""
    kind: Kind = Kind.VISIT
    purpose: str = LOOK
    came_at: datetime | None = None
    party_size: int = 1
    transport: str = ""
    ticked_first: bool | None = None
    answered: bool | None = None
    name: str = ""
    phone: str | None = ""
    added_wechat: bool = False
    wechat: str = ""
    area: str = ""
    source: str = ""
    series_id: int | None = None
    model_id: int | None = None
    person_id: int | None = None
    asked_for: bool = False
    remarks: str = ""


@dataclass(frozen=True)
class Leaving:
    """The consultant's half, known when the customer has left."""
    left_at: datetime | None = None
    level: Level | None = None
    test_drive: bool = False
    trade_in: bool = False
    instalment: bool = False
    plate: str = ""
    outcome: str = ""


@action("visit.registered")
def register_visit(entry: Entry, *, by: Person, store: Store, leaving: Leaving | None = None,
                   once: str | None = None) -> Visit:
    """Make an entry. With name and phone, or WeChat, it finds or makes the customer and finds or opens the lead.

    A customer of a colleague stays or moves by rule (`receive`); the entry is kept either way.
    """
    locked(store)                                           # numbers are given one after the other
    came_at = _checked(entry.came_at) or now()
    visit = Visit(store_id=store.id, came_at=came_at, came_on=came_at.astimezone(ZONE).date(), entered_by_id=by.id,
                  entered_at=now(), given_at=now() if entry.person_id else None, asked_for=entry.asked_for)
    _number(visit)
    _write(visit, entry)
    visit.phone = _normal(entry.phone or "")
    db.session.add(visit)
    db.session.flush()
    _whose(visit, visit.phone, by)
    if leaving:
        _leave(visit, leaving, by)
    _reread(visit)
    return visit


@action("visit.corrected")
def correct_visit(visit: Visit, entry: Entry, *, by: Person, version: int) -> None:
    """Write reception's half anew, times and phone too."""
    _seen_live(visit, version)
    _correct(visit, entry, by)
    _reread(visit)


@action("visit.result_recorded")
def record_result(visit: Visit, entry: Entry, leaving: Leaving, *, by: Person, version: int) -> None:
    """The customer has left: the consultant's half, and what he learned for the first half."""
    _seen_live(visit, version)
    _correct(visit, entry, by)
    _leave(visit, leaving, by)
    _reread(visit)


@action("visit.left")
def mark_left(visit: Visit, *, by: Person, version: int) -> None:
    """The party has gone; the consultant's half is still owed."""
    _seen_live(visit, version)
    if visit.left_at:
        raise Refused(_("This party has left already."))
    visit.left_at = now()


@action("visit.given")
def give_visit(visit: Visit, *, by: Person, to: Person, asked_for: bool = False) -> None:
    """Put a consultant on the entry; what the customer's lead needs follows."""
    locked(visit)
    if not visit.live:
        raise Refused(_("This entry was voided."))
    if visit.person_id == to.id and visit.given_at:
        raise Refused(_("This party is with this colleague already."), field="person_id")
    visit.person_id, visit.given_at, visit.asked_for, visit.received_for_id = to.id, now(), asked_for, None
    _join_lead(visit, by, given_anew=True)
    _reread(visit)


@action("visit.taken_back")
def take_visit_back(visit: Visit, *, by: Person, version: int) -> None:
    """A party was given to the wrong one: it waits again, and the turn was none."""
    _seen_live(visit, version)
    if not visit.given_at or visit.result_at:
        raise Refused(_("This party is not being received."))
    if visit.opened_lead or known.was_taken_over(visit):
        raise Refused(_("A lead hangs on it already: give the party to another one."))
    for turn in db.session.scalars(select(RotaTurn).where(RotaTurn.visit_id == visit.id)):
        db.session.delete(turn)
    visit.person_id, visit.given_at, visit.asked_for, visit.received_for_id = None, None, False, None
    _reread(visit)


@action("visit.back")
def mark_back(visit: Visit, *, by: Person, version: int) -> None:
    """The party has not left after all."""
    _seen_live(visit, version)
    if visit.result_at:
        raise Refused(_("The result is written: correct it there."))
    visit.left_at = None


@action("visits.joined")
def join_visits(visit: Visit, *, by: Person, version: int, to: Visit) -> None:
    """The same party was written twice: it counts once, as `to`."""
    _seen_live(visit, version)
    if to.joined_to_id or not to.live or to.id == visit.id:
        raise Refused(_("Choose the entry that stays."), field="to_id")
    if to.store_id != visit.store_id or to.came_on != visit.came_on:
        raise Refused(_("Only entries of one day are joined."), field="to_id")
    visit.joined_to_id = locked(to).id
    for other in db.session.scalars(select(Visit).where(Visit.joined_to_id == visit.id)):
        other.joined_to_id = to.id
    _reread(visit, to)


@action("visit.parted")
def part_visit(visit: Visit, *, by: Person, version: int) -> None:
    """Take a joining back: the entry counts by itself again."""
    _seen_live(visit, version)
    visit.joined_to_id = None
    _reread(visit)


@action("visit.voided")
def void_visit(visit: Visit, *, by: Person, version: int, reason: str) -> None:
    """Take an entry out of every figure; it stays readable. What was joined to it stands alone again."""
    _seen_live(visit, version)
    if not reason.strip():
        raise Refused(_("Say why."), field="reason")
    visit.void(by=by, reason=reason.strip())
    _void_lead_of(visit, by, reason.strip())
    joined = db.session.scalars(select(Visit).where(Visit.joined_to_id == visit.id)).all()
    for other in joined:
        other.joined_to_id = None
    _reread(visit, *joined)


@action("visit.restored")
def restore_visit(visit: Visit, *, by: Person, version: int) -> None:
    """Take the voiding back."""
    seen(visit, version)
    visit.live, visit.voided_at, visit.voided_by_id, visit.void_reason = 1, None, None, ""
    if visit.opened_lead and visit.lead_id and not db.session.get_one(Lead, visit.lead_id).live:
        visit.lead_id, visit.opened_lead = None, False
        _join_lead(visit, by, given_anew=False)
    _reread(visit)


@action("day.signed_off")
def sign_off_day(store: Store, *, by: Person, day: date, signed_as: str) -> DaySignOff:
    """Sign the register of a day that has begun; each role signs once."""
    locked(store)
    if day > today():
        raise Refused(_("That day is still to come."))
    if signed_as in queries.sign_offs(store.id, day):
        raise Refused(_("Signed off already."))
    signed = DaySignOff(store_id=store.id, on=day, signed_as=signed_as, signed_by_id=by.id, signed_at=now())
    db.session.add(signed)
    return signed


@action("day.sign_off_taken_back")
def take_sign_off_back(signed: DaySignOff, *, by: Person) -> None:
    """Only who signed takes it back."""
    if locked(signed).signed_by_id != by.id:
        raise Refused(_("Only who signed takes it back."))
    db.session.delete(signed)


def _seen_live(visit: Visit, version: int) -> None:
    seen(visit, version)
    if not visit.live:
        raise Refused(_("This entry was voided."))


def _correct(visit: Visit, entry: Entry, by: Person) -> None:
    if entry.came_at and entry.came_at != visit.came_at.replace(second=0, microsecond=0):
        visit.came_at = _checked(entry.came_at) or visit.came_at
        day = visit.came_at.astimezone(ZONE).date()
        if day != visit.came_on:
            visit.came_on = day
            locked(db.session.get_one(Store, visit.store_id))
            _number(visit)
    stands = queries.phone_of(visit)
    phone = stands if entry.phone is None else _normal(entry.phone)
    given_anew = entry.person_id != visit.person_id
    _write(visit, entry)
    if given_anew:
        visit.given_at, visit.received_for_id = now() if entry.person_id else None, None
    if phone != stands:
        _mend_number(visit, stands, phone, by)
        visit.phone = phone
    _whose(visit, phone, by, had_number=bool(stands), given_anew=given_anew)


def _write(visit: Visit, entry: Entry) -> None:
    if not 1 <= entry.party_size <= 99:
        raise Refused(_("From 1 to 99 people."), field="party_size")
    for name in ("kind", "purpose", "party_size", "transport", "ticked_first", "name", "wechat", "area", "source",
                 "series_id", "model_id", "person_id", "remarks"):
        setattr(visit, name, getattr(entry, name))
    visit.answered = entry.answered if entry.kind is Kind.CALL else None
    visit.added_wechat = entry.added_wechat or bool(entry.wechat)
    if visit.purpose == LOOK and not visit.source:
        visit.source = USUAL_SOURCES[visit.kind]


def _whose(visit: Visit, phone: str, by: Person, *, had_number: bool = False, given_anew: bool = True) -> None:
    """Find or make the customer, then the lead."""
    leaves_wechat = visit.added_wechat and bool(visit.name)
    if phone or (leaves_wechat and visit.customer_id is None):
        customer = find_or_make(by=by, store_id=visit.store_id, name=visit.name, phone=phone, wechat=visit.wechat,
                                area=visit.area, known_as=None if had_number else visit.customer_id)
        if customer is None:
            raise Refused(_("Write a name too: a number without a name is no record."), field="name")
        _belongs_to(visit, customer, by)
    elif not leaves_wechat:
        _belongs_to(visit, None, by)
    _join_lead(visit, by, given_anew)


def _void_lead_of(visit: Visit, by: Person, reason: str) -> None:
    """The lead that this entry opened goes with it, unless it has a life of its own by now."""
    lead = db.session.get_one(Lead, visit.lead_id) if visit.opened_lead and visit.lead_id else None
    if lead is not None and lead.live and lead.state not in ENDED_STATES and not known.has_lived(lead, but=visit):
        void_lead(lead, by=by, reason=reason)


def _belongs_to(visit: Visit, customer: Customer | None, by: Person) -> None:
    former = visit.customer_id
    visit.customer_id = customer.id if customer else None
    if former and former != visit.customer_id:
        _void_lead_of(visit, by, _("The number was another customer's"))
        visit.lead_id, visit.opened_lead = None, False
        book.reread([former])


def _mend_number(visit: Visit, stands: str, phone: str, by: Person) -> None:
    """A number mistyped by the entry that made the customer is put right on the customer, unless it is another's."""
    if stands and phone and visit.customer_id and visit.opened_lead and not known.with_phone(visit.store_id, phone):
        change_number(db.session.get_one(Customer, visit.customer_id), by=by, old=stands, new=phone)


def _join_lead(visit: Visit, by: Person, given_anew: bool) -> None:
    """The customer's open lead, or one opened by this entry once somebody receives it."""
    if visit.customer_id is None or visit.joined_to_id:
        return
    lead = known.open_lead_of(visit.customer_id)
    if lead is None:
        if visit.purpose == LOOK and visit.lead_id is None and (visit.person_id or visit.kind is not Kind.VISIT):
            _open_lead(visit, by)
        return
    joined_anew = visit.lead_id != lead.id
    if joined_anew:
        visit.lead_id = lead.id
        arrived(lead, visit, by=by)
    if joined_anew or given_anew:
        receive(visit, lead, by=by)


def _open_lead(visit: Visit, by: Person) -> None:
    customer = db.session.get_one(Customer, visit.customer_id)
    owner = db.session.get_one(Person, visit.person_id) if visit.person_id else None
    lead = open_lead(customer, by=by, owner=owner, origin=ORIGINS[visit.kind], source=visit.source,
                     opened_at=visit.came_at, visit=visit,
                     wish=Wish(series_id=visit.series_id, model_id=visit.model_id, plate=visit.plate))
    visit.lead_id, visit.opened_lead = lead.id, True


def _leave(visit: Visit, leaving: Leaving, by: Person) -> None:
    visit.left_at = leaving.left_at or visit.left_at or (now() if visit.kind is Kind.VISIT else None)
    if visit.left_at and not visit.came_at <= visit.left_at <= now():
        raise Refused(_("Between the arrival and now."), field="left_at")
    for name in ("test_drive", "trade_in", "instalment", "plate", "outcome"):
        setattr(visit, name, getattr(leaving, name))
    visit.result_at = visit.result_at or now()
    if visit.customer_id and visit.lead_id is None and visit.purpose == LOOK:
        _open_lead(visit, by)
    lead = db.session.get_one(Lead, visit.lead_id) if visit.lead_id else None
    visit.level = _level_left_at(visit, lead, leaving.level)
    if lead:
        _wish(lead, visit)
        if visit.level and lead.state not in ENDED_STATES:
            left(lead, visit, by=by, level=visit.level, note=leaving.outcome)


def _level_left_at(visit: Visit, lead: Lead | None, level: Level | None) -> Level | None:
    """The level at leaving; an ordered lead stays O whatever else its customer comes for."""
    if lead is not None and lead.level is Level.O:
        return Level.O
    if level is Level.O:
        raise Refused(_("Sign the order instead."), field="level")
    if level is None and lead is not None and visit.purpose == LOOK and visit.kind is not Kind.WEB:
        raise Refused(_("Choose one: the next contact follows from it."), field="level")
    return level


def _wish(lead: Lead, visit: Visit) -> None:
    """What the visit told of the wish goes onto the lead, which keeps what it has."""
    lead.series_id = visit.series_id or lead.series_id
    lead.model_id = visit.model_id or lead.model_id
    lead.plate = visit.plate or lead.plate
    if visit.trade_in and not lead.trade_in:
        lead.trade_in = _("Has a car to trade in")
    if visit.instalment and not lead.payment:
        lead.payment = "loan"


def _checked(came_at: datetime | None) -> datetime | None:
    if came_at and came_at > now():
        raise Refused(_("That time is still to come."), field="came_at")
    if came_at and came_at < now() - timedelta(days=TYPED_LATER_DAYS):
        raise Refused(_("At most %(days)s days back; older registers are imported.", days=TYPED_LATER_DAYS),
                      field="came_at")
    return came_at


def _normal(phone: str) -> str:
    try:
        return phones.normal(phone)
    except phones.WrongPhone as wrong:
        raise Refused(str(wrong), field="phone") from wrong


def _number(visit: Visit) -> None:
    """261124-07: the day and the place in it."""
    prefix = f"{visit.came_on:%y%m%d}-"
    highest = db.session.scalar(
        select(Visit.entry_no).where(Visit.store_id == visit.store_id, Visit.entry_no.like(f"{prefix}%"))
        .order_by(func.length(Visit.entry_no).desc(), Visit.entry_no.desc()).limit(1))
    visit.entry_no = numbers.after(highest, prefix, width=2)


def _reread(*visits: Visit) -> None:
    for visit in visits:
        if visit.customer_id is None:
            book.read_alone(visit)
    book.reread(visit.customer_id for visit in visits if visit.customer_id)
