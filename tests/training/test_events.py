"""Planning trainings: who must come has a place at once, clashes are warned of, the calendar shows it."""
import io
import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.core.action import Change, Refused
from portal.extensions import db
from portal.org.models import RosterDay, Shift, StoreDay
from portal.training.actions.events import add_material, call_off, change_event, plan_event
from portal.training.models import EventState, SeatState, TrainingEvent, TrainingMaterial
from tests.factories.org import add, person
from tests.factories.training import MONDAY, add_event, add_seat, at, event, seat

TUESDAY = MONDAY + timedelta(days=1)


def plan(store_id, **typed):
    return plan_event(by=person("Qiao"), store_id=store_id, **{
        "subject": "sales", "title": "试驾邀约", "starts_at": at(TUESDAY), "minutes": 60,
        "trainer_id": person("Qiao").id} | typed)


def test_a_training_that_a_team_must_attend_gives_each_of_it_a_place(store):
    team = db.session.scalar(select(db.metadata.tables["membership"].c.team_id).where(
        db.metadata.tables["membership"].c.person_id == person("Li").id))
    made = plan(store, team_ids=[team], compulsory=True)
    assert [bool(seat(made.id, name)) for name in ("Li", "Wang", "Lin", "Zhou", "Cheng")] == [True] * 3 + [False] * 2
    assert seat(made.id, "Li").required


def test_what_is_meant_for_nobody_in_particular_and_must_be_attended_seats_the_whole_store_but_its_trainer(store):
    made = plan(store, compulsory=True)
    assert seat(made.id, "Cheng").required and seat(made.id, "Zhou").required and seat(made.id, "Qiao") is None


def test_more_people_must_come_than_there_are_seats(store):
    with pytest.raises(Refused) as refused:
        plan(store, roles=["consultant"], compulsory=True, seats=2)
    assert refused.value.field == "seats"
    assert db.session.scalar(select(TrainingEvent.id)) is None


def test_a_series_lies_on_the_same_weekday_and_hour(store):
    first = plan(store, times=3, room="培训室")
    days = db.session.scalars(select(TrainingEvent.on).where(TrainingEvent.series_id == first.id)
                              .order_by(TrainingEvent.on)).all()
    assert days == [TUESDAY, TUESDAY + timedelta(7), TUESDAY + timedelta(14)]


@pytest.mark.parametrize("said", ["Qiao", "培训室", "Li", "Wang"])
def test_trainer_room_and_people_who_are_taken_or_off_are_warned_of(store, said):
    other = add_event("产品", store_id=store, on=TUESDAY, hour=14, room="培训室")
    add_seat(other, "Li")
    add(RosterDay, store_id=store, person_id=person("Wang").id, on=TUESDAY, shift=Shift.REST)
    with pytest.raises(Refused) as refused:
        plan(store, room="培训室", people=[person("Li").id, person("Wang").id])
    assert refused.value.field == "anyway" and said in refused.value.message


def test_a_closing_day_and_the_month_end_rush_are_warned_of_and_may_be_passed_over(store):
    add(StoreDay, store_id=store, on=date(2026, 11, 29), open=False)
    with pytest.raises(Refused) as refused:
        plan(store, starts_at=at(date(2026, 11, 29)))
    assert "店休" in refused.value.message and "月末" in refused.value.message
    assert plan(store, starts_at=at(date(2026, 11, 29)), anyway=True).on == date(2026, 11, 29)


def test_a_change_is_asked_about_new_clashes_alone(store):
    made = plan(store, starts_at=at(date(2026, 11, 28)), anyway=True)
    add_event("产品", store_id=store, on=date(2026, 11, 28), hour=9)

    def move(hour):
        return change_event(event(made.id), by=person("Qiao"), version=event(made.id).version, subject="sales",
                            title="新标题", starts_at=at(date(2026, 11, 28), hour), minutes=60,
                            trainer_id=person("Qiao").id)
    assert move(14).title == "新标题"
    with pytest.raises(Refused) as refused:
        move(9)
    assert refused.value.field == "anyway" and "月末" not in refused.value.message
    db.session.rollback()
    assert event(made.id).starts_at == at(date(2026, 11, 28), 14)


def test_a_trainer_plans_one_in_the_browser_and_is_asked_about_the_clash(store, desk):
    add_event("产品", store_id=store, on=TUESDAY)
    desk.sign_in("Qiao")
    typed = {"title": "异议处理", "subject": "talk", "starts_at": "2026-11-24T14:30", "minutes": "45", "seats": ""}
    answer = desk.send("/training/events/new", status=422, **typed)
    assert "Qiao" in answer.words and "异议处理" in answer.text
    answer = desk.send("/training/events/new", answer, anyway="y", status=303)
    page = desk.open(answer.location)
    assert "异议处理" in page.words and "沟通" in page.words


