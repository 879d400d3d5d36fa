"""What is noted of an order on its way to the hand-over, each on its own day; without a day it is taken back."""
from datetime import date

from flask_babel import gettext as _

from portal.core.action import Refused, action, seen
from portal.core.clock import today
from portal.extensions import db
from portal.org.models import Person
from portal.vehicles import actions as vehicles
from portal.vehicles.models import Vehicle

from ..models import Order


@action("order.deposit_received")
def receive_deposit(order: Order, *, by: Person, version: int, on: date | None) -> Order:
    """定金到账."""
    return _note(order, "deposit_paid_on", version, on)


@action("order.paid")
def receive_payment(order: Order, *, by: Person, version: int, on: date | None) -> Order:
    """全款/放款到账; it stays once the vehicle has been handed over."""
    if on is None and order.delivered_on:
        raise Refused(_("This order was delivered on %(day)s.", day=order.delivered_on), field="on")
    return _note(order, "paid_on", version, on)


@action("order.invoiced")
def invoice(order: Order, *, by: Person, version: int, on: date | None) -> Order:
    """开票: from now on the vehicle is sold."""
    _note(order, "invoiced_on", version, on)
    if order.vehicle_id and order.delivered_on is None and order.live == 1:
        vehicles.mark_invoiced(db.session.get_one(Vehicle, order.vehicle_id), by=by, invoiced=on is not None)
    return order


@action("order.reported")
def report_retail(order: Order, *, by: Person, version: int, on: date | None) -> Order:
    """零售上报: the factory knows that it is sold."""
    return _note(order, "reported_on", version, on)


@action("order.insured")
def note_insurance(order: Order, *, by: Person, version: int, on: date | None) -> Order:
    """保险已办, whoever sold it."""
    return _note(order, "insured_on", version, on)


@action("order.plated")
def note_plates(order: Order, *, by: Person, version: int, on: date | None) -> Order:
    """牌照已办: plates or temporary ones, whoever got them."""
    return _note(order, "plated_on", version, on)


def _note(order: Order, name: str, version: int, on: date | None) -> Order:
    """Never before the signing, nor after today."""
    seen(order, version)
    if order.live is None and order.cancelled_on is None:
        raise Refused(_("This order is void."))
    if on and not order.signed_on <= on <= today():
        raise Refused(_("Between the signing and today."), field="on")
    setattr(order, name, on)
    return order
