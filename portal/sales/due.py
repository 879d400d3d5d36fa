"""What is owed in sales by a day: booked drives, deliveries promised, signatures."""
from sqlalchemy import and_, or_, select

from portal.core.due import Rows, owed
from portal.core.policy import holders
from portal.core.scope import Scope, held_on
from portal.customers.models import Customer, Lead
from portal.org.models import Membership

from . import queries
from .models import DriveState, Order, QueueException, TestDrive

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


def exceptions(scope: Scope) -> Rows:
    """Exceptions of the queue, by who of the store can give the signature that they wait for."""
    signs = or_(and_(QueueException.manager_by_id.is_(None), Membership.role.in_(holders("exceptions.sign"))),
                and_(QueueException.manager_by_id != Membership.person_id,
                     Membership.role.in_(holders("exceptions.approve"))))
    return (select(*owed("queue_exception", QueueException.id, lead_id=Order.lead_id, by=Membership.person_id,
                         due_on=QueueException.answer_by_on, urgency=BEFORE_CONTACTS, text=Customer.name))
            .join(Order, Order.id == QueueException.order_id).join(Customer, Customer.id == Order.customer_id)
            .join(Membership, and_(Membership.store_id == QueueException.store_id, held_on(scope.today), signs))
            .where(scope.sees(store=QueueException.store_id, owner=Membership.person_id), QueueException.waiting == 1))
