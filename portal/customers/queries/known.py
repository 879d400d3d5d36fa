"""What typing a known phone shows: whose customer it is and when there last was contact, nothing more."""
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from portal.extensions import db
from portal.org.models import Person

from .. import phones
from ..book import LOOK
from ..models import Closed, Contact, Lead, Result, Visit
from .customers import open_lead_of, with_phone


@dataclass(frozen=True)
class Known:
    owner: str | None               # None: in the pool, or without an open wish
    owner_id: int | None
    last_on: date | None            # of the last real exchange, a visit or call of the customer included
    again: bool                     # the store's book has an entry to look already


def known(store_id: int, typed: str) -> Known | None:
    """What the store knows of a number as typed so far; None for one that is not complete or not there."""
    if not phones.is_complete(typed):
        return None
    customer = with_phone(store_id, phones.normal(typed))
    if customer is None:
        return None
    lead = open_lead_of(customer.id)
    owner = db.session.get(Person, lead.owner_id) if lead and lead.owner_id else None
    return Known(owner.name if owner else None, owner.id if owner else None, _last_on(customer.id),
                 customer.first_visit_on is not None)


def _last_on(customer_id: int) -> date | None:
    contacted = select(func.max(Contact.closed_on)).join(Lead, Lead.id == Contact.lead_id).where(
        Lead.customer_id == customer_id, Contact.closed_as.in_((Closed.MADE, Closed.MET)),
        Contact.result == Result.REAL).scalar_subquery()
    came = select(func.max(Visit.came_on)).where(
        Visit.customer_id == customer_id, Visit.live == 1, Visit.purpose == LOOK).scalar_subquery()
    days = [day for day in db.session.execute(select(contacted, came)).one() if day]
    return max(days, default=None)
