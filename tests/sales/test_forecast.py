"""What a month will come to, by hand: small cases, and every forecast against a plain loop over random stores."""
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, insert, select

from portal.core.period import Period, month, week
from portal.core.registry import registry
from portal.customers.models import Customer, Lead, LeadState, Level, LevelSpan, Turn
from portal.extensions import db
from portal.org.models import FOREVER
from portal.sales.models import DepositKind, Order, SaleKind
from tests.factories.stories import STORE, Story, at, lay_people

from . import forecast_loops as loops

NOVEMBER = month(date(2026, 11, 1))
D = date(2026, 11, 22)                      # yesterday; the month ends eight days later
R = 8
LONG_AGO = date(2026, 9, 1)
DAY = timedelta(days=1)


def forecast(key, period=NOVEMBER, as_of=D):
    return registry().metrics[key].forecast(STORE, period, as_of)


@pytest.fixture
def store(app):
    lay_people()
    db.session.execute(insert(Customer), [{"id": 1, "store_id": STORE, "name": "王", "version": 1}])
    db.session.commit()


def leads(count, level, opened_on, *, ordered_after=None, owner=1, kept=False, ends=None, **facts):
    """So many leads of one level; each ordered so many days after its opening, where said."""
    first = (db.session.scalar(select(func.max(Lead.id))) or 0) + 1
    ids = range(first, first + count)
    db.session.execute(insert(Lead).execution_options(render_nulls=True), [{
        "id": n, "version": 1, "store_id": STORE, "customer_id": 1, "card_no": f"K{n}", "owner_id": owner,
        "level": level, "state": LeadState.OPEN, "level_on": opened_on, "origin": "showroom", "source": "x",
        "opened_on": opened_on, "opened_at": at(opened_on), "opened_by_id": 1, "opened_for_id": owner, "kept": kept,
        "live": 1} | facts for n in ids])
    db.session.execute(insert(LevelSpan), [{
        "lead_id": n, "n": 1, "store_id": STORE, "owner_id": owner, "level": level, "state": LeadState.OPEN,
        "from_on": opened_on, "to_on": ends or FOREVER, "began": Turn.OPENED} for n in ids])
    db.session.commit()
    if ordered_after is not None:
        for n in ids:
            order(n, opened_on + ordered_after * DAY)
    return list(ids)


def order(lead_id, signed_on, **facts):
    number = (db.session.scalar(select(func.max(Order.id))) or 0) + 1
    db.session.execute(insert(Order).execution_options(render_nulls=True), [{
        "id": number, "version": 1, "store_id": STORE, "lead_id": lead_id, "customer_id": 1, "order_no": f"D{number}",
        "person_id": 1, "signed_on": signed_on, "sale_kind": SaleKind.RETAIL, "price_fen": 1,
        "deposit_kind": DepositKind.DEPOSIT, "vin_at_signing": False, "live": 1} | facts])
    db.session.commit()
    return number


def shares(found, table="lead"):
    return {row.row_id: row.share for row in found.rows if row.table == table}


def test_an_open_lead_counts_at_the_share_of_its_level_that_ordered_in_as_many_days_as_are_left(store):
    leads(15, Level.H, LONG_AGO, ends=LONG_AGO + DAY)
    leads(4, Level.H, LONG_AGO, ordered_after=R, ends=LONG_AGO + DAY)
    leads(1, Level.H, LONG_AGO, ordered_after=R + 1, ends=LONG_AGO + DAY)       # a day too late
    hot, = leads(1, Level.H, D)
    assert shares(forecast("orders")) == {hot: Fraction(4, 20)}


def test_a_level_with_fewer_than_twenty_cases_takes_the_share_of_all_levels(store):
    leads(15, Level.H, LONG_AGO, ordered_after=1, ends=LONG_AGO + DAY)
    leads(30, Level.C, LONG_AGO, ends=LONG_AGO + DAY)
    hot, = leads(1, Level.H, D)
    assert shares(forecast("orders")) == {hot: Fraction(15, 45)}


def test_only_times_between_180_days_before_and_the_day_itself_are_cases(store):
    first, last = D - (R + 180) * DAY, D - R * DAY
    for on in (first, last):
        leads(10, Level.A, on, ordered_after=0, ends=on + DAY)
    for on in (first - DAY, last + DAY):
        leads(10, Level.A, on, ends=on + DAY)
    one, = leads(1, Level.A, D)
    assert shares(forecast("orders")) == {one: 1}


def test_a_voided_lead_is_neither_a_case_nor_expected(store):
    leads(20, Level.H, LONG_AGO, ordered_after=1, ends=LONG_AGO + DAY)
    leads(20, Level.H, LONG_AGO, ends=LONG_AGO + DAY, live=None)
    leads(1, Level.H, D, live=None)
    hot, = leads(1, Level.H, D)
    assert shares(forecast("orders")) == {hot: 1}


