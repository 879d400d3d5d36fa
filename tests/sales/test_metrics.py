"""Figures as the showroom tells them: who is credited, what counts once, what is not judged yet."""
from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy import update

from portal.core.agreement import agree
from portal.core.calendar import calendar_of
from portal.core.metric import State, figures_of
from portal.core.period import Period, day, month, week, year
from portal.core.registry import registry
from portal.core.scope import Scope
from portal.customers import actions as customers
from portal.customers.history import noon
from portal.customers.models import Contact, Lead, Level, Method, Result
from portal.extensions import db
from portal.org.models import Membership, Store
from portal.sales import actions as sales
from portal.sales.models import Delivery, Refund
from tests.factories.customers import add_customer, add_lead, lead
from tests.factories.goals import LI, in_force
from tests.factories.org import add, add_person, add_store, add_team, person
from tests.factories.sales import add_order

TODAY = date(2026, 11, 23)
OCTOBER, NOVEMBER, DECEMBER = (month(date(2026, n, 1)) for n in (10, 11, 12))
WHOLE = Scope(TODAY, stores=frozenset({1}))


@pytest.fixture
def store(app):
    """Li in team one and Wang in team two; Li's lead of 王丽华, opened on 13 November, due on the 20th."""
    store_id = add_store()
    one, two = add_team(store_id), add_team(store_id, "销售二组")
    add_person("Li", store_id=store_id, team_id=one)
    add_person("Wang", store_id=store_id, team_id=two)
    add_person("Chen", "manager", store_id=store_id)
    add_lead(owner="Li", level=Level.H, customer_id=add_customer())
    return db.session.get(Store, store_id)


def figure(key, period=NOVEMBER, as_of=TODAY, scope=WHOLE, **where):
    return registry().metrics[key].figures(scope, [period], as_of, where=where).get((period,))


def pair(key, *args, **where):
    found = figure(key, *args, **where)
    return found and (found.amount, found.base)


def test_somebody_who_moves_in_mid_month_leaves_the_figures_where_they_were_earned(store):
    add_order(signed_on=date(2026, 11, 5))
    db.session.execute(update(Membership).where(Membership.person_id == 1).values(until_on=date(2026, 11, 10)))
    db.session.commit()
    db.session.execute(Membership.__table__.insert().values(
        person_id=1, store_id=1, team_id=2, role="consultant", from_on=date(2026, 11, 10), until_on=date(9999, 12, 31)))
    db.session.commit()
    add_order(order_no="D202611-0002", signed_on=date(2026, 11, 20))
    found = figures_of(["orders"], WHOLE, [NOVEMBER], TODAY, "team_id", "person_id")
    assert [found.of("orders", NOVEMBER, team_id=team).amount for team in (1, 2)] == [1, 1]
    assert found.of("orders", NOVEMBER, person_id=1).amount == found.of("orders", NOVEMBER).amount == 2
    assert figure("orders", scope=Scope(TODAY, teams=frozenset({1}))).amount == 1


def test_an_order_cancelled_in_a_later_month_counts_where_it_was_signed_and_again_where_it_was_cancelled(store):
    add_order(signed_on=date(2026, 10, 20))
    customers.mark_ordered(lead(), by=person("Li"), on=date(2026, 11, 13))
    order = sales.orders.db.session.query(sales.orders.Order).one()
    sales.cancel_order(order, by=person("Chen"), version=order.version, why="", refund=Refund.KEPT, level=Level.B)
    assert [figure("orders", p) and figure("orders", p).amount for p in (OCTOBER, NOVEMBER)] == [1, None]
    assert [figure("net_orders", p).amount for p in (OCTOBER, NOVEMBER)] == [1, -1]


def test_a_contact_never_made_counts_against_its_owner_once_its_day_is_over(store):
    assert pair("follow_up_timeliness", NOVEMBER, date(2026, 11, 19)) is None
    assert pair("follow_up_timeliness", NOVEMBER, date(2026, 11, 20)) == (0, 1)
    assert figure("overdue_leads", day(TODAY)).amount == 1


def test_a_moved_contact_counts_as_not_made(store):
    db.session.execute(update(Contact).values(due_on=TODAY))
    db.session.commit()
    customers.move_contact(lead(), by=person("Li"), version=lead().version, due_on=date(2026, 11, 26),
                           reason="travelling")
    assert pair("follow_up_timeliness", NOVEMBER, TODAY) == (0, 1)


def test_a_lead_handed_over_before_its_day_is_nobodys_fault_and_may_close_for_its_receiver(store, clock):
    db.session.execute(update(Contact).values(due_on=date(2026, 11, 28)))
    db.session.commit()
    customers.hand_over_lead(lead(), by=person("Chen"), to=person("Wang"))
    assert pair("follow_up_timeliness", NOVEMBER, date(2026, 11, 30)) == (0, 1)             # Wang's, due on the 24th
    assert pair("follow_up_timeliness", NOVEMBER, date(2026, 11, 30), person_id=1) is None
    add_order(signed_on=date(2026, 11, 24))
    assert pair("taken_over_closing", NOVEMBER, date(2026, 11, 30), person_id=2) == (1, 1)
    assert pair("new_closing", NOVEMBER, date(2026, 11, 30), person_id=1) == (1, 1)         # for who opened it


