"""Entries of the register and checks of numbers, from an import or a demo store."""
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from portal.core.clock import day_of
from portal.core.load import chunks
from portal.extensions import db

from .. import book
from ..actions.leads import refresh_kept
from ..models import Customer, CustomerPhone, Kind, Lead, Level, NumberCheck, NumberState, Visit
from .customers import DatedCustomer, DatedPhone, customers, ids_by_phone, ids_by_wechat


@dataclass(frozen=True)
class DatedVisit:
    """An entry with its real times, known by its number. `phone` in its normal form; with a name it makes a customer.

    `card_no` names its lead; without one it is the lead that the customer had open that day. `joined_to_no` is the
    entry it was written twice as.
    """
    store_id: int
    entry_no: str
    kind: Kind
    purpose: str
    came_at: datetime
    entered_by_id: int
    left_at: datetime | None = None
    party_size: int = 1
    transport: str = ""
    ticked_first: bool | None = None
    answered: bool | None = None
    name: str = ""
    phone: str = ""
    added_wechat: bool = False
    wechat: str = ""
    area: str = ""
    source: str = ""
    series_id: int | None = None
    model_id: int | None = None
    person_id: int | None = None
    asked_for: bool = False
    received_for_id: int | None = None
    given_at: datetime | None = None
    test_drive: bool | None = None
    level: Level | None = None
    trade_in: bool | None = None
    instalment: bool | None = None
    plate: str = ""
    outcome: str = ""
    remarks: str = ""
    result_at: datetime | None = None
    customer_id: int | None = None
    card_no: str = ""
    joined_to_no: str = ""

    @property
    def key(self) -> tuple[int, str]:
        return self.store_id, self.entry_no


@dataclass(frozen=True)
class DatedCheck:
    """A number was called on a day and found so."""
    store_id: int
    phone: str
    checked_on: date
    checked_by_id: int
    found: NumberState
    note: str = ""


NOT_COPIED = {"customer_id", "card_no", "joined_to_no"}


def visits(rows: Iterable[DatedVisit]) -> int:
    """Take entries that the register does not have yet, and read the book of their customers anew."""
    return sum(_take(chunk) for chunk in chunks(rows))


def number_checks(rows: Iterable[DatedCheck]) -> int:
    """Take checks of numbers the store knows; one found dead takes "kept" from what rests on it."""
    return sum(_check(chunk) for chunk in chunks(rows))


def _take(rows: Sequence[DatedVisit]) -> int:
    there = _there(rows)
    new = list({row.key: row for row in rows if row.key not in there}.values())
    whose, leads = _whose(new), _named(new)
    for row in new:
        lead = leads.get((row.store_id, row.card_no))
        visit = Visit(live=1, customer_id=whose.get(row.key) or (lead.customer_id if lead else None),
                      lead_id=lead.id if lead else None, kept=False, came_on=day_of(row.came_at),
                      entered_at=row.came_at,
                      **{name: value for name, value in vars(row).items() if name not in NOT_COPIED})
        visit.added_wechat = row.added_wechat or bool(row.wechat)
        if visit.customer_id is None:
            book.read_alone(visit)
        db.session.add(visit)
        there[row.key] = visit
    db.session.flush()
    for row in new:
        if row.joined_to_no and (stays := there.get((row.store_id, row.joined_to_no))):
            there[row.key].joined_to_id = stays.id
            if there[row.key].customer_id is None:
                book.read_alone(there[row.key])
    touched = {id_ for id_ in (there[row.key].customer_id for row in new) if id_}
    link(touched)
    book.reread(touched)
    return len(new)


def _there(rows: Sequence[DatedVisit]) -> dict[tuple[int, str], Visit]:
    numbers = {row.entry_no for row in rows} | {row.joined_to_no for row in rows if row.joined_to_no}
    return {(visit.store_id, visit.entry_no): visit for visit in db.session.scalars(
        select(Visit).where(Visit.live == 1, Visit.entry_no.in_(numbers),
                            Visit.store_id.in_({row.store_id for row in rows})))}


