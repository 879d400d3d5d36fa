from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from portal.catalogue.models import CarModel
from portal.core.action import Refused, action, locked, seen
from portal.core.agreement import agreed
from portal.core.clock import today
from portal.customers import actions as customers
from portal.customers.models import Lead, LeadState, Level
from portal.extensions import db
from portal.org.models import Person
from portal.vehicles import actions as vehicles
from portal.vehicles.models import Vehicle
from portal.vehicles.queries import by_vin, older_equal

from .. import queries
from ..models import Cancellation, DepositKind, Order, OrderChange, Refund, SaleKind
from .allotting import check_open, end_exception, take
from .redeeming import leave_certificate, redeem_in_time

CHANGEABLE = ("series_id", "model_id", "colour", "price_fen", "list_price_fen", "buyer", "expected_on")


@action("order.signed")
def sign_order(lead: Lead, *, by: Person, version: int, once: str | None = None, signed_on: date, sale_kind: SaleKind,
               model_id: int, price_fen: int, deposit_kind: DepositKind, deposit_fen: int, payment: str = "",
               expected_on: date | None = None, colour: str = "", vin: str = "", buyer: str = "", contract_no: str = "",
               note: str = "") -> Order:
    """Sign an order for an open lead, credited to its owner; the lead goes to level O in the same transaction.

    Refused: above the list price (汽车销售管理办法 art. 10), 定金 above 20 % of the price, a VIN in another live order,
    a second order of a lead unless it is a fleet's.
    """
    seen(lead, version)
    if lead.state is not LeadState.OPEN:
        raise Refused(_("This lead is not open: %(state)s.", state=lead.state.label))
    days = agreed("order_entry_days", store_id=lead.store_id, on=today())
    if not today() - timedelta(days=days) <= signed_on <= today():
        raise Refused(_("Signed today, or a few days ago."), field="signed_on")
    if sale_kind is not SaleKind.FLEET and db.session.scalars(queries.undelivered(lead_id=lead.id)).first():
        raise Refused(_("This lead has an order already: change that one."), field="sale_kind")
    model = db.session.get_one(CarModel, model_id)
    _check_price(model.list_price_fen, price_fen)
    _check_deposit(deposit_kind, deposit_fen, price_fen)
    _check_expected(signed_on, expected_on)
    order = Order(store_id=lead.store_id, lead_id=lead.id, customer_id=lead.customer_id,
                  order_no=_next_no(lead.store_id, signed_on), contract_no=contract_no, buyer=buyer,
                  person_id=lead.owner_id, signed_by_id=lead.owner_id, deliverer_id=lead.owner_id,
                  signed_on=signed_on, sale_kind=sale_kind, series_id=model.series_id, model_id=model_id, colour=colour,
                  list_price_fen=model.list_price_fen, price_fen=price_fen, payment=payment, deposit_kind=deposit_kind,
                  deposit_fen=deposit_fen, expected_on=expected_on, note=note)
    if vin:
        vehicle = _named(vin, lead.store_id)
        if (older := older_equal(vehicle)) and older.arrived_on:
            raise Refused(_("%(tail)s of the same model and colour has stood here since %(day)s: take that one, or let "
                            "the planner allot this one with a reason.", tail=older.tail, day=older.arrived_on),
                          field="vin")
        if earlier := queries.waits_longer(order, vehicle.colour):
            raise Refused(_("Order %(no)s of %(day)s waits for the same model and colour: sign without the vehicle. "
                            "Out of turn it is allotted with two signatures.", no=earlier.order_no,
                            day=earlier.signed_on), field="vin")
        take(order, vehicle, by=by, field="vin")
        order.vin_on, order.vin_at_signing = signed_on, True
    db.session.add(order)
    db.session.flush()
    redeem_in_time(order, by=by)
    customers.mark_ordered(lead, by=by, on=signed_on)
    return order


