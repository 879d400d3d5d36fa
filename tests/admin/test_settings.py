from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.core.agreement import Choice, Setting, agreed, choices, lay_down_choices
from portal.core.registry import registry
from portal.extensions import db
from portal.org.models import Role, Store

from ..factories.org import add_person, person

TODAY = date(2026, 11, 23)


def set_to(desk, key, value, **other):
    return desk.send(f"/settings/{key}", **{"value": value, "reason": "brand asks for it"} | other)


@pytest.fixture
def listed(house):
    lay_down_choices(db.session.get(Store, house.one), by=person("root"))
    lay_down_choices(db.session.get(Store, house.two), by=person("root"))
    return house


def test_a_new_value_holds_from_its_day_with_who_and_why(chen, house):
    assert set_to(chen, "protection_days", 45, from_on=str(TODAY + timedelta(days=7))).status_code == 303
    assert agreed("protection_days", store_id=house.one, on=TODAY) == 30
    assert agreed("protection_days", store_id=house.one, on=TODAY + timedelta(days=7)) == 45
    assert agreed("protection_days", store_id=house.two, on=TODAY + timedelta(days=7)) == 30
    words = chen.open("/settings/protection_days").words
    assert "45 天" in words and "chen" in words and "brand asks for it" in words and "未到" in words


@pytest.mark.any_database
@pytest.mark.parametrize("typed", [{"value": "-1"}, {"value": "x"}, {"value": ""}, {"reason": " "}, {"from_on": ""},
                                   {"value": "9" * 30}, {"value": None}])
def test_what_makes_no_sense_is_said_and_nothing_is_agreed(chen, house, typed):
    assert set_to(chen, "protection_days", 45, **typed).status_code == 422 if "value" not in typed else (
        chen.send("/settings/protection_days", reason="why", **typed).status_code == 422)
    assert db.session.scalar(select(Setting.id)) is None


def test_the_second_of_two_is_shown_the_first_ones_value(chen, house):
    page = chen.open("/settings/protection_days")
    chen.send("/settings/protection_days", page, value=45, reason="first")
    answer = chen.send("/settings/protection_days", page, value=60, reason="second")
    assert answer.status_code == 409 and "45 天" in answer.text and 'value="60"' in answer.text
    assert chen.send("/settings/protection_days", answer, value=60, reason="second").status_code == 303
    assert agreed("protection_days", store_id=house.one, on=TODAY) == 60


def test_a_table_of_levels_is_changed_cell_by_cell_or_begun_from_a_profile(chen, house):
    assert chen.send("/settings/levels", value__H__every_days=2, reason="calmer").status_code == 303
    assert agreed("levels", store_id=house.one, on=TODAY)["H"]["every_days"] == 2
    assert "自定" in chen.open("/settings/levels").words
    page = chen.open("/settings/levels?profile=calm")
    assert page.values("/settings/levels")["value__O__every_days"] == "7"
    answer = chen.send("/settings/levels", value__H__every_days=0, reason="calmer")
    assert answer.status_code == 422 and "H" in answer.text


def test_days_and_choices_are_ticked(chen, house):
    assert chen.send("/settings/busy_weekdays", value=["5", "6"], reason="weekend").status_code == 303
    assert agreed("busy_weekdays", store_id=house.one, on=TODAY) == [5, 6]
    assert chen.send("/settings/calendar.basis", value="official", reason="closed on holidays").status_code == 303
    assert chen.send("/settings/calendar.basis", value="never", reason="x").status_code == 422
    assert chen.send("/settings/dcc_hands_over", value=None, reason="no").status_code == 303
    assert agreed("dcc_hands_over", store_id=house.one, on=TODAY) is False


def test_a_manager_keeps_the_store_and_the_administrator_the_rest(chen, house):
    page = chen.open("/settings/signin.idle_minutes")
    assert page.form("/settings/signin.idle_minutes") is None
    assert chen.send("/settings/signin.idle_minutes", page, value=60, reason="x").status_code == 404
    chen.open(f"/settings?store={house.two}", status=404)
    chen.open("/settings?store=group", status=404)
    chen.open("/settings/no_such", status=404)


def test_the_administrator_agrees_for_every_store_without_its_own(root, house):
    set_to(root, "protection_days", 20, from_on=str(TODAY))
    assert root.send(f"/settings/signin.idle_minutes?store={house.one}", value=60, reason="tablet").status_code == 303
    page = root.open("/settings/protection_days?store=group")
    assert root.send("/settings/protection_days?store=group", page, value=10, reason="all").status_code == 303
    assert [agreed("protection_days", store_id=store, on=TODAY) for store in (house.one, house.two)] == [20, 10]


def test_others_read_or_see_nothing(desk, house):
    add_person("gm", Role.GENERAL_MANAGER, store_id=house.one)
    desk.sign_in("gm")
    page = desk.open("/settings/protection_days")
    assert page.form("/settings/protection_days") is None
    desk.sign_in("li")
    desk.open("/settings", status=404)


def test_every_setting_has_its_page_in_english_too(root, house):
    root.send("/language", "/me", language="en")
    root.open("/settings")
    for key in registry().settings:
        root.open(f"/settings/{key}")


def test_a_line_is_added_renamed_moved_ended_and_offered_again(chen, listed):
    assert chen.send("/choices/source", words_zh="抖音", words_en="Douyin").status_code == 303
    assert chen.send("/choices/source", words_zh="抖音").status_code == 422
    line = choices("source", store_id=listed.one)[-1]
    assert chen.send(f"/choice-lines/{line.id}", words_zh="抖音直播").status_code == 303
    page = chen.open("/choices/source")
    chen.send(f"/choice-lines/{line.id}/up", page)
    assert choices("source", store_id=listed.one)[-2].words_zh == "抖音直播"
    chen.send(f"/choice-lines/{line.id}/end", page)
    assert "抖音直播" not in [each.words_zh for each in choices("source", store_id=listed.one,
                                                         on=TODAY + timedelta(days=1))]
    chen.send(f"/choice-lines/{line.id}/reopen", page)
    assert "抖音直播" in chen.open("/choices/source").words


def test_lines_that_rules_read_keep_their_codes(chen, listed):
    page = chen.open("/choices/lost_to")
    line = choices("lost_to", store_id=listed.one)[0]
    assert page.form(f"/choice-lines/{line.id}/end") is None
    chen.send(f"/choice-lines/{line.id}/end", page)
    assert "已停用" not in chen.open("/choices/lost_to").words
    assert choices("lost_to", store_id=listed.one, on=TODAY + timedelta(days=1))[0].id == line.id
    assert chen.send(f"/choice-lines/{line.id}", words_zh="本品牌别的店").status_code == 303


def test_another_stores_lines_are_not_there(chen, listed):
    line = db.session.scalar(select(Choice.id).where(Choice.store_id == listed.two))
    chen.open(f"/choice-lines/{line}", status=404)
    assert chen.send(f"/choice-lines/{line}/end", "/choices/source").status_code == 404
