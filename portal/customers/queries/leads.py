"""Leads by their present owner, and what is shown of them: the only door to these rows."""
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from portal.catalogue import queries as catalogue
from portal.core.clock import now, today
from portal.core.policy import Rights
from portal.core.scope import Scope
from portal.extensions import db
from portal.org.models import Person, RosterDay, Shift

from ..models import (
    ENDED_STATES,
    OPEN_STATES,
    PAUSED_STATES,
    Contact,
    Customer,
    CustomerPhone,
    Lead,
    LeadState,
    Level,
    LevelSpan,
    Turn,
    Visit,
)

LIVING_STATES = (*OPEN_STATES, *PAUSED_STATES)      # said as what they are, not as what they aren't: an index serves

ONE_DAY = timedelta(days=1)
BY_THE_STAND_IN = (Level.O, Level.H)        # on a mere rest day; on leave the stand-in does all that is due


def leads(scope: Scope) -> Select[Lead]:
    """The leads to work on: one's own, and those one stands in for today."""
    return select(Lead).where(Lead.live == 1, or_(*_worked(scope)))


def readable(scope: Scope) -> Select[Lead]:
    """Those to read: also the leads that a person of `scope` opened, or receives for their owner today."""
    return select(Lead).where(Lead.live == 1, seen_by(scope))


def seen_by(scope: Scope, *, store: Any = Lead.store_id) -> ColumnElement[bool]:
    """For rows that hang on a lead: whether `scope` reads that lead. `store`: a column of the rows' own with the same
    store, for a lead never leaves it, so that their index leads to them and not that of all leads."""
    received = select(Visit.lead_id).where(Visit.person_id.in_(scope.persons), Visit.came_on == scope.today,
                                           Visit.received_for_id.is_not(None), Visit.live == 1)
    mine = (Lead.opened_by_id.in_(scope.persons), Lead.id.in_(received)) if scope.persons else ()
    return or_(*_worked(scope, store), *mine)


def _worked(scope: Scope, store: Any = Lead.store_id) -> list[ColumnElement[bool]]:
    own = scope.sees(store=store, owner=Lead.owner_id)
    return [own, stood_in_for(scope)] if scope.persons else [own]


def stood_in_for(scope: Scope) -> ColumnElement[bool]:
    """Leads of owners who are off today and for whom somebody in `scope` stands in."""
    return Lead.owner_id.in_(select(RosterDay.person_id).where(
        RosterDay.stand_in_id.in_(scope.persons), RosterDay.on == scope.today, RosterDay.shift != Shift.WORK))


def living(scope: Scope) -> Select[Lead]:
    """Leads that have not ended, their customers joined."""
    return with_customer(readable(scope)).where(Lead.state.in_(LIVING_STATES))


def ended(scope: Scope) -> Select[Lead]:
    return with_customer(readable(scope)).where(Lead.state.in_(ENDED_STATES))


def pool(scope: Scope) -> Select[Lead]:
    """Leads without an owner 公海."""
    return with_customer(select(Lead)).where(
        Lead.live == 1, Lead.owner_id.is_(None), Lead.state.in_(LIVING_STATES), scope.in_stores(Lead.store_id))


def with_customer(rows: Select[Any]) -> Select[Any]:
    return rows.join(Customer, Customer.id == Lead.customer_id)


def card(scope: Scope) -> Select[Lead]:
    """With the customer and owner, for one lead's page."""
    return readable(scope).options(joinedload(Lead.customer), joinedload(Lead.owner))


class OfCustomer(NamedTuple):
    """A lead of a customer, and whether the reader may open it, and work on it."""
    lead: Lead
    opens: bool
    works: bool


def of_customer(rights: Rights, customer_id: int) -> list[OfCustomer]:
    """All leads of one customer, the newest first."""
    opens = seen_by(rights["leads.read"]) if "leads.read" in rights else false()
    works = or_(*_worked(rights["leads.write"])) if "leads.write" in rights else false()
    return [OfCustomer(lead, bool(read), bool(worked)) for lead, read, worked in db.session.execute(
        select(Lead, case((opens, 1), else_=0), case((works, 1), else_=0))
        .where(Lead.customer_id == customer_id, Lead.live == 1)
        .order_by(Lead.opened_at.desc(), Lead.id.desc()))]


def opened_by(scope: Scope, lead_ids: Iterable[int]) -> frozenset[int]:
    """Which of these leads somebody in `scope` may open."""
    ids = set(lead_ids)
    rows = readable(scope).where(Lead.id.in_(ids)).with_only_columns(Lead.id)
    return frozenset(db.session.scalars(rows)) if ids else frozenset()


def customers(scope: Scope) -> Select[Customer]:
    """Customers of whom one may read a lead."""
    theirs = readable(scope).with_only_columns(Lead.customer_id)
    return select(Customer).where(Customer.live == 1, Customer.id.in_(theirs))


