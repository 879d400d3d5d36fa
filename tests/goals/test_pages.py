"""A goal goes its way on the pages: planned, broken down, proposed, answered, in force, followed."""
import re
from datetime import date
from fractions import Fraction

import pytest

from portal.core.metric import Forecast
from portal.core.period import month
from portal.core.registry import registry
from portal.extensions import db
from portal.goals import actions
from portal.goals.figures import Time, Track
from portal.goals.models import Plan, PlanVersion, Response, Standing
from portal.goals.targets import STORE
from portal.goals.tracking import _carried
from tests.factories.customers import add_lead
from tests.factories.goals import LI, LOOSE_ONE, LOOSE_TWO, WANG, ZHOU, draft, in_force, share, the_plan
from tests.factories.org import add_person, add_store, add_team, person
from tests.factories.sales import add_order

SHARES = {LI: 12, WANG: 10, LOOSE_ONE: 3, ZHOU: 9, LOOSE_TWO: 0}


def test_a_manager_plans_breaks_down_and_puts_in_force_and_a_consultant_accepts(store, desk, app):
    desk.sign_in("Chen")
    made = desk.send("/goals/plans/new", store_id="1", year="2026", metric="deliveries", total="120",
                     share="open_days", by_on="2026-12-31", what="120 deliveries")
    assert made.status_code == 303 and db.session.query(Plan).one().what == "120 deliveries"
    months = f"/goals/versions/{draft().id}/months"
    assert desk.send(months, do="fill", by_month="open_days").status_code == 303
    assert desk.send(months, do="save").status_code == 303
    people = f"/goals/versions/{draft().id}/people"
    assert desk.send(people, do="fill", by_person="evenly").status_code == 303
    whole = {cell.month_on: cell.amount for cell in draft().cells if cell.whom == "store"}
    teams = {on: sum(c.amount for c in draft().cells if c.month_on == on and c.whom[0] == "t") for on in whole}
    assert sum(whole.values()) == 120 and teams == whole
    assert made.location == months
    assert desk.send(people, do="propose").status_code == 303
    assert "3 人未回复" in desk.open(f"/goals/plans/{the_plan().id}").words
    desk.sign_in("Li")
    assert desk.send(f"/goals/versions/{draft().id}/answer", answer="accepted").status_code == 303
    desk.sign_in("Chen")
    assert desk.send(f"/goals/versions/{draft().id}/publish", page=people).status_code == 303
    assert db.session.query(PlanVersion).one().standing is Standing.IN_FORCE
    assert "Li" in desk.open(f"/goals/plans/{the_plan().id}").words


def test_what_does_not_add_up_is_said_and_nothing_changes(store, desk):
    desk.sign_in("Chen")
    desk.send("/goals/plans/new", store_id="1", year="2026", metric="deliveries", total="120", share="open_days",
              by_on="2026-12-31")
    people = f"/goals/versions/{draft().id}/people"
    refused = desk.send(people, do="propose", **{"2026-01.p1": "7"})
    assert refused.status_code == 422 and draft().standing is Standing.DRAFT
    assert 'name="2026-01.p1" inputmode="decimal" value="7"' in refused.text and refused.text.count(people) == 2


def test_what_is_typed_last_is_proposed_with_the_rest(store, desk):
    desk.sign_in("Chen")
    desk.send("/goals/plans/new", store_id="1", year="2026", metric="deliveries", total="12", share="open_days",
              by_on="2026-12-31")
    people = f"/goals/versions/{draft().id}/people"
    assert desk.send(people, do="fill", by_person="evenly").status_code == 303
    typed = {"2026-01.p1": "0", "2026-01.p2": "0", "2026-01.p3": "1"}
    assert desk.send(people, do="propose", **typed).status_code == 303
    assert draft().standing is Standing.PROPOSED
    january = {cell.whom: cell.amount for cell in draft().cells if cell.month_on == date(2026, 1, 1)}
    assert january == {"store": 1, "t1": 0, "p1": 0, "p2": 0, "t2": 1, "p3": 1}


def test_the_grid_stands_under_its_quarters_and_a_restated_year_is_told_whole(store, desk):
    in_force(SHARES)
    new = actions.restate(the_plan(), by=person("Chen"), version=the_plan().version, months=["2026-11"], reason="x")
    changed = new.id
    actions.set_months(draft(), by=person("Chen"), seen_version=draft().version, amounts={}, total=20)
    assert "1 季度" not in desk.sign_in("Chen").open(f"/goals/versions/{changed}/people").words
    assert "1 季度" in desk.open(f"/goals/versions/{changed - 1}/people").words
    row = desk.open("/goals/plans?year=2026").tree.find(".//tbody/tr")
    assert row.findtext("td[2]") == "34"                    # the year, though the newest version is of one month
    desk.open("/goals/plans?year=99999", 404)


