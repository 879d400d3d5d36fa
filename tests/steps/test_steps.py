"""Agreed steps: what, who, by when; until done or dropped."""
from datetime import date

import pytest

from portal.core.action import Refused, Stale
from portal.core.due import due
from portal.core.period import week
from portal.core.policy import rights_of
from portal.core.scope import Scope
from portal.steps import actions, queries
from portal.steps.models import State

from ..factories.org import add_person, add_store, add_team, person
from ..factories.steps import add_step, step
from ..kept import kept

MONDAY = date(2026, 11, 23)
W47 = week(date(2026, 11, 16))


@pytest.fixture
@kept
def store(app):
    store_id = add_store()
    team = add_team(store_id)
    add_person("邓浩然", store_id=store_id, team_id=team)
    add_person("周敏", "leader", store_id=store_id, team_id=team)
    add_person("冯立强", "leader", store_id=store_id, team_id=add_team(store_id, "销售二组"))
    add_person("沈国平", "manager", store_id=store_id)
    return store_id


@pytest.fixture
def late(store):
    return add_step(owner_id=person("邓浩然").id, store_id=store)


def test_a_step_is_agreed_for_a_day_that_is_not_over(store):
    agreed = actions.agree(by=person("周敏"), owner_id=person("邓浩然").id, text="孙先生特价申请", due_on=MONDAY)
    assert (agreed.store_id, agreed.raised_on, agreed.state) == (store, MONDAY, State.OPEN)
    with pytest.raises(Refused) as refused:
        actions.agree(by=person("周敏"), owner_id=person("邓浩然").id, text="x", due_on=date(2026, 11, 22))
    assert refused.value.field == "due_on"


def test_a_step_is_due_to_its_owner_until_it_is_done(late):
    scope = rights_of(person("邓浩然"), MONDAY)["steps.read"]
    assert [(row.kind, row.row_id) for row in due(scope)] == [("step", late)]
    actions.finish(step(late), by=person("邓浩然"), version=1, outcome="已联系 6")
    assert due(scope) == []


def test_a_step_is_dropped_only_with_a_reason(late):
    with pytest.raises(Refused) as refused:
        actions.drop(step(late), by=person("周敏"), version=1, outcome="")
    assert refused.value.field == "outcome"
    actions.drop(step(late), by=person("周敏"), version=1, outcome="客户已买车")
    assert step(late).state is State.DROPPED and step(late).closed_on == MONDAY


def test_of_two_who_close_a_step_the_second_is_told(late):
    actions.finish(step(late), by=person("邓浩然"), version=1)
    with pytest.raises(Stale):
        actions.drop(step(late), by=person("周敏"), version=1, outcome="x")
    with pytest.raises(Refused):
        actions.finish(step(late), by=person("周敏"), version=2)


def test_a_step_that_was_not_done_after_all_is_taken_up_again(late):
    actions.finish(step(late), by=person("邓浩然"), version=1, outcome="做了")
    actions.take_up(step(late), by=person("周敏"), version=2)
    again = step(late)
    assert (again.state, again.closed_on, again.outcome) == (State.OPEN, None, "")


def test_the_weeks_sheet_shows_open_steps_overdue_first_then_the_weeks_then_later_ones(store):
    given = {"owner_id": person("邓浩然").id, "store_id": store}
    add_step("later", due_on=date(2026, 11, 27), **given)
    add_step("this week", due_on=date(2026, 11, 20), **given)
    add_step("two weeks late", due_on=date(2026, 11, 6), raised_on=date(2026, 11, 2), **given)
    add_step("agreed during the week", due_on=date(2026, 11, 28), raised_on=date(2026, 11, 17), **given)
    add_step("agreed at its review", due_on=date(2026, 11, 28), raised_on=MONDAY, **given)
    add_step("done before", state=State.DONE, closed_on=date(2026, 11, 15), **given)
    add_step("done in it", due_on=date(2026, 11, 22), state=State.DONE, closed_on=date(2026, 11, 19), **given)
    add_step("done after it", due_on=date(2026, 11, 21), state=State.DONE, closed_on=MONDAY, **given)
    shown = queries.carried(Scope(MONDAY, stores=frozenset({store})), W47)
    assert [(row.text, row.state, row.weeks_late) for row in shown] == [
        ("two weeks late", "open", 2), ("this week", "open", 0), ("done after it", "open", 0),
        ("done in it", "done", 0), ("later", "open", 0), ("agreed during the week", "open", 0)]


def test_a_step_goes_only_to_people_in_ones_own_reach(desk, store):
    page = desk.sign_in("周敏").open("/steps/new")
    assert "邓浩然" in page.text and "冯立强" not in page.text
    sent = desk.send("/steps/new", page, text="孙先生特价申请", owner_id=person("冯立强").id, due_on="2026-11-25")
    assert sent.status_code == 422


def test_a_step_sent_twice_is_agreed_once(desk, store):
    page = desk.sign_in("沈国平").open("/steps/new")
    typed = {"text": "评估师提前到周二来店", "owner_id": person("周敏").id, "due_on": "2026-11-24"}
    first, again = desk.send("/steps/new", page, **typed), desk.send("/steps/new", page, **typed)
    assert first.location == again.location and desk.open(first.location).words.count("评估师提前到周二来店") >= 1


def test_the_leader_of_another_team_does_not_find_the_step(desk, late):
    desk.sign_in("冯立强").open(f"/steps/{late}", status=404)
    assert "逐个回访" not in desk.open("/steps").text


def test_a_step_is_done_dropped_changed_and_taken_up_on_its_pages(desk, late):
    desk.sign_in("周敏")
    assert "失联 6 位" in desk.open("/steps?state=open").text
    desk.send(f"/steps/{late}/change", text="失联 8 位逐个回访", due_on="2026-11-27", status=303)
    assert "失联 8 位" in desk.open(f"/steps/{late}").text
    desk.send(f"/steps/{late}/done", outcome="已联系 8", status=303)
    assert "已联系 8" in desk.open(f"/steps/{late}").words
    desk.send(f"/steps/{late}/take-up", f"/steps/{late}", status=303)
    desk.send(f"/steps/{late}/drop", outcome="", status=422)
    desk.send(f"/steps/{late}/drop", outcome="客户已买车", status=303)
    assert "客户已买车" in desk.open("/steps?state=dropped").text


def test_closing_a_step_offers_to_take_it_back(desk, late):
    answer = desk.sign_in("周敏").send(f"/steps/{late}/done", outcome="已联系 8", status=303)
    page = desk.open(answer.location)
    assert f"/steps/{late}/take-up?version=2" in page.text
    desk.send(f"/steps/{late}/take-up?version=2", page, version=None, status=303)
    assert step(late).state is State.OPEN
