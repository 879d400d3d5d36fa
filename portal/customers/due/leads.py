"""What is owed to customers by a day."""
from datetime import date
from typing import Any

from sqlalchemy import Date, and_, case, func, literal, select

from portal.core.due import Rows, owed
from portal.core.scope import Scope
from portal.org.models import RosterDay

from ..models import Appointment, Customer, Lead
from ..queries import leads as queries

BEFORE_CONTACTS, AFTER_CONTACTS = -1, 9         # urgency; levels are 0 to 5


def contacts(scope: Scope) -> Rows:
    """Leads to contact today or overdue, by who is to do it today; who waits for a first answer before all others."""
    urgency = case((queries.unanswered(scope.today), BEFORE_CONTACTS), else_=Lead.urgency)
    return _leads(scope.today, Lead.next_contact_on, urgency).where(queries.due_for(scope))


def offered_again(scope: Scope) -> Rows:
    """Frozen leads whose day has come, and leads out of contact to be tried again: never late, after all contacts."""
    today = func.date(literal(scope.today), type_=Date())
    return _leads(scope.today, today, AFTER_CONTACTS).where(queries.offered_again_to(scope))


def appointments(scope: Scope) -> Rows:
    """Who is expected in the store today and has not come yet."""
    return (select(*owed("appointment", Appointment.id, lead_id=Appointment.lead_id, by=Lead.owner_id,
                         due_on=Appointment.on, at=Appointment.at, urgency=BEFORE_CONTACTS, text=Customer.name))
            .join(Lead, Lead.id == Appointment.lead_id).join(Customer, Customer.id == Lead.customer_id)
            .where(scope.sees(store=Appointment.store_id, owner=Lead.owner_id), Appointment.live == 1,
                   Appointment.on == scope.today, Appointment.visit_id.is_(None), Lead.live == 1))


def _leads(today: date, due_on: Any, urgency: Any) -> Rows:
    return (select(*owed("lead", Lead.id, lead_id=Lead.id, by=queries.doer(RosterDay), due_on=due_on, urgency=urgency,
                         text=Customer.name))
            .join(Customer, Customer.id == Lead.customer_id)
            .outerjoin(RosterDay, and_(RosterDay.person_id == Lead.owner_id, RosterDay.on == today)))