def test_moving_it_to_a_larger_room_lets_who_waits_move_up(store):
    event_id = add_event(store_id=store, on=TUESDAY, seats=1)
    add_seat(event_id, "Li")
    add_seat(event_id, "Wang", state=SeatState.WAITING)
    row = event(event_id)
    change_event(row, by=person("Qiao"), version=1, subject="sales", title=row.title, starts_at=row.starts_at,
                 minutes=60, trainer_id=row.trainer_id, seats=2)
    assert seat(event_id, "Wang").state is SeatState.TAKEN and seat(event_id, "Wang").moved_up_at


def test_who_it_is_meant_for_is_recorded_only_where_it_changes(store):
    made = plan(store, roles=["consultant"], people=[person("Cheng").id])
    change_event(made, by=person("Qiao"), version=made.version, subject="sales", title="试驾邀约二",
                 starts_at=at(TUESDAY), minutes=60, trainer_id=person("Qiao").id, roles=["consultant", "dcc"])
    lines = db.session.scalars(select(Change).where(Change.row_kind == "training_audience",
                                                    Change.action == "training.changed").order_by(Change.id)).all()
    assert [("dcc" in one.after, bool(json.loads(one.before))) for one in lines] == [(True, False), (False, True)]


def test_two_trainers_who_change_it_at_once_are_both_heard(store, desk):
    event_id = add_event(store_id=store, on=TUESDAY)
    address = f"/training/events/{event_id}/change"
    page = desk.sign_in("Qiao").open(address)
    desk.send(address, page, title="甲", status=303)
    assert desk.send(address, page, title="乙").status_code == 409
    assert event(event_id).title == "甲"


def test_a_training_is_called_off_with_its_reason(store, desk):
    event_id = add_event(store_id=store, on=TUESDAY)
    address = f"/training/events/{event_id}/call-off"
    desk.sign_in("Chen").send(address, why="", status=422)
    desk.send(address, why="讲师出差", status=303)
    assert event(event_id).state is EventState.CANCELLED
    assert "讲师出差" in desk.sign_in("Li").open(f"/training/events/{event_id}").words


def test_only_who_plans_trainings_may_change_them(store, desk):
    event_id = add_event(store_id=store, on=TUESDAY)
    desk.sign_in("Li").open(f"/training/events/{event_id}/change", status=404)
    desk.open("/training/events/new", status=404)


@pytest.mark.parametrize("address", ["/training", "/training?month=2026-10", "/training/week", "/training/events",
                                     "/training/plan", "/training/people"])
@pytest.mark.parametrize("name", ["Li", "Qiao", "Fan"])
def test_the_views_of_training_open_with_and_without_trainings(store, desk, address, name):
    desk.sign_in(name).open(address)
    event_id = add_event("异议处理", store_id=store, on=TUESDAY, seats=3)
    add_seat(event_id, "Li")
    page = desk.open(address)
    if address in ("/training", "/training/week", "/training/events"):
        assert "异议处理" in page.words


@pytest.mark.any_database
@pytest.mark.parametrize("query", ["month=2026-13", "month=2026", "week=x"])
def test_a_month_that_is_none_is_not_there(store, desk, query):
    desk.sign_in("Li").open(f"/training{'/week' if 'week' in query else ''}?{query}", status=404)


def test_the_plan_of_a_year_stands_beside_what_was_held(store, desk):
    add_event(store_id=store, on=TUESDAY)
    desk.sign_in("Qiao").send("/training/plan/2026/sales", aim="试驾率到六成", first="1", second="2", third="0",
                                 fourth="3", status=303)
    page = desk.open("/training/plan?year=2026")
    assert "试驾率到六成" in page.words and "0 + 1 / 3" in page.words
    desk.open("/training/plan/2026/nothing", status=404)


def upload(text):
    return io.BytesIO(text)


def test_material_is_told_by_what_is_in_it(store):
    row = event(add_event(store_id=store, on=TUESDAY))
    kept = add_material(row, by=person("Qiao"), title="讲义", upload=upload(b"%PDF-1.7 x"))
    assert kept.file_id
    for wrong in (b"MZ a program", b"PK\x03\x04 nothing inside", b"<html>"):
        with pytest.raises(Refused):
            add_material(event(row.id), by=person("Qiao"), title="讲义", upload=upload(wrong))


