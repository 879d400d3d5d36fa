"""Load: vehicles with the moves of their lives, as dated rows; from a stock ledger, or a demo store."""
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import undefer

from portal.core.load import chunks
from portal.extensions import db

from .life import Told, retell
from .models import TAIL, Certificate, State, Vehicle, VehicleMove

FACTS = ("series_id", "model_id", "colour", "interior", "options", "engine_no", "plate", "list_price_fen", "cost_fen",
         "rebate_fen", "produced_on", "expected_on", "invoiced_on", "bank", "finance_due_on", "redeem_on", "note")


@dataclass(frozen=True)
class DatedVehicle:
    """A vehicle as the books have it, known by its VIN in the whole group; `moves` by day. Money in fen."""
    store_id: int
    vin: str
    moves: tuple[Told, ...]
    series_id: int | None = None
    model_id: int | None = None
    colour: str = ""
    interior: str = ""
    options: str = ""
    engine_no: str = ""
    plate: str = ""
    list_price_fen: int | None = None
    cost_fen: int | None = None
    rebate_fen: int | None = None
    produced_on: date | None = None
    expected_on: date | None = None
    invoiced_on: date | None = None
    bank: str = ""
    finance_due_on: date | None = None
    certificate: Certificate | None = None
    redeem_on: date | None = None
    note: str = ""


def vehicles(rows: Iterable[DatedVehicle]) -> int:
    """Take vehicles; returns how many vehicles and moves were new. A known one gets the facts that it lacked."""
    return sum(_take(chunk) for chunk in chunks(rows))


def of_vins(vins: Iterable[str]) -> Mapping[str, Vehicle]:
    """The live vehicles of these VINs, locked."""
    return {vehicle.vin: vehicle for vehicle in db.session.scalars(
        select(Vehicle).where(Vehicle.live == 1, Vehicle.vin.in_(sorted(set(vins))))
        .options(undefer(Vehicle.cost_fen), undefer(Vehicle.rebate_fen)).with_for_update())}


def _take(chunk: Sequence[DatedVehicle]) -> int:
    known, taken = dict(of_vins(row.vin for row in chunk)), 0
    for row in chunk:
        if row.vin not in known:
            known[row.vin] = _new(row)
            taken += 1
        else:
            _complete(known[row.vin], row)
    db.session.flush()
    life = moves_of(vehicle.id for vehicle in known.values())
    for row in chunk:
        vehicle = known[row.vin]
        taken += retell(vehicle, life.get(vehicle.id, ()), row.moves)
    db.session.flush()
    return taken


def moves_of(ids: Iterable[int]) -> Mapping[int, Sequence[VehicleMove]]:
    """The lives of these vehicles, each in its order."""
    rows = db.session.scalars(select(VehicleMove).where(VehicleMove.vehicle_id.in_(sorted(set(ids))))
                              .order_by(VehicleMove.vehicle_id, VehicleMove.from_on, VehicleMove.id))
    return {vehicle_id: list(life) for vehicle_id, life in groupby(rows, key=lambda row: row.vehicle_id)}


def _new(row: DatedVehicle) -> Vehicle:
    vehicle = Vehicle(store_id=row.store_id, vin=row.vin, tail=row.vin[-TAIL:], state=State.ALLOCATED,
                      certificate=row.certificate or Certificate.HERE,
                      **{name: getattr(row, name) for name in FACTS})
    db.session.add(vehicle)
    return vehicle


def _complete(vehicle: Vehicle, row: DatedVehicle) -> None:
    """What it lacks. Where its certificate is, a ledger says of one that comes with it; of one that is here the portal
    knows better, since last week's ledger would pledge what has been redeemed."""
    for name in FACTS:
        given: Any = getattr(row, name)
        if given not in (None, "") and getattr(vehicle, name) in (None, ""):
            setattr(vehicle, name, given)
    if row.certificate and vehicle.state in (State.ALLOCATED, State.TRANSIT):
        vehicle.certificate = row.certificate