def test_a_revived_lead_was_lost_all_the_same(store):
    loss = customers.ask_loss(lead(), by=person("Li"), version=lead().version, went_to="gave_up", why="price")
    customers.approve_loss(loss, by=person("Chen"), version=loss.version)
    customers.revive(lead(), by=person("Li"), version=lead().version, level=Level.B, reason="called again")
    assert pair("lost_rate") == (1, 1) and pair("loss_clarity") == (1, 1)
    assert figure("open_leads", day(TODAY)).amount == 1


def test_a_colleague_who_makes_the_contact_leaves_the_credit_to_the_owner(store):
    customers.record_follow_up(lead(), by=person("Wang"), version=lead().version, method=Method.CALL,
                               result=Result.REAL)
    assert pair("contacts_made", NOVEMBER, TODAY, person_id=1) == (1, None)
    assert pair("contacts_made", NOVEMBER, TODAY, person_id=2) is None


def test_nothing_over_nothing_is_a_dash_and_never_zero(store):
    metric = registry().metrics["drive_rate"]
    assert figure("drive_rate") is None and metric.none.text == "–" and metric.none.value is None
    assert metric.none.state(60) is None and registry().metrics["orders"].none.text == "0"


def test_cases_that_still_wait_are_not_judged(store):
    assert figure("cohort_closing").state(20) is State.UNRIPE
    assert figure("cohort_closing", as_of=date(2027, 3, 1)).state(20) is State.LATE


def test_a_rate_is_watched_up_to_ten_points_below_its_aim(store):
    found = figure("new_closing")
    aims = [found.state(aim) for aim in (0, 5, 10, 11)]
    assert aims == [State.OK, State.WATCH, State.WATCH, State.LATE]


def test_closing_has_its_aim_for_months_and_by_origin(store):
    metric = registry().metrics["new_closing"]
    assert metric.aim_of(1, NOVEMBER, origin="showroom") == 15
    assert metric.aim_of(1, week(TODAY), origin="showroom") is None and metric.aim_of(1, NOVEMBER) is None
    assert metric.aim_of(1, NOVEMBER, origin="web") is None


def test_a_lead_found_invalid_leaves_the_denominators_of_its_past_period(store):
    db.session.execute(update(Lead).values(origin="web"))
    db.session.commit()
    assert pair("web_arrival_rate") == (0, 1)
    customers.mark_invalid(lead(), by=person("Li"), version=lead().version, invalid_as="invalid", reason="wrong shop")
    assert pair("web_arrival_rate") is None


def test_order_reserve_is_open_orders_against_the_next_months_target(store):
    add_order(signed_on=date(2026, 11, 20))
    in_force({LI: 4, (2, 2): 6}, months=(date(2026, 12, 1),))
    assert pair("order_reserve", NOVEMBER, date(2026, 11, 30)) == (1, 10)
    assert pair("order_reserve", NOVEMBER, date(2026, 11, 30), person_id=1) == (1, 4)
    assert pair("order_reserve", NOVEMBER, date(2026, 11, 22)) == (1, 0)                    # not published by then
    assert figure("order_reserve", NOVEMBER, date(2026, 11, 30)).text == "10.0%"


def deliver(on):
    order_id = add_order(order_no=f"D{on}", signed_on=on)
    add(Delivery, version=1, store_id=1, order_id=order_id, lead_id=lead().id, person_id=1, delivered_on=on,
        delivered_at=noon(on), sale_kind="retail", price_fen=100, vin="x", checks={})


def weigh(store, by="sales"):
    agree("calendar.weights", by, by=person("Chen"), store=store, version=0, from_on=date(2025, 1, 1), reason="pace")


def test_days_weigh_alike_until_the_store_weighs_them_and_without_deliveries(store):
    assert set(calendar_of(1).weights(week(TODAY)).values()) == {1}
    weigh(store)
    assert set(calendar_of(1).weights(week(TODAY)).values()) == {1}


def test_days_weigh_as_the_stores_deliveries_per_weekday_did_in_the_twelve_months_before(store):
    for on in (date(2026, 10, 3), date(2026, 10, 10), date(2026, 10, 17), date(2026, 10, 19)):
        deliver(on)                                                    # three Saturdays and a Monday
    deliver(date(2026, 11, 4))                                         # in the month itself: not yet
    weigh(store)
    calendar, of_week = calendar_of(1), week(TODAY)
    saturdays = sum(on.weekday() == 5 for on in Period(date(2025, 11, 1), date(2026, 10, 31)).days())
    weights = list(calendar.weights(of_week).values())
    assert weights[5] == Fraction(3, saturdays) and weights[0] > 0 and weights[1:5] == [0] * 4
    assert calendar.weighted_progress(of_week, TODAY) == weights[0] / (weights[0] + weights[5])
    assert calendar.progress(of_week, TODAY) == Fraction(1, 7)


def test_the_quarters_of_a_year_weigh_what_the_year_weighs(store):
    deliver(date(2026, 10, 3))
    weigh(store)
    calendar = calendar_of(1)
    whole = calendar.weights(year(TODAY))
    assert sum(whole.values()) == sum(sum(calendar.weights(part).values()) for part in year(TODAY).children())


def test_two_periods_are_compared_at_the_same_age():
    assert NOVEMBER.same_age(OCTOBER, date(2026, 11, 10)) == date(2026, 10, 10)
    assert NOVEMBER.same_age(OCTOBER, date(2026, 12, 10)) == date(2026, 11, 10)
    assert year(TODAY).same_age(year(date(2025, 1, 1)), TODAY) == date(2025, 11, 23)
    assert Period(date(2026, 11, 30), date(2026, 11, 30)).same_age(NOVEMBER, TODAY) <= TODAY
