"""Ownership clashes: the evidence they were settled on, and those a manager may still overrule."""
from datetime import date

from sqlalchemy import func, or_, select

from portal.extensions import db

from ..models import Clash, Closed, Contact, Lead, Result, Visit


def of_visit(visit: Visit, lead: Lead) -> Clash | None:
    return db.session.scalars(
        select(Clash).where(Clash.visit_id == visit.id, Clash.lead_id == lead.id)).one_or_none()


def last_real_on(lead: Lead, *, but: Visit) -> date | None:
    """The day of the last real exchange with a lead, the arrival in question left out."""
    return db.session.scalar(select(func.max(Contact.closed_on)).where(
        Contact.lead_id == lead.id, Contact.closed_as.in_((Closed.MADE, Closed.MET)), Contact.result == Result.REAL,
        or_(Contact.visit_id.is_(None), Contact.visit_id != but.id)))
