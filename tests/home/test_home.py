"""Home: each role finds what waits and how far along, and nothing it may not open."""
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from portal.customers import actions
from portal.customers.models import Level
from portal.extensions import db
from tests.factories.customers import add_lead, lead
from tests.factories.goals import in_force
from tests.factories.org import add_person, add_store, add_team, person
from tests.factories.sales import add_model, add_order
from tests.factories.steps import add_step
from tests.kept import kept

ROLES = ("leader", "dcc", "reception", "gm", "care", "finance", "planner", "trainer", "marketing", "group", "admin")


@pytest.fixture
@kept
def store(app):
    store_id = add_store()
    one, two = add_team(store_id), add_team(store_id, "销售二组")
    for name, team_id in (("Li", one), ("Wang", one), ("Zhou", two)):
        add_person(name, store_id=store_id, team_id=team_id)
    add_person("Chen", "manager", store_id=store_id)
    for role in ROLES:
        add_person(role.capitalize(), role, store_id=None if role in ("group", "admin") else store_id,
                   team_id=one if role in ("leader", "dcc") else None)
    add_lead(owner="Li", level=Level.H)
    return store_id


@pytest.mark.any_database
@pytest.mark.parametrize("name", ["Li", "Chen", *(role.capitalize() for role in ROLES)])
@pytest.mark.parametrize("planned", [False, True])
def test_home_opens_for_every_role_with_and_without_goals(store, desk, name, planned):
    if planned:
        in_force({(1, 1): 12, (1, 2): 10, (1, None): 3, (2, 3): 9, (2, None): 0})
    desk.sign_in(name).open("/")


def test_a_consultant_sees_whom_to_contact_today(store, desk):
    assert "王丽华" in desk.sign_in("Li").open("/").words


def test_the_month_is_said_in_a_sentence_with_target_and_gap(store, desk, clock):
    in_force({(1, 1): 12, (1, 2): 10, (1, None): 3, (2, 3): 9, (2, None): 0})
    clock.set(date(2026, 11, 24))
    words = desk.sign_in("Chen").open("/").words
    assert "0 / 34" in words and "还差 34" in words


def test_a_leader_is_told_of_his_own_people_alone(store, desk, clock):
    clock.set(date(2026, 10, 20))
    in_force({(1, 1): 0, (1, 2): 0, (1, None): 0, (2, 3): 90, (2, None): 0})
    clock.set(date(2026, 11, 24))
    assert "Zhou" not in desk.sign_in("Leader").open("/").words
    assert "Zhou：交车" in desk.sign_in("Chen").open("/").words


def test_a_consultant_finds_the_days_commitment_and_in_the_evening_the_day_report(store, desk, clock):
    words = desk.sign_in("Li").open("/").words
    assert "勾选今天预订、预交的客户" in words and "日报" not in words
    clock.set(date(2026, 11, 23), 18)
    assert "日报" in desk.open("/").words


def test_who_is_expected_today_stands_on_the_homes_of_all_who_wait_for_him(store, desk, clock):
    actions.invite(lead(), by=person("Li"), at=clock.now + timedelta(hours=5))
    for name in ("Li", "Leader", "Chen", "Reception"):
        assert "王丽华 15:00到店" in desk.sign_in(name).open("/").words
    assert "王丽华" not in desk.sign_in("Zhou").open("/").words


def test_an_agreed_step_without_an_hour_and_a_visitor_with_one_stand_on_the_same_home(store, desk, clock):
    add_step(owner_id=person("Li").id, store_id=store)
    actions.invite(lead(), by=person("Li"), at=clock.now + timedelta(hours=5))
    words = desk.sign_in("Li").open("/").words
    assert "失联 6 位" in words and "王丽华 15:00到店" in words


def test_who_may_not_open_the_customer_gets_the_name_alone(store, desk, clock):
    actions.invite(lead(), by=person("Li"), at=clock.now + timedelta(hours=5))
    assert "/leads/" not in desk.sign_in("Reception").open("/").text
    assert "/leads/1/follow-up" in desk.sign_in("Chen").open("/").text


def test_what_was_agreed_stays_on_ones_own_home_until_it_is_done(store, desk):
    step_id = add_step(owner_id=person("Trainer").id, store_id=store)
    assert "失联 6 位" not in desk.sign_in("Chen").open("/").words
    assert "失联 6 位逐个回访期限 11-13 周五 逾期 10 天" in desk.sign_in("Trainer").open("/").words
    done = desk.send(f"/steps/{step_id}/done?back=/", outcome="已联系 6", status=303)
    assert done.location == "/" and "失联 6 位" not in desk.open("/").words.replace("已联系 6", "")


def test_a_leaders_home_says_who_comes_today_and_leaves_late_deliveries_to_their_owners(store, desk, clock):
    add_model()
    add_order(expected_on=date(2026, 11, 20))
    assert "王丽华 逾期 3 天交车" in desk.sign_in("Li").open("/").words
    assert "交车 · Li" not in desk.sign_in("Chen").open("/").words


def test_who_leads_sees_how_many_have_committed(store, desk):
    assert "今日承诺已定 0 / 5" in desk.sign_in("Chen").open("/").words
    assert "今日承诺已定 0 / 4" in desk.sign_in("Leader").open("/").words


def test_the_group_sees_each_store_with_its_own_figures_counted_in_one_statement(store, desk, clock):
    in_force({(1, 1): 12, (1, 2): 10, (1, None): 3, (2, 3): 9, (2, None): 0})
    clock.set(date(2026, 11, 24))
    add_store("B", "永驰滨江店")
    add_store("C", "永驰城东店")
    desk.sign_in("Group").open("/")
    made = []
    event.listen(db.engine, "before_cursor_execute", note := lambda *told: made.append(told[2]))
    words = desk.open("/").words
    event.remove(db.engine, "before_cursor_execute", note)
    assert "永驰江城店0 / 34" in words and "永驰城东店0 / –" in words
    assert sum("sum(anon_1.amount)" in sql for sql in made) == 1
