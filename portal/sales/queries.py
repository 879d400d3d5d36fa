"""Reading: drives, orders and deliveries hang on a lead, so its present owner decides who sees them."""
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload
from wtforms.fields.choices import SelectChoice

from portal.catalogue import queries as catalogue
from portal.core.policy import Rights
from portal.core.scope import Scope
from portal.customers.models import Customer, Lead
from portal.customers.queries.leads import seen_by
from portal.extensions import db
from portal.org.models import Person
from portal.vehicles.models import State, Use, Vehicle
from portal.vehicles.plates import ends_plate, plate_typed

from .models import Cancellation, CarTrip, Delivery, DriveState, Order, OrderChange, QueueException, TestDrive


def drives(scope: Scope) -> Select[TestDrive]:
    """The drives of the leads in `scope`, booked and missed ones included; voided ones not."""
    return select(TestDrive).join(Lead, Lead.id == TestDrive.lead_id).where(TestDrive.live == 1, seen_by(scope))


def drive_page(scope: Scope) -> Select[TestDrive]:
    return drives(scope).options(joinedload(TestDrive.lead).joinedload(Lead.customer))


def orders(scope: Scope) -> Select[Order]:
    """The orders of the leads in `scope`, cancelled ones included, whoever signed them; voided ones not."""
    by_store = not (scope.persons or scope.teams)       # leads decide nothing: joined so that a count does without
    return select(Order).join(Lead, Lead.id == Order.lead_id, isouter=by_store).where(
        Order.voided_at.is_(None), seen_by(scope, store=Order.store_id))


def driven_model(lead: Lead) -> int | None:
    """The model of the last drive that was made: most likely the one to be ordered."""
    return db.session.scalar(select(TestDrive.model_id).where(
        TestDrive.lead_id == lead.id, TestDrive.live == 1, TestDrive.state == DriveState.DRIVEN)
        .order_by(TestDrive.starts_at.desc()).limit(1))


def order_page(scope: Scope) -> Select[Order]:
    """With the lead and its customer, for one order's page."""
    lead = joinedload(Order.lead)
    return orders(scope).options(lead.joinedload(Lead.customer), lead.joinedload(Lead.owner))


def deliveries(scope: Scope) -> Select[Delivery]:
    return select(Delivery).join(Lead, Lead.id == Delivery.lead_id).where(Delivery.live == 1, seen_by(scope))


def delivery(order: Order) -> Select[Delivery]:
    return select(Delivery).where(Delivery.order_id == order.id, Delivery.live == 1)


def with_customer(rows: Select[Any]) -> Select[Any]:
    """Adds the customer's name to rows that hang on a lead."""
    return rows.join(Customer, Customer.id == Lead.customer_id)


def changes(order: Order) -> Select[OrderChange]:
    return select(OrderChange).where(OrderChange.order_id == order.id).order_by(OrderChange.changed_on, OrderChange.id)


def cancellation(order: Order) -> Select[Cancellation]:
    return select(Cancellation).where(Cancellation.order_id == order.id)


def undelivered(*, lead_id: int) -> Select[Order]:
    """The live orders of a lead that still wait for delivery."""
    return select(Order).where(Order.lead_id == lead_id, Order.live == 1, Order.delivered_on.is_(None))


def holder(vehicle: Vehicle) -> Order | None:
    """The live order that has a vehicle, whoever may see it."""
    return db.session.scalars(select(Order).where(Order.vehicle_id == vehicle.id, Order.live == 1)).one_or_none()


def owner_name(order: Order) -> str:
    """Whose the order is: the owner of its lead, else who signed it."""
    return db.session.scalar(select(Person.name).join(Lead, Lead.id == order.lead_id).where(
        Person.id == func.coalesce(Lead.owner_id, order.signed_by_id))) or "–"


def waits_longer(order: Order, colour: str) -> Order | None:
    """The first order of the store, signed on an earlier day, that waits for a vehicle of its model in this colour."""
    return db.session.scalars(select(Order).where(
        Order.store_id == order.store_id, open_orders(), Order.vehicle_id.is_(None), Order.id != order.id,
        Order.model_id == order.model_id, Order.colour == (colour or order.colour),
        Order.signed_on < order.signed_on,
    ).order_by(Order.signed_on, Order.id).limit(1)).first()


def exceptions(scope: Scope) -> Select[QueueException]:
    """The exceptions of the queue for orders in `scope`, decided ones included."""
    return (select(QueueException).join(Order, Order.id == QueueException.order_id)
            .join(Lead, Lead.id == Order.lead_id).where(seen_by(scope)))


