"""Which vehicle an order gets: the oldest of its kind first, and who ordered first is served first."""
from flask_babel import gettext as _

from portal.core.action import Refused, action, locked, seen
from portal.core.clock import today
from portal.extensions import db
from portal.org.models import Person
from portal.vehicles import actions as vehicles
from portal.vehicles.actions.orders import check_to_hold
from portal.vehicles.models import Hold, Vehicle
from portal.vehicles.queries import older_equal

from .. import queries
from ..models import Order, QueueException
from .redeeming import leave_certificate, redeem_in_time


@action("order.allotted")
def allot_vehicle(order: Order, *, by: Person, version: int, once: str | None = None, vehicle_id: int,
                  reason: str = "") -> Order:
    """Give a vehicle of the order's store to it; the one it had before is free again.

    Allowed with a reason: another colour than the one ordered, a newer vehicle while an older equal one stands. Refused
    while a customer waits longer: that is an exception of the queue, which two sign.
    """
    seen(order, version)
    check_open(order)
    vehicle = wanted(order, vehicle_id)
    if earlier := queries.waits_longer(order, vehicle.colour):
        raise Refused(_("Order %(no)s of %(day)s waits for the same model and colour. Say why this one comes first: "
                        "the sales manager and the general manager sign it.", no=earlier.order_no,
                        day=earlier.signed_on), field="reason")
    if not reason:
        _ask_why(order, vehicle)
    give(order, vehicle, by=by, reason=reason)
    return order


@action("order.released")
def release_vehicle(order: Order, *, by: Person, version: int, reason: str) -> Order:
    """Take the vehicle away again; the order goes on waiting for one."""
    seen(order, version)
    check_open(order)
    if order.vehicle_id is None:
        raise Refused(_("No vehicle is allotted."))
    if not reason:
        raise Refused(_("Say why the vehicle is released."), field="reason")
    vehicles.free(db.session.get_one(Vehicle, order.vehicle_id), by=by, reason=reason)
    leave_certificate(order.vehicle_id, by=by, why=reason)
    order.vehicle_id, order.vin, order.vin_on = None, None, None
    return order


def check_open(order: Order) -> None:
    if order.delivered_on:
        raise Refused(_("This order was delivered on %(day)s.", day=order.delivered_on))
    if order.live is None:
        raise Refused(_("This order was cancelled."))


def wanted(order: Order, vehicle_id: int) -> Vehicle:
    """The vehicle chosen for a locked order, locked too. Refused where the order cannot take it, and it is said whose
    it is, or which exception it is kept for."""
    vehicle = locked(db.session.get_one(Vehicle, vehicle_id))
    if vehicle.id == order.vehicle_id:
        raise Refused(_("This order has that vehicle already."), field="vehicle_id")
    check_takes(order, vehicle)
    return vehicle


def check_takes(order: Order, vehicle: Vehicle, *, field: str = "vehicle_id") -> None:
    """Refuse a vehicle that an order cannot have."""
    if (taken := queries.holder(vehicle)) and taken.id != order.id:
        raise Refused(_("This vehicle is in order %(no)s of %(name)s already.", no=taken.order_no,
                        name=queries.owner_name(taken)), field=field)
    if vehicle.model_id and order.model_id and vehicle.model_id != order.model_id:
        raise Refused(_("This vehicle is another model than the one ordered: change the order first."), field=field)
    try:
        check_to_hold(vehicle, store_id=order.store_id)
    except Refused as refused:
        raise Refused(refused.message, field=field) from refused
    check_kept(vehicle, order=order, field=field)


def check_kept(vehicle: Vehicle, *, order: Order | None = None, field: str | None = None) -> None:
    """Refuse while an exception of the queue keeps it for another order than this one."""
    asked = queries.exception_of(vehicle=vehicle)
    if asked and (order is None or asked.order_id != order.id) and asked.answer_by_on and asked.answer_by_on >= today():
        other = db.session.get_one(Order, asked.order_id)
        raise Refused(_("An exception of the queue waits for this vehicle, for order %(no)s of %(name)s: it is kept "
                        "until %(day)s, or until that one is refused or withdrawn.", no=other.order_no,
                        name=queries.owner_name(other), day=asked.answer_by_on), field=field)


def take(order: Order, vehicle: Vehicle, *, by: Person, field: str = "vehicle_id", reason: str = "",
         asked: QueueException | None = None) -> None:
    """The vehicle becomes the order's; exceptions that wanted it, or another one for the order, are over. `asked` is
    the one that this is done by."""
    locked(vehicle)
    check_takes(order, vehicle, field=field)
    for other in (queries.exception_of(vehicle=vehicle), queries.exception_of(order=order)):
        if other and other is not asked and locked(other).waiting:
            other.fall(_("%(tail)s went to order %(no)s of %(name)s.", tail=vehicle.tail, no=order.order_no,
                         name=queries.owner_name(order)))
    vehicles.hold(vehicle, by=by, order_no=order.order_no, store_id=order.store_id, reason=reason)
    if order.invoiced_on:
        vehicles.mark_invoiced(vehicle, by=by, invoiced=True)
    order.vehicle_id, order.vin = vehicle.id, vehicle.vin


def give(order: Order, vehicle: Vehicle, *, by: Person, reason: str, asked: QueueException | None = None) -> None:
    """Allot it from today on, in place of the one the order had."""
    before = order.vehicle_id
    take(order, vehicle, by=by, reason=reason, asked=asked)
    if before:
        vehicles.free(db.session.get_one(Vehicle, before), by=by, reason=reason)
        leave_certificate(before, by=by, why=_("Order %(no)s has got another vehicle.", no=order.order_no))
    order.vin_on = today()
    redeem_in_time(order, by=by)


def end_exception(order: Order, why: str) -> None:
    """In the course of an action that ends the order: what was asked for it is over."""
    if asked := queries.exception_of(order=order):
        asked.fall(why)


def _ask_why(order: Order, vehicle: Vehicle) -> None:
    """The colour as it was ordered; first in, first out."""
    if order.colour and vehicle.colour and order.colour != vehicle.colour:
        raise Refused(_("%(ordered)s is ordered and this one is %(colour)s. Say that the customer takes it.",
                        ordered=order.colour, colour=vehicle.colour), field="reason")
    if (older := older_equal(vehicle)) and vehicle.hold is Hold.FREE and older.arrived_on:
        raise Refused(_("%(tail)s of the same model and colour has stood here since %(day)s. Say why it is not that "
                        "one.", tail=older.tail, day=older.arrived_on), field="reason")
