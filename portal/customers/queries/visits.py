"""The visit register within a scope: the entries, their phones masked row by row, and those without a result."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, true

from portal.catalogue import queries as catalogue
from portal.core.decision import Outcome
from portal.core.page import row_or_404
from portal.core.policy import Rights
from portal.core.scope import Scope
from portal.extensions import db
from portal.org import queries as org
from portal.org.models import Person

from ..book import LOOK
from ..models import Clash, DaySignOff, Kind, Lead, Party, Visit
from .leads import masked as masked_phone
from .leads import readable


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
    return case((Visit.phone == "", ""), else_=masked_phone(Visit.phone))


def without_result(scope: Scope, day: date | None = None) -> Select[Visit]:
    """Parties that wanted a car and whose consultant's half is still owed 未闭环客流, of one day or of all."""
    owed = visits(scope).where(Visit.live == 1, Visit.joined_to_id.is_(None), _owed())
    return owed if day is None else owed.where(Visit.came_on == day)


def last_kind(by: Person, *, store_id: int, day: date) -> Kind | None:
    """How the party of the person's last entry of the day came: likely the next one too."""
    return db.session.scalar(
        select(Visit.kind).where(Visit.store_id == store_id, Visit.came_on == day, Visit.entered_by_id == by.id)
        .order_by(Visit.id.desc()).limit(1))


def joinable(scope: Scope, visit: Visit) -> Select[Visit]:
    """The other entries of the day that it could be the same party as."""
    return visits(scope).where(
        Visit.store_id == visit.store_id, Visit.came_on == visit.came_on, Visit.live == 1, Visit.id != visit.id,
        Visit.joined_to_id.is_(None)).order_by(Visit.came_at, Visit.id)


@dataclass(frozen=True)
class Settled:
    """What became of an ownership clash, as both of the two may know it."""
    id: int
    owner: str
    ruled_for: str
    protected_until_on: date | None
    decided: Outcome | None


@dataclass(frozen=True)
class Page:
    """An entry with what stands around it."""
    visit: Visit
    phone: str
    names: Mapping[int | None, str]
    series: str
    card_no: str
    lead_id: int | None             # where the reader may open it
    owner: str | None               # of the customer's lead
    owner_id: int | None
    next_contact_on: date | None
    clash: Settled | None
    joined_to: Visit | None
    joined: Sequence[Visit]


def page(scope: Scope, rights: Rights, visit_id: int) -> Page:
    visit, number = row_or_404(visits(scope).add_columns(phone(rights)).where(Visit.id == visit_id))
    lead = db.session.get(Lead, visit.lead_id) if visit.lead_id else None
    clash = db.session.scalars(select(Clash).where(Clash.visit_id == visit_id)).first()
    joined = db.session.scalars(select(Visit).where(Visit.joined_to_id == visit_id).order_by(Visit.came_at)).all()
    names = org.names({visit.person_id, visit.received_for_id, visit.entered_by_id, visit.voided_by_id,
                       *((lead.owner_id,) if lead else ()), *((clash.owner_id, clash.ruled_for_id) if clash else ())})
    opens = lead is not None and "leads.read" in rights and db.session.scalar(
        readable(rights["leads.read"]).where(Lead.id == lead.id).with_only_columns(Lead.id)) is not None
    return Page(
        visit, number, names, catalogue.series_names().get(visit.series_id or 0, ""), lead.card_no if lead else "",
        lead.id if lead and opens else None, names.get(lead.owner_id) if lead else None,
        lead.owner_id if lead else None, lead.next_contact_on if lead and opens else None,
        Settled(clash.id, names[clash.owner_id], names[clash.ruled_for_id], clash.protected_until_on, clash.outcome)
        if clash else None,
        db.session.get(Visit, visit.joined_to_id) if visit.joined_to_id else None, joined)


@dataclass(frozen=True)
class Totals:
    """The foot of the register; joined and void entries are left out."""
    traffic: int = 0
    visits: int = 0
    calls: int = 0
    webs: int = 0
    looks: int = 0
    first: int = 0
    invited: int = 0
    again: int = 0
    kept: int = 0                   # of the base
    base: int = 0                   # first visits and calls
    wechat: int = 0                 # of the base, WeChat alone
    drives: int = 0
    errands: int = 0
    owed: int = 0                   # without a result


def totals(rows: Select[Any]) -> Totals:
    """Counts over the entries of a list, in one statement."""
    some = rows.with_only_columns(Visit.id).order_by(None).subquery()
    base = and_(Visit.party == Party.FIRST, Visit.kind.in_((Kind.VISIT, Kind.CALL)))
    counted = {
        "traffic": true(), "visits": Visit.kind == Kind.VISIT, "calls": Visit.kind == Kind.CALL,
        "webs": Visit.kind == Kind.WEB, "looks": Visit.purpose == LOOK, "first": Visit.party == Party.FIRST,
        "invited": Visit.party == Party.INVITED, "again": Visit.party == Party.AGAIN, "kept": and_(base, Visit.kept),
        "base": base, "wechat": and_(base, Visit.added_wechat, Visit.kept.is_(False)),
        "drives": Visit.test_drive.is_(True), "errands": Visit.purpose != LOOK, "owed": _owed()}
    row = db.session.execute(
        select(*(func.coalesce(func.sum(case((condition, 1), else_=0)), 0).label(name)
                 for name, condition in counted.items()))
        .join(some, some.c.id == Visit.id).where(Visit.live == 1, Visit.joined_to_id.is_(None))).one()
    return Totals(**{name: int(value) for name, value in row._mapping.items()})


def _owed() -> ColumnElement[bool]:
    return and_(Visit.result_at.is_(None), Visit.purpose == LOOK, Visit.kind != Kind.WEB)


def is_owed(visit: Visit) -> bool:
    """`_owed` for a row in memory."""
    return (visit.result_at is None and visit.purpose == LOOK and visit.kind is not Kind.WEB
            and visit.joined_to_id is None)


def signed_by(person: Person, store_id: int) -> Select[DaySignOff]:
    """The sign-offs that a person may take back."""
    return select(DaySignOff).where(DaySignOff.store_id == store_id, DaySignOff.signed_by_id == person.id)


def sign_offs(store_id: int, day: date) -> Mapping[str, DaySignOff]:
    """Who signed the register of a day off, by what he signed as."""
    return {row.signed_as: row for row in db.session.scalars(
        select(DaySignOff).where(DaySignOff.store_id == store_id, DaySignOff.on == day))}
