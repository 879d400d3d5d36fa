"""Customers and their numbers: found by phone or made, and whether a number is right."""
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from portal.core.action import Refused, action, locked
from portal.core.clock import today
from portal.extensions import db
from portal.org.models import Person

from .. import book, names, phones
from ..models import Customer, CustomerPhone, NumberCheck, NumberState, Visit
from ..queries import customers as queries
from .leads import refresh_kept


@action("customer.found_or_made")
def find_or_make(*, by: Person, store_id: int, name: str, phone: str = "", wechat: str = "", area: str = "",
                 known_as: int | None = None) -> Customer | None:
    """The store's customer with this phone (in its normal form) or WeChat, else the one `known_as`, else a new one.

    Nobody can be made without a name. Of two at once with one phone the second finds the first's customer.
    """
    _free(store_id, phone, by)
    found = queries.with_phone(store_id, phone) or queries.with_wechat(store_id, wechat)
    if found is None and known_as:
        found = db.session.get_one(Customer, known_as)
    if found is None:
        return _made(store_id, name, phone, wechat, area) if name else None
    customer = locked(found)
    customer.wechat, customer.area = customer.wechat or wechat, customer.area or area
    if phone and not _holds(customer, phone):
        _add(customer, phone)
        refresh_kept(customer)
    return customer


@action("phone.added")
def add_phone(customer: Customer, *, by: Person, phone: str, holder: str = "",
              once: str | None = None) -> CustomerPhone:
    """One more number of a customer. Refused when the store knows it as somebody else's."""
    locked(customer)
    number = _normal(phone)
    if not number:
        raise Refused(_("Write the number."), field="phone")
    _free(customer.store_id, number, by)
    added = _add(customer, number, holder)
    if added is None:
        raise Refused(_("This number is in the store's book already."), field="phone")
    refresh_kept(customer)
    book.reread([customer.id])
    return added


@action("phone.changed")
def change_number(customer: Customer, *, by: Person, old: str, new: str) -> None:
    """A number was mistyped: the right one takes its place."""
    locked(customer)
    number = db.session.scalars(select(CustomerPhone).where(
        CustomerPhone.customer_id == customer.id, CustomerPhone.phone == old, CustomerPhone.live == 1)).one_or_none()
    if number is not None:
        number.void(by=by, reason=_("Mistyped"))
        db.session.flush()
    _add(customer, new)
    refresh_kept(customer)


@action("phone.voided")
def remove_phone(number: CustomerPhone, *, by: Person, reason: str) -> None:
    """A further number of a customer is none of theirs any more. What was kept stays so: refused for the only number,
    and for one that an entry of the register left.
    """
    customer = locked(db.session.get_one(Customer, number.customer_id))
    locked(number)
    if not number.live:
        raise Refused(_("This number was taken off already."))
    if not reason:
        raise Refused(_("Say why."), field="reason")
    others = select(CustomerPhone.id).where(CustomerPhone.customer_id == customer.id, CustomerPhone.live == 1,
                                            CustomerPhone.id != number.id)
    if db.session.scalar(others.limit(1)) is None:
        raise Refused(_("It is the only number: add the right one first."))
    left = select(Visit.id).join(CustomerPhone, CustomerPhone.phone == Visit.phone).where(
        CustomerPhone.id == number.id, Visit.store_id == number.store_id, Visit.live == 1)
    if db.session.scalar(left.limit(1)) is not None:
        raise Refused(_("An entry of the register left this number: correct it there."))
    number.void(by=by, reason=reason)
    refresh_kept(customer)


@action("number.checked")
def check_number(number: CustomerPhone, *, by: Person, found: NumberState, note: str = "",
                 checked_on: date | None = None, once: str | None = None) -> NumberCheck:
    """A number was called: a dead one or somebody else's takes "kept" from the entries and leads that rest on it."""
    customer = locked(db.session.get_one(Customer, number.customer_id))
    on = checked_on or today()
    if on > today():
        raise Refused(_("That day is still to come."), field="checked_on")
    check = NumberCheck(store_id=number.store_id, phone_id=number.id, checked_on=on, checked_by_id=by.id, found=found,
                        note=note)
    db.session.add(check)
    newest = db.session.scalar(select(func.max(NumberCheck.checked_on)).where(NumberCheck.phone_id == number.id))
    if newest is None or newest <= on:
        locked(number).found = found
    refresh_kept(customer)
    book.reread([customer.id])
    return check


def _free(store_id: int, phone: str, by: Person) -> None:
    """A number found to be somebody else's is free for who leaves it now."""
    wrong = db.session.scalars(select(CustomerPhone).where(
        CustomerPhone.store_id == store_id, CustomerPhone.phone == phone, CustomerPhone.live == 1,
        CustomerPhone.found == NumberState.WRONG)).one_or_none() if phone else None
    if wrong is not None:
        wrong.void(by=by, reason=str(NumberState.WRONG.label))
        db.session.flush()


def _made(store_id: int, name: str, phone: str, wechat: str, area: str) -> Customer | None:
    customer = Customer(store_id=store_id, name=name, wechat=wechat, area=area, **names.keys(name)._asdict())
    try:
        with db.session.begin_nested():
            db.session.add(customer)
            db.session.flush()
            if phone:
                db.session.add(_number(customer, phone))
    except IntegrityError:                                  # somebody was quicker with the same phone
        return queries.with_phone(store_id, phone)
    return customer


def _add(customer: Customer, phone: str, holder: str = "") -> CustomerPhone | None:
    """None when somebody else took the number first."""
    rank = db.session.scalar(select(func.count()).where(CustomerPhone.customer_id == customer.id,
                                                        CustomerPhone.live == 1))
    number = _number(customer, phone, holder, rank or 0)
    try:
        with db.session.begin_nested():
            db.session.add(number)
    except IntegrityError:
        return None
    return number


def _number(customer: Customer, phone: str, holder: str = "", rank: int = 0) -> CustomerPhone:
    return CustomerPhone(store_id=customer.store_id, customer_id=customer.id, phone=phone, reversed=phone[::-1],
                         holder=holder, rank=rank)


def _holds(customer: Customer, phone: str) -> bool:
    return db.session.scalar(select(CustomerPhone.id).where(
        CustomerPhone.customer_id == customer.id, CustomerPhone.phone == phone, CustomerPhone.live == 1)) is not None


def _normal(phone: str) -> str:
    try:
        return phones.normal(phone)
    except phones.WrongPhone as wrong:
        raise Refused(str(wrong), field="phone") from wrong