@pytest.mark.any_database
@pytest.mark.parametrize("typed", ["abc", "1.5", "9" * 40, "-3", "NaN"])
def test_a_cell_that_is_no_whole_number_is_said_and_kept_as_typed(store, desk, typed):
    desk.sign_in("Chen")
    desk.send("/goals/plans/new", store_id="1", year="2026", metric="deliveries", total="120", share="open_days",
              by_on="2026-12-31")
    page = desk.send(f"/goals/versions/{draft().id}/people", do="save", **{"2026-01.p1": typed})
    assert page.status_code == 422 and typed in page.text


def test_a_counter_stands_beside_the_leads_and_is_decided_with_a_reason(store, desk):
    in_force(SHARES)
    new = actions.restate(the_plan(), by=person("Chen"), version=the_plan().version, months=["2026-11"], reason="x")
    share(new, SHARES)
    actions.propose(draft(), by=person("Chen"), seen_version=draft().version)
    desk.sign_in("Li")
    assert desk.send(f"/goals/versions/{draft().id}/answer", answer="countered", counter="10").status_code == 422
    assert desk.send(f"/goals/versions/{draft().id}/answer", answer="countered", counter="10",
                     reason="on leave").status_code == 303
    said = db.session.query(Response).one()
    desk.sign_in("Chen")
    assert "on leave" in desk.open(f"/goals/answers/{said.id}").words
    assert desk.send(f"/goals/answers/{said.id}", verdict="taken", reason="right").status_code == 303
    assert {cell.amount for cell in draft().cells if cell.whom == "p1"} == {10}


def test_a_goal_in_force_is_restated_for_two_months_with_a_reason(store, desk):
    in_force(SHARES)
    chen, page = desk.sign_in("Chen"), f"/goals/plans/{the_plan().id}/restate"
    assert chen.send(page, months=["2026-11", "2026-12"]).status_code == 422
    made = chen.send(page, months=["2026-11", "2026-12"], reason="the factory cut its supply")
    assert made.status_code == 303 and made.location == f"/goals/versions/{draft().id}/months"
    assert draft().months == ["2026-11", "2026-12"]


@pytest.mark.parametrize("query", ["", "?metric=orders", "?whose=t1", "?whose=p1&period=2026-W48",
                                   "?metric=kept_rate&period=2026-Q4", "?period=2026"])
def test_progress_opens_for_every_metric_unit_and_period(store, desk, query):
    in_force(SHARES)
    desk.sign_in("Chen").open("/goals" + query)


@pytest.mark.any_database
@pytest.mark.parametrize("query", ["?whose=p99", "?whose=s7", "?metric=none", "?period=2026-13"])
def test_what_is_not_there_or_not_yours_is_not_found(store, desk, query):
    desk.sign_in("Chen").open("/goals" + query, 404)


def test_a_consultant_sees_his_own_progress_and_no_colleagues(store, desk):
    in_force(SHARES)
    page = desk.sign_in("Li").open("/goals")
    assert "Wang" not in page.words
    desk.open("/goals?whose=p2", 404)
    desk.open("/goals/plans/new", 404)


def test_progress_without_any_plan_says_so(store, desk):
    desk.sign_in("Chen").open("/goals")


def test_teams_without_a_target_and_what_no_team_did_stand_in_the_table_so_that_it_adds_up(store, desk, clock):
    in_force(SHARES, "orders")
    third = add_team(store, "网销组")
    add_person("Zhao", "dcc", store_id=store, team_id=third)
    for n, owner in enumerate(("Li", "Zhao", "Zhao", "Chen"), start=1):
        add_lead(f"K26-000{n}", owner=owner, store_id=store)
        add_order(f"K26-000{n}", order_no=f"D202611-000{n}")
    clock.set(date(2026, 11, 24))
    page = desk.sign_in("Chen").open("/goals?metric=orders")
    rows = [[" ".join("".join(cell.itertext()).split()) for cell in row][:2]
            for row in page.tree.find(".//section[@aria-labelledby='parts']").iter("tr")][1:]
    assert rows == [["销售一组", "1 / 25"], ["销售二组", "0 / 9"], ["网销组", "2 / –"], ["未分配", "1 / 0"],
                    ["合计", "4 / 34"]]
    assert "team_id=none" in page.text


