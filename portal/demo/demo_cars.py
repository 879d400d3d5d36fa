"""The demo store's demo cars: a log of the last weeks, from its test drives and what lies between them."""
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from sqlalchemy import select

from portal.core.load import load
from portal.extensions import db
from portal.org.models import Person, Role
from portal.sales import queries
from portal.sales.load import DatedTrip
from portal.sales.models import DriveState, Purpose, TestDrive
from portal.stock.demo_cars.load import DatedUpkeep
from portal.vehicles.models import Upkeep, Vehicle

from .found import Opened

DAYS = 35
BETWEEN = ((Purpose.REFUEL, "加油 200 元"), (Purpose.MOVE, "挪到交车区"), (Purpose.EVENT, "万达外展"),
           (Purpose.REFUEL, "充电"), (Purpose.SERVICE, "常规保养"))


def hold(opened: Opened, today: date, *, by: Person) -> None:
    """Each of the store's demo cars from its own kilometres on."""
    random = Random(f"{opened.store.code} demo cars")
    rows: list[DatedTrip] = []
    cars = db.session.scalars(queries.demo_cars(opened.store.id)).all()
    for car in cars:
        rows += _log(car, _drives(car, today), random)
    load({"car_trips": rows, "car_upkeep": [row for place, car in enumerate(cars)
                                            for row in _upkeep(opened, place, car, today)]}, by=by, batch="demo")


def _upkeep(opened: Opened, place: int, car: Vehicle, today: date) -> Iterator[DatedUpkeep]:
    """The first car is late for its maintenance, the second's insurance ends soon; the last has no inspection set."""
    runs = next((m.person.id for m in opened.members if m.part.role is Role.PLANNER), None)
    days = {Upkeep.MAINTENANCE: (-3, 95, 41)[place % 3], Upkeep.INSURANCE: (160, 12, 230)[place % 3],
            Upkeep.INSPECTION: (400, 310, None)[place % 3]}
    for kind, ahead in days.items():
        if ahead is not None:
            yield DatedUpkeep(car.store_id, car.id, kind, today + timedelta(days=ahead))
    done_on = today - timedelta(days=185)
    if runs is not None and car.arrived_on and car.arrived_on < done_on:
        yield DatedUpkeep(car.store_id, car.id, Upkeep.MAINTENANCE, done_on, done_on, runs, "常规保养，换机油机滤")


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
