from datetime import date

import pytest

from portal.core.calendar import calendar_of, official


def test_the_month_shows_its_open_days(desk, house):
    words = desk.sign_in("li").open("/calendar").words
    assert "营业 30 天" in words and "已过 22 天" in words
    assert desk.open("/calendar").form("/calendar") is None


def test_a_manager_closes_the_store_on_a_day(chen, house):
    assert chen.send("/calendar?month=2026-11", "/calendar", on="2026-11-27", open="", note="盘点").status_code == 303
    assert not calendar_of(house.one).is_open(date(2026, 11, 27)) and calendar_of(house.two).is_open(date(2026, 11, 27))
    words = chen.open("/calendar?month=2026-11").words
    assert "盘点" in words and "营业 29 天" in words
    assert chen.send("/calendar", on="someday").status_code == 422
    assert chen.send(f"/calendar?store={house.two}", "/calendar", on="2026-11-27").status_code == 404


def test_a_day_is_chosen_in_the_month_and_filled_in(chen, house):
    page = chen.open("/calendar?month=2026-12&day=2026-12-24")
    assert page.values("/calendar")["on"] == "2026-12-24"


def test_the_administrator_enters_the_official_days(root, house):
    assert "还没有录入" in root.open("/calendar").words
    page = root.open("/calendar/official")
    root.send("/calendar/official/lay-down", page)
    assert official().is_known(2026)
    assert "国庆" in root.open("/calendar/official?year=2026").words
    root.send("/calendar/official", page, on="2027-01-01", working="", name="元旦")
    assert official().name(date(2027, 1, 1)) == "元旦" and not official().is_working(date(2027, 1, 1))


def test_a_manager_leaves_the_official_days_alone(chen, house):
    chen.open("/calendar/official", status=404)


@pytest.mark.any_database
@pytest.mark.parametrize("asked", ["2026-13", "2026", "soon", "0001-01", "2026-W01"])
def test_a_month_that_does_not_exist_is_not_there(chen, house, asked):
    chen.open(f"/calendar?month={asked}", status=404)


@pytest.mark.any_database
@pytest.mark.parametrize("asked", ["2026-02", "2024-02", "2027-01", "2100-12"])
def test_months_of_every_shape_are_drawn(chen, house, asked):
    chen.open(f"/calendar?month={asked}")
