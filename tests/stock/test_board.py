"""The stock board: its figures by hand, its warnings with the rows behind them, and what each role sees of it."""
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import update

from portal.core.agreement import agree
from portal.core.issue import About
from portal.core.panel import Reading, panels
from portal.core.period import day, month, week
from portal.core.policy import rights_of
from portal.core.scope import Scope
from portal.customers.models import Lead
from portal.extensions import db
from portal.org.models import Store
from portal.sales.models import Delivery, SaleKind
from portal.stock.board import Grain, board
from portal.stock.limits import limits_of
from portal.stock.metrics import (
    depth,
    forward_depth,
    gross_profit,
    second_profit,
    turnover_days,
    waiting_orders,
)
from portal.vehicles.models import Certificate, Hold, State, Use
from tests.factories.goals import in_force
from tests.factories.org import add, add_team, person
from tests.factories.sales import OTHER_VIN, VIN, add_order
from tests.factories.vehicles import AT, add_vehicle

TODAY = date(2026, 11, 23)


def days_ago(days):
    return TODAY - timedelta(days=days)


def vin(n):
    return f"LFV2A21K9D30{n:05}"


def delivered(n, on, **facts):
    """A vehicle handed over."""
    vehicle_id = add_vehicle(vin(n), state=State.DELIVERED, hold=Hold.SOLD, **facts)
    order_id = add_order(order_no=f"D2026-{n:04}", model_id=1, series_id=1, colour="极地白", vehicle_id=vehicle_id,
                         vin=vin(n), delivered_on=on, signed_on=on)
    add(Delivery, version=1, store_id=1, order_id=order_id, lead_id=1, person_id=person("Li").id, delivered_on=on,
        delivered_at=AT, sale_kind=SaleKind.RETAIL, series_id=1, price_fen=17_880_000, vin=vin(n), checks={}, live=1)


@pytest.fixture
def stocked(store):
    """Two free, one reserved, one on display, one demo car, two on their way; three delivered in the last months."""
    add_vehicle(VIN, arrived_on=days_ago(10), cost_fen=16_000_000)
    add_vehicle(OTHER_VIN, arrived_on=days_ago(160), cost_fen=16_000_000, finance_due_on=TODAY + timedelta(days=14))
    add_vehicle(vin(1), arrived_on=days_ago(50), hold=Hold.RESERVED, held_for="D1", certificate=Certificate.PLEDGED)
    add_vehicle(vin(2), arrived_on=days_ago(100), use=Use.DISPLAY, colour="星空黑")
    add_vehicle(vin(3), arrived_on=days_ago(300), use=Use.DEMO)
    add_vehicle(vin(4), state=State.TRANSIT)
    add_vehicle(vin(5), state=State.ALLOCATED)
    for n, on in ((10, date(2026, 8, 1)), (11, date(2026, 9, 15)), (12, date(2026, 10, 31)), (13, date(2026, 11, 2)),
                  (14, date(2026, 7, 31))):
        delivered(n, on)
    add_order(order_no="D202611-0100", model_id=1, series_id=1, colour="极地白")
    return store


def read(grain=Grain.SERIES, cost=True):
    return board(1, TODAY, limits_of(1, TODAY), grain, cost=cost)


def test_the_board_counts_what_is_here_what_comes_what_was_delivered_and_who_waits(stocked):
    line = read().lines[0].counts
    assert (line.here, line.free, line.reserved, line.transit, line.allocated, line.demo) == (4, 3, 1, 1, 1, 1)
    assert (line.delivered, line.per_month, line.depth, line.waiting) == (3, Decimal(1), Decimal(4), 1)
    assert (line.oldest, line.mean_age) == (160, Decimal(320) / 4)
    assert (line.watch, line.clear, line.plan) == (3, 2, 1)