@action("order.changed")
def change_order(order: Order, *, by: Person, version: int, once: str | None = None, reason: str, model_id: int,
                 price_fen: int, colour: str = "", buyer: str = "", expected_on: date | None = None) -> OrderChange:
    """A changed order 改单 keeps its number and signing date; what it was stands in a row of its own."""
    seen(order, version)
    check_open(order)
    if not reason:
        raise Refused(_("Say why it changes."), field="reason")
    if order.vehicle_id and model_id != order.model_id:
        raise Refused(_("A vehicle of the model ordered is allotted: release it first."), field="model_id")
    model = db.session.get_one(CarModel, model_id)
    _check_price(model.list_price_fen, price_fen)
    _check_deposit(order.deposit_kind, order.deposit_fen, price_fen)
    _check_expected(order.signed_on, expected_on)
    was = _stand(order)
    order.model_id, order.series_id, order.list_price_fen = model_id, model.series_id, model.list_price_fen
    order.price_fen, order.colour, order.buyer, order.expected_on = price_fen, colour, buyer, expected_on
    now_is = _stand(order)
    differs = [key for key in CHANGEABLE if was[key] != now_is[key]]
    if not differs:
        raise Refused(_("Nothing differs from the order as it stands."))
    redeem_in_time(order, by=by)
    change = OrderChange(order_id=order.id, store_id=order.store_id, changed_on=today(), changed_by_id=by.id,
                         reason=reason, before={key: was[key] for key in differs},
                         after={key: now_is[key] for key in differs})
    db.session.add(change)
    return change


@action("order.cancelled")
def cancel_order(order: Order, *, by: Person, version: int, once: str | None = None, why: str, refund: Refund,
                 level: Level, reason: str = "") -> Cancellation:
    """Cancel an order 退订. The money follows its kind, the vehicle is free again, the lead returns to `level`."""
    seen(order, version)
    check_open(order)
    _check_refund(order.deposit_kind, refund)
    if level is Level.O:
        raise Refused(_("The level that the customer returns to."), field="level")
    lead = locked(db.session.get_one(Lead, order.lead_id))
    cancellation = Cancellation(order_id=order.id, store_id=order.store_id, person_id=lead.owner_id,
                                cancelled_on=today(), cancelled_by_id=by.id, why=why, reason=reason, refund=refund)
    db.session.add(cancellation)
    order.cancelled_on, order.live = today(), None
    end_exception(order, _("The order was cancelled."))
    db.session.flush()
    if order.vehicle_id:
        vehicles.free(db.session.get_one(Vehicle, order.vehicle_id), by=by)
        leave_certificate(order.vehicle_id, by=by, why=_("The order was cancelled."))
    if not db.session.scalars(queries.undelivered(lead_id=lead.id)).first():
        customers.mark_order_cancelled(lead, by=by, on=today(), level=level)
    return cancellation


def _stand(order: Order) -> dict[str, Any]:
    return {key: value.isoformat() if isinstance(value := getattr(order, key), date) else value for key in CHANGEABLE}


def _next_no(store_id: int, signed_on: date) -> str:
    """D202611-0007: counted in the store's month; the unique key settles a race, the action is repeated then."""
    head = f"D{signed_on:%Y%m}-"
    last = db.session.scalar(select(func.max(Order.order_no)).where(
        Order.store_id == store_id, Order.order_no.like(f"{head}____")).with_for_update())
    return f"{head}{int(last[len(head):]) + 1 if last else 1:04}"


def _named(text: str, store_id: int) -> Vehicle:
    """The vehicle that a VIN or its last six characters name."""
    found = by_vin(text, store_id=store_id)
    if not found:
        raise Refused(_("The store has no vehicle with this VIN: it has to be taken in, or to be on its way."),
                      field="vin")
    if len(found) > 1:
        raise Refused(_("Several vehicles end like this: type the whole VIN."), field="vin")
    return found[0]


def _check_price(list_fen: int | None, price_fen: int) -> None:
    if price_fen <= 0:
        raise Refused(_("The agreed price of the vehicle."), field="price_fen")
    if list_fen is not None and price_fen > list_fen:
        raise Refused(_("Not above the list price of %(yuan)s yuan.", yuan=f"{list_fen // 100:,}"), field="price_fen")


def _check_deposit(kind: DepositKind, deposit_fen: int, price_fen: int) -> None:
    if deposit_fen > price_fen:
        raise Refused(_("More than the price."), field="deposit_fen")
    if kind is DepositKind.EARNEST and deposit_fen * 5 > price_fen:
        raise Refused(_("Earnest money is at most 20 %% of the price: %(yuan)s yuan.", yuan=f"{price_fen // 500:,}"),
                      field="deposit_fen")


def _check_expected(signed_on: date, expected_on: date | None) -> None:
    if expected_on and expected_on < signed_on:
        raise Refused(_("Not before the signing."), field="expected_on")


def _check_refund(kind: DepositKind, refund: Refund) -> None:
    if kind is DepositKind.DEPOSIT and refund is not Refund.RETURNED:
        raise Refused(_("A deposit is returned."), field="refund")
