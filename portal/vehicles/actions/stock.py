"""What the planner does: enter, take in, park, use, transfer, return."""
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from portal.catalogue.models import CarModel
from portal.catalogue.vin import is_vin, normal_vin
from portal.core.action import Refused, action, seen
from portal.core.clock import today
from portal.core.period import ONE_DAY
from portal.core.registry import tell
from portal.extensions import db
from portal.org.models import Person, Store

from .. import life, queries
from ..models import TAIL, Certificate, Hold, Move, State, Use, Vehicle

LATEST_ENTRY = timedelta(days=31)       # a vehicle is taken in within a month of its arrival
USES = {Use.SALE: Move.FOR_SALE, Use.DISPLAY: Move.ON_DISPLAY, Use.DEMO: Move.MADE_DEMO}
CERTIFIED, LEAVES = "vehicle.certified", "vehicle.leaves"      # moments that areas above join
BEGINS = {State.ALLOCATED: Move.ALLOCATED, State.TRANSIT: Move.SHIPPED, State.STOCK: Move.TAKEN_IN}


@action("vehicle.entered")
def enter_vehicle(*, by: Person, store_id: int, vin: str, state: State, model_id: int, arrived_on: date | None = None,
                  place: str = "", once: str | None = None, **facts: Any) -> Vehicle:
    """A vehicle that the store did not know: allocated, on its way, or here already."""
    vehicle = Vehicle(store_id=store_id, vin=_free_vin(vin), tail="", state=state)
    vehicle.tail = vehicle.vin[-TAIL:]
    _say(vehicle, model_id=model_id, **facts)
    on = _arrival(arrived_on) if state is State.STOCK else today()
    db.session.add(vehicle)
    db.session.flush()
    life.begin(vehicle, BEGINS[state], on, by=by, place=place)
    return vehicle


@action("vehicle.changed")
def change_vehicle(vehicle: Vehicle, *, by: Person, version: int, model_id: int, **facts: Any) -> Vehicle:
    """What is known of it. The costs only where they are among the facts, for who may see them."""
    seen(vehicle, version)
    before = vehicle.certificate
    _say(vehicle, model_id=model_id, **facts)
    _certified(vehicle, before, by)
    return vehicle


@action("vehicle.taken_in")
def take_in(vehicle: Vehicle, *, by: Person, version: int, arrived_on: date, place: str = "",
            certificate: Certificate | None = None, once: str | None = None) -> Vehicle:
    """It has arrived, from the factory or from another store; from now on its days in store count."""
    seen(vehicle, version)
    if vehicle.state not in (State.ALLOCATED, State.TRANSIT, State.RETURNED):
        raise Refused(_("This vehicle has been taken in already: %(state)s.", state=vehicle.word))
    on, received = _arrival(arrived_on), vehicle.id in life.from_another_store([vehicle.id])
    life.move(vehicle, Move.RECEIVED if received else Move.TAKEN_IN, by=by, on=on, place=place)
    if certificate:
        before, vehicle.certificate = vehicle.certificate, certificate
        _certified(vehicle, before, by)
    return vehicle


@action("vehicle.parked")
def park(vehicle: Vehicle, *, by: Person, version: int, place: str) -> Vehicle:
    """It stands somewhere else now."""
    _here(vehicle, version)
    if place == vehicle.place:
        raise Refused(_("It stands there already."), field="place")
    life.move(vehicle, Move.PARKED, by=by, place=place)
    return vehicle


@action("vehicle.used")
def change_use(vehicle: Vehicle, *, by: Person, version: int, use: Use, plate: str = "") -> Vehicle:
    """For sale, on display, or a demo car, which no order can take and which is no stock."""
    _here(vehicle, version)
    if use is Use.DEMO and vehicle.hold is not Hold.FREE:
        raise Refused(_("Order %(no)s has it: a demo car belongs to no order.", no=vehicle.held_for), field="use")
    if use is vehicle.use and plate == vehicle.plate:
        raise Refused(_("That is what it is used for."), field="use")
    if use is not vehicle.use:
        if Use.DEMO in (use, vehicle.use):
            tell(LEAVES, vehicle, by=by)
        life.move(vehicle, USES[use], by=by)
    vehicle.plate = plate if use is Use.DEMO else ""
    return vehicle


@action("vehicle.transferred")
def transfer(vehicle: Vehicle, *, by: Person, version: int, to_store_id: int, reason: str,
             arrives_on: date | None = None) -> Vehicle:
    """To another store of the group 调拨: from now on it is theirs, on its way until they take it in. Without a day it
    is to arrive there tomorrow."""
    _here(vehicle, version)
    _nobodys(vehicle)
    store = db.session.get_one(Store, to_store_id)
    if store.id == vehicle.store_id or store.live is None:
        raise Refused(_("Choose another store."), field="to_store_id")
    if arrives_on and arrives_on < today():
        raise Refused(_("That day is over."), field="arrives_on")
    tell(LEAVES, vehicle, by=by)
    life.move(vehicle, Move.TRANSFERRED, by=by, store_id=store.id, reason=reason)
    vehicle.expected_on = arrives_on or today() + ONE_DAY
    return vehicle


