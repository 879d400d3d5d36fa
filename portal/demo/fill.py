"""Filling an empty database with the demo group."""
import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from sqlalchemy import exists, select

from portal.core.clock import today as day_of_today
from portal.core.load import chunks, load
from portal.customers.load import ids_by_phone
from portal.extensions import db
from portal.goals.models import Plan
from portal.org.models import Person, Store
from portal.schema import take_statistics
from portal.vehicles.load import DatedVehicle

from . import board, counts, demo_cars, exceptions, goals, meetings, present, reviews, skills, stock, supply, training
from .cast import HOUSES, House
from .found import Opened, administrator, found_group
from .story import Rows, Story

BATCH = "demo"


class Size(NamedTuple):
    """How many months of history, how many times the traffic of the cast, and how many vehicles the group had in all:
    where those of orders and the yard are fewer, the rest was passed on."""
    months: int
    traffic: float
    vehicles: int = 0

    def of(self, house: House) -> int:
        """A store's part of the vehicles."""
        return round(self.vehicles * house.traffic / sum(each.traffic for each in HOUSES))


SIZES = {"small": Size(4, .5), "demo": Size(14, 1), "five-years": Size(60, 2.4, 25_000)}


def is_filled() -> bool:
    """Whether the group is there to its end: the plans of its last store come last."""
    last = select(Store.id).where(Store.code == HOUSES[-1].code)
    return bool(db.session.scalar(select(exists().where(Plan.store_id.in_(last)))))


def fill(*, size: str = "demo", seed: int = 1, today: date | None = None,
         say: Callable[[str], None] = lambda words: None) -> None:
    """Make the group and its history up to yesterday's close, the same for the same seed and day; then today so far."""
    asked = SIZES[size]
    today, random = today or day_of_today(), Random(seed)
    admin = administrator()
    stores = found_group(by=admin, today=today, random=random)
    last = today - timedelta(days=1)
    first = _months_before(today, asked.months)
    for opened in stores:
        say(opened.store.name)
        with _no_collecting():
            rows = Story(opened, random, first, last, today, asked.traffic).tell()
            had = stock.vehicles(opened, rows.orders, today, first=first, ever=asked.of(opened.house),
                                 others=[each.store.id for each in stores if each is not opened])
            _load(opened, rows, had, admin)
            goals.plan(opened, first, today, by=admin)
            board.hang(opened, first, today, by=admin)
            training.hold(opened, first, today, by=admin)
            counts.hold(opened, today, by=admin)
            exceptions.ask(opened, today, by=admin)
            supply.plan(opened, today, by=admin)
            skills.judge(opened, today, by=admin)
            skills.pair(opened, today, by=admin)
            demo_cars.hold(opened, today, by=admin)
            reviews.hold(opened, today, by=admin)
            board.tell(opened, today, by=admin)
            meetings.hold(opened, today, by=admin)
            if today == day_of_today():
                present.fill(opened, seed)
    db.session.remove()
    take_statistics()


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Rows are made by the hundred thousand and none of them in circles: looking for circles takes a quarter of all."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _load(opened: Opened, rows: Rows, vehicles: Sequence[DatedVehicle], by: Person) -> None:
    load({"customers": rows.customers}, by=by, batch=BATCH)
    whose = ids_by_phone(opened.store.id, (phone for phone, _lead in rows.leads))
    leads = [replace(lead, customer_id=whose[phone]) for phone, lead in rows.leads]
    for part in chunks(leads, 2000):
        load({"leads": part}, by=by, batch=BATCH)
    for entries in chunks(rows.visits, 4000):
        load({"visits": entries}, by=by, batch=BATCH)
    load({"vehicles": vehicles, "drives": rows.drives, "orders": rows.orders}, by=by, batch=BATCH)


def _months_before(day: date, months: int) -> date:
    """The first of the month so many months before."""
    place = day.year * 12 + day.month - 1 - months
    return date(place // 12, place % 12 + 1, 1)