def workable_customers(scope: Scope) -> Select[Customer]:
    """Customers on one of whose leads one may work."""
    theirs = leads(scope).with_only_columns(Lead.customer_id)
    return select(Customer).where(Customer.live == 1, Customer.id.in_(theirs))


def owner_of(customer_id: int) -> int | None:
    """Who owns the customer's leads that have not ended; None for the pool and for nobody."""
    return db.session.scalar(select(Lead.owner_id).where(
        Lead.customer_id == customer_id, Lead.live == 1, Lead.state.not_in(ENDED_STATES)).limit(1))


def held_by(person_id: int, *, store_id: int) -> Select[Lead]:
    """The leads of one owner that have not ended, most urgent first."""
    return (select(Lead).where(Lead.owner_id == person_id, Lead.store_id == store_id, Lead.live == 1,
                               Lead.state.not_in(ENDED_STATES))
            .order_by(Lead.urgency, Lead.next_contact_on, Lead.id))


def load_of(person_ids: Iterable[int]) -> Mapping[int, int]:
    """How many open leads each of these people holds."""
    counts = db.session.execute(
        select(Lead.owner_id, func.count()).where(Lead.owner_id.in_(set(person_ids)), Lead.state.in_(OPEN_STATES),
                                                  Lead.live == 1).group_by(Lead.owner_id))
    return {row[0]: row[1] for row in counts if row[0] is not None}


# What is due

def is_due(on: date) -> ColumnElement[bool]:
    """Open leads whose contact is owed on a day or was before; those that wait for a decision have no clock."""
    return and_(Lead.state.in_(OPEN_STATES), Lead.next_contact_on <= on, Lead.waits.is_(False), Lead.live == 1)


def comes_back(on: date) -> ColumnElement[bool]:
    """Frozen leads whose day has come, and leads out of contact that are offered again."""
    return and_(Lead.state.in_((LeadState.FROZEN, LeadState.OUT_OF_CONTACT)), Lead.back_on <= on,
                Lead.waits.is_(False), Lead.live == 1)


def missed(on: date, every_days: Mapping[Level, int], times: int) -> ColumnElement[bool]:
    """Open leads whose contact has been owed for so many intervals of their level: to be offered for the pool."""
    long_ago = [and_(Lead.level == level, Lead.next_contact_on <= on - timedelta(days=days * times))
                for level, days in every_days.items()]
    return and_(is_due(on), or_(*long_ago))


def uncovered(on: date) -> ColumnElement[bool]:
    """Due leads of owners who are on leave without a stand-in."""
    on_leave = exists().where(RosterDay.person_id == Lead.owner_id, RosterDay.on == on,
                              RosterDay.shift == Shift.LEAVE, RosterDay.stand_in_id.is_(None))
    return and_(is_due(on), on_leave)


def doer(roster: Any) -> ColumnElement[int | None]:
    """Who is to make the contact today: the owner, or by `roster` (the owner's day) who stands in."""
    stands_in = and_(roster.stand_in_id.is_not(None),
                     or_(roster.shift == Shift.LEAVE, and_(roster.shift == Shift.REST,
                                                           Lead.level.in_(BY_THE_STAND_IN))))
    return case((stands_in, roster.stand_in_id), else_=Lead.owner_id)


class DueLine(NamedTuple):
    """A lead to contact, as a line with its next step."""
    lead: Lead
    name: str
    doer: str
    phone: str
    last_words: str

    @property
    def series(self) -> str:
        return catalogue.series_names().get(self.lead.series_id or 0, "")

    @property
    def answer_by(self) -> datetime | None:
        """Until when a web or call lead is to be answered; None once somebody has tried."""
        lead = self.lead
        return lead.respond_by_at if lead.responded_at is None and lead.opened_on >= today() - ONE_DAY else None

    @property
    def answer_is_late(self) -> bool:
        return self.answer_by is not None and self.answer_by < now()


def unanswered(on: date) -> ColumnElement[bool]:
    """Web and call leads of these days whose clock runs: nobody has tried yet."""
    return and_(Lead.respond_by_at.is_not(None), Lead.responded_at.is_(None), Lead.opened_on >= on - ONE_DAY)


