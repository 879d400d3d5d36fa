"""What rows of sales are called where others name them: due items, search, figures, the change record."""
from collections.abc import Mapping
from dataclasses import replace

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import select

from portal.core.area import Kind
from portal.core.policy import Rights
from portal.customers.models import Customer, Lead
from portal.extensions import db

from . import queries
from .models import Order, QueueException, TestDrive
from .recorded import FIELDS


def _orders(ids: set[int]) -> Mapping[int, str]:
    return dict(db.session.execute(select(Order.id, Customer.name.concat(" ").concat(Order.order_no))
                                   .join(Customer, Customer.id == Order.customer_id)
                                   .where(Order.id.in_(ids))).all())


def _drives(ids: set[int]) -> Mapping[int, str]:
    return dict(db.session.execute(select(TestDrive.id, Customer.name).join(Lead, Lead.id == TestDrive.lead_id)
                                   .join(Customer, Customer.id == Lead.customer_id)
                                   .where(TestDrive.id.in_(ids))).all())


def _open_orders(rights: Rights, ids: set[int]) -> set[int]:
    return set(db.session.scalars(queries.orders(rights["orders.read"]).where(Order.id.in_(ids))
                                  .with_only_columns(Order.id))) if "orders.read" in rights else set()


def _open_drives(rights: Rights, ids: set[int]) -> set[int]:
    return set(db.session.scalars(queries.drives(rights["drives.read"]).where(TestDrive.id.in_(ids))
                                  .with_only_columns(TestDrive.id))) if "drives.read" in rights else set()


def _exceptions(ids: set[int]) -> Mapping[int, str]:
    return dict(db.session.execute(select(QueueException.id, Customer.name.concat(" ").concat(Order.order_no))
                                   .join(Order, Order.id == QueueException.order_id)
                                   .join(Customer, Customer.id == Order.customer_id)
                                   .where(QueueException.id.in_(ids))).all())


def _open_exceptions(rights: Rights, ids: set[int]) -> set[int]:
    return set(db.session.scalars(queries.exceptions(rights["orders.read"]).where(QueueException.id.in_(ids))
                                  .with_only_columns(QueueException.id))) if "orders.read" in rights else set()


_kinds = (
    Kind("sales_order", lazy_pgettext("sale", "Order"), "orders.order", "order_id", labels=_orders, scope=_open_orders),
    Kind("test_drive", _l("Test drive"), "drives.drive", "drive_id", labels=_drives, scope=_open_drives),
    Kind("queue_exception", _l("Exception of the queue"), "exceptions.exception", "exception_id", labels=_exceptions,
         scope=_open_exceptions),
    Kind("order_change", _l("Changed order")),
    Kind("cancellation", _l("Cancellation")),
    Kind("delivery", _l("Delivery")),
)
kinds = tuple(replace(kind, fields=FIELDS) for kind in _kinds)
