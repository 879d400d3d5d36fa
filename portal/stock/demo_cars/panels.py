"""On a demo car's page: what its log stands at, and the way to its day and log."""
from dataclasses import dataclass

from portal.core.panel import Panel, Reading
from portal.sales import queries
from portal.vehicles.models import Use


@dataclass(frozen=True)
class Log:
    vehicle_id: int
    km: int | None


def _log(reading: Reading) -> Log | None:
    car = reading.row
    if car.use is not Use.DEMO:
        return None
    return Log(car.id, queries.kilometres([car.id]).get(car.id))


panels = (Panel("vehicle", 20, "demo_cars.read", _log, "stock/demo_cars/_of_vehicle.html"),)
