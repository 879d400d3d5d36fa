"""The morning meeting: the wall per store and team, its sheet, and who may see it."""
from datetime import timedelta

import pytest
from sqlalchemy import event

from portal.core.period import day
from portal.core.registry import registry
from portal.core.scope import Scope
from portal.customers.models import Level
from portal.extensions import db
from portal.meetings import morning
from portal.meetings.places import Place
from portal.org.models import RosterDay, Shift
from portal.sales.models import DriveState, TestDrive
from tests.factories.customers import add_lead, lead
from tests.factories.goals import in_force
from tests.factories.meetings import MONDAY, ROLES, commit
from tests.factories.org import add, add_person, person
from tests.factories.sales import add_order
from tests.factories.steps import add_step

WALL = "/meetings/morning"
HERE, TEAM = Place(1, "永驰江城店"), Place(1, "永驰江城店", 1, "销售一组")
MEETS = {"Li", "Wang", "Lin", "Zhou", "Chen", "Dcc", "Reception", "Gm", "Group"}


@pytest.mark.any_database
@pytest.mark.parametrize("name", ["Li", "Lin", "Chen", *(role.capitalize() for role in ROLES)])
def test_the_wall_opens_for_whoever_is_at_the_meeting(store, desk, name):
    desk.sign_in(name)
    for address in ("/meetings", WALL, "/meetings/morning/sheet", "/meetings/morning/blank"):
        desk.open(address, status=200 if name in MEETS else 404)


def test_the_wall_names_customers_by_surname_and_card_and_never_a_phone(store, desk):
    commit(orders=[lead().id])
    page = desk.sign_in("Lin").open(WALL)
    assert "欧阳先生" in page.words and "K26-0001" in page.words
    assert "欧阳明" not in page.text and "1381" not in page.text and "138*" not in page.text


def test_the_wall_is_brought_anew_by_itself_with_and_without_script(store, desk):
    page = desk.sign_in("Lin").open(WALL)
    wall = page.tree.find(".//main")
    assert wall.get("hx-get") == f"{WALL}?team=1" and wall.get("hx-trigger") == "every 60s"
    assert 'http-equiv="refresh"' in page.text and page.tree.find(".//nav") is None
    part = desk.open(wall.get("hx-get"), headers={"HX-Request": "true"})
    assert part.text.lstrip().startswith("<main") and "<html" not in part.text


def test_a_team_sees_its_own_wall_and_a_manager_the_stores_and_every_teams(store, desk):
    assert "销售一组" in desk.sign_in("Li").open(WALL).words
    desk.open(f"{WALL}?team=2", status=404)
    desk.open(f"{WALL}?store=1", status=404)
    assert "永驰江城店" in desk.sign_in("Chen").open(WALL).words
    assert "销售二组" in desk.open(f"{WALL}?team=2").words


def test_yesterdays_figures_are_those_of_the_metrics_and_stand_against_the_days_plan(store, clock):
    clock.set(MONDAY - timedelta(days=9))
    in_force({(1, 1): 30, (1, 2): 30, (1, None): 0, (2, 4): 30, (2, None): 0}, metric="orders")
    clock.set(MONDAY)
    add_order("K26-0003", order_no="D2", signed_on=MONDAY - timedelta(days=1))
    it = morning.build(HERE, MONDAY)
    orders = next(one for one in it.yesterday if one.metric.key == "orders")
    before = day(MONDAY - timedelta(days=1))
    counted = registry().metrics["orders"].figures(Scope(MONDAY, stores=frozenset({store})), [before], before.end)
    assert orders.figure.amount == sum(one.amount for one in counted.values()) == 1
    assert (orders.plan, orders.short) == (3, 2)
    assert next(one for one in morning.build(TEAM, MONDAY).yesterday if one.metric.key == "orders").figure.amount == 0


def test_who_must_be_contacted_stands_overdue_first_then_o_and_h(store):
    add_lead("K26-0006", "Wang", Level.H, due_on=MONDAY)
    it = morning.build(TEAM, MONDAY)
    assert [(one.card_no, one.who) for one in it.first] == [
        ("K26-0001", "Li"), ("K26-0002", "Li"), ("K26-0006", "Wang")]
    assert (it.due, it.late) == (3, 1)
    assert {one.name: (one.due, one.late) for one in it.sellers} == {"Li": (2, 1), "Wang": (1, 0), "Lin": (0, 0)}


def test_the_plan_of_today_stands_by_the_hour_and_deliveries_after_it(store, clock):
    of = lead("K26-0001")
    add(TestDrive, version=1, store_id=store, lead_id=of.id, person_id=of.owner_id, state=DriveState.PLANNED, on=MONDAY,
        starts_at=clock.set(MONDAY, 14), car="")
    clock.set(MONDAY)
    assert [(one.kind, one.name) for one in morning.build(TEAM, MONDAY).plan] == [
        (morning.Planned.DRIVES, "欧阳先生"), (morning.Planned.DELIVERY, "赵女士")]


def test_who_is_off_is_named_with_the_stand_in_and_leaves_the_rota(store):
    li, wang = person("Li").id, person("Wang").id
    add(RosterDay, store_id=store, person_id=li, on=MONDAY, shift=Shift.REST, stand_in_id=wang)
    it = morning.build(TEAM, MONDAY)
    assert [(one.name, one.stand_in) for one in it.off] == [("Li", "Wang")]
    assert "Li" not in {one.name for one in it.sellers}
    assert next(one for one in it.sellers if one.name == "Wang").due == 2      # O and H go to the stand-in


def test_open_steps_that_are_due_stand_on_the_wall(store, desk):
    add_step("探岳话术演练", owner_id=person("Li").id, store_id=store, due_on=MONDAY)
    add_step("下周的事", owner_id=person("Li").id, store_id=store, due_on=MONDAY + timedelta(days=7))
    words = desk.sign_in("Lin").open(WALL).words
    assert "探岳话术演练" in words and "下周的事" not in words


def test_lines_are_shared_out_so_that_nothing_scrolls():
    assert morning._shared(10, (3, 20)) == [3, 7]
    assert morning._shared(12, (9, 9, 2)) == [5, 5, 2]
    assert morning._shared(12, (0, 0, 0)) == [0, 0, 0]


def test_the_wall_takes_as_many_statements_for_ten_people_as_for_three(store):
    sent = []
    event.listen(db.engine, "before_cursor_execute", lambda *told: sent.append(told[2]))

    def statements():
        db.session.rollback()
        sent.clear()
        morning.build(HERE, MONDAY)
        return len([one for one in sent if one != "BEGIN"])
    commit(orders=[lead().id])
    before = statements()
    for n in range(7):
        add_person(f"New{n}", store_id=store, team_id=1)
        add_lead(f"K26-1{n:03}", f"New{n}", Level.H, due_on=MONDAY)
        commit(f"New{n}", orders=[lead(f"K26-1{n:03}").id])
    assert statements() == before <= 35


@pytest.mark.any_database
@pytest.mark.parametrize("address", ["/meetings/morning/sheet", "/meetings/morning/blank"])
def test_the_sheet_of_the_morning_prints(store, desk, address):
    commit(orders=[lead().id])
    page = desk.sign_in("Lin").open(address)
    assert "晨会记录表" in page.text
    assert desk.send(address, page).data.startswith(b"%PDF")
