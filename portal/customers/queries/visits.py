"""The visit register within a scope: the entries, their phones masked row by row, and those without a result."""
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from portal.core.policy import Rights
from portal.core.scope import Scope
from portal.extensions import db

from ..book import LOOK
from ..models import Kind, Visit


def visits(scope: Scope) -> Select[Visit]:
    """The entries in `scope`, by the consultant on them: the only door to rows of this table."""
    return select(Visit).where(scope.sees(store=Visit.store_id, owner=Visit.person_id))


def phone_of(visit: Visit) -> str:
    """For actions: the number an entry stands with."""
    return db.session.scalar(select(Visit.phone).where(Visit.id == visit.id)) or ""


def phone(rights: Rights) -> ColumnElement[Any]:
    """The entry's number for a reader: whole in his own line of work and on the day itself at the front desk."""
    whole = []
    if own := rights.get("phone.read"):
        whole.append(own.sees(store=Visit.store_id, owner=Visit.person_id))
    if of_today := rights.get("phone.today"):
        whole.append(and_(of_today.in_stores(Visit.store_id), Visit.came_on == of_today.today))
    return case((or_(*whole), Visit.phone), else_=masked()) if whole else masked()


def masked() -> ColumnElement[Any]:
    """138****5678, done by the database; empty where none was left."""
    hidden = func.substr(Visit.phone, 1, 3).concat("****").concat(func.substr(Visit.phone, -4))
    return case((Visit.phone == "", ""), else_=hidden)


def without_result(scope: Scope, day: date | None = None) -> Select[Visit]:
    """Parties that wanted a car and whose consultant's half is still owed 未闭环客流, of one day or of all."""
    owed = visits(scope).where(Visit.live == 1, Visit.joined_to_id.is_(None), Visit.result_at.is_(None),
                               Visit.purpose == LOOK, Visit.kind != Kind.WEB)
    return owed if day is None else owed.where(Visit.came_on == day)
