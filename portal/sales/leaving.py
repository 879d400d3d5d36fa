"""What of a leaver goes over in sales: an open order keeps who signed it; who delivers and their share are set."""
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import or_, select

from portal.catalogue import queries as catalogue
from portal.core.action import Change, Refused, locked
from portal.core.panel import Reading
from portal.customers.models import Customer, Lead
from portal.customers.queries.handover import Leaving
from portal.extensions import db
from portal.org.models import Person
from portal.org.queries import names

from . import queries
from .models import Order

SET = ("deliverer_id", "deliverer_share")


@dataclass(frozen=True)
class GoingOver:
    """An open order, who signed it, and who would deliver it for which share of the deal."""
    id: int
    no: str
    customer: str
    model: str
    vin: str
    signed_by: str
    deliverer_id: int | None
    share: str


@dataclass(frozen=True)
class OrdersGoingOver:
    orders: Sequence[GoingOver]
    people: Sequence[tuple[int, str]]


def going_over(reading: Reading) -> OrdersGoingOver | None:
    """The open orders of the leaver's leads, and those of colleagues that the leaver would deliver."""
    leaving: Leaving = reading.row
    rows = list(_orders(reading))
    models, who = catalogue.model_names({order.model_id for order, _name in rows}), names(
        order.signed_by_id for order, _name in rows)
    return OrdersGoingOver([GoingOver(
        order.id, order.order_no, name, models.get(order.model_id or 0, ""), order.vin or "",
        who.get(order.signed_by_id, ""), _deliverer(order, leaving),
        leaving.typed.get(f"share-{order.id}", str(order.deliverer_share))) for order, name in rows],
        leaving.receivers) if rows else None


def hand_over(reading: Reading, typed: Mapping[str, str], *, by: Person) -> None:
    """In the course of the hand-over: set who delivers each order, and the share."""
    people = {key for key, _name in reading.row.receivers}
    for order, _name in _orders(reading):
        deliverer, share = typed.get(f"deliverer-{order.id}", ""), typed.get(f"share-{order.id}", "").strip()
        if not deliverer.isdecimal() or int(deliverer) not in people:
            raise Refused(_("Choose who delivers order %(no)s.", no=order.order_no))
        if not (share.isascii() and share.isdecimal() and len(share) < 4 and int(share) <= 100):
            raise Refused(_("The share of order %(no)s is a number from 0 to 100.", no=order.order_no))
        locked(order)
        order.deliverer_id, order.deliverer_share = int(deliverer), int(share)


def give_back(batch: str, *, by: Person) -> None:
    """In the course of taking it back: who delivered before, unless the order has been worked on since."""
    for change in db.session.scalars(select(Change).where(Change.batch == batch, Change.row_kind == Order.__tablename__)
                                     .order_by(Change.id.desc())).all():
        before, after = json.loads(change.before), json.loads(change.after)
        order = locked(db.session.get_one(Order, change.row_id))
        if order.delivered_on is None and all(getattr(order, key) == after[key] for key in SET if key in after):
            for key in before.keys() & set(SET):
                setattr(order, key, before[key])


def _orders(reading: Reading) -> Iterator[tuple[Order, str]]:
    leaving: Leaving = reading.row
    rows = (queries.orders(reading.rights["orders.read"]).join(Customer, Customer.id == Order.customer_id)
            .add_columns(Customer.name)
            .where(Order.store_id == leaving.store_id, queries.open_orders(),
                   or_(Lead.owner_id == leaving.person.id, Order.deliverer_id == leaving.person.id))
            .order_by(Order.expected_on.is_(None), Order.expected_on, Order.id))
    yield from ((row[0], row[1]) for row in db.session.execute(rows).all())


def _deliverer(order: Order, leaving: Leaving) -> int | None:
    """As typed; else whoever delivers already and stays, or who gets the lead."""
    typed = leaving.typed.get(f"deliverer-{order.id}", "")
    if typed.isdecimal():
        return int(typed)
    if order.deliverer_id and order.deliverer_id != leaving.person.id:
        return order.deliverer_id
    return leaving.to_of_lead.get(order.lead_id)
