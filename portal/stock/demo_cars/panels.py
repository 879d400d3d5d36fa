"""A demo car's log and upkeep on its page, and at home what of all demo cars is near."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.core.panel import Panel, Reading
from portal.extensions import db
from portal.sales import queries
from portal.vehicles.models import CarUpkeep, Use, Vehicle

from . import upkeep
from .lists import CAR
from .upkeep import Need


@dataclass(frozen=True)
class Log:
    car: Vehicle
    km: int | None
    needs: Sequence[Need]


@dataclass(frozen=True)
class Near:
    """(what, the car) of what is owed; the day it is seen from."""
    rows: Sequence[tuple[Need, str]]
    today: date


def _log(reading: Reading) -> Log | None:
    car = reading.row
    if car.use is not Use.DEMO:
        return None
    return Log(car, queries.kilometres([car.id]).get(car.id), upkeep.needs([car.id], reading.as_of)[car.id])


def _near(reading: Reading) -> Near | None:
    """For who runs the demo cars; who has customers of his own sees only what is late."""
    today = reading.as_of
    rows = upkeep.upkeep(reading.rights["demo_cars.write"]).where(upkeep.is_near(today))
    if "leads.write" in reading.rights:
        rows = rows.where(CarUpkeep.due_on < today)
    found = db.session.execute(rows.add_columns(CAR).order_by(CarUpkeep.due_on, CarUpkeep.id)).all()
    return Near([(Need(row.kind, row, today), car) for row, car in found], today) if found else None


panels = (Panel("vehicle", 20, "demo_cars.read", _log, "stock/demo_cars/_of_vehicle.html"),
          Panel("home", 27, "demo_cars.write", _near, "stock/demo_cars/_home_panel.html"))
