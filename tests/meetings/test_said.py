"""What trainings, the stock and the feedback board say at the morning meeting, on its page and on the wall."""
from datetime import timedelta

import pytest
from flask import current_app

from portal.board.actions import life
from portal.core.policy import rights_of
from portal.meetings import morning
from portal.meetings.places import Place
from portal.vehicles.models import State
from tests.factories.board import add_post
from tests.factories.meetings import MONDAY
from tests.factories.org import person
from tests.factories.training import add_event, add_seat
from tests.factories.vehicles import add_vehicle

WALL = "/meetings/morning"
HERE, TEAM = Place(1, "永驰江城店"), Place(1, "永驰江城店", 1, "销售一组")


def said(name, place=HERE, on=MONDAY):
    with current_app.test_request_context():
        return [(str(line.head), line.text, line.who, line.tone)
                for line in morning.said(place, rights_of(person(name), on), person(name), on)]


@pytest.mark.any_database
def test_todays_trainings_stand_with_who_goes_and_a_team_sees_those_of_its_people(store):
    event = add_event("异议处理", store_id=store, trainer="Chen", on=MONDAY, room="二楼")
    add_event("明天的课", store_id=store, trainer="Chen", on=MONDAY + timedelta(days=1))
    add_seat(event, "Li"), add_seat(event, "Wang")
    add_event("别组的课", store_id=store, trainer="Chen", on=MONDAY, hour=16)
    assert [line[1] for line in said("Chen")] == ["14:00 异议处理 二楼", "16:00 别组的课"]
    assert [line[2] for line in said("Chen", TEAM)] == ["Li、Wang"]


@pytest.mark.any_database
def test_what_arrives_today_and_what_has_stood_too_long_is_told_to_every_team(store):
    add_vehicle("LSVNV2182E2100001", series_id=None, model_id=None, state=State.TRANSIT, expected_on=MONDAY)
    add_vehicle("LSVNV2182E2100002", series_id=None, model_id=None, state=State.TRANSIT,
                expected_on=MONDAY - timedelta(days=2))
    add_vehicle("LSVNV2182E2100003", series_id=None, model_id=None,
                arrived_on=MONDAY - timedelta(days=200))
    add_vehicle("LSVNV2182E2100004", series_id=None, model_id=None, arrived_on=MONDAY - timedelta(days=91))
    add_vehicle("LSVNV2182E2100005", series_id=None, model_id=None, arrived_on=MONDAY - timedelta(days=90))
    found = said("Chen", TEAM)
    assert [line[3] for line in found] == ["late", "", "watch"]
    assert "2 台" in found[0][1] and found[1][1].endswith(" 1") and found[2][1] == "1 台该到未到"


@pytest.mark.any_database
def test_answers_due_yesterdays_praise_and_the_notice_that_is_not_read_are_told_to_the_store(store, clock):
    add_post("没电", store_id=store, answer_by_on=MONDAY - timedelta(days=2), responsible_id=person("Chen").id)
    add_post("今天到期", store_id=store, answer_by_on=MONDAY, responsible_id=person("Chen").id)
    add_post("还早", store_id=store, answer_by_on=MONDAY + timedelta(days=1), responsible_id=person("Chen").id)
    clock.set(MONDAY - timedelta(days=1), 17)
    life.praise(store, by=person("Chen"), person_ids=[person("Li").id], title="替同事接待")
    life.give_notice(store, by=person("Chen"), title="元旦值班", text="三天都有人")
    clock.set(MONDAY, 8)
    texts = [(text, who, tone) for _head, text, who, tone in said("Chen")]
    assert [(who, tone) for _text, who, tone in texts] == [("Chen", "late"), ("Chen", "watch"), ("Li", ""), ("", "")]
    assert texts[0][0].endswith("没电") and texts[2][0] == "替同事接待" and texts[3][0].startswith("2026-01 元旦值班")
    assert [text for _head, text, *_more in said("Chen", TEAM)] == ["替同事接待"]


def test_the_wall_and_the_page_show_them_without_a_phone_and_the_page_leads_to_the_rows(store, desk):
    post_id = add_post("试驾车没电", store_id=store, answer_by_on=MONDAY, responsible_id=person("Chen").id)
    page = desk.sign_in("Chen").open("/meetings")
    assert "试驾车没电" in page.words and f"/board/{post_id}" in page.text
    assert "试驾车没电" in desk.open(WALL).words


def test_nothing_said_leaves_the_wall_as_it_was(store):
    it = morning.build(HERE, MONDAY)
    assert it.room.said == 0 and said("Chen") == []


def test_however_much_is_said_the_column_holds_no_more_lines_than_it_has_room_for(store):
    for n in range(9):
        add_event(f"课{n}", store_id=store, trainer="Chen", on=MONDAY)
    with current_app.test_request_context():
        told = morning.said(HERE, rights_of(person("Chen"), MONDAY), person("Chen"), MONDAY)
    room = morning.build(HERE, MONDAY, told).room
    assert room.first + room.plan + room.steps + room.said <= morning.DENSE_LINES - morning.HEAD_LINES - 1
