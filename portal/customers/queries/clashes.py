"""Ownership clashes: the evidence they were settled on, those a manager may still overrule, likely same parties."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from portal.core.clock import this_moment
from portal.core.scope import Scope
from portal.extensions import db
from portal.org import queries as org

from ..models import Clash, Closed, Contact, Customer, Lead, Result, Visit
from ..names import TITLES

REGISTERED = 8                  # entries and contacts shown as evidence
LIKELY_DAYS = 30                # how far back two parties may be one


@dataclass(frozen=True)
class Evidence:
    """A clash with what it was settled on."""
    clash: Clash
    customer: str
    card_no: str
    owner: str
    receiver: str
    ruled_for: str
    other: str                  # who would have it if overruled
    has_it: str                 # the lead's owner now
    came_at: datetime


@dataclass(frozen=True)
class Exchange:
    """One entry of the register or one contact with the lead."""
    at: datetime | None
    on: date
    what: str
    who: str
    said: str


@dataclass(frozen=True)
class Likely:
    """Two customers of different owners that are perhaps one party."""
    first: str
    first_owner: str
    first_lead_id: int
    second: str
    second_owner: str
    second_lead_id: int
    why: str                    # name, wechat, address


def clashes(scope: Scope) -> Select[Clash]:
    """The clashes of the stores in `scope`."""
    return select(Clash).where(scope.in_stores(Clash.store_id))


def of_visit(visit: Visit, lead: Lead) -> Clash | None:
    return db.session.scalars(
        select(Clash).where(Clash.visit_id == visit.id, Clash.lead_id == lead.id)).one_or_none()


def last_real_on(lead: Lead, *, but: Visit) -> date | None:
    """The day of the last real exchange with a lead, the arrival in question left out."""
    return db.session.scalar(select(func.max(Contact.closed_on)).where(
        Contact.lead_id == lead.id, Contact.closed_as.in_((Closed.MADE, Closed.MET)), Contact.result == Result.REAL,
        or_(Contact.visit_id.is_(None), Contact.visit_id != but.id)))


def waits() -> ColumnElement[bool]:
    """Whether the manager may still overrule."""
    return and_(Clash.waiting == 1, Clash.overrule_until_at >= this_moment())


def open_to_overrule(scope: Scope) -> Select[Clash]:
    return clashes(scope).where(waits())


def undecided(scope: Scope) -> Sequence[Evidence]:
    """Those that may still be overruled, the most urgent first."""
    return evidence(open_to_overrule(scope).order_by(Clash.overrule_until_at, Clash.id))


def decided(scope: Scope, limit: int = 30) -> Sequence[Evidence]:
    """The newest that the rule or a manager has closed."""
    return evidence(clashes(scope).where(~waits()).order_by(Clash.asked_at.desc(), Clash.id.desc()).limit(limit))


def evidence(rows: Select[Clash]) -> Sequence[Evidence]:
    found = db.session.execute(
        rows.join(Lead, Lead.id == Clash.lead_id).join(Customer, Customer.id == Lead.customer_id)
        .join(Visit, Visit.id == Clash.visit_id)
        .add_columns(Customer.name, Lead.card_no, Lead.owner_id, Visit.came_at)).all()
    names = org.names(person_id for row in found
                      for person_id in (row[0].owner_id, row[0].receiver_id, row[0].ruled_for_id, row[3]))
    return [_evidence(row[0], row[1], row[2], row[3], row[4], names) for row in found]


def exchanges(clash: Clash) -> Sequence[Exchange]:
    """What both sides can point at, the newest first: entries of the customer and exchanges with the lead."""
    lead = db.session.get_one(Lead, clash.lead_id)
    entries = db.session.scalars(
        select(Visit).where(Visit.customer_id == lead.customer_id, Visit.live == 1)
        .order_by(Visit.came_at.desc()).limit(REGISTERED)).all()
    contacts = db.session.scalars(
        select(Contact).where(Contact.lead_id == lead.id, Contact.closed_as == Closed.MADE)
        .order_by(Contact.closed_on.desc(), Contact.id.desc()).limit(REGISTERED)).all()
    names = org.names([*(visit.person_id for visit in entries), *(contact.made_by_id for contact in contacts)])
    told = [Exchange(visit.came_at, visit.came_on, str(visit.kind.label), names.get(visit.person_id, ""),
                     visit.outcome) for visit in entries]
    told += [Exchange(contact.made_at, contact.closed_on or contact.due_on,
                      f"{contact.method.label if contact.method else ''} "
                      f"{contact.result.label if contact.result else ''}".strip(),
                      names.get(contact.made_by_id, ""), contact.note) for contact in contacts]
    return sorted(told, key=lambda one: (one.on, one.at.timestamp() if one.at else 0), reverse=True)


def likely_same(scope: Scope) -> Sequence[Likely]:
    """Pairs of open leads of the last days with different owners that name the same person, WeChat or address.

    Shown to managers only: nobody else may learn of a colleague's customers by it.
    """
    one, two = aliased(Lead), aliased(Lead)
    first, second = aliased(Customer), aliased(Customer)
    alike = {"wechat": and_(first.wechat != "", first.wechat == second.wechat),
             "address": and_(first.address != "", first.address == second.address),
             "name": and_(first.name == second.name, func.length(first.name) > 1,
                          *(~first.name.endswith(title) for title in TITLES))}
    rows = db.session.execute(
        select(first.name, one.owner_id, one.id, second.name, two.owner_id, two.id,
               *(condition.label(why) for why, condition in alike.items()))
        .select_from(one).join(first, first.id == one.customer_id)
        .join(second, and_(second.store_id == first.store_id, second.id != first.id, second.live == 1))
        .join(two, and_(two.customer_id == second.id, two.ended_on.is_(None), two.live == 1, two.id < one.id))
        .where(scope.in_stores(one.store_id), one.ended_on.is_(None), one.live == 1,
               one.opened_on >= scope.today - timedelta(days=LIKELY_DAYS), one.owner_id != two.owner_id,
               or_(*alike.values()))
        .order_by(one.id.desc()).limit(20)).all()
    names = org.names(person_id for row in rows for person_id in (row[1], row[4]))
    return [Likely(row[0], names[row[1]], row[2], row[3], names[row[4]], row[5],
                   next(why for why, is_alike in zip(alike, row[6:], strict=True) if is_alike)) for row in rows]


def _evidence(clash: Clash, customer: str, card_no: str, has_it: int | None, came_at: datetime,
              names: Mapping[int | None, str]) -> Evidence:
    other_id = clash.owner_id if clash.ruled_for_id == clash.receiver_id else clash.receiver_id
    return Evidence(clash, customer, card_no, names.get(clash.owner_id, "–"), names[clash.receiver_id],
                    names[clash.ruled_for_id], names.get(other_id, "–"), names.get(has_it, "–"), came_at)