def exception_of(*, order: Order | None = None, vehicle: Vehicle | None = None) -> QueueException | None:
    """The one that waits for an order, or for a vehicle."""
    whose = QueueException.order_id == order.id if order else QueueException.vehicle_id == (vehicle and vehicle.id)
    return db.session.scalars(select(QueueException).where(QueueException.waiting == 1, whose)).one_or_none()


def kept_for(vehicle_ids: Iterable[int]) -> Mapping[int, str]:
    """The number of the order that an exception waits for, by vehicle."""
    return {row[0]: row[1] for row in db.session.execute(
        select(QueueException.vehicle_id, Order.order_no).join(Order, Order.id == QueueException.order_id)
        .where(QueueException.waiting == 1, QueueException.vehicle_id.in_(tuple(vehicle_ids))))}


def to_sign(rights: Rights, reader_id: int) -> Select[QueueException]:
    """The exceptions that wait for this reader's signature: the first, or the second where somebody else gave the
    first."""
    nowhere = Scope(rights["exceptions.decide"].today)
    first, second = (rights.get(name, nowhere).in_stores(QueueException.store_id)
                     for name in ("exceptions.sign", "exceptions.approve"))
    return select(QueueException).where(QueueException.waiting == 1, or_(
        and_(QueueException.manager_by_id.is_(None), first),
        and_(QueueException.manager_by_id.is_not(None), QueueException.manager_by_id != reader_id, second)))


def open_orders() -> ColumnElement[bool]:
    """Signed, neither cancelled nor delivered."""
    return and_(Order.live == 1, Order.delivered_on.is_(None))


def demo_cars(store_id: int) -> Select[Vehicle]:
    """The demo cars in a store, by plate."""
    return select(Vehicle).where(Vehicle.live == 1, Vehicle.store_id == store_id, Vehicle.state == State.STOCK,
                                 Vehicle.use == Use.DEMO).order_by(Vehicle.plate == "", Vehicle.plate, Vehicle.id)


def demo_car_choices(store_id: int) -> list[SelectChoice]:
    """The same as choices: plate or end of the VIN, its series below."""
    series = catalogue.series_names()
    return [SelectChoice(car.id, car.plate or car.tail, render_kw={"second": series.get(car.series_id or 0, "")})
            for car in db.session.scalars(demo_cars(store_id))]


def bookings(vehicle_id: int, on: date) -> Sequence[TestDrive]:
    """When a demo car is booked on a day."""
    return db.session.scalars(select(TestDrive).where(
        TestDrive.vehicle_id == vehicle_id, TestDrive.on == on, TestDrive.live == 1,
        TestDrive.state == DriveState.PLANNED).order_by(TestDrive.starts_at)).all()


def booked_from(vehicle_id: int, on: date) -> Select[TestDrive]:
    """What a demo car is booked for, from a day on."""
    return select(TestDrive).where(
        TestDrive.vehicle_id == vehicle_id, TestDrive.on >= on, TestDrive.live == 1,
        TestDrive.state == DriveState.PLANNED).order_by(TestDrive.starts_at)


def trips(scope: Scope) -> Select[CarTrip]:
    """The lines of the car logs of the stores in `scope`; voided ones not."""
    return select(CarTrip).where(CarTrip.live == 1, scope.in_stores(CarTrip.store_id))


def kilometres(vehicle_ids: Iterable[int]) -> Mapping[int, int]:
    """What the log of each car stands at; a car without a line is left out."""
    ids = tuple(vehicle_ids)
    rows = db.session.execute(select(CarTrip.vehicle_id, func.max(CarTrip.km_in)).where(
        CarTrip.vehicle_id.in_(ids), CarTrip.live == 1).group_by(CarTrip.vehicle_id)) if ids else ()
    return {row[0]: row[1] for row in rows}


def booked(on: date) -> ColumnElement[bool]:
    return and_(TestDrive.state == DriveState.PLANNED, TestDrive.on == on)


def found(rights: Rights, text: str, limit: int) -> list[tuple[str, int, str, str]]:
    """For the search in the head: orders by their number, or by the plate that the vehicle was registered under."""
    number, plate = text.strip().upper(), plate_typed(text)
    ways: list[ColumnElement[bool]] = [Order.order_no == number] if number else []
    if plate:
        registered = select(Delivery.order_id).where(Delivery.live == 1, ends_plate(Delivery.plate, plate))
        ways.append(Order.id.in_(registered))
    if not ways:
        return []
    rows = db.session.execute(
        with_customer(orders(rights["orders.read"])).where(or_(*ways))
        .outerjoin(Delivery, and_(Delivery.order_id == Order.id, Delivery.live == 1))
        .with_only_columns(Order.id, Order.order_no, Customer.name, Delivery.plate)
        .order_by(Order.signed_on.desc(), Order.id.desc()).limit(limit))
    return [("sales_order", row[0], f"{row[2]} {row[1]}", row[3] or "") for row in rows]
