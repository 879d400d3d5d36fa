from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.core.period import week
from portal.core.roster import next_working_day, stand_in_of, works_on
from portal.extensions import db
from portal.org.models import RosterDay, Shift

from ..factories.org import add_person, person

MONDAY = date(2026, 11, 23)
WEEK = week(MONDAY)


def plan(desk, cells, stand_ins=(), page="/roster", status=303):
    """`cells`: {(name, weekday from 1): sign}."""
    typed = {f"c{person(name).id}-{MONDAY + timedelta(days=day - 1):%m%d}": sign for (name, day), sign in cells.items()}
    typed |= {f"s{person(name).id}": person(other).id for name, other in stand_ins}
    answer = desk.send("/roster", page, **typed)
    assert answer.status_code == status, answer.text
    return answer


def on(day):
    return MONDAY + timedelta(days=day - 1)


def test_a_day_nobody_planned_is_a_working_day(app, house):
    assert works_on(house.li, MONDAY) and stand_in_of(house.li, MONDAY) is None
    assert next_working_day(house.li, MONDAY) == MONDAY


@pytest.mark.any_database
@pytest.mark.parametrize("rest", ["R", "r", "x", "休", "2", " 休 "])
@pytest.mark.parametrize("leave", ["L", "假", "3"])
def test_a_week_is_typed_with_one_sign_a_cell(chen, house, rest, leave):
    plan(chen, {("li", 2): rest, ("li", 3): leave, ("lin", 2): "班"})
    assert not works_on(house.li, on(2)) and not works_on(house.li, on(3)) and works_on(house.lin, on(2))
    assert next_working_day(house.li, on(2)) == on(4)
    assert db.session.scalars(select(RosterDay.shift).order_by(RosterDay.on)).all() == [Shift.REST, Shift.LEAVE]


def test_the_stand_in_does_the_days_off_and_only_when_at_work(chen, house):
    add_person("wang", store_id=house.one, team_id=house.first)
    plan(chen, {("li", 2): "R", ("li", 3): "R", ("wang", 3): "R"}, [("li", "wang")])
    assert stand_in_of(house.li, on(2)) == person("wang").id
    assert stand_in_of(house.li, on(1)) is None and stand_in_of(house.li, on(3)) is None
    assert "也休" in chen.open("/roster").words


def test_what_cannot_be_read_is_named_and_stays_typed(chen, house):
    answer = plan(chen, {("li", 2): "?", ("lin", 2): "R"}, status=422)
    assert "li" in answer.text and 'value="?"' in answer.text
    assert works_on(house.lin, on(2))


def test_two_people_plan_the_same_week_and_the_second_is_told(chen, house):
    page = chen.open("/roster")
    plan(chen, {("li", 2): "R"}, page=page)
    answer = plan(chen, {("lin", 4): "R"}, page=page, status=409)
    assert "没有存成" in answer.text
    assert works_on(house.lin, on(4)) and not works_on(house.li, on(2))


def test_a_planned_day_off_becomes_a_working_day_again_and_the_row_stays(chen, house):
    plan(chen, {("li", 2): "R"})
    plan(chen, {("li", 2): ""})
    assert works_on(house.li, on(2))
    assert db.session.scalars(select(RosterDay.shift)).all() == [Shift.WORK]


def test_last_week_is_copied_until_the_week_has_days_off_of_its_own(chen, house):
    plan(chen, {("li", 2): "R"}, [("li", "lin")])
    page = chen.open("/roster?week=2026-W49")
    assert chen.send("/roster/copy?week=2026-W49", page).status_code == 303
    assert not works_on(house.li, on(9)) and stand_in_of(house.li, on(9)) == house.lin
    chen.send("/roster/copy?week=2026-W49", page)
    assert "已经排过" in chen.open("/roster?week=2026-W49").words


def test_days_more_than_a_week_ago_stay(chen, house):
    page = chen.open("/roster?week=2026-W46")
    cell = f"c{house.li}-1110"
    answer = chen.send("/roster?week=2026-W46", page, **{cell: "R"})
    assert answer.status_code == 422
    assert chen.send("/roster?week=2026-W47", **{f"c{house.li}-1119": "R"}).status_code == 303


def test_a_consultant_reads_the_roster_of_the_store_and_nothing_else(desk, house):
    desk.sign_in("li")
    page = desk.open("/roster")
    assert page.tree.find(".//table//input") is None and "lin" in page.words and "wu" not in page.words
    assert desk.send("/roster", page).status_code == 404
    desk.open(f"/roster?store={house.two}", status=404)


@pytest.mark.any_database
@pytest.mark.parametrize("asked", ["2026-W54", "2026-11", "soon", "9999-W01", "2026-W٣٤"])
def test_a_week_that_does_not_exist_is_not_there(chen, house, asked):
    chen.open(f"/roster?week={asked}", status=404)


def test_somebody_of_another_store_is_neither_shown_nor_planned(chen, house):
    page = chen.open("/roster")
    chen.send("/roster", page, **{f"c{house.wu}-1124": "R", f"s{house.li}": house.wu, f"c{house.li}-1124": "R"})
    assert works_on(house.wu, on(2)) and stand_in_of(house.li, on(2)) is None and not works_on(house.li, on(2))


def test_an_administrator_plans_any_store(root, house):
    assert "wu" in root.open(f"/roster?store={house.two}").words
    assert root.send(f"/roster?store={house.two}", **{f"c{house.wu}-1124": "R"}).status_code == 303
    assert not works_on(house.wu, on(2))
