"""Demo cars stay fit to drive: maintenance, insurance and inspection by a day, and who sees to them."""
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from portal.core.due import due
from portal.core.scope import Scope
from portal.extensions import db
from portal.sales.models import TestDrive
from portal.vehicles.models import CarUpkeep, Upkeep, Use
from tests.factories.customers import add_customer, add_lead
from tests.factories.org import person
from tests.factories.sales import OTHER_VIN, VIN
from tests.factories.vehicles import add_vehicle, vehicle

TODAY = date(2026, 11, 23)
SOON = TODAY + timedelta(days=12)


@pytest.fixture
def car(store):
    return add_vehicle(VIN, store_id=store, use=Use.DEMO, plate="鄂A试001")


@pytest.fixture
def planner(car, desk):
    return desk.sign_in("Ku")


def insure(desk, car, due_on=SOON):
    page = f"/demo-cars/{car}/upkeep/insurance"
    return desk.send(page, page=page, due_on=due_on.isoformat(), status=303)


def rows():
    db.session.rollback()
    return [(row.kind, row.due_on, row.owed, row.done_on) for row in db.session.scalars(
        select(CarUpkeep).order_by(CarUpkeep.id))]


def owed_to(name, store):
    db.session.rollback()
    scope = Scope(TODAY, persons=frozenset({person(name).id})) if name != "store" else Scope(
        TODAY, stores=frozenset({store}))
    return [(row.text, row.due_on) for row in due(scope) if row.kind == "car_upkeep"]


def test_an_insurance_that_ends_is_owed_by_the_planner_with_the_days_left(planner, car, store):
    insure(planner, car)
    assert "还有 12 天" in planner.open("/demo-cars").words and "还有 12 天" in planner.open("/").words
    assert "还有 12 天" in planner.open(f"/vehicles/{car}").words
    (owed,) = owed_to("Ku", store)
    assert owed[1] == SOON and owed[0].startswith("鄂A试001") and owed_to("Chen", store) == []
    assert len(owed_to("store", store)) == 1


def test_what_ends_in_months_is_shown_and_not_owed_yet(planner, car, store):
    insure(planner, car, TODAY + timedelta(days=90))
    assert "还有 90 天" in planner.open("/demo-cars").words and owed_to("Ku", store) == []


def test_when_it_was_done_is_entered_and_the_next_day_is_owed(planner, car, store):
    insure(planner, car)
    address = f"/car-upkeep/{db.session.scalar(select(CarUpkeep.id))}"
    assert "12-05" in planner.open(address).text
    assert planner.open(address).values(address)["next_on"] == "2027-12-05"
    planner.send(address, page=address, done_on="2026-12-24", status=422)
    planner.send(address, page=address, done_on="2026-11-20", next_on="2026-11-20", status=422)
    planner.send(address, page=address, done_on="2026-11-20", note="平安，一年", status=303)
    assert rows() == [(Upkeep.INSURANCE, SOON, None, date(2026, 11, 20)),
                      (Upkeep.INSURANCE, date(2027, 12, 5), 1, None)]
    assert "平安，一年" in planner.open(f"/demo-cars/{car}/upkeep/insurance").words
    planner.send(address, page=f"/demo-cars/{car}/upkeep/insurance", status=303)
    assert owed_to("Ku", store) == []


def test_a_day_that_a_colleague_has_set_meanwhile_is_not_overwritten(planner, car, store):
    page = f"/demo-cars/{car}/upkeep/insurance"
    old = planner.open(page)
    insure(planner, car)
    assert "12-05" in planner.send(page, old, due_on="2026-12-31", status=422).text
    assert [row[1] for row in rows()] == [SOON]


def test_a_car_that_is_no_demo_car_any_more_owes_nothing(planner, car, store):
    insure(planner, car)
    planner.send(f"/vehicles/{car}/use", page=f"/vehicles/{car}/use", use="sale", status=303)
    assert owed_to("Ku", store) == [] and "养护" not in planner.open("/").words


def test_who_sells_sees_the_days_and_enters_none(car, desk, store):
    insure(desk.sign_in("Ku"), car)
    assert "还有 12 天" in desk.sign_in("Li").open("/demo-cars").words
    desk.open(f"/demo-cars/{car}/upkeep/insurance", status=404)
    add_vehicle(OTHER_VIN, store_id=store)
    desk.sign_in("Ku").open(f"/demo-cars/{vehicle(OTHER_VIN).id}/upkeep/insurance", status=404)


def test_a_car_whose_insurance_has_ended_is_offered_to_nobody_from_the_next_day_on(planner, car, desk):
    insure(planner, car)
    li = desk.sign_in("Li")
    last, next_day = (li.open(f"/demo-cars?on={on}") for on in (SOON, SOON + timedelta(days=1)))
    assert "/demo-cars/book?car=" in last.text and "不能开" not in last.words
    assert "/demo-cars/book?car=" not in next_day.text and "保险 12-05 周六 已到期" in next_day.words


def test_a_car_without_insurance_is_booked_driven_and_noted_by_nobody_and_who_sees_to_it_is_named(planner, car, store,
                                                                                                 desk):
    ended = TODAY - timedelta(days=1)
    insure(planner, car, ended)
    log = f"/demo-cars/{car}/trips/new"
    page = planner.send(log, page=log, purpose="refuel", km_out=100, km_in=110, status=422)
    assert "保险 11-22" in page.words and "Ku" in page.words
    lead_id = add_lead("K26-0091", person("Li").id, store_id=store,
                       customer_id=add_customer("赵敏", "13900000091", store_id=store))
    desk.sign_in("Li")
    for address in (f"/leads/{lead_id}/drives/book", f"/leads/{lead_id}/drives/new"):
        page = desk.send(address, page=address, vehicle_id=car, status=422)
        assert "鄂A试001" in page.words and "保险 11-22" in page.words and 'href="#vehicle_id' in page.text
    assert db.session.scalar(select(func.count()).select_from(TestDrive)) == 0


def test_on_the_last_day_it_is_driven_and_late_maintenance_only_warns(planner, car, store, desk):
    insure(planner, car, TODAY)
    page = f"/demo-cars/{car}/upkeep/maintenance"
    planner.send(page, page=page, due_on="2026-11-01", status=303)
    log = f"/demo-cars/{car}/trips/new"
    planner.send(log, page=log, purpose="refuel", km_out=100, km_in=110, status=303)
    assert "22 天" in planner.open("/demo-cars").words


def test_a_car_without_inspection_is_driven_to_the_workshop_alone(planner, car, store):
    page = f"/demo-cars/{car}/upkeep/inspection"
    planner.send(page, page=page, due_on="2026-11-01", status=303)
    log = f"/demo-cars/{car}/trips/new"
    assert "年检 11-01" in planner.send(log, page=log, purpose="event", km_out=100, km_in=110, status=422).words
    planner.send(log, page=log, purpose="service", km_out=100, km_in=110, status=303)