@action("vehicle.called_back")
def call_back(vehicle: Vehicle, *, by: Person, version: int, reason: str) -> Vehicle:
    """Its sender takes a transfer back while nothing has happened since: the vehicle is for sale where it stood, and
    its days in that store go on."""
    seen(vehicle, version)
    last, *before = db.session.scalars(queries.moves(vehicle).limit(2)).all()
    if last.what is not Move.TRANSFERRED or not before:
        raise Refused(_("Something has happened to this vehicle since: %(state)s.", state=vehicle.word))
    stood = before[0]
    life.move(vehicle, Move.TRANSFERRED, by=by, store_id=stood.store_id, reason=reason)
    life.move(vehicle, Move.RECEIVED, by=by, on=stood.arrived_on, place=stood.place)
    vehicle.expected_on = None
    return vehicle


@action("vehicle.returned")
def return_vehicle(vehicle: Vehicle, *, by: Person, version: int, reason: str) -> Vehicle:
    """Back to the factory."""
    seen(vehicle, version)
    if vehicle.state in (State.DELIVERED, State.RETURNED):
        raise Refused(_("This vehicle is not here any more: %(state)s.", state=vehicle.word))
    _nobodys(vehicle)
    tell(LEAVES, vehicle, by=by)
    life.move(vehicle, Move.RETURNED, by=by, reason=reason)
    return vehicle


@action("vehicle.certified")
def note_certificate(vehicle: Vehicle, *, by: Person, version: int, certificate: Certificate,
                     redeem_on: date | None = None) -> Vehicle:
    """Where the certificate of conformity is; while it is being redeemed, the day it is to be back."""
    seen(vehicle, version)
    if certificate is Certificate.REDEEMING and redeem_on is None:
        raise Refused(_("The day it is to be back."), field="redeem_on")
    before, vehicle.certificate = vehicle.certificate, certificate
    vehicle.redeem_on = None if certificate is Certificate.HERE else redeem_on
    _certified(vehicle, before, by)
    return vehicle


@action("vehicle.voided")
def void_vehicle(vehicle: Vehicle, *, by: Person, version: int, reason: str) -> Vehicle:
    """Entered by mistake: its VIN is free again."""
    seen(vehicle, version)
    if vehicle.state is State.DELIVERED:
        raise Refused(_("This vehicle has been delivered."))
    _nobodys(vehicle)
    tell(LEAVES, vehicle, by=by)
    vehicle.void(by=by, reason=reason)
    return vehicle


def _say(vehicle: Vehicle, *, model_id: int, **facts: Any) -> None:
    model = db.session.get_one(CarModel, model_id)
    vehicle.model_id, vehicle.series_id = model.id, model.series_id
    for name, value in facts.items():
        setattr(vehicle, name, value)
    if vehicle.list_price_fen is None:
        vehicle.list_price_fen = model.list_price_fen
    if vehicle.produced_on and vehicle.produced_on > today():
        raise Refused(_("That day is still to come."), field="produced_on")
    if vehicle.certificate is Certificate.HERE:
        vehicle.redeem_on = None


def _certified(vehicle: Vehicle, before: Certificate, by: Person) -> None:
    if vehicle.certificate is not before:
        tell(CERTIFIED, vehicle, by=by)


def _arrival(on: date | None) -> date:
    if on is None:
        return today()
    if not today() - LATEST_ENTRY <= on <= today():
        raise Refused(_("Today, or up to a month ago."), field="arrived_on")
    return on


def _here(vehicle: Vehicle, version: int) -> None:
    seen(vehicle, version)
    if not vehicle.is_here:
        raise Refused(_("This vehicle is not in the store: %(state)s.", state=vehicle.word))


def _nobodys(vehicle: Vehicle) -> None:
    if vehicle.hold is not Hold.FREE:
        raise Refused(_("Order %(no)s has this vehicle: release it there first.", no=vehicle.held_for))


def _free_vin(text: str) -> str:
    vin = normal_vin(text)
    if not is_vin(vin):
        raise Refused(_("A VIN has 17 letters and digits, without I, O and Q; this has %(count)s.", count=len(vin)),
                      field="vin")
    row = db.session.execute(select(Vehicle.state, Store.name).join(Store, Store.id == Vehicle.store_id).where(
        Vehicle.vin == vin, Vehicle.live == 1)).first()
    if row:
        raise Refused(_("%(store)s has this VIN already: %(state)s.", store=row[1], state=row[0].label), field="vin")
    return vin
