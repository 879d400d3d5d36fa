"""Load: drives and orders with all that became of them, as dated rows. Leads are loaded before, with their turns."""
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select

from portal.core.clock import ZONE, day_of
from portal.core.decision import Outcome
from portal.core.load import chunks
from portal.customers.models import Lead
from portal.extensions import db
from portal.vehicles.life import Told, retell
from portal.vehicles.load import DatedVehicle, moves_of, of_vins
from portal.vehicles.load import vehicles as take_vehicles
from portal.vehicles.models import Move, Vehicle

from .models import (
    Cancellation,
    CarTrip,
    Delivery,
    DepositKind,
    DriveState,
    Order,
    OrderChange,
    Purpose,
    QueueException,
    Refund,
    SaleKind,
    TestDrive,
)

FILLED_LATER = ("expected_on", "deposit_paid_on", "paid_on", "invoiced_on", "reported_on", "insured_on", "plated_on",
                "vin", "vin_on")
Key = tuple[int, str]


@dataclass(frozen=True)
class DatedDrive:
    """A drive of the lead with `card_no`; known by lead and the moment it began."""
    store_id: int
    card_no: str
    person_id: int | None
    starts_at: datetime
    state: DriveState = DriveState.DRIVEN
    ends_at: datetime | None = None
    accompanied_by_id: int | None = None
    series_id: int | None = None
    model_id: int | None = None
    car: str = ""
    licence_no: str = ""
    km_out: int | None = None
    km_in: int | None = None
    score: int | None = None
    feedback: str = ""


@dataclass(frozen=True)
class DatedTrip:
    """A line of a demo car's log, in the order of the kilometres."""
    store_id: int
    vehicle_id: int
    on: date
    purpose: Purpose
    km_out: int
    km_in: int
    person_id: int | None
    drive_id: int | None = None
    note: str = ""


@dataclass(frozen=True)
class DatedChange:
    changed_on: date
    changed_by_id: int
    before: dict[str, Any]
    after: dict[str, Any]
    reason: str


@dataclass(frozen=True)
class DatedCancellation:
    cancelled_on: date
    cancelled_by_id: int
    person_id: int | None
    refund: Refund
    why: str = ""
    reason: str = ""


@dataclass(frozen=True)
class DatedDelivery:
    delivered_on: date
    person_id: int | None
    delivered_by_id: int | None
    vin: str
    plate: str = ""
    checks: dict[str, bool] | None = None
    note: str = ""


@dataclass(frozen=True)
class DatedException:
    """An exception of the queue as it was asked, signed by the sales manager, and decided."""
    store_id: int
    order_id: int
    earlier_id: int
    vehicle_id: int
    asked_by_id: int
    asked_at: datetime
    reason: str
    answer_by_on: date
    manager_by_id: int | None = None
    manager_at: datetime | None = None
    outcome: Outcome | None = None              # without one it waits
    decided_by_id: int | None = None
    decided_at: datetime | None = None
    decision_reason: str = ""


@dataclass(frozen=True)
class DatedOrder:
    """An order as it stands now, and how it came there; known by store and number. Money in fen."""
    store_id: int
    card_no: str
    order_no: str
    signed_on: date
    person_id: int | None
    price_fen: int
    sale_kind: SaleKind = SaleKind.RETAIL
    deposit_kind: DepositKind = DepositKind.EARNEST
    deposit_fen: int = 0
    series_id: int | None = None
    model_id: int | None = None
    colour: str = ""
    list_price_fen: int | None = None
    payment: str = ""
    expected_on: date | None = None
    vin: str | None = None
    vin_on: date | None = None
    deposit_paid_on: date | None = None
    paid_on: date | None = None
    invoiced_on: date | None = None
    reported_on: date | None = None
    insured_on: date | None = None
    plated_on: date | None = None
    contract_no: str = ""
    buyer: str = ""
    note: str = ""
    changes: tuple[DatedChange, ...] = ()
    cancellation: DatedCancellation | None = None
    delivery: DatedDelivery | None = None


