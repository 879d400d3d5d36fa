"""Results of a day by name: orders signed and vehicles delivered, for those whom they are credited to."""
from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select

from portal.catalogue.queries import series_names
from portal.customers.models import Customer, Lead
from portal.customers.names import polite
from portal.extensions import db
from portal.sales.models import Delivery, Order

from .models import Aim


class Done(NamedTuple):
    """A customer who ordered or took delivery."""
    aim: Aim
    person_id: int
    lead_id: int
    name: str                       # surname and title
    card_no: str
    series: str


def done_on(person_ids: Collection[int], on: date) -> list[Done]:
    """Orders first, then deliveries, as they came; cancelled orders too, as the figure counts them."""
    orders = _with_customer(select(Order.person_id, Order.series_id).join(Lead, Lead.id == Order.lead_id)).where(
        Order.person_id.in_(person_ids), Order.signed_on == on, Order.voided_at.is_(None)).order_by(Order.id)
    deliveries = _with_customer(select(Delivery.person_id, Delivery.series_id).join(
        Lead, Lead.id == Delivery.lead_id)).where(
        Delivery.person_id.in_(person_ids), Delivery.delivered_on == on, Delivery.live == 1).order_by(
        Delivery.delivered_at, Delivery.id)
    return [Done(aim, row.person_id, row.lead_id, polite(row.name, row.title, row.is_company), row.card_no,
                 series_names().get(row.series_id or 0, ""))
            for aim, rows in ((Aim.ORDER, orders), (Aim.DELIVERY, deliveries)) for row in db.session.execute(rows)]


def _with_customer(rows: Any) -> Any:
    return rows.join(Customer, Customer.id == Lead.customer_id).add_columns(
        Lead.id.label("lead_id"), Lead.card_no, Customer.name, Customer.title, Customer.is_company)
