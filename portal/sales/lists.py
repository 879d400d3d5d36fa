"""The lists of drives and orders."""
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import and_, case
from sqlalchemy.orm import aliased

from portal.catalogue.filters import of_colour, of_model, of_series
from portal.catalogue.models import CarModel, Series
from portal.core.decision import Outcome
from portal.core.lists import (
    Choice,
    Column,
    Dates,
    Day,
    Due,
    Hour,
    Link,
    List,
    Moment,
    Money,
    Name,
    Person,
    Search,
    State,
    Tab,
    Text,
    Words,
)
from portal.core.place import stores_apart
from portal.customers.models import Customer
from portal.org.models import Store
from portal.vehicles.models import Vehicle

from . import queries
from .models import DriveState, Order, QueueException, SaleKind, TestDrive

ORDER_STATES: Mapping[str, Any] = {
    "waiting": _l("Waits for a vehicle"), "allotted": _l("Vehicle allotted"), "delivered": _l("Delivered"),
    "cancelled": _l("Cancelled")}
_STATES = {
    "waiting": and_(queries.open_orders(), Order.vin.is_(None)),
    "allotted": and_(queries.open_orders(), Order.vin.is_not(None)),
    "delivered": Order.delivered_on.is_not(None),
    "cancelled": Order.cancelled_on.is_not(None),
    "open": queries.open_orders(),
}
_STATE_OF = case((Order.cancelled_on.is_not(None), "cancelled"), (Order.delivered_on.is_not(None), "delivered"),
                 (Order.vin.is_not(None), "allotted"), else_="waiting")
DRIVE_TONES = {DriveState.PLANNED: "info", DriveState.DRIVEN: "ok", DriveState.MISSED: "watch"}
ORDER_TONES = {"waiting": "watch", "allotted": "info", "delivered": "ok"}


def _model_of(table: Any) -> Any:
    def joined(rows: Any) -> Any:
        return (queries.with_customer(rows).outerjoin(Series, Series.id == table.series_id)
                .outerjoin(CarModel, CarModel.id == table.model_id))
    return joined


def _order_of(rows: Any) -> Any:
    return _model_of(Order)(rows).join(Store, Store.id == Order.store_id)


MODEL = case((CarModel.name.is_not(None), Series.name.concat(" ").concat(CarModel.name)), else_=Series.name)

drives = List(
    "drives", _l("Test drives"), queries.drives, id=TestDrive.id, details=_model_of(TestDrive), sort="-starts_at",
    rows=_l("test drives"), export="drives.export", personal=True,
    empty=_l("Test drives stand here. Book or record one from the page of a lead."),
    columns=(
        Column("starts_at", _l("Day"), TestDrive.on, Day(), sort=TestDrive.starts_at, phone="corner"),
        Column("hour", _l("Time"), TestDrive.starts_at, Hour(), sort=False),
        Column("customer", _l("Customer"), Customer.name, Name(), sort=False, head=True,
               link=Link("drives.drive", "drive_id")),
        Column("model", _l("Model"), MODEL, Name(), sort=False),
        Column("car", _l("Demo car"), TestDrive.car, Name()),
        Column("person", _l("Consultant"), TestDrive.person_id, Person(), sort=False),
        Column("state", _l("State"), TestDrive.state, State(tone=lambda state: DRIVE_TONES.get(state, ""))),
        Column("feedback", _l("Customer's words"), TestDrive.feedback, Text(), sort=False, phone="hidden"),
    ),
    filters=(
        Choice("state", _l("State"), column=TestDrive.state, among=DriveState),
        of_series(TestDrive.series_id),
        Dates("on", _l("Day"), column=TestDrive.on),
    ),
    tabs=(Tab(_l("Booked"), "state=planned"), Tab(_l("Driven"), "state=driven")),
)