def _whose(rows: Sequence[DatedVisit]) -> dict[tuple[int, str], int]:
    """The customer of each entry that left a name with phone or WeChat, or a phone that the store knows."""
    leave = [row for row in rows if row.customer_id is None and row.name and (row.phone or row.wechat)]
    customers(DatedCustomer(row.store_id, row.name, (DatedPhone(row.phone),) if row.phone else (), wechat=row.wechat,
                            card_no=row.card_no, area=row.area) for row in leave)
    whose = {row.key: row.customer_id for row in rows if row.customer_id}
    for store_id in {row.store_id for row in rows}:
        of_store = [row for row in rows if row.store_id == store_id and row.key not in whose]
        ids = ids_by_phone(store_id, (row.phone for row in of_store))
        whose |= {row.key: ids[row.phone] for row in of_store if row.phone in ids}
        others = [row for row in of_store if row.key not in whose]
        ids = ids_by_wechat(store_id, (row.wechat for row in others))
        whose |= {row.key: ids[row.wechat] for row in others if row.wechat in ids}
    return whose


def _named(rows: Sequence[DatedVisit]) -> Mapping[tuple[int, str], Lead]:
    """The leads whose cards the entries name."""
    return {(lead.store_id, lead.card_no): lead for lead in db.session.scalars(
        select(Lead).where(Lead.live == 1, Lead.card_no.in_({row.card_no for row in rows if row.card_no}),
                           Lead.store_id.in_({row.store_id for row in rows})))}


def link(customer_ids: Iterable[int]) -> None:
    """Put entries that stand without a lead to the wish their customer had on that day, whichever came in first."""
    db.session.flush()
    for ids in chunks(sorted(customer_ids)):
        leads: dict[int, list[Lead]] = defaultdict(list)
        for wish in db.session.scalars(select(Lead).where(Lead.customer_id.in_(ids), Lead.live == 1)
                                       .order_by(Lead.opened_at, Lead.id)):
            leads[wish.customer_id].append(wish)
        entries = db.session.scalars(
            select(Visit).where(Visit.customer_id.in_(leads), Visit.live == 1, Visit.joined_to_id.is_(None))
            .order_by(Visit.came_at, Visit.id)).all()
        opened = {visit.lead_id for visit in entries if visit.opened_lead}
        for visit in entries:
            lead = _open_on(leads[visit.customer_id or 0], visit)
            visit.lead_id = visit.lead_id or (lead.id if lead else None)
            if lead and visit.lead_id == lead.id and lead.id not in opened and _opens(lead, visit):
                visit.opened_lead = True
                opened.add(lead.id)


def _open_on(leads: Sequence[Lead], visit: Visit) -> Lead | None:
    """The newest of a customer's leads that was open on the day of an entry."""
    return next((lead for lead in reversed(leads) if lead.opened_on <= visit.came_on
                 and (lead.ended_on is None or lead.ended_on >= visit.came_on)), None)


def _opens(lead: Lead, visit: Visit) -> bool:
    return visit.purpose == book.LOOK and lead.opened_on == visit.came_on


def _check(rows: Sequence[DatedCheck]) -> int:
    numbers = {(number.store_id, phone): number for number, phone in db.session.execute(
        select(CustomerPhone, CustomerPhone.phone).where(
            CustomerPhone.live == 1, CustomerPhone.phone.in_({row.phone for row in rows}),
            CustomerPhone.store_id.in_({row.store_id for row in rows})))}
    known = {(check.phone_id, check.checked_on) for check in db.session.scalars(
        select(NumberCheck).where(NumberCheck.phone_id.in_({number.id for number in numbers.values()})))}
    newest: dict[int, date] = {}
    for phone_id, on in known:
        newest[phone_id] = max(on, newest.get(phone_id, on))
    touched, taken = set(), 0
    for row in rows:
        number = numbers.get((row.store_id, row.phone))
        if number is None or (number.id, row.checked_on) in known:
            continue
        db.session.add(NumberCheck(store_id=row.store_id, phone_id=number.id, checked_on=row.checked_on,
                                   checked_by_id=row.checked_by_id, found=row.found, note=row.note))
        known.add((number.id, row.checked_on))
        if row.checked_on >= newest.get(number.id, row.checked_on):
            number.found, newest[number.id] = row.found, row.checked_on
        touched.add(number.customer_id)
        taken += 1
    for customer in db.session.scalars(select(Customer).where(Customer.id.in_(touched))).all():
        refresh_kept(customer)
    book.reread(touched)
    return taken
