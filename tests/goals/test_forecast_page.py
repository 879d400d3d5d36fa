"""The customers a forecast rests on: named with the share each is counted at, and adding up to the forecast."""
from datetime import date

import pytest

from portal.customers.models import Level
from tests.factories.customers import add_customer, add_lead
from tests.factories.sales import add_order

PAGE = "/goals/forecast?metric=orders"


@pytest.fixture
def leads(store):
    """Of two H leads opened in September one ordered within days; both, and one of Zhou's, are open today."""
    for n, owner in enumerate(("Li", "Wang", "Zhou")):
        add_lead(f"K{n}", owner, Level.H, customer_id=add_customer(f"王{owner}", f"1380000000{n}"),
                 opened_on=date(2026, 9, 1) if n < 2 else date(2026, 11, 20))
    add_order("K0", signed_on=date(2026, 9, 3))
    add_order("K1", order_no="D2", signed_on=date(2026, 11, 18), expected_on=date(2026, 11, 28),
              vin_on=date(2026, 11, 20))


def test_every_open_lead_is_named_with_its_share_and_leads_to_its_card(desk, leads):
    page = desk.sign_in("Chen").open(PAGE)
    assert all(name in page.words for name in ("王Li", "王Wang", "王Zhou")) and page.words.count("50.0%") == 3
    assert 'href="/leads/1"' in page.text
    assert PAGE.replace("?", "?metric=orders&amp;").split("?")[0] in desk.open("/goals?metric=orders").text


def test_an_order_with_a_vehicle_is_counted_whole(desk, leads):
    page = desk.sign_in("Chen").open("/goals/forecast")
    assert "D2" in page.words and "全计" in page.words


def test_of_a_team_or_person_only_theirs_are_counted(desk, leads):
    desk.sign_in("Chen")
    team = desk.open(PAGE + "&whose=t2").words
    assert "王Zhou" in team and "王Li" not in team
    assert "王Zhou" not in desk.sign_in("Li").open(PAGE).words
    desk.open(PAGE + "&whose=p2", 404)


def test_without_orders_or_leads_it_says_so_and_of_a_period_that_is_over_too(desk, store):
    assert "没有可计入" in desk.sign_in("Chen").open(PAGE).words
    assert "已结束" in desk.open(PAGE + "&period=2026-10").words


@pytest.mark.any_database
@pytest.mark.parametrize("query", ["?metric=visits", "?metric=kept_rate", "?page=2", "?page=0", "?period=x"])
def test_what_is_not_there_is_not_found(desk, store, query):
    desk.sign_in("Chen").open("/goals/forecast" + query, 404)
