"""What is owed in sales by a day: booked drives, and deliveries promised."""
from sqlalchemy import select

from portal.core.due import Rows, owed
from portal.core.scope import Scope
from portal.customers.models import Customer, Lead

from . import queries
from .models import DriveState, Order, TestDrive

BEFORE_CONTACTS, AFTER_HOT = -1, 1          # urgency: a drive of today stands first, a delivery after O and H contacts


def drives(scope: Scope) -> Rows:
    """Booked drives of today, and those of days before of which nobody has said what became."""
    return (select(*owed("test_drive", TestDrive.id, lead_id=TestDrive.lead_id, by=Lead.owner_id, due_on=TestDrive.on,
                         at=TestDrive.starts_at, urgency=BEFORE_CONTACTS, text=Customer.name))
            .join(Lead, Lead.id == TestDrive.lead_id).join(Customer, Customer.id == Lead.customer_id)
            .where(scope.sees(store=TestDrive.store_id, owner=Lead.owner_id), TestDrive.live == 1,
                   TestDrive.state == DriveState.PLANNED, TestDrive.on <= scope.today))


def deliveries(scope: Scope) -> Rows:
    """Open orders whose delivery was promised for today or before."""
    return (select(*owed("sales_order", Order.id, lead_id=Order.lead_id, by=Lead.owner_id, due_on=Order.expected_on,
                         urgency=AFTER_HOT, text=Customer.name))
            .join(Lead, Lead.id == Order.lead_id).join(Customer, Customer.id == Lead.customer_id)
            .where(scope.sees(store=Order.store_id, owner=Lead.owner_id), queries.open_orders(),
                   Order.expected_on <= scope.today))
