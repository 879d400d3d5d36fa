"""The demo store's vehicles: what a store of five years has more than its orders and its yard."""
from datetime import date

from sqlalchemy import func, select

from portal.catalogue.models import Colour
from portal.core.load import load
from portal.demo import stock
from portal.demo.cast import HOUSES
from portal.demo.fill import SIZES
from portal.demo.found import Opened
from portal.extensions import db
from portal.org.models import Store
from portal.vehicles.models import Hold, State, Vehicle, VehicleMove
from tests.factories.org import add, add_person, add_store, person
from tests.factories.sales import add_model

FIRST, TODAY = date(2021, 11, 1), date(2026, 11, 24)
GONE = (State.DELIVERED, State.RETURNED)


def test_what_was_passed_on_fills_the_years_and_stands_in_no_yard_any_more(app):
    main, other = add_store(), add_store("B", "永驰滨湖店")
    add_model()
    add(Colour, name="极地白", rank=0, version=1)
    add_person("Xi", "admin")
    opened = Opened(HOUSES[0], db.session.get(Store, main), {}, ())
    yard = len(stock.vehicles(opened, [], TODAY, first=FIRST, ever=0, others=[other]))
    had = stock.vehicles(opened, [], TODAY, first=FIRST, ever=yard + 200, others=[other])
    load({"vehicles": had}, by=person("Xi"), batch="demo")
    left = Vehicle.state.in_(GONE)
    assert len(had) == yard + 200 == db.session.scalar(select(func.count(Vehicle.id)))
    assert db.session.scalar(select(func.count(Vehicle.id)).where(left, Vehicle.hold == Hold.FREE)) == 200
    assert db.session.scalar(select(func.count(Vehicle.id)).where(left, Vehicle.store_id == other)) > 0
    last = db.session.scalar(select(func.max(VehicleMove.from_on)).where(VehicleMove.state.in_(GONE)))
    came = {on.year for on in db.session.scalars(select(VehicleMove.from_on))}
    assert last < TODAY and came == set(range(FIRST.year, TODAY.year + 1))


def test_the_five_years_of_the_group_come_to_25000_vehicles_and_the_demo_store_passes_nothing_on():
    assert sum(SIZES["five-years"].of(house) for house in HOUSES) == 25_000
    assert SIZES["demo"].of(HOUSES[0]) == SIZES["small"].of(HOUSES[0]) == 0
