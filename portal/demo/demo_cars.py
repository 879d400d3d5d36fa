"""The demo store's demo cars: a log of the last weeks, from its test drives and what lies between them."""
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from sqlalchemy import select

from portal.core.load import load
from portal.extensions import db
from portal.org.models import Person
from portal.sales import queries
from portal.sales.load import DatedTrip
from portal.sales.models import DriveState, Purpose, TestDrive
from portal.vehicles.models import Vehicle

from .found import Opened

DAYS = 35
BETWEEN = ((Purpose.REFUEL, "加油 200 元"), (Purpose.MOVE, "挪到交车区"), (Purpose.EVENT, "万达外展"),
           (Purpose.REFUEL, "充电"), (Purpose.SERVICE, "常规保养"))


def hold(opened: Opened, today: date, *, by: Person) -> None:
    """Each of the store's demo cars from its own kilometres on."""
    random = Random(f"{opened.store.code} demo cars")
    rows: list[DatedTrip] = []
    for car in db.session.scalars(queries.demo_cars(opened.store.id)).all():
        rows += _log(car, _drives(car, today), random)
    load({"car_trips": rows}, by=by, batch="demo")


def _drives(car: Vehicle, today: date) -> Sequence[TestDrive]:
    """Those of the last weeks that name its plate and were made since it is here."""
    since = max(today - timedelta(days=DAYS), car.arrived_on or today)
    return db.session.scalars(select(TestDrive).where(
        TestDrive.store_id == car.store_id, TestDrive.live == 1, TestDrive.state == DriveState.DRIVEN,
        TestDrive.on >= since, TestDrive.car.startswith(car.plate or car.tail, autoescape=True))
        .order_by(TestDrive.starts_at, TestDrive.id)).all()


def _log(car: Vehicle, drives: Sequence[TestDrive], random: Random) -> Iterator[DatedTrip]:
    at = random.randint(900, 5200)
    for n, drive in enumerate(drives):
        if n % 9 == 5:
            purpose, note = random.choice(BETWEEN)
            km = random.randint(2, 30)
            yield DatedTrip(car.store_id, car.id, drive.on, purpose, at, at + km, drive.person_id, note=note)
            at += km
        km = random.randint(6, 18)
        at += random.choice((0, 0, 0, 0, 1))
        yield DatedTrip(car.store_id, car.id, drive.on, Purpose.TEST_DRIVE, at, at + km, drive.person_id, drive.id)
        at += km