def test_a_month_is_shown_by_weeks_that_make_every_persons_month(store, desk):
    version = in_force(SHARES)
    page = desk.sign_in("Chen").open(f"/goals/versions/{version.id}/weeks?month=2026-11")
    assert "✓" in page.words and "待分配" in page.words
    assert "还没有分到人" in desk.open(f"/goals/versions/{version.id}/weeks?month=2026-03").words
    desk.open(f"/goals/versions/{version.id}/weeks?month=2025-11", 404)


def test_a_leader_shares_out_the_own_teams_target_and_not_the_stores(store, desk):
    add_person("Lin", "leader", store_id=store, team_id=1)
    in_force(SHARES)
    new = actions.restate(the_plan(), by=person("Chen"), version=the_plan().version, months=["2026-11"], reason="x")
    desk.sign_in("Lin").open(f"/goals/versions/{new.id}/months", 404)
    people = f"/goals/versions/{new.id}/people"
    page = desk.open(people)
    assert "Wang" in page.words and "Zhou" not in page.words
    assert desk.send(people, page, do="save", **{"2026-11.p1": "11", "2026-11.p2": "11"}).status_code == 303
    assert {cell.whom: cell.amount for cell in draft().cells if cell.amount} == {
        "store": 34, "t1": 25, "t2": 9, "p1": 11, "p2": 11, "p3": 9}
    assert "Zhou" not in desk.open(f"/goals/versions/{new.id}/weeks").words


def test_home_asks_for_the_answer_and_then_for_the_decision(store, desk):
    in_force(SHARES)
    new = actions.restate(the_plan(), by=person("Chen"), version=the_plan().version, months=["2026-11"], reason="x")
    actions.propose(new, by=person("Chen"), seen_version=new.version)
    answer = f"/goals/versions/{new.id}/answer"
    assert answer in desk.sign_in("Li").open("/").text
    desk.send(answer, answer="countered", counter="10", reason="on leave")
    assert answer not in desk.open("/").text
    home = desk.sign_in("Chen").open("/")
    assert "on leave" in home.words and "/goals/answers/1" in home.text
    assert desk.open("/goals/answers/1").values("/goals/answers/1")["reason"] == "", "the manager's own words"
    desk.send("/goals/answers/1", verdict="taken", reason="right")
    assert "on leave" not in desk.open("/").words


def test_progress_names_the_tier_reached_and_what_the_next_one_needs(store, desk, clock):
    in_force(SHARES)                            # 34: the first tier begins at 80 %, 28
    clock.set(date(2026, 11, 26))
    page = desk.sign_in("Chen").open("/goals")
    assert "门槛 还差 28" in page.words
    assert "门槛" not in desk.open("/goals?metric=visits").words


def test_who_is_behind_for_seven_days_is_proposed_a_step_with_an_owner(store, desk, clock):
    clock.set(date(2026, 10, 30))
    in_force(SHARES)
    clock.set(date(2026, 11, 11))               # nobody delivered: a tenth of November has passed since the 4th
    page = desk.sign_in("Chen").open("/goals?whose=t1")
    assert "连续 7 天落后" in page.words and "/steps/new?owner=1" in page.text
    assert desk.open("/steps/new?owner=1").values("/steps/new")["owner_id"] == "1"
    clock.set(date(2026, 11, 9))                # six days only
    assert "连续 7 天落后" not in desk.open("/goals?whose=t1").words
    assert "连续 7 天落后" not in desk.open("/goals?metric=kept_rate").words


def test_a_general_manager_puts_a_proposal_in_force_from_the_plans_page(store, desk):
    add_person("Gu", "gm", store_id=store)
    in_force(SHARES)
    new = actions.restate(the_plan(), by=person("Chen"), version=the_plan().version, months=["2026-11"], reason="x")
    plan = f"/goals/plans/{the_plan().id}"
    desk.sign_in("Gu")
    assert desk.send(f"/goals/versions/{new.id}/propose", page=plan).status_code == 303
    assert desk.send(f"/goals/versions/{new.id}/publish", page=plan).status_code == 303
    assert {version.standing for version in db.session.query(PlanVersion)} == {Standing.IN_FORCE}


@pytest.mark.parametrize("path", ["/goals", "/goals?period=2026", "/goals/plans", "/goals/plans/new", "/goals/papers",
                                  "/goals/forecast", "/goals/years/2026/letter", "/goals/years/2026/letters",
                                  "/goals/weeks/2026-W47/control", "/goals/years/2026/comparison",
                                  "/goals/months/2026-11/shares/deliveries"])
def test_every_page_and_sheet_opens_for_a_store_that_has_nothing_yet(app, desk, path):
    add_person("Chen", "manager", store_id=add_store())
    desk.sign_in("Chen").open(path)


