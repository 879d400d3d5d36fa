"""Customers from an import or a demo store: found by phone, completed where the portal knows less, made where new."""
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from portal.core.load import chunks
from portal.extensions import db

from .. import names
from ..models import Customer, CustomerPhone, Lead

Key = tuple[int, str, str]      # store, by what, value


@dataclass(frozen=True)
class DatedPhone:
    """A number in its normal form, and whose it is where not the customer's own."""
    phone: str
    holder: str = ""


@dataclass(frozen=True)
class DatedCustomer:
    """A customer with all numbers. Known by any of them, else as the customer of a card, else by WeChat."""
    store_id: int
    name: str
    phones: tuple[DatedPhone, ...] = ()
    card_no: str = ""
    wechat: str = ""
    is_company: bool = False
    title: str = ""
    area: str = ""
    address: str = ""
    job: str = ""
    family: str = ""
    present_car: str = ""
    decides: str = ""
    birthday_on: date | None = None
    consent_on: date | None = None
    consent_text: str = ""


FACTS = ("wechat", "is_company", "title", "area", "address", "job", "family", "present_car", "decides", "birthday_on",
         "consent_on", "consent_text")


def customers(rows: Iterable[DatedCustomer]) -> int:
    """Take customers; returns how many customers and numbers were new. What is known already keeps its facts."""
    return sum(_take(chunk) for chunk in chunks(rows))


def ids_by_phone(store_id: int, phones: Iterable[str]) -> Mapping[str, int]:
    """Whose each number is in the store."""
    found: dict[str, int] = {}
    for some in chunks(sorted({phone for phone in phones if phone})):
        found |= {row[0]: row[1] for row in db.session.execute(
            select(CustomerPhone.phone, CustomerPhone.customer_id).where(
                CustomerPhone.store_id == store_id, CustomerPhone.live == 1,
                CustomerPhone.phone.in_(some)))}
    return found


def ids_by_wechat(store_id: int, wechats: Iterable[str]) -> Mapping[str, int]:
    """Who left each WeChat in the store."""
    return {row[0]: row[1] for row in db.session.execute(
        select(Customer.wechat, Customer.id).where(
            Customer.store_id == store_id, Customer.live == 1,
            Customer.wechat.in_({wechat for wechat in wechats if wechat})).order_by(Customer.id.desc()))}


def _take(rows: Sequence[DatedCustomer]) -> int:
    known = _known(rows)
    made: list[Customer] = []
    numbers: list[tuple[Customer, int, DatedPhone]] = []
    for row in rows:
        customer = next((known[key] for key in _keys(row) if key in known), None)
        if customer is None:
            customer = Customer(store_id=row.store_id, name=row.name, **names.keys(row.name)._asdict())
            made.append(customer)
        for fact in FACTS:
            setattr(customer, fact, getattr(customer, fact) or getattr(row, fact))
        numbers += [(customer, rank, number) for rank, number in enumerate(row.phones)
                    if (row.store_id, "phone", number.phone) not in known]
        known.update(dict.fromkeys(_keys(row), customer))
    db.session.add_all(made)
    db.session.flush()                                      # the numbers need their customers' ids
    db.session.add_all(CustomerPhone(store_id=customer.store_id, customer_id=customer.id, phone=number.phone,
                                     reversed=number.phone[::-1], holder=number.holder, rank=rank)
                       for customer, rank, number in numbers)
    db.session.flush()
    return len(made) + len(numbers)


def _known(rows: Sequence[DatedCustomer]) -> dict[Key, Customer]:
    """The customers that the rows mean, by every key that names them."""
    known: dict[Key, Customer] = {}
    for store_id in {row.store_id for row in rows}:
        of_store = [row for row in rows if row.store_id == store_id]
        phones = {number.phone for row in of_store for number in row.phones}
        for how, key, of in (
                ("wechat", Customer.wechat, {row.wechat for row in of_store if row.wechat}),
                ("card", Lead.card_no, {row.card_no for row in of_store if row.card_no}),
                ("phone", CustomerPhone.phone, phones)):
            found = select(Customer, key).where(Customer.store_id == store_id, Customer.live == 1, key.in_(of))
            if how == "card":
                found = found.join(Lead, Lead.customer_id == Customer.id).where(
                    Lead.store_id == store_id, Lead.live == 1)
            elif how == "phone":
                found = found.join(CustomerPhone, CustomerPhone.customer_id == Customer.id).where(
                    CustomerPhone.live == 1)
            known |= {(store_id, how, value): customer for customer, value in db.session.execute(found)}
    return known


def _keys(row: DatedCustomer) -> list[Key]:
    return [*((row.store_id, "phone", number.phone) for number in row.phones),
            *([(row.store_id, "card", row.card_no)] if row.card_no else []),
            *([(row.store_id, "wechat", row.wechat)] if row.wechat else [])]