orders = List(
    "orders", _l("Orders and deliveries"), queries.orders, id=Order.id, details=_order_of, sort="-signed_on",
    rows=_l("orders"), export="orders.export", personal=True,
    empty=_l("Orders stand here. Sign one from the page of a lead."),
    columns=(
        Column("order_no", _l("Order no."), Order.order_no, Name(), phone="corner",
               link=Link("orders.order", "order_id")),
        Column("customer", _l("Customer"), Customer.name, Name(), sort=False, head=True,
               link=Link("orders.order", "order_id")),
        Column("model", _l("Model"), MODEL, Name(), sort=False),
        Column("colour", _l("Colour"), Order.colour, Name(), sort=False, phone="hidden"),
        Column("price", _l("Agreed price"), Order.price_fen, Money(), unit=_l("yuan")),
        Column("sale_kind", _l("Sale"), Order.sale_kind, Words(), phone="hidden"),
        Column("person", _l("Consultant"), Order.person_id, Person(), sort=False),
        Column("store", _l("Store"), Store.name, Name(), sort=Order.store_id, goes_with="store"),
        Column("signed_on", _l("Signed on"), Order.signed_on, Day()),
        Column("expected_on", _l("Expected"), case((queries.open_orders(), Order.expected_on)), Due(),
               sort=Order.expected_on),
        Column("delivered_on", _l("Delivered on"), Order.delivered_on, Day(), shown=False),
        Column("state", _l("State"), _STATE_OF,
               State(said=lambda: ORDER_STATES, tone=lambda state: ORDER_TONES.get(state, "")), sort=False),
        Column("vin", _l("VIN"), Order.vin, Name(), shown=False),
        Column("paid_on", _l("Full payment"), Order.paid_on, Day(), shown=False),
        Column("invoiced_on", _l("Invoiced"), Order.invoiced_on, Day(), shown=False),
        Column("reported_on", _l("Reported"), Order.reported_on, Day(), shown=False),
    ),
    filters=(
        Search("w", _l("Order no., VIN"), columns=(Order.order_no, Order.vin, Order.contract_no)),
        Choice("store", _l("Store"), column=Order.store_id, among=stores_apart),
        Choice("state", _l("State"), among={**ORDER_STATES, "open": _l("All open")}, clause=_STATES.__getitem__),
        of_series(Order.series_id),
        of_model(Order.model_id),
        of_colour(Order.colour),
        Choice("sale", _l("Sale"), column=Order.sale_kind, among=SaleKind),
        Dates("signed", _l("Signed on"), column=Order.signed_on),
        Dates("delivered", _l("Delivered on"), column=Order.delivered_on),
    ),
    tabs=(Tab(_l("Open orders"), "state=open"), Tab(_l("Waits for a vehicle"), "state=waiting&sort=signed_on"),
          Tab(_l("Delivered"), "state=delivered")),
)

EXCEPTION_STANDS: Mapping[str, Any] = {
    "first": _l("Waits for the sales manager"), "second": _l("Waits for the general manager"),
    "approved": _l("Signed by two"), "returned": lazy_pgettext("exception", "Refused"), "withdrawn": _l("Withdrawn"),
    "fell": _l("Fell through")}
EXCEPTION_TONES = {"first": "watch", "second": "watch", "approved": "ok"}
_STANDS = {
    "waiting": QueueException.waiting == 1,
    "first": and_(QueueException.waiting == 1, QueueException.manager_by_id.is_(None)),
    "second": and_(QueueException.waiting == 1, QueueException.manager_by_id.is_not(None)),
    **{outcome.value: QueueException.outcome == outcome for outcome in Outcome},
    "fell": and_(QueueException.waiting.is_(None), QueueException.outcome.is_(None)),
}
_STAND_OF = case(*((clause, code) for code, clause in _STANDS.items() if code != "waiting"), else_="first")
_passed = aliased(Order)


def _of_exception(rows: Any) -> Any:
    return (queries.with_customer(rows).join(_passed, _passed.id == QueueException.earlier_id)
            .join(Vehicle, Vehicle.id == QueueException.vehicle_id)
            .join(Store, Store.id == QueueException.store_id))


exceptions = List(
    "exceptions", _l("Exceptions of the queue"), queries.exceptions, id=QueueException.id, details=_of_exception,
    sort="-asked_at", rows=_l("exceptions"), personal=True,
    empty=_l("Whoever allots a vehicle to an order while a customer waits longer says why; it stands here until two "
             "have signed it."),
    columns=(
        Column("asked_at", _l("Asked on"), QueueException.asked_at, Moment(), phone="corner"),
        Column("customer", _l("Customer"), Customer.name, Name(), sort=False, head=True,
               link=Link("exceptions.exception", "exception_id")),
        Column("order_no", _l("Order no."), Order.order_no, Name(), sort=False),
        Column("vehicle", _l("Vehicle"), Vehicle.tail, Name(), sort=False),
        Column("earlier", _l("Passes over"), _passed.order_no, Name(), sort=False),
        Column("store", _l("Store"), Store.name, Name(), sort=QueueException.store_id, goes_with="store"),
        Column("reason", _l("Why"), QueueException.ask_reason, Text(), sort=False),
        Column("state", _l("State"), _STAND_OF, State(said=lambda: EXCEPTION_STANDS,
                                                      tone=lambda code: EXCEPTION_TONES.get(code, "")), sort=False),
        Column("asked_by", _l("Asked by"), QueueException.asked_by_id, Person(), sort=False, phone="hidden"),
        Column("manager", _l("Sales manager"), QueueException.manager_by_id, Person(), sort=False, phone="hidden"),
        Column("decided_by", _l("Decided by"), QueueException.decided_by_id, Person(), sort=False, phone="hidden"),
    ),
    filters=(
        Choice("store", _l("Store"), column=QueueException.store_id, among=stores_apart),
        Choice("state", _l("State"), among={"waiting": _l("To be signed"), **EXCEPTION_STANDS},
               clause=_STANDS.__getitem__),
        Dates("asked", _l("Asked on"), column=QueueException.asked_at, moment=True),
    ),
    tabs=(Tab(_l("To be signed"), "state=waiting"), Tab(_l("Signed by two"), "state=approved")),
)