def test_leads_to_come_are_the_mean_a_day_times_the_days_left_times_their_share_in_half_the_time(store):
    leads(24, Level.B, LONG_AGO, kept=True, ordered_after=R // 2, ends=LONG_AGO + DAY)
    leads(8, Level.B, LONG_AGO, kept=True, ordered_after=R // 2 + 1, ends=LONG_AGO + DAY)
    leads(30, Level.B, D - 59 * DAY, kept=True, owner=2, ends=D - 58 * DAY)       # the first of the 60 days
    leads(30, Level.B, D - 60 * DAY, kept=True, owner=3, ends=D - 59 * DAY)       # one too early
    leads(6, Level.B, D, kept=True, owner=2, ends=D + DAY)
    coming = forecast("orders").to_come
    # 92 kept leads were opened between D−r−180 and D−r, and 24 of them ordered within four days
    assert coming == {2: Fraction(36, 60) * 8 * Fraction(24, 92)}


def test_an_order_with_a_vehicle_counts_whole_and_one_without_at_the_share_of_promises_kept(store):
    lead_id, = leads(1, Level.O, LONG_AGO)
    past = D - 30 * DAY
    for n in range(20):                                     # without a vehicle when signed; every fourth in time
        order(lead_id, past - 9 * DAY, expected_on=past, delivered_on=past + (0 if n % 4 == 0 else 1) * DAY)
    order(lead_id, past, expected_on=past, delivered_on=past, vin_at_signing=True)
    allotted = order(lead_id, past, expected_on=date(2026, 11, 30), vin_on=D)
    waiting = order(lead_id, past, expected_on=date(2026, 11, 30))
    tomorrow = order(lead_id, past, expected_on=date(2026, 11, 30), vin_on=D + DAY)
    order(lead_id, past, expected_on=date(2026, 12, 1), vin_on=D)
    order(lead_id, past, expected_on=date(2026, 11, 30), cancelled_on=D, vin_on=D, live=None)
    assert shares(forecast("deliveries"), "sales_order") == {
        allotted: 1, waiting: Fraction(1, 4), tomorrow: Fraction(1, 4)}


def test_with_few_promises_all_orders_expected_then_give_the_share(store):
    lead_id, = leads(1, Level.O, LONG_AGO)
    past = D - 30 * DAY
    order(lead_id, past, expected_on=past, delivered_on=past + DAY)
    for _n in range(2):
        order(lead_id, past, expected_on=past, delivered_on=past, vin_at_signing=True)
    waiting = order(lead_id, past, expected_on=date(2026, 11, 30))
    assert shares(forecast("deliveries"), "sales_order") == {waiting: Fraction(2, 3)}


def test_after_its_last_day_a_period_is_what_was_done(store):
    leads(30, Level.H, LONG_AGO, ordered_after=1)
    for key in ("orders", "deliveries"):
        found = forecast(key, NOVEMBER, NOVEMBER.end)
        assert (found.of(7).total, found.rows) == (7, ())


def test_parts_of_a_forecast_add_up_over_people(store):
    leads(30, Level.H, LONG_AGO, kept=True, ordered_after=1)
    leads(3, Level.H, D, owner=2, kept=True)
    found = forecast("orders")
    assert found.of(0).total == found.of(0, {1}).total + found.of(0, {2, 3, 4, None}).total > 0


class Full(Story):
    """Enough leads for levels to have cases of their own, and orders with dates and vehicles."""
    customers = 40

    def _order(self, lead_id, customer_id, signed_on):
        super()._order(lead_id, customer_id, signed_on)
        self.rows[Order][-1] |= {"expected_on": self.day(signed_on) if self.maybe(.8) else None,
                                 "vin_on": self.day(signed_on) if self.maybe(.4) else None,
                                 "vin_at_signing": self.maybe(.3)}


@settings(max_examples=6, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False), st.sampled_from([Story, Full]),
       st.sampled_from([(NOVEMBER, date(2026, 11, 15)), (NOVEMBER, date(2026, 11, 28)), (month(date(2026, 12, 1)), D),
                        (week(date(2026, 11, 16)), date(2026, 11, 17)), (Period(D, D + DAY), D)]))
def test_every_forecast_is_what_loops_over_the_rows_count(app_with_people, random, story_of, when):
    story = story_of(random).tell()
    for row in story.rows[Order]:
        row.setdefault("vin_at_signing", False)
        row.setdefault("expected_on", None)
        row.setdefault("vin_on", None)
    story.lay()
    period, as_of = when
    for key in ("orders", "deliveries"):
        found = forecast(key, period, as_of)
        expected = [("lead", *row) for row in loops.open_leads(story, key, period, as_of)]
        if key == "deliveries":
            expected += [("sales_order", *row) for row in loops.open_orders(story, period, as_of)]
        assert sorted(found.rows) == sorted(row for row in expected if row[-1]), key
        coming = {person: amount for person, amount in loops.to_come(story, key, period, as_of).items() if amount}
        assert dict(found.to_come) == coming, key


@pytest.fixture
def app_with_people(app):
    lay_people()
    return app