def test_a_link_or_a_file_but_not_both_or_neither(store):
    row = event(add_event(store_id=store, on=TUESDAY))
    for given in ({}, {"link": "https://example.cn", "upload": upload(b"%PDF-")}):
        with pytest.raises(Refused):
            add_material(row, by=person("Qiao"), title="讲义", **given)


@pytest.mark.parametrize("link, status", [
    ("http://nas/selling-points", 303), ("https://example.cn/film", 303), ("data://example.cn/x", 422),
    ("nas/selling-points", 422)])
def test_a_link_leads_to_a_page_of_the_web_or_of_the_offices_own_server_and_to_nothing_else(store, desk, link, status):
    page = f"/training/events/{add_event(store_id=store, on=TUESDAY)}/material"
    desk.sign_in("Qiao").send(page, page, title="讲义", link=link, status=status)
    assert db.session.scalar(select(TrainingMaterial.link)) == (link if status == 303 else None)


def test_material_is_taken_away_with_its_file(store, desk):
    event_id = add_event(store_id=store, on=TUESDAY)
    kept = add_material(event(event_id), by=person("Qiao"), title="讲义", upload=upload(b"%PDF-1.7 x")).id
    answer = desk.sign_in("Li").open(f"/training/material/{kept}")
    assert answer.headers["Content-Disposition"].startswith("attachment") and answer.data == b"%PDF-1.7 x"
    desk.sign_in("Qiao").send(f"/training/material/{kept}/remove", f"/training/events/{event_id}", status=303)
    assert db.session.scalar(select(TrainingMaterial.id)) is None


def test_a_training_is_found_by_its_title(store, desk):
    event_id = add_event("异议处理", store_id=store)
    assert f"/training/events/{event_id}" in desk.sign_in("Li").open("/search?q=异议").text


def test_when_those_who_must_come_need_the_seats_the_last_who_signed_up_wait(store, desk):
    event_id = add_event(store_id=store, on=TUESDAY, seats=3)
    for hour, name in enumerate(("Zhou", "Cheng", "Wang"), 8):
        add_seat(event_id, name, asked_at=at(MONDAY, hour))
    address = f"/training/events/{event_id}/change"
    must = [str(person(name).id) for name in ("Li", "Lin")]
    answer = desk.sign_in("Qiao").send(address, people=must, seats="1", status=422)
    assert "2" in answer.words and seat(event_id, "Li") is None
    desk.send(address, answer, people=must, seats="3", status=303)
    assert [seat(event_id, name).state for name in ("Li", "Lin", "Zhou", "Cheng", "Wang")] == [
        SeatState.TAKEN] * 3 + [SeatState.WAITING] * 2
    assert "原已报名的 2 人转入候补名单" in desk.open(f"/training/events/{event_id}").words


def test_a_compulsory_training_with_one_person_named_is_still_for_everybody_but_its_trainer(store):
    made = plan(store, people=[person("Li").id, person("Qiao").id], compulsory=True)
    assert seat(made.id, "Li").required and seat(made.id, "Cheng").required and seat(made.id, "Qiao") is None


def test_who_has_a_place_reads_on_the_home_page_that_the_training_was_called_off_and_why(store, desk):
    event_id = add_event(store_id=store, on=TUESDAY)
    add_seat(event_id, "Li")
    call_off(event(event_id), by=person("Qiao"), version=1, why="讲师出差")
    assert "讲师出差" in desk.sign_in("Li").open("/").words
    assert "讲师出差" not in desk.sign_in("Wang").open("/").words


def test_who_must_come_to_one_training_and_gives_another_at_that_hour_is_warned_of(store):
    add_event("产品", store_id=store, on=TUESDAY, trainer="Li")
    taking = add_event("直播", store_id=store, on=TUESDAY, trainer="Wang", room="展厅")
    add_seat(taking, "Qiao")
    with pytest.raises(Refused) as refused:
        plan(store, people=[person("Li").id])
    assert "Li" in refused.value.message and "Qiao" in refused.value.message


def test_a_training_is_called_off_with_the_later_ones_of_its_series(store, desk):
    first = plan(store, times=3)
    first_id, series = first.id, [event_id for event_id in db.session.scalars(
        select(TrainingEvent.id).where(TrainingEvent.series_id == first.id).order_by(TrainingEvent.on))]
    desk.sign_in("Qiao").send(f"/training/events/{series[1]}/call-off", why="讲师出差", later="y", status=303)
    assert [event(each).state for each in series] == [EventState.PLANNED] + [EventState.CANCELLED] * 2
    assert 'name="later"' not in desk.open(f"/training/events/{first_id}/call-off").text
