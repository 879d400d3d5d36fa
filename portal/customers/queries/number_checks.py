"""Numbers that nobody has called yet to see whether they are right, and what the last checks found."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, select

from portal.core.scope import Scope
from portal.extensions import db
from portal.org.models import Person

from ..models import Customer, CustomerPhone, NumberCheck, NumberState, Visit
from .leads import masked

BACK_DAYS = 30                  # numbers of this many days of first visits are offered
OFFERED = 50


@dataclass(frozen=True)
class Unchecked:
    phone_id: int
    customer: str
    phone: str                  # masked
    left_on: date
    consultant: str


def numbers(scope: Scope) -> Select[CustomerPhone]:
    """The live numbers of the stores in `scope`."""
    return select(CustomerPhone).where(scope.in_stores(CustomerPhone.store_id), CustomerPhone.live == 1)


def whole(scope: Scope, phone_id: int) -> Select[str]:
    """The number itself, for who records that he asked for it."""
    return numbers(scope).where(CustomerPhone.id == phone_id).with_only_columns(CustomerPhone.phone)


def unchecked(scope: Scope) -> tuple[Sequence[Unchecked], int]:
    """The newest kept numbers without a check, and how many there are."""
    left = (select(Visit.customer_id, Visit.store_id, Visit.phone, func.max(Visit.came_on).label("on"),
                   func.max(Visit.person_id).label("person_id"))
            .where(Visit.kept, Visit.live == 1, scope.in_stores(Visit.store_id),
                   Visit.came_on >= scope.today - timedelta(days=BACK_DAYS))
            .group_by(Visit.customer_id, Visit.store_id, Visit.phone).subquery())
    rows: Select[Any] = (
        numbers(scope).join(left, (left.c.store_id == CustomerPhone.store_id) & (left.c.phone == CustomerPhone.phone))
        .join(Customer, Customer.id == CustomerPhone.customer_id).outerjoin(Person, Person.id == left.c.person_id)
        .where(CustomerPhone.found.is_(None)))
    found = db.session.execute(rows.with_only_columns(
        CustomerPhone.id, Customer.name, masked(CustomerPhone.phone), left.c.on, func.coalesce(Person.name, ""))
        .order_by(left.c.on.desc(), CustomerPhone.id.desc()).limit(OFFERED)).all()
    count = db.session.scalar(select(func.count()).select_from(
        rows.with_only_columns(CustomerPhone.id).subquery())) or 0
    return [Unchecked(*row) for row in found], count


def bad(scope: Scope) -> Sequence[tuple[str, NumberState, date, str]]:
    """The last numbers found wrong: customer, what was found, when, by whom."""
    rows = db.session.execute(
        select(Customer.name, NumberCheck.found, NumberCheck.checked_on, Person.name)
        .join(CustomerPhone, CustomerPhone.id == NumberCheck.phone_id)
        .join(Customer, Customer.id == CustomerPhone.customer_id).join(Person, Person.id == NumberCheck.checked_by_id)
        .where(scope.in_stores(NumberCheck.store_id), NumberCheck.found != NumberState.GOOD)
        .order_by(NumberCheck.checked_on.desc(), NumberCheck.id.desc()).limit(20))
    return [(row[0], row[1], row[2], row[3]) for row in rows]