def test_the_board_says_which_of_the_waiting_could_have_a_vehicle_of_their_model_and_colour(stocked):
    add_order(order_no="D202611-0101", model_id=1, series_id=1, colour="极地白")
    add_order(order_no="D202611-0102", model_id=1, series_id=1, colour="极地白")
    add_order(order_no="D202611-0103", model_id=1, series_id=1, colour="极地白")
    add_order(order_no="D202611-0104", model_id=1, series_id=1, colour="杏仁金")
    add_order(order_no="D202611-0105", model_id=1, series_id=1, colour="星空黑")
    for grain in Grain:
        whole = read(grain).whole
        assert (whole.waiting, whole.ready, whole.soon) == (6, 3, 2), grain
    assert [(line.colour, line.counts.ready, line.counts.soon) for line in read(Grain.COLOUR).lines] == [
        ("星空黑", 1, 0), ("杏仁金", 0, 0), ("极地白", 2, 2)]


def test_the_capital_cost_is_cost_times_rate_times_days(stocked):
    got = read()
    assert got.capital_fen(got.whole) == 447_100, "4,471 yuan"
    add_vehicle(vin(9), arrived_on=days_ago(33), cost_fen=15_555_500, series_id=None, model_id=None)
    for grain in Grain:
        got = read(grain)
        assert sum(got.capital_fen(line.counts) for line in got.lines) == got.capital_fen(got.whole), grain
    assert read(cost=False).whole.cost_days == 0


def test_finer_lines_add_up_to_the_same_store(stocked):
    of = {grain: read(grain) for grain in Grain}
    assert [line.name for line in of[Grain.COLOUR].lines] == ["探岳 300TSI 星空黑", "探岳 300TSI 极地白"]
    for got in of.values():
        assert sum(line.counts.here for line in got.lines) == got.whole.here == 4
    assert of[Grain.SERIES].whole == of[Grain.COLOUR].whole


def test_what_is_reserved_or_sold_leads_to_just_those_vehicles(stocked, desk):
    add_vehicle(vin(7), arrived_on=days_ago(5), hold=Hold.SOLD, certificate=Certificate.PLEDGED)
    ku = desk.sign_in("Ku")
    three = re.search(r'href="(/orders\?[^"]*series=1[^"]*)">1\.0</a>', ku.open("/stock").text)
    assert "共 3 " in ku.open(three[1].replace("&amp;", "&")).words, "deliveries of three months stand for one a month"
    assert "2 台已订车的合格证不在店" in ku.open("/stock").words, "an invoiced one needs it first of all"
    link = re.search(r'href="(/vehicles\?state=taken[^"]*series=1[^"]*)">2</a>', ku.open("/stock").text)
    assert "共 2 " in ku.open(link[1].replace("&amp;", "&")).words


def test_a_line_has_its_share_of_next_months_target_by_what_was_delivered(stocked):
    add_vehicle(vin(8), arrived_on=days_ago(5), series_id=None, model_id=None)
    assert read().forward(read().whole) is None, "no target yet"
    in_force({(add_team(1), None): 6}, months=(date(2026, 12, 1),))
    got = read()
    line, without = got.lines
    assert (got.forward(got.whole), got.forward(line.counts)) == (Decimal(5) / 6, Decimal(4) / 6)
    assert got.forward(without.counts) is None, "nothing of it was delivered"


def test_a_line_of_an_unknown_series_leads_to_its_vehicles_alone(stocked, desk):
    add_vehicle(vin(8), arrived_on=days_ago(5), series_id=None, model_id=None)
    ku = desk.sign_in("Ku")
    link = re.search(r'href="(/vehicles\?state=here&amp;series=none)">1</a>', ku.open("/stock").text)
    assert "共 1 " in ku.open(link[1].replace("&amp;", "&")).words


def test_every_warning_leads_to_just_the_rows_it_counts(stocked, desk):
    ku = desk.sign_in("Ku")
    page = ku.open("/stock")
    for words, address, count in (
            ("超过 150 天", r"/vehicles\?state=here&arrived_to=2026-06-25", 1),
            ("超过 90 天", r"/vehicles\?state=here&arrived_to=2026-08-24", 2),
            ("融资", r"/vehicles\?state=there&due_to=2026-12-07[^\"]*", 1),
            ("合格证", r"/vehicles\?state=taken&certificate=away", 1),
            ("等车", r"/orders\?state=waiting&sort=signed_on&series=1", 1)):
        link = re.search(f'href="({address})"', page.text.replace("&amp;", "&"))
        assert words in page.words and link, words
        assert f"共 {count} " in ku.open(link[1]).words, words
    assert "压库" in page.words and "4.00" in page.words


