"""Finding customers by whatever somebody types: a whole phone, last digits, the start of a name, pinyin, initials, and
where none of these finds anything, any part of them.

The ways that an index serves come first, and the first that finds somebody is the answer (SPEED.md, P3).
"""
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from portal.core.policy import Rights, my_memberships
from portal.extensions import db
from portal.org.models import Person, Store

from .. import names, phones
from ..models import ENDED_STATES, Customer, CustomerPhone, Lead, Visit
from .leads import first_phone, readable
from .visits import masked, visits

TAIL = 3                        # digits from which the end of a number is looked for
CARD = re.compile(r"[a-z]\d\d-?\d*", re.IGNORECASE)
Found = Select[int]


def found(text: str) -> Found:
    """The ids of the customers that fit what was typed."""
    way: Found | None = None
    for way in _ways(text.strip()):
        if db.session.scalar(select(exists(way))):
            return way
    return select(Customer.id).where(Customer.id.is_(None)) if way is None else way


def fits(text: str) -> ColumnElement[bool]:
    """For rows joined to leads: whether customer or card number fit what was typed."""
    return or_(_of_card(text), Lead.customer_id.in_(found(text))) if CARD.fullmatch(text.strip()) \
        else Lead.customer_id.in_(found(text))


def leads(rights: Rights, text: str, limit: int) -> list[tuple[str, int, str, str]]:
    """For the search in the head: the leads that the reader may open, those that go on first."""
    rows = db.session.execute(
        readable(rights["leads.read"]).join(Customer, Customer.id == Lead.customer_id)
        .outerjoin(Person, Person.id == Lead.owner_id).where(fits(text))
        .order_by(Lead.state.in_(ENDED_STATES), Lead.opened_on.desc(), Lead.id.desc()).limit(limit)
        .with_only_columns(Lead.id, Customer.name, Lead.card_no, first_phone(None), Person.name))
    return [("lead", row[0], f"{row[1]} {row[2]}", " · ".join(filter(None, (row[3], row[4])))) for row in rows]


def entries(rights: Rights, text: str, limit: int) -> list[tuple[str, int, str, str]]:
    """For the front desk: entries by name or end of phone, the newest first."""
    typed = text.strip()
    digits = typed if typed.isdecimal() and len(typed) >= TAIL else ""
    if len(typed) < 2:
        return []
    rows = db.session.execute(
        visits(rights["frontdesk.use"]).where(or_(
            starts(Visit.name, typed), Visit.phone.endswith(digits, autoescape=True) if digits else Visit.id.is_(None)))
        .order_by(Visit.came_on.desc(), Visit.id.desc()).limit(limit)
        .with_only_columns(Visit.id, Visit.name, Visit.entry_no, masked(), Visit.came_on))
    return [("visit", row[0], f"#{row[2]} {row[1]}".strip(), " · ".join(filter(None, (str(row[4]), row[3]))))
            for row in rows]


def starts(column: Any, text: str) -> ColumnElement[bool]:
    """Begins with `text`, as a range: LIKE would not use the index of SQLite."""
    return and_(column >= text, column < text + chr(0x10FFFF))


def _ways(text: str) -> Iterator[Found]:
    """From the surest to the widest."""
    if not text:
        return
    digits = re.sub(r"[\s\-+]", "", text)
    if digits.isascii() and digits.isdecimal():
        if phones.is_complete(text):
            yield _numbers(CustomerPhone.phone == phones.normal(text))
        if len(digits) >= TAIL:
            yield _numbers(starts(CustomerPhone.reversed, digits[::-1]))
            yield _numbers(CustomerPhone.phone.contains(digits, autoescape=True))
            yield _of_stores(select(Lead.customer_id).where(Lead.card_no.endswith(digits, autoescape=True)),
                             Lead.store_id)
    else:
        yield from _by_name(text, names.typed(text))
    yield _of_stores(select(Customer.id).where(or_(
        Customer.name.icontains(text, autoescape=True), Customer.wechat.icontains(text, autoescape=True))),
        Customer.store_id)


def _by_name(text: str, keys: str) -> Iterator[Found]:
    if keys.isascii() and keys.isalnum():
        yield _any_of(lambda column: starts(column, keys), (
            Customer.pinyin, Customer.initials, Customer.also_read, Customer.also_initials))
    yield _of_stores(select(Customer.id).where(starts(Customer.name, text)), Customer.store_id)
    if keys.isascii() and keys.isalnum():
        yield _any_of(lambda column: column.contains(keys, autoescape=True), (Customer.pinyin, Customer.also_read))


def _numbers(condition: ColumnElement[bool]) -> Found:
    return _of_stores(select(CustomerPhone.customer_id).where(condition, CustomerPhone.live == 1),
                      CustomerPhone.store_id)


def _any_of(condition: Callable[[Any], ColumnElement[bool]], columns: Iterable[Any]) -> Found:
    """One branch for each column, so that each uses its own index."""
    first, *others = [_of_stores(select(Customer.id).where(condition(column)), Customer.store_id) for column in columns]
    together = first.union(*others).subquery()
    return select(together.c[0])


def _of_stores(rows: Found, store: Any) -> Found:
    """Every index begins with the store; the scope narrows to the reader's own rows afterwards."""
    return rows.where(store.in_(_store_ids()))


def _store_ids() -> list[int]:
    """Where the reader works; all stores for the group's people."""
    own = [held.store_id for held in my_memberships() if held.store_id]
    return own or list(db.session.scalars(select(Store.id)))


def _of_card(text: str) -> ColumnElement[bool]:
    return and_(Lead.store_id.in_(_store_ids()), starts(Lead.card_no, text.strip().upper()))