OWN = ("order_no", "signed_on", "person_id", "price_fen", "sale_kind", "deposit_kind", "deposit_fen", "series_id",
       "model_id", "colour", "list_price_fen", "payment", "expected_on", "vin", "vin_on", "deposit_paid_on", "paid_on",
       "invoiced_on", "reported_on", "insured_on", "plated_on", "contract_no", "buyer", "note")


def drives(rows: Iterable[DatedDrive]) -> int:
    """Take drives; returns how many were new."""
    taken = 0
    for chunk in chunks(rows):
        leads = _leads(chunk)
        known = {tuple(row) for row in db.session.execute(
            select(TestDrive.lead_id, TestDrive.starts_at).where(
                TestDrive.live == 1, TestDrive.lead_id.in_([lead.id for lead in leads.values()])))}
        for row in chunk:
            lead = leads[row.store_id, row.card_no]
            if (lead.id, row.starts_at) in known:
                continue
            values = {name: value for name, value in vars(row).items() if name not in ("store_id", "card_no")}
            db.session.add(TestDrive(store_id=row.store_id, lead_id=lead.id, on=day_of(row.starts_at), **values))
            taken += 1
        db.session.flush()
    return taken


def trips(rows: Iterable[DatedTrip]) -> int:
    """Take lines of car logs, as a demo store tells them; returns how many there were. A test drive gets its car."""
    given = list(rows)
    drives_of = {drive.id: drive for drive in db.session.scalars(select(TestDrive).where(
        TestDrive.id.in_([row.drive_id for row in given if row.drive_id])))}
    plates = {row[0]: row[1] for row in db.session.execute(select(Vehicle.id, Vehicle.plate).where(
        Vehicle.id.in_({row.vehicle_id for row in given})))}
    db.session.add_all(CarTrip(**vars(row)) for row in given)
    for row in given:
        if drive := drives_of.get(row.drive_id or 0):
            drive.vehicle_id, drive.km_out, drive.km_in = row.vehicle_id, row.km_out, row.km_in
            drive.car = plates[row.vehicle_id] or drive.car
    db.session.flush()
    return len(given)


def orders(rows: Iterable[DatedOrder]) -> int:
    """Take orders; returns how many rows were new. A known order gets what it lacked, and never loses what it has."""
    return sum(_take(chunk) for chunk in chunks(rows))


def _take(chunk: Sequence[DatedOrder]) -> int:
    leads = _leads(chunk)
    known = {(order.store_id, order.order_no): order for order in db.session.scalars(
        select(Order).where(Order.voided_at.is_(None), Order.order_no.in_({row.order_no for row in chunk}),
                            Order.store_id.in_({row.store_id for row in chunk})).with_for_update())}
    taken = 0
    for row in chunk:
        key = row.store_id, row.order_no
        if key not in known:
            known[key] = _new(leads[row.store_id, row.card_no], row)
            taken += 1
    db.session.flush()
    changed = {(row.order_id, row.changed_on) for row in db.session.execute(
        select(OrderChange.order_id, OrderChange.changed_on).where(
            OrderChange.order_id.in_([order.id for order in known.values()])))}
    for row in chunk:
        order = known[row.store_id, row.order_no]
        for name in FILLED_LATER:
            if getattr(order, name) is None and order.live == 1:
                setattr(order, name, getattr(row, name))
        taken += _become(order, row, changed)
    db.session.flush()
    _take_vehicles([known[row.store_id, row.order_no] for row in chunk])
    return taken


