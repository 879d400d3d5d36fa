"""Beside the SMART form: last year, trend, capacity, and the target worked back through the store's own rates."""
from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy import insert

from portal.customers.models import Kind, Lead, LeadState, Level, Party, Visit
from portal.extensions import db
from portal.goals.beside import beside
from portal.goals.models import Plan
from portal.sales.models import Delivery, DepositKind, Order, SaleKind
from tests.factories.customers import add_customer
from tests.factories.goals import plan
from tests.factories.org import add_person
from tests.factories.stories import at

TODAY = date(2026, 11, 23)
JUNE, LAST_OCTOBER = date(2026, 6, 10), date(2025, 10, 10)


def sold(on, visits, kept, orders, deliveries, person_id=1):
    """So many visits, kept leads, orders and deliveries of one person on a day."""
    first = db.session.query(Lead).count() + 1
    whose = {"store_id": 1, "version": 1, "person_id": person_id}
    lay(Lead, [{
        "id": first + n, "version": 1, "store_id": 1, "customer_id": 1, "card_no": f"K{first + n}",
        "owner_id": person_id, "level": Level.B, "state": LeadState.OPEN, "level_on": on, "origin": "showroom",
        "source": "x", "opened_on": on, "opened_at": at(on), "opened_by_id": 1, "opened_for_id": person_id,
        "kept": True} for n in range(kept)])
    lay(Visit, [whose | {
        "entry_no": f"V{on}-{n}", "came_on": on, "came_at": at(on), "kind": Kind.VISIT, "purpose": "look",
        "party": Party.FIRST, "entered_by_id": 1, "entered_at": at(on)} for n in range(visits)])
    lay(Order, [whose | {
        "id": first + n, "lead_id": first + n, "customer_id": 1, "order_no": f"D{first + n}", "signed_on": on,
        "sale_kind": SaleKind.RETAIL, "price_fen": 1, "deposit_kind": DepositKind.DEPOSIT} for n in range(orders)])
    lay(Delivery, [whose | {
        "order_id": first + n, "lead_id": first + n, "delivered_on": on, "delivered_at": at(on), "vin": "x",
        "sale_kind": SaleKind.RETAIL, "price_fen": 1} for n in range(deliveries)])
    db.session.commit()


def lay(model, rows):
    if rows:
        db.session.execute(insert(model), rows)


@pytest.fixture
def history(store):
    """In June 60 visits, 30 kept leads, 12 orders, 9 deliveries of Li; last October six deliveries."""
    add_customer()
    sold(JUNE, 60, 30, 12, 9)
    sold(LAST_OCTOBER, 6, 6, 6, 6)


def asked(total=120, key="deliveries", year=2027):
    return beside(1, key, year, TODAY, total)


def test_the_target_is_worked_back_to_visits_by_the_stores_own_rates(history):
    it = asked()
    assert [(link.metric.key, link.needed, link.came, link.of) for link in it.chain] == [
        ("deliveries", 120, 0, 0), ("orders", 160, 9, 12), ("kept_leads", 400, 12, 30), ("visits", 800, 30, 60)]
    # 800 visits a year are 66.7 a month; the last six full months brought 60, ten a month
    assert (it.visits.a_month, it.visits.run, it.visits.short) == (Fraction(800, 12), 10, Fraction(800, 12) - 10)


def test_where_a_rate_is_not_known_the_chain_ends(store):
    add_customer()
    sold(JUNE, 60, 0, 0, 0)
    assert [link.metric.key for link in asked().chain] == ["deliveries"] and asked().visits is None


def test_capacity_is_people_times_what_one_brings_in_a_full_month_of_service(history):
    # Li, Wang and Zhou were there for all six months: nine deliveries in 18 months of service
    assert (asked().capacity.people, asked().capacity.mean, asked().capacity.year) == (3, Fraction(9, 18), 18)
    add_person("New", store_id=1, team_id=1, from_on=date(2026, 10, 1))
    assert (asked().capacity.people, asked().capacity.mean) == (4, Fraction(9, 19))


def test_last_year_stands_month_by_month_and_growth_is_held_against_what_it_will_come_to(history):
    sold(date(2026, 1, 5), 1, 1, 1, 1)
    it = asked(18)
    assert [one.amount for one in it.months] == [1, 0, 0, 0, 0, 9, 0, 0, 0, 0, None, None]
    assert (it.last, it.expected, it.growth(20)) == (10, 10, 1)


def test_growth_is_not_held_against_a_year_that_the_books_know_only_the_end_of(history):
    assert (asked(year=2026).last, asked(year=2026).expected, asked(year=2026).growth(120)) == (6, None, None)


def test_the_trend_holds_the_last_full_months_against_the_same_a_year_before(history):
    sold(date(2025, 8, 3), 1, 1, 1, 1)
    three, twelve = asked().trends
    assert (three.span.start, three.span.end, three.amount, three.before, three.change) == (
        date(2026, 8, 1), date(2026, 10, 31), 0, 7, -1)
    assert (twelve.span.start, twelve.amount) == (date(2025, 11, 1), 9)
    assert (twelve.before, twelve.change) == (None, None), "the books do not reach back to November 2024"


def test_a_rate_has_last_year_as_a_rate_and_neither_chain_nor_capacity(history):
    it = asked(800, "kept_rate")
    assert (it.capacity, it.chain, it.trends, it.growth(800)) == (None, (), (), None)
    assert [one.amount for one in it.months[5:7]] == [0, None]          # none of 60 kept; nobody came


def test_the_form_shows_what_a_target_asks_for_before_it_is_saved(history, desk):
    desk.sign_in("Chen")
    page = desk.send("/goals/plans/new", year="2027", metric="deliveries", total="120", do="reckon", what="more")
    assert page.status_code == 200 and "每月少 57 批客流" in page.words and 'value="more"' in page.text
    assert db.session.query(Plan).count() == 0
    assert desk.send("/goals/plans/new", year="20", metric="nothing", total="x", do="reckon").status_code == 200


def test_the_plans_page_shows_it_to_who_plans_and_not_to_a_consultant(history, desk):
    plan()
    assert "人员能力" in desk.sign_in("Chen").open("/goals/plans/1").words
    assert "人员能力" not in desk.sign_in("Li").open("/goals/plans/1").words
