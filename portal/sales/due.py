"""What is owed in sales by a day: booked drives, and deliveries promised."""
from sqlalchemy import literal, select

from portal.core.due import NO_HOUR, Rows
from portal.core.scope import Scope
from portal.customers.models import Customer, Lead

from . import queries
from .models import DriveState, Order, TestDrive

BEFORE_CONTACTS, AFTER_HOT = -1, 1          # urgency: a drive of today stands first, a delivery after O and H contacts


def drives(scope: Scope) -> Rows:
    """Booked drives of today, and those of days before of which nobody has said what became."""
    return (select(literal("test_drive").label("kind"), TestDrive.id.label("row_id"), TestDrive.lead_id,
                   Lead.owner_id.label("person_id"), TestDrive.on.label("due_on"), TestDrive.starts_at.label("at"),
                   literal(BEFORE_CONTACTS).label("urgency"), Customer.name.label("text"))
            .join(Lead, Lead.id == TestDrive.lead_id).join(Customer, Customer.id == Lead.customer_id)
            .where(scope.sees(store=TestDrive.store_id, owner=Lead.owner_id), TestDrive.live == 1,
                   TestDrive.state == DriveState.PLANNED, TestDrive.on <= scope.today))


def deliveries(scope: Scope) -> Rows:
    """Open orders whose delivery was promised for today or before."""
    return (select(literal("sales_order").label("kind"), Order.id.label("row_id"), Order.lead_id,
                   Lead.owner_id.label("person_id"), Order.expected_on.label("due_on"), NO_HOUR,
                   literal(AFTER_HOT).label("urgency"), Customer.name.label("text"))
            .join(Lead, Lead.id == Order.lead_id).join(Customer, Customer.id == Lead.customer_id)
            .where(scope.sees(store=Order.store_id, owner=Lead.owner_id), queries.open_orders(),
                   Order.expected_on <= scope.today))