def test_who_reads_several_stores_sees_one_stores_goal_beside_that_stores_orders_alone(store, desk, clock):
    in_force(SHARES, "orders")
    other = add_store("B", "永驰滨江店")
    add_person("Gu", "consultant", store_id=other, team_id=add_team(other))
    add_person("Fan", "group")
    for n, (owner, place) in enumerate((("Li", store), ("Gu", other), ("Gu", other)), start=1):
        add_lead(f"K26-000{n}", owner=owner, store_id=place)
        add_order(f"K26-000{n}", order_no=f"D202611-000{n}")
    clock.set(date(2026, 11, 24))
    page = desk.sign_in("Fan").open(f"/goals?metric=orders&whose=s{store}")
    behind = re.search(r'/metrics/orders/rows\?[^"]*', page.text)[0].replace("&amp;", "&")
    assert "1 / 34" in page.words and "共 1 条" in desk.open(behind).words


def test_a_target_put_in_force_today_says_that_it_counts_from_tomorrow(store, desk, clock):
    in_force(SHARES)
    desk.sign_in("Chen")
    assert "今天起生效" in desk.open(f"/goals/plans/{the_plan().id}").words
    assert "今天有新目标生效" in desk.open("/goals").words
    clock.set(date(2026, 11, 24))
    assert "今天有新目标生效" not in desk.open("/goals").words and "0 / 34" in desk.open("/goals").words


def test_a_month_from_which_nothing_is_kept_has_a_dash_and_says_why(store, desk):
    in_force(SHARES)
    words = desk.sign_in("Chen").open(f"/goals/plans/{the_plan().id}").words
    assert "1 月–" in words and "系统里没有那个月的数" in words


@pytest.mark.parametrize(("orders", "carries"), [(5, True), (4, False)])
def test_a_gap_that_open_orders_make_up_for_is_carried_by_them(app, orders, carries):
    metric, over = registry().metrics["deliveries"], month(date(2026, 11, 1))
    none = metric.none
    one = Track(metric, over, STORE, Time(30, 20, None, None), 5, [5], none, none,
                Forecast(0, Fraction(orders), Fraction(), Fraction()), ())
    assert _carried(one, date(2026, 11, 23)) is carries


def test_the_new_closing_rate_is_planned_and_followed_for_each_origin(store, desk, clock):
    desk.sign_in("Chen")
    for origin, percent in (("showroom", "18"), ("web", "8")):
        desk.send("/goals/plans/new", store_id="1", year="2026", metric=f"new_closing_{origin}", total=percent,
                  share="open_days", by_on="2026-12-31", status=303)
        made = draft(f"new_closing_{origin}")
        desk.send(f"/goals/versions/{made.id}/people", do="propose", status=303)
        assert not [cell for cell in draft(f"new_closing_{origin}").cells if cell.person_id]      # left blank, not 0 %
        desk.send(f"/goals/versions/{made.id}/publish", page=f"/goals/versions/{made.id}/people", status=303)
    add_lead("K26-0001", owner="Li", store_id=store, kept=True, origin="showroom", opened_on=date(2026, 11, 20))
    add_lead("K26-0002", owner="Li", store_id=store, kept=True, origin="web", opened_on=date(2026, 11, 20))
    add_order("K26-0001", signed_on=date(2026, 11, 21))
    clock.set(date(2026, 11, 24))
    assert "100.0% / 18.0%" in desk.open("/goals?metric=new_closing_showroom").words
    assert "0.0% / 8.0%" in desk.open("/goals?metric=new_closing_web").words


def test_the_weeks_of_a_draft_are_typed_over_and_what_does_not_add_up_is_said(store, desk):
    desk.sign_in("Chen")
    desk.send("/goals/plans/new", store_id="1", year="2026", metric="deliveries", total="120", share="open_days",
              by_on="2026-12-31")
    desk.send(f"/goals/versions/{draft().id}/people", do="fill", by_person="evenly")
    weeks = f"/goals/versions/{draft().id}/weeks?month=2026-11"
    page = desk.open(weeks)
    parts = [part.key for part in month(date(2026, 11, 1)).weeks()]
    own = sum(cell.amount for cell in draft().cells if cell.whom == "p1" and cell.month_on == date(2026, 11, 1))
    typed = {f"{part}.p1": "0" for part in parts} | {f"{parts[0]}.p1": str(own)}
    assert all(f'name="{name}"' in page.text for name in typed)
    assert desk.send(weeks, page, do="save", **typed | {f"{parts[1]}.p1": "1"}).status_code == 422
    desk.send(weeks, page, do="save", **typed, status=303)
    assert f'name="{parts[0]}.p1" inputmode="decimal" value="{own}"' in desk.open(weeks).text
