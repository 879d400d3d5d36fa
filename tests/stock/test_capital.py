"""What the money in vehicles costs and what deliveries earn: by hand, as at any day, and behind every door by role."""
import re

import pytest
from sqlalchemy import update

from portal.core.agreement import agree
from portal.core.period import Period, day, month
from portal.core.scope import Scope
from portal.extensions import db
from portal.org.models import FOREVER, Store
from portal.stock.capital import capital_cost
from portal.stock.metrics import profit_each, profit_rate, second_each, second_rate
from portal.vehicles.models import Move, State, Use, VehicleMove
from tests.factories.org import add, add_person, person
from tests.factories.sales import OTHER_VIN, VIN
from tests.factories.vehicles import AT, add_vehicle

from .test_board import TODAY, days_ago, delivered, vin

OF = Scope(TODAY, stores=frozenset({1}))
COST = 14_600_000           # 146,000 yuan: 24 yuan a day at 6 %
A_DAY = 2_400


def cost_of(period, as_of=TODAY):
    return capital_cost.figures(OF, [period], as_of).get((period,), capital_cost.none).amount


@pytest.fixture
def standing(store):
    """One for sale and one demo car, ten days in the store; one without a known cost, one on its way."""
    add_vehicle(VIN, arrived_on=days_ago(10), cost_fen=COST)
    add_vehicle(OTHER_VIN, arrived_on=days_ago(10), use=Use.DEMO, cost_fen=COST)
    add_vehicle(vin(1), arrived_on=days_ago(10))
    add_vehicle(vin(2), state=State.TRANSIT, cost_fen=COST)
    return store


def test_a_period_costs_each_day_that_a_vehicle_stood_there_demo_cars_too(standing):
    assert cost_of(day(TODAY)) == 2 * A_DAY
    assert cost_of(Period(days_ago(4), TODAY)) == 2 * 5 * A_DAY
    assert cost_of(month(TODAY)) == 2 * 11 * A_DAY, "from its arrival to today"
    assert cost_of(day(days_ago(11))) == 0


def test_the_day_of_leaving_costs_nothing(store):
    vehicle_id = add_vehicle(VIN, arrived_on=days_ago(10), cost_fen=COST)
    db.session.execute(update(VehicleMove).values(to_on=days_ago(3)))
    add(VehicleMove, vehicle_id=vehicle_id, store_id=1, what=Move.DELIVERED, state=State.DELIVERED, use=Use.SALE,
        hold="sold", from_on=days_ago(3), to_on=FOREVER, moved_at=AT)
    assert cost_of(day(days_ago(4))) == A_DAY and cost_of(day(days_ago(3))) == 0
    assert cost_of(month(TODAY)) == 7 * A_DAY


def test_the_rate_is_the_stores_as_it_held_on_the_last_day(standing):
    agree("stock_capital_rate", 12, by=person("Chen"), store=db.session.get(Store, 1), version=0, from_on=TODAY,
          reason="the bank asks more")
    assert cost_of(day(TODAY)) == 2 * 2 * A_DAY
    assert cost_of(day(days_ago(1))) == 2 * A_DAY


def test_the_boards_capital_cost_leads_to_the_vehicles_behind_it(standing, desk):
    ku = desk.sign_in("Ku")
    board = ku.open("/stock")
    assert "480" in board.words, "two vehicles, ten days, 24 yuan"
    links = re.findall(r'href="(/stock/capital[^"]*)"', board.text)
    assert links == ["/stock/capital", "/stock/capital?series=1", "/stock/capital"], "the figure, its line, the total"
    rows = ku.open(links[1]).words
    assert rows.count("240") == 2


def test_profit_per_vehicle_and_as_a_rate_of_the_same_deliveries_revenue(store):
    delivered(10, TODAY, cost_fen=16_800_000, rebate_fen=300_000)
    delivered(11, TODAY, cost_fen=17_000_000)
    delivered(12, TODAY)
    said = [metric.figures(OF, [day(TODAY)], TODAY)[day(TODAY),] for metric in (
        profit_each, profit_rate, second_each, second_rate)]
    assert [figure.text for figure in said] == ["9,800", "5.5%", "13,800", "7.7%"]
    assert [figure.parts for figure in said] == ["19,600 / 2", "19,600 / 357,600", "13,800 / 1", "13,800 / 178,800"]


MONEY = ("capital_cost", "gross_profit", "gross_profit_each", "gross_profit_rate", "gross_profit_2",
         "gross_profit_2_each", "gross_profit_2_rate")


@pytest.mark.any_database
@pytest.mark.parametrize("role", ["consultant", "leader", "dcc", "trainer", "marketing", "care", "reception"])
def test_who_may_not_see_cost_finds_it_behind_no_door(standing, desk, role):
    delivered(10, TODAY, cost_fen=16_800_000, rebate_fen=300_000)
    add_person("Mo", role, store_id=standing)
    mo = desk.sign_in("Mo")
    mo.open("/stock/capital", 404)
    for key in MONEY:
        mo.open(f"/metrics/{key}", 404)
        mo.open(f"/metrics/{key}/rows?period=2026-11", 404)
    for address in ("/metrics", "/stock", "/vehicles", f"/vehicles?w={VIN}", "/vehicles/1"):
        page = mo.look(address)
        if page.status_code == 200:
            assert "146,000" not in page.words and "资金占用" not in page.words and "GP1" not in page.words, address


def test_the_manager_reads_capital_cost_with_its_rows(standing, desk):
    chen = desk.sign_in("Chen")
    assert "480" in chen.open("/metrics/capital_cost?period=2026-11&as_of=2026-11-22").words
    rows = chen.open("/metrics/capital_cost/rows?period=2026-11&as_of=2026-11-22").words
    assert VIN in rows and OTHER_VIN in rows and rows.count("240") >= 2
