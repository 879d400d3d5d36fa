"""What lines of car logs are called where others name them."""
from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import select

from portal.core.area import Kind
from portal.core.policy import Rights
from portal.extensions import db
from portal.sales import queries
from portal.sales.models import CarTrip
from portal.sales.recorded import FIELDS
from portal.vehicles.models import Vehicle

from . import upkeep
from .lists import CAR


def _titles(ids: set[int]) -> Mapping[int, str]:
    return {row[0]: f"{row[1]} {row[2]:%m-%d}" for row in db.session.execute(
        select(CarTrip.id, CAR, CarTrip.on).join(Vehicle, Vehicle.id == CarTrip.vehicle_id)
        .where(CarTrip.id.in_(ids)))}


def _readable(rights: Rights, ids: set[int]) -> set[int]:
    return set(db.session.scalars(queries.trips(rights["demo_cars.read"]).where(CarTrip.id.in_(ids))
                                  .with_only_columns(CarTrip.id))) if "demo_cars.read" in rights else set()


VERBS = {"upkeep.planned": _l("Day of a demo car's upkeep set"), "upkeep.done": _l("Demo car's upkeep done")}
UPKEEP = {"vehicle_id": _l("Vehicle"), "due_on": lazy_pgettext("upkeep", "Due on"), "owed": _l("Still to be done"),
          "done_on": lazy_pgettext("upkeep", "Done on"), "done_by_id": _l("Entered by")}

kinds = (Kind("car_trip", _l("Line of a car log"), "demo_cars.trip", "trip_id", _titles, _readable,
              {**FIELDS, "person_id": _l("Who drove")}),
         Kind("car_upkeep", _l("Upkeep of a demo car"), "demo_cars.finish_upkeep", "upkeep_id", upkeep.titles,
              upkeep.readable, UPKEEP))
