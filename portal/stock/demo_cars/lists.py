"""The log of the demo cars."""
from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import case, select

from portal.core.lists import Choice, Column, Dates, Day, Link, List, Name, Number, Person, Tab, Text, Words
from portal.core.scope import Scope
from portal.extensions import db
from portal.sales import queries
from portal.sales.models import CarTrip, Purpose
from portal.vehicles.models import Vehicle

CAR = case((Vehicle.plate != "", Vehicle.plate), else_=Vehicle.tail)


def _cars(scope: Scope) -> Mapping[str, str]:
    """Those that have a line, demo cars that were sold since too."""
    ids = queries.trips(scope).with_only_columns(CarTrip.vehicle_id)
    return {str(row[0]): row[1] for row in db.session.execute(
        select(Vehicle.id, CAR).where(Vehicle.id.in_(ids)).order_by(CAR))}


trips = List(
    "car_trips", _l("Car log"), queries.trips, id=CarTrip.id, sort="-on", rows=_l("lines"),
    details=lambda rows: rows.join(Vehicle, Vehicle.id == CarTrip.vehicle_id), export="vehicles.export",
    empty=_l("The log of a demo car fills itself from test drives whose kilometres are noted; refuelling, moves and "
             "events are entered."),
    columns=(
        Column("on", _l("Day"), CarTrip.on, Day(), head=True, sort=(CarTrip.on, CarTrip.km_out),
               link=Link("demo_cars.trip", "trip_id")),
        Column("car", _l("Demo car"), CAR, Name()),
        Column("purpose", lazy_pgettext("trip", "Purpose"), CarTrip.purpose, Words()),
        Column("person", _l("Who drove"), CarTrip.person_id, Person(), sort=False),
        Column("km_out", _l("Km out"), CarTrip.km_out, Number()),
        Column("km_in", _l("Km in"), CarTrip.km_in, Number(), sort=False),
        Column("km", lazy_pgettext("trip", "Driven"), CarTrip.km_in - CarTrip.km_out, Number(),
               unit=lazy_pgettext("trip", "km"), sort=False),
        Column("note", _l("Remarks"), CarTrip.note, Text(), phone="hidden"),
    ),
    filters=(
        Choice("car", _l("Demo car"), column=CarTrip.vehicle_id, among=_cars),
        Choice("purpose", lazy_pgettext("trip", "Purpose"), column=CarTrip.purpose, among=Purpose),
        Dates("on", _l("Day"), column=CarTrip.on),
    ),
    tabs=(Tab(Purpose.TEST_DRIVE.label, "purpose=drive"), Tab(Purpose.REFUEL.label, "purpose=refuel")),
)