def test_the_limits_are_the_stores_own(stocked, desk):
    agree("stock_age_plan", 170, by=person("Chen"), store=db.session.get(Store, 1), version=0, from_on=TODAY,
          reason="slow month")
    assert "超过 170 天" not in desk.sign_in("Ku").open("/stock").words
    assert read().whole.plan == 0


def test_capital_cost_is_shown_to_who_may_see_cost_and_to_nobody_else(stocked, desk):
    assert "资金占用" in desk.sign_in("Ku").open("/stock").words
    assert "资金占用" not in desk.sign_in("Li").open("/stock").words


def test_an_empty_store_is_told_what_to_do(store, desk):
    assert "/vehicles/new" in desk.sign_in("Ku").open("/stock").text


def test_old_vehicles_of_the_wished_series_stand_on_the_leads_page(stocked, desk):
    db.session.execute(update(Lead).values(series_id=1))
    db.session.commit()
    page = desk.sign_in("Li").open("/leads/1")
    assert "017001" in page.words and "184847" not in page.words, "only those over the limit"


def test_the_planner_finds_at_home_whose_certificate_is_away_and_what_should_have_arrived(stocked, desk):
    add_vehicle(vin(6), state=State.TRANSIT, expected_on=days_ago(1))
    page = desk.sign_in("Ku").open("/")
    words, late = page.words, "/vehicles?state=coming&expected_to=2026-11-22"
    assert late in page.text.replace("&amp;", "&") and "共 1 " in desk.open(late).words
    assert "1 台已订车的合格证不在店" in words and "1 台过了预计到店日" in words and "库存看板" in words
    assert "过了预计到店日" not in desk.sign_in("Chen").open("/").words, "his day is full of other things"


def test_the_stores_week_sheet_tells_its_stock_as_at_the_close_of_the_week(stocked):
    last = week(days_ago(7))

    def line(about):
        reading = Reading(rights_of(person("Chen"), TODAY), person("Chen"), last.end, about, last)
        return [data.text for _template, data in panels("week", reading)]
    assert [sorted(map(int, re.findall(r"\d+", text))) for text in line(About(1, None, None))] == [[1, 1, 4, 150]]
    assert line(About(1, None, person("Li").id)) == []


def test_orders_waiting_on_a_past_day_are_those_that_had_no_vehicle_then(store):
    add_order(order_no="D1", signed_on=date(2026, 11, 2), vin="x" * 17, vin_on=date(2026, 11, 10))
    of = Scope(TODAY, stores=frozenset({1}))
    counts = [waiting_orders.figures(of, [day(on)], TODAY) for on in (date(2026, 11, 9), date(2026, 11, 10))]
    assert [sum(figure.amount for figure in each.values()) for each in counts] == [1, 0]


def test_depth_and_turnover_are_those_of_the_day_asked_for(stocked):
    of = Scope(TODAY, stores=frozenset({1}))
    assert depth.figures(of, [day(TODAY)], TODAY)[day(TODAY),].text == "4.00"
    before = day(date(2026, 10, 31))
    assert depth.figures(of, [before], TODAY)[before,].text == "3.00", "three there; deliveries of July to September"
    november = month(TODAY)
    stood = 23 + 23 + 23 + 11
    assert turnover_days.figures(of, [november], TODAY)[november,].parts == f"{stood} / 1"
    assert forward_depth.figures(of, [november], TODAY)[november,].text == "–", "no target of the next month"


def test_gross_profit_is_price_less_cost_and_with_the_rebate(store):
    delivered(10, TODAY, cost_fen=16_800_000, rebate_fen=300_000)
    delivered(11, TODAY)
    of = Scope(TODAY, stores=frozenset({1}))
    assert gross_profit.figures(of, [day(TODAY)], TODAY)[day(TODAY),].amount == 1_080_000
    assert second_profit.figures(of, [day(TODAY)], TODAY)[day(TODAY),].amount == 1_380_000
