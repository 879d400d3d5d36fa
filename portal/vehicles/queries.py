"""Reading: vehicles belong to a store, and whoever may see its stock sees all of them."""
from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, undefer

from portal.catalogue.vin import normal_vin
from portal.core.policy import Rights
from portal.core.scope import Scope
from portal.extensions import db
from portal.org.models import FOREVER, Store

from .models import TAIL, Certificate, Hold, Move, State, Use, Vehicle, VehicleMove
from .plates import ends_plate, plate_typed

WAYS = (State.ALLOCATED, State.TRANSIT)
THERE = (State.STOCK, *WAYS)            # named one by one, so that an index leads past what left in all the years
LEAST_TYPED = 4             # characters of a VIN from which one is looked for


def vehicles(scope: Scope) -> Select[Vehicle]:
    """The vehicles of the stores in `scope`, delivered and returned ones too; voided ones not."""
    return select(Vehicle).where(Vehicle.live == 1, scope.in_stores(Vehicle.store_id))


def with_cost(rows: Select[Vehicle]) -> Select[Vehicle]:
    """For who may read what a vehicle cost."""
    return rows.options(undefer(Vehicle.cost_fen), undefer(Vehicle.rebate_fen))


def by_vin(text: str, *, store_id: int | None = None) -> list[Vehicle]:
    """The live vehicles that a whole VIN or its last six characters name; of one store, where it is given."""
    typed = normal_vin(text)
    fits = Vehicle.tail == typed if len(typed) == TAIL else Vehicle.vin == typed
    of_store = () if store_id is None else (Vehicle.store_id == store_id,)
    return list(db.session.scalars(select(Vehicle).where(Vehicle.live == 1, fits, *of_store).limit(TAIL)))


def fits(text: str) -> ColumnElement[bool]:
    """Its VIN ends with what was typed, or has it anywhere."""
    typed = normal_vin(text)
    return Vehicle.tail == typed if len(typed) == TAIL else Vehicle.vin.contains(typed, autoescape=True)


def expected(scope: Scope, text: str) -> list[Vehicle]:
    """On the phone at the gate: what was typed of the VIN, among those that are on their way; from other stores of the
    group before the factory's, the next to arrive first. Without a word the next ones."""
    sent = exists().where(VehicleMove.vehicle_id == Vehicle.id, VehicleMove.store_id == Vehicle.store_id,
                          VehicleMove.what == Move.TRANSFERRED)
    rows = vehicles(scope).where(Vehicle.state.in_(WAYS))
    if text:
        rows = rows.where(fits(text))
    return list(db.session.scalars(rows.order_by(
        ~sent, Vehicle.expected_on.is_(None), Vehicle.expected_on, Vehicle.id).limit(20)))


def sent_from(scope: Scope) -> ColumnElement[bool]:
    """Transferred from the stores in `scope` to others, and nothing has happened to it since."""
    last, stood, earlier = (aliased(VehicleMove) for _move in range(3))
    newest_before = select(func.max(earlier.id)).where(
        earlier.vehicle_id == last.vehicle_id, earlier.id < last.id).scalar_subquery()
    return exists().where(
        last.vehicle_id == Vehicle.id, last.to_on == FOREVER, last.what == Move.TRANSFERRED,
        stood.vehicle_id == last.vehicle_id, stood.id == newest_before, scope.in_stores(stood.store_id))


def sent(scope: Scope) -> list[Vehicle]:
    """What has left the stores in `scope` for others and could be taken back; the next to arrive first."""
    return list(db.session.scalars(select(Vehicle).where(
        Vehicle.live == 1, Vehicle.state == State.TRANSIT, sent_from(scope),
        ).order_by(Vehicle.expected_on, Vehicle.id).limit(20)))


def taken_in(scope: Scope, day: date) -> list[Vehicle]:
    """What stands in the store since this day."""
    return list(db.session.scalars(vehicles(scope).where(
        Vehicle.state == State.STOCK, Vehicle.arrived_on == day).order_by(Vehicle.id).limit(20)))


def moves(vehicle: Vehicle) -> Select[VehicleMove]:
    """The newest first."""
    return select(VehicleMove).where(VehicleMove.vehicle_id == vehicle.id).order_by(
        VehicleMove.from_on.desc(), VehicleMove.id.desc())


def store_names(moves: Iterable[VehicleMove]) -> Mapping[int, str]:
    """Of the stores that a vehicle was in; none where it never left one."""
    ids = {move.store_id for move in moves}
    return {} if len(ids) < 2 else {row.id: row.name for row in db.session.execute(
        select(Store.id, Store.name).where(Store.id.in_(ids)))}


def in_stock() -> ColumnElement[bool]:
    """What counts as stock: display and reserved cars in, demo cars out."""
    return and_(Vehicle.state == State.STOCK, Vehicle.use != Use.DEMO)


