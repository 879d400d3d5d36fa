"""What an order makes of a vehicle; called by the actions of sales, which lock the order first and join here."""
from datetime import date

from flask_babel import gettext as _

from portal.core.action import Refused, action, locked
from portal.org.models import Person

from .. import life
from ..models import Certificate, Hold, Move, State, Use, Vehicle


@action("vehicle.held")
def hold(vehicle: Vehicle, *, by: Person, order_no: str, store_id: int, on: date | None = None,
         reason: str = "") -> Vehicle:
    """Reserve it for an order of its store. Of two who want one vehicle the second is told whose it is."""
    locked(vehicle)
    check_to_hold(vehicle, store_id=store_id)
    life.move(vehicle, Move.RESERVED, by=by, on=on, held_for=order_no, reason=reason)
    return vehicle


def check_to_hold(vehicle: Vehicle, *, store_id: int) -> None:
    """Refuse what no order of a store can take."""
    if vehicle.live is None or vehicle.state in (State.DELIVERED, State.RETURNED):
        raise Refused(_("This vehicle is not here any more: %(state)s.", state=vehicle.word), field="vehicle_id")
    if vehicle.store_id != store_id:
        raise Refused(_("This vehicle belongs to another store: have it transferred first."), field="vehicle_id")
    if vehicle.hold is not Hold.FREE:
        raise Refused(_("This vehicle is in order %(no)s already.", no=vehicle.held_for), field="vehicle_id")
    if vehicle.use is Use.DEMO:
        raise Refused(_("A demo car is sold after it has been put back for sale."), field="vehicle_id")


@action("vehicle.freed")
def free(vehicle: Vehicle, *, by: Person, reason: str = "") -> Vehicle:
    """The order has it no longer."""
    locked(vehicle)
    if vehicle.hold is not Hold.FREE:
        life.move(vehicle, Move.FREED, by=by, reason=reason)
    return vehicle


@action("vehicle.invoiced")
def mark_invoiced(vehicle: Vehicle, *, by: Person, invoiced: bool) -> Vehicle:
    """Sold 已售 from the invoice on; without it only reserved."""
    locked(vehicle)
    if vehicle.hold is (Hold.RESERVED if invoiced else Hold.SOLD) and vehicle.state is not State.DELIVERED:
        life.move(vehicle, Move.SOLD if invoiced else Move.UNSOLD, by=by)
    return vehicle


@action("vehicle.handed_over")
def hand_over(vehicle: Vehicle, *, by: Person, on: date) -> Vehicle:
    """To its buyer 交车. Refused while it has not arrived, and until the certificate is in the store."""
    locked(vehicle)
    if not vehicle.is_here:
        raise Refused(_("The vehicle has not been taken in yet: %(state)s.", state=vehicle.state.label))
    if vehicle.certificate is not Certificate.HERE:
        raise Refused(_("The certificate of conformity is not in the store: %(state)s.",
                        state=vehicle.certificate.label))
    life.move(vehicle, Move.DELIVERED, by=by, on=on)
    return vehicle


@action("vehicle.came_back")
def bring_back(vehicle: Vehicle, *, by: Person, reason: str) -> Vehicle:
    """The delivery was a mistake: it stands in the store again, for the same order."""
    locked(vehicle)
    if vehicle.state is State.DELIVERED:
        life.move(vehicle, Move.CAME_BACK, by=by, reason=reason)
    return vehicle