def _take_vehicles(chunk: Sequence[Order]) -> None:
    """The orders' VINs as vehicles: those the stock has, and where it lacks one, one that came when it was allotted."""
    with_vin = [order for order in chunk if order.vin and order.vin_on]
    there = of_vins(order.vin for order in with_vin if order.vin)
    take_vehicles(DatedVehicle(
        order.store_id, order.vin, (Told(Move.TAKEN_IN, order.vin_on),), series_id=order.series_id,
        model_id=order.model_id, colour=order.colour, list_price_fen=order.list_price_fen)
        for order in with_vin if order.vin and order.vin_on and order.vin not in there)
    there = of_vins(order.vin for order in with_vin if order.vin)
    lives = moves_of(vehicle.id for vehicle in there.values())
    for order in with_vin:
        vehicle = there[order.vin or ""]
        if order.vehicle_id is None and not (order.live == 1 and vehicle.held_for not in ("", order.order_no)):
            order.vehicle_id = vehicle.id
        if order.vehicle_id == vehicle.id:
            retell(vehicle, lives.get(vehicle.id, ()), told_of_order(
                order.order_no, order.vin_on or order.signed_on, cancelled_on=order.cancelled_on,
                invoiced_on=order.invoiced_on, delivered_on=order.delivered_on))
    db.session.flush()


def told_of_order(order_no: str, on: date, *, cancelled_on: date | None, invoiced_on: date | None,
                  delivered_on: date | None) -> Iterator[Told]:
    """What an order made of its vehicle, by day."""
    yield Told(Move.RESERVED, on, held_for=order_no)
    if cancelled_on:
        yield Told(Move.FREED, max(on, cancelled_on))
        return
    if invoiced_on:
        yield Told(Move.SOLD, max(on, invoiced_on))
    if delivered_on:
        yield Told(Move.DELIVERED, max(on, delivered_on))


def _new(lead: Lead, row: DatedOrder) -> Order:
    order = Order(store_id=row.store_id, lead_id=lead.id, customer_id=lead.customer_id, signed_by_id=row.person_id,
                  deliverer_id=row.person_id, vin_at_signing=row.vin is not None and row.vin_on == row.signed_on,
                  **{name: getattr(row, name) for name in OWN})
    if row.cancellation:
        order.live = None
    db.session.add(order)
    return order


def _become(order: Order, row: DatedOrder, changed: set[tuple[int, date]]) -> int:
    """What came after the signing, where it is not known yet."""
    taken = 0
    for change in row.changes:
        if (order.id, change.changed_on) not in changed:
            db.session.add(OrderChange(order_id=order.id, store_id=order.store_id, **vars(change)))
            taken += 1
    if row.cancellation and order.cancelled_on is None and order.delivered_on is None:
        db.session.add(Cancellation(order_id=order.id, store_id=order.store_id, **vars(row.cancellation)))
        order.cancelled_on, order.live = row.cancellation.cancelled_on, None
        taken += 1
    elif row.delivery and order.delivered_on is None and order.cancelled_on is None:
        handed = {**vars(row.delivery), "checks": row.delivery.checks or {}}
        db.session.add(Delivery(order_id=order.id, store_id=order.store_id, lead_id=order.lead_id,
                                delivered_at=datetime.combine(row.delivery.delivered_on, time(15), ZONE),
                                sale_kind=order.sale_kind, series_id=order.series_id, price_fen=order.price_fen,
                                **handed))
        order.delivered_on = row.delivery.delivered_on
        taken += 1
    return taken


def _leads(rows: Sequence[DatedDrive | DatedOrder]) -> dict[Key, Lead]:
    return {(lead.store_id, lead.card_no): lead for lead in db.session.scalars(
        select(Lead).where(Lead.live == 1, Lead.card_no.in_({row.card_no for row in rows}),
                           Lead.store_id.in_({row.store_id for row in rows})))}


def exceptions(rows: Iterable[DatedException]) -> int:
    """Take exceptions of the queue whose allotment, where they were approved, is loaded with its order."""
    taken = [QueueException(
        store_id=row.store_id, order_id=row.order_id, earlier_id=row.earlier_id, vehicle_id=row.vehicle_id,
        asked_by_id=row.asked_by_id, asked_at=row.asked_at, ask_reason=row.reason, answer_by_on=row.answer_by_on,
        manager_by_id=row.manager_by_id, manager_at=row.manager_at, waiting=None if row.outcome else 1,
        outcome=row.outcome, decided_by_id=row.decided_by_id, decided_at=row.decided_at,
        decision_reason=row.decision_reason) for row in rows]
    db.session.add_all(taken)
    db.session.flush()
    return len(taken)