def to_sell() -> ColumnElement[bool]:
    """Could be given to an order: in the store or on its way, nobody's, no demo car."""
    return and_(Vehicle.state.in_(THERE), Vehicle.hold == Hold.FREE, Vehicle.use != Use.DEMO)


def for_order(store_id: int, series_id: int | None, model_id: int | None, *, colour: str = "", typed: str = "",
              also: int | None = None) -> Select[Vehicle]:
    """What an order could take: its own model, or vehicles of its series whose model nobody has said; of `colour`
    first, in the store before on the way, the oldest first. `typed`: only those whose VIN ends so. `also` is one of
    them that need not be free, and is always among them."""
    end = normal_vin(typed)
    wanted = and_(to_sell(), Vehicle.vin.endswith(end, autoescape=True)) if end else to_sell()
    return select(Vehicle).where(
        Vehicle.live == 1, Vehicle.store_id == store_id,
        wanted if also is None else or_(wanted, Vehicle.id == also),
        or_(Vehicle.series_id == series_id, Vehicle.series_id.is_(None)),
        or_(Vehicle.model_id == model_id, Vehicle.model_id.is_(None)),
    ).order_by(*([Vehicle.id != also] if also else []), Vehicle.colour != colour, Vehicle.state != State.STOCK,
               Vehicle.arrived_on, Vehicle.expected_on, Vehicle.id)


def older_equal(vehicle: Vehicle) -> Vehicle | None:
    """The oldest free vehicle of the same store, model and colour that came before this one."""
    if vehicle.model_id is None:
        return None
    equal = select(Vehicle).where(
        Vehicle.live == 1, Vehicle.store_id == vehicle.store_id, Vehicle.id != vehicle.id, Vehicle.state == State.STOCK,
        Vehicle.hold == Hold.FREE, Vehicle.use == Use.SALE, Vehicle.model_id == vehicle.model_id,
        Vehicle.colour == vehicle.colour)
    if vehicle.state is State.STOCK and vehicle.arrived_on:
        equal = equal.where(Vehicle.arrived_on < vehicle.arrived_on)
    return db.session.scalars(equal.order_by(Vehicle.arrived_on, Vehicle.id).limit(1)).first()


def certificate_away() -> ColumnElement[bool]:
    return Vehicle.certificate != Certificate.HERE


def age(vehicle: Vehicle, on: date) -> int | None:
    """Days in this store."""
    return (on - vehicle.arrived_on).days if vehicle.arrived_on else None


def age_since_production(vehicle: Vehicle, on: date) -> int | None:
    return (on - vehicle.produced_on).days if vehicle.produced_on else None


def labels(ids: set[int]) -> Mapping[int, str]:
    return {row[0]: row[1] for row in db.session.execute(select(Vehicle.id, Vehicle.vin).where(Vehicle.id.in_(ids)))}


def opened_by(rights: Rights, ids: set[int]) -> set[int]:
    return set(db.session.scalars(vehicles(rights["vehicles.read"]).where(Vehicle.id.in_(ids))
                                  .with_only_columns(Vehicle.id))) if "vehicles.read" in rights else set()


def found(rights: Rights, text: str, limit: int) -> list[tuple[str, int, str, str]]:
    """For the search in the head: by the beginning or end of the VIN, or the plate of a demo car."""
    typed, plate = normal_vin(text), plate_typed(text)
    ways = [ends_plate(Vehicle.plate, plate)] if plate else []
    if len(typed) >= LEAST_TYPED and typed.isascii() and typed.isalnum():
        ways += [Vehicle.vin.endswith(typed, autoescape=True), Vehicle.vin.startswith(typed, autoescape=True)]
    if not ways:
        return []
    rows = db.session.scalars(vehicles(rights["vehicles.read"]).where(or_(*ways))
                              .order_by(Vehicle.id.desc()).limit(limit))
    return [("vehicle", row.id, row.vin, " · ".join(filter(None, (row.plate, str(row.word), row.colour))))
            for row in rows]


def other_stores(store_id: int) -> list[tuple[int, str]]:
    """Where a vehicle can be transferred to."""
    return [(row.id, row.name) for row in db.session.execute(
        select(Store.id, Store.name).where(Store.live == 1, Store.id != store_id).order_by(Store.rank, Store.id))]


def places(store_ids: Iterable[int]) -> list[str]:
    """The places of these stores that vehicles stand at."""
    return list(db.session.scalars(select(Vehicle.place).where(
        Vehicle.live == 1, Vehicle.store_id.in_(tuple(store_ids)), Vehicle.state == State.STOCK, Vehicle.place != "")
        .distinct().order_by(Vehicle.place).limit(50)))
