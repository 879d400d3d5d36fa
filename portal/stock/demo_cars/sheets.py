"""试驾车使用记录: a demo car's month, as the log has it; blank to fill by hand."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from portal.catalogue import queries as catalogue
from portal.core.period import Period
from portal.core.sheet import SheetKind
from portal.customers.models import Lead
from portal.extensions import db
from portal.org.models import Store
from portal.org.queries import names
from portal.sales.models import CarTrip, Purpose, TestDrive
from portal.vehicles.models import Vehicle

MONTH = "demo_car_month"
ROWS = 24               # on a page at least


@dataclass(frozen=True)
class Trip:
    on: date
    purpose: str
    driver: str
    card_no: str                    # of the lead that drove
    km_out: int
    km_in: int
    note: str
    unlogged: int                   # kilometres between the line before and this one

    @property
    def km(self) -> int:
        return self.km_in - self.km_out


@dataclass(frozen=True)
class CarMonth:
    store: str
    plate: str = ""
    model: str = ""
    vin: str = ""
    month: Period | None = None
    trips: Sequence[Trip] = ()
    drives: int = 0

    @property
    def km(self) -> int:
        return sum(trip.km for trip in self.trips)

    @property
    def unlogged(self) -> int:
        return sum(trip.unlogged for trip in self.trips)

    @property
    def blank_rows(self) -> int:
        return max(ROWS - len(self.trips), 0)


def month_of(car: Vehicle, month: Period) -> CarMonth:
    rows = db.session.execute(
        select(CarTrip, Lead.card_no).outerjoin(TestDrive, TestDrive.id == CarTrip.drive_id)
        .outerjoin(Lead, Lead.id == TestDrive.lead_id)
        .where(CarTrip.vehicle_id == car.id, CarTrip.live == 1, CarTrip.on.between(month.start, month.end))
        .order_by(CarTrip.on, CarTrip.km_out, CarTrip.id)).all()
    who = names({trip.person_id for trip, _card in rows})
    before, trips = None, []
    for trip, card_no in rows:
        trips.append(Trip(trip.on, str(trip.purpose.label), who.get(trip.person_id, ""), card_no or "", trip.km_out,
                          trip.km_in, trip.note, trip.km_out - before if before is not None else 0))
        before = trip.km_in
    return CarMonth(
        db.session.get_one(Store, car.store_id).name, car.plate or car.tail,
        catalogue.model_names({car.model_id}).get(car.model_id or 0, ""), car.vin, month, trips,
        sum(1 for trip, _card in rows if trip.purpose is Purpose.TEST_DRIVE))


def blank_month(store: Store) -> CarMonth:
    return CarMonth(store.name)


sheets = (SheetKind(MONTH, _l("Demo car log of a month"), "demo_cars.read", "stock/sheets/demo_car_month.html",
                    month_of, endpoint="demo_cars.index", blank="demo_cars.blank_month"),)