def due_lines(rights: Rights, scope: Scope, *, limit: int = 12, paused: bool = False) -> list[DueLine]:
    """What the people in `scope` are to contact today or should have: who waits for an answer, then overdue, urgency.

    `paused`: instead the leads that are offered to them again, the newest first.
    """
    doing = select(Person.name).where(Person.id == doer(RosterDay)).correlate(Lead, RosterDay).scalar_subquery()
    rows = (select(Lead, Customer.name, doing, first_phone(rights), last_words())
            .join(Customer, Customer.id == Lead.customer_id)
            .outerjoin(RosterDay, and_(RosterDay.person_id == Lead.owner_id, RosterDay.on == scope.today))
            .where(offered_again_to(scope) if paused else due_for(scope))
            .order_by(case((unanswered(scope.today), 0), else_=1), Lead.next_contact_on >= scope.today, Lead.urgency,
                      Lead.next_contact_on, Lead.back_on.desc(), Lead.id).limit(limit))
    return [DueLine(*row) for row in db.session.execute(rows)]


def due_for(scope: Scope) -> ColumnElement[bool]:
    """Due leads that somebody in `scope` is to do; needs the owner's RosterDay of today joined."""
    return and_(is_due(scope.today), _done_in(scope))


def offered_again_to(scope: Scope) -> ColumnElement[bool]:
    """Frozen leads and leads out of contact that somebody in `scope` may try again; needs the same join."""
    return and_(comes_back(scope.today), _done_in(scope))


def _done_in(scope: Scope) -> ColumnElement[bool]:
    """Whether the doer is in `scope`. Whose leads that can be at most is said beside it: an index serves."""
    done = scope.sees(store=Lead.store_id, owner=doer(RosterDay))
    if scope.everywhere or scope.stores:
        return done
    covered = aliased(RosterDay)
    owners = select(Person.id).where(or_(
        scope.sees(store=Lead.store_id, owner=Person.id),
        Person.id.in_(select(covered.person_id).where(covered.on == scope.today, covered.stand_in_id.is_not(None)))))
    return and_(done, Lead.owner_id.in_(owners))


def in_pool_since() -> ColumnElement[date]:
    """The day a lead without an owner lost its last one, or was opened."""
    return (select(func.max(LevelSpan.from_on)).where(LevelSpan.lead_id == Lead.id, LevelSpan.began.in_(
        (Turn.OPENED, Turn.HANDED))).correlate(Lead).scalar_subquery())


# What is shown

def last_contact() -> ColumnElement[int]:
    """The id of the newest try or exchange with a lead, for joining."""
    return (select(Contact.id).where(Contact.lead_id == Lead.id, Contact.made_at.is_not(None))
            .order_by(Contact.made_at.desc(), Contact.id.desc()).limit(1).correlate(Lead).scalar_subquery())


def last_words() -> ColumnElement[str]:
    """What was said last."""
    return (select(Contact.note).where(Contact.lead_id == Lead.id, Contact.note != "")
            .order_by(Contact.made_at.desc(), Contact.id.desc()).limit(1).correlate(Lead).scalar_subquery())


def first_phone(rights: Rights | None) -> ColumnElement[str]:
    """The number to call: whole in the reader's own line of work, else masked; without rights always masked."""
    value = masked(CustomerPhone.phone) if rights is None else _phone(rights)
    return (select(value).where(CustomerPhone.customer_id == Lead.customer_id, CustomerPhone.live == 1)
            .order_by(CustomerPhone.rank, CustomerPhone.id).limit(1).correlate(Lead).scalar_subquery())


def phones(rights: Rights, lead: Lead) -> Sequence[Any]:
    """The numbers on a lead's card: (id, holder, phone as the reader may see it, found)."""
    return db.session.execute(
        select(CustomerPhone.id, CustomerPhone.holder, _phone(rights).label("phone"), CustomerPhone.found)
        .join(Lead, Lead.customer_id == CustomerPhone.customer_id)
        .where(Lead.id == lead.id, CustomerPhone.live == 1).order_by(CustomerPhone.rank, CustomerPhone.id)).all()


def whole_phone(scope: Scope, lead_id: int, phone_id: int) -> Select[str]:
    """One number, whole, for who asks with a purpose."""
    return (readable(scope).join(CustomerPhone, CustomerPhone.customer_id == Lead.customer_id)
            .where(Lead.id == lead_id, CustomerPhone.id == phone_id, CustomerPhone.live == 1)
            .with_only_columns(CustomerPhone.phone))


def _phone(rights: Rights) -> ColumnElement[str]:
    own = rights.get("phone.read")
    if own is None:
        return masked(CustomerPhone.phone)
    whole = or_(own.sees(store=Lead.store_id, owner=Lead.owner_id), stood_in_for(own))
    return case((whole, CustomerPhone.phone), else_=masked(CustomerPhone.phone))


def masked(phone: Any) -> ColumnElement[str]:
    """138****5678, done by the database; a landline keeps its last two digits."""
    mobile = func.substr(phone, 1, 3).concat("****").concat(func.substr(phone, -4))
    return case((func.length(phone) == 11, mobile),
                else_=func.substr(phone, 1, 4).concat("****").concat(func.substr(phone, -2)))
