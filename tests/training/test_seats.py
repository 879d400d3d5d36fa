"""Places at a training: signing up, the waiting list, signing in, attendance, and what it says of people."""
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from portal.core.action import Refused, Stale
from portal.core.due import due
from portal.core.period import month
from portal.core.scope import Scope
from portal.extensions import db
from portal.org.models import Membership, Role
from portal.training import queries
from portal.training.actions.seats import Came, sign_in, sign_off, sign_up, take_attendance
from portal.training.codes import key_of
from portal.training.metrics import attendance, minutes
from portal.training.models import Attendance, EventState, SeatState, TrainingAudience
from tests.factories.org import add, add_person, person
from tests.factories.training import MONDAY, add_event, add_held, add_seat, event, seat

TUESDAY = MONDAY + timedelta(days=1)
NOVEMBER = month(MONDAY)


def of_store(store_id, today=MONDAY):
    return Scope(today, stores=frozenset({store_id}))


def test_who_signs_up_when_all_seats_are_taken_waits_and_moves_up_by_himself(store):
    event_id = add_event(store_id=store, on=TUESDAY, seats=1)
    states = [sign_up(event(event_id), by=person(name)).state for name in ("Li", "Wang", "Zhou")]
    assert states == [SeatState.TAKEN, SeatState.WAITING, SeatState.WAITING]
    sign_off(event(event_id), by=person("Li"))
    assert seat(event_id, "Wang").state is SeatState.TAKEN and seat(event_id, "Wang").moved_up_at
    assert seat(event_id, "Zhou").state is SeatState.WAITING and seat(event_id, "Li").state is SeatState.GIVEN_UP


def test_who_comes_back_to_the_waiting_list_stands_at_its_end(store, clock):
    event_id = add_event(store_id=store, on=TUESDAY, seats=1)
    for hour, name in enumerate(("Li", "Wang", "Zhou"), 10):
        clock.set(MONDAY, hour)
        sign_up(event(event_id), by=person(name))
    clock.set(MONDAY, 13)
    sign_off(event(event_id), by=person("Wang"))
    sign_up(event(event_id), by=person("Wang"))
    sign_off(event(event_id), by=person("Li"))
    assert seat(event_id, "Zhou").state is SeatState.TAKEN and seat(event_id, "Wang").state is SeatState.WAITING


def test_eight_people_want_the_last_two_places_and_two_get_them(app, store):
    event_id = add_event(store_id=store, on=TUESDAY, seats=2)
    names = [f"P{n}" for n in range(8)]
    for name in names:
        add_person(name, store_id=store)

    def run(name):
        with app.app_context():
            try:
                return sign_up(event(event_id), by=person(name)).state
            finally:
                db.session.remove()
    db.session.remove()
    with ThreadPoolExecutor(8) as pool:
        states = list(pool.map(run, names))
    assert states.count(SeatState.TAKEN) == 2 and states.count(SeatState.WAITING) == 6
    assert queries.taken_count(event_id) == 2


def test_of_two_who_sign_off_at_once_each_gives_a_place_to_another(app, store):
    event_id = add_event(store_id=store, on=TUESDAY, seats=2)
    for name, state in (("Li", SeatState.TAKEN), ("Wang", SeatState.TAKEN), ("Zhou", SeatState.WAITING),
                        ("Cheng", SeatState.WAITING)):
        add_seat(event_id, name, state=state)

    def run(name):
        with app.app_context():
            try:
                sign_off(event(event_id), by=person(name))
            finally:
                db.session.remove()
    db.session.remove()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(run, ("Li", "Wang")))
    assert [seat(event_id, name).state for name in ("Zhou", "Cheng")] == [SeatState.TAKEN] * 2


def test_who_must_come_does_not_sign_off(store, desk):
    event_id = add_event(store_id=store, on=TUESDAY)
    add_seat(event_id, "Li", required=True)
    with pytest.raises(Refused):
        sign_off(event(event_id), by=person("Li"))
    assert "sign-off" not in desk.sign_in("Li").open(f"/training/events/{event_id}").text


def test_a_consultant_signs_up_and_off_on_the_page(store, desk):
    event_id = add_event(store_id=store, on=TUESDAY)
    page = f"/training/events/{event_id}"
    desk.sign_in("Li").send(f"{page}/sign-up", page, status=303)
    assert seat(event_id, "Li").state is SeatState.TAKEN
    assert "试驾邀约" in desk.open("/").words
    desk.send(f"{page}/sign-off", page, status=303)
    assert seat(event_id, "Li").state is SeatState.GIVEN_UP


def test_a_training_that_has_begun_takes_nobody_any_more(store, clock):
    event_id = add_event(store_id=store)
    clock.set(MONDAY, 14, 1)
    with pytest.raises(Refused):
        sign_up(event(event_id), by=person("Li"))


def test_the_code_of_the_sheet_signs_in_who_is_there_even_without_a_place(store, desk, clock):
    event_id = add_event(store_id=store)
    address = f"/training/events/{event_id}/here"
    clock.set(MONDAY, 13, 50)
    desk.sign_in("Li").send(address, f"{address}?key={key_of(event_id)}", status=303)
    there = seat(event_id, "Li")
    assert (there.came, there.minutes, there.required) == (Attendance.PRESENT, 60, False) and there.signed_in_at


def test_without_the_code_or_at_another_hour_nobody_signs_in(store, desk, clock):
    event_id = add_event(store_id=store)
    clock.set(MONDAY, 13, 50)
    for key in ("", "x", key_of(event_id + 1)):
        with pytest.raises(Refused):
            sign_in(event(event_id), by=person("Li"), key=key)
    assert "/here" not in str(desk.sign_in("Li").open(f"/training/events/{event_id}/here").form("/x"))
    for hour in (9, 18):
        clock.set(MONDAY, hour)
        with pytest.raises(Refused):
            sign_in(event(event_id), by=person("Li"), key=key_of(event_id))


def test_the_trainer_says_who_came_and_why_somebody_did_not(store, desk, clock):
    event_id = add_event(store_id=store)
    for name in ("Li", "Wang"):
        add_seat(event_id, name, required=True)
    clock.set(MONDAY, 16)
    li, wang, zhou = (person(name).id for name in ("Li", "Wang", "Zhou"))
    address = f"/training/events/{event_id}/attendance"
    answer = desk.sign_in("Qiao").send(address, **{f"came_{li}": "present"}, status=422)
    answer = desk.send(address, answer, status=422,
                       **{f"came_{wang}": "absent", "also": [str(zhou), str(person("Cheng").id)]})
    assert f'id="why_{wang}-error"' in answer.text
    desk.send(address, answer, **{f"why_{wang}": "在接待客户"}, status=303)
    assert (seat(event_id, "Li").came, seat(event_id, "Wang").absence) == (Attendance.PRESENT, "在接待客户")
    assert seat(event_id, "Cheng").came is Attendance.PRESENT
    assert seat(event_id, "Zhou").came is Attendance.PRESENT and event(event_id).state is EventState.HELD


def test_attendance_is_put_right_later(store):
    event_id = add_held(store_id=store)
    add_seat(event_id, "Li", required=True, came=False, absence="外出")
    take_attendance(event(event_id), by=person("Qiao"), version=1,
                    came={person("Li").id: Came(Attendance.PRESENT)})
    there = seat(event_id, "Li")
    assert (there.came, there.absence, there.minutes, event(event_id).ended_on) == (
        Attendance.PRESENT, "", 60, date(2026, 11, 17))


def test_of_two_trainers_who_put_attendance_right_at_once_the_second_is_told(store):
    event_id = add_held(store_id=store)
    add_seat(event_id, "Li", required=True, came=True)
    for attended, why in ((Attendance.ABSENT, "外出"), (Attendance.PRESENT, "")):
        try:
            take_attendance(event(event_id), by=person("Qiao"), version=1,
                            came={person("Li").id: Came(attended, why)})
        except Stale:
            db.session.rollback()
    assert seat(event_id, "Li").came is Attendance.ABSENT


def test_attendance_counts_the_required_and_hours_whoever_came(store):
    event_id = add_held(store_id=store)
    add_seat(event_id, "Li", required=True, came=True)
    add_seat(event_id, "Wang", required=True, came=False, absence="外出")
    add_seat(event_id, "Zhou", came=True)
    add_seat(add_event(store_id=store), "Li", required=True)            # not held yet
    add_seat(add_event(store_id=store, on=date(2026, 11, 12), state=EventState.CANCELLED,
                       ended_on=date(2026, 11, 12)), "Li", required=True)
    came = attendance.figures(of_store(store), [NOVEMBER], MONDAY, "person_id")
    assert {key[1]: (one.amount, one.base) for key, one in came.items()} == {
        person("Li").id: (1, 1), person("Wang").id: (0, 1)}
    spent = minutes.figures(of_store(store), [NOVEMBER], MONDAY, "person_id")
    assert {key[1]: one.amount for key, one in spent.items()} == {person("Li").id: 60, person("Zhou").id: 60}


def test_who_has_a_place_today_owes_to_attend_and_the_trainer_who_came(store, clock):
    event_id = add_event(store_id=store)
    add_seat(event_id, "Li", required=True)
    li = Scope(MONDAY, persons=frozenset({person("Li").id}))
    assert [(row.kind, row.text) for row in due(li)] == [("training_seat", "试驾邀约")]
    clock.set(TUESDAY)
    trainer = Scope(TUESDAY, persons=frozenset({person("Qiao").id}))
    assert [(row.kind, row.row_id) for row in due(trainer)] == [("training_event", event_id)]
    take_attendance(event(event_id), by=person("Qiao"), version=1,
                    came={person("Li").id: Came(Attendance.PRESENT)})
    assert not due(trainer) and not due(Scope(TUESDAY, persons=li.persons))


def test_the_sign_in_sheet_names_everybody_expected_and_carries_its_code(app, store, desk):
    app.config["PORTAL_ADDRESS"] = "https://portal.example.cn"
    event_id = add_event(store_id=store)
    add_seat(event_id, "Li", required=True)
    add_seat(event_id, "Wang", state=SeatState.WAITING)
    page = desk.sign_in("Qiao").open(f"/training/events/{event_id}/sheet")
    assert "Li" in page.words and "Wang" not in page.words and "<svg" in page.text
    desk.open("/training/blank-sheet")
    desk.sign_in("Li").open(f"/training/events/{event_id}/sheet", status=404)


def test_a_person_sees_the_own_record_a_leader_his_teams_a_manager_the_stores(store, desk):
    event_id = add_held(store_id=store)
    add_seat(event_id, "Li", required=True, came=True)
    address = f"/training/people/{person('Li').id}/record"
    for name, status in (("Li", 200), ("Lin", 200), ("Chen", 200), ("Qiao", 200), ("Wang", 404), ("Cheng", 404)):
        page = desk.sign_in(name).open(address, status=status)
        assert ("报价谈判" in page.words) == (status == 200)
    assert "Zhou" not in desk.sign_in("Lin").open("/training/people").words


def test_the_week_sheet_says_which_trainings_were_held_and_which_come(store):
    from portal.core.issue import About
    from portal.core.panel import Reading, panels
    from portal.core.period import week
    from portal.core.policy import rights_of
    event_id = add_held(store_id=store, on=date(2026, 11, 17))
    add_seat(event_id, "Li", required=True, came=True)
    add_seat(add_event("异议处理", store_id=store, on=date(2026, 11, 25)), "Li")
    chen = person("Chen")
    reading = Reading(rights_of(chen, MONDAY), chen, date(2026, 11, 22), About(store, None, None),
                      week(date(2026, 11, 17)))
    (_template, line), = panels("week", reading)
    assert "报价谈判" in line.text and "异议处理" in line.text


def test_whom_the_trainer_found_absent_does_not_make_himself_present_with_the_code(store, clock):
    event_id = add_event(store_id=store)
    add_seat(event_id, "Li", required=True)
    clock.set(MONDAY, 14, 30)
    take_attendance(event(event_id), by=person("Qiao"), version=1,
                    came={person("Li").id: Came(Attendance.ABSENT, "外出")})
    with pytest.raises(Refused):
        sign_in(event(event_id), by=person("Li"), key=key_of(event_id))
    assert (seat(event_id, "Li").came, seat(event_id, "Li").absence) == (Attendance.ABSENT, "外出")


def test_who_was_hired_after_the_planning_is_asked_after_and_who_left_is_not(store, desk, clock):
    event_id = add_event(store_id=store, compulsory=True)
    for name in ("Li", "Wang"):
        add_seat(event_id, name, required=True)
    add(TrainingAudience, event_id=event_id, role=Role.CONSULTANT)
    db.session.execute(update(Membership).where(Membership.person_id == person("Wang").id).values(until_on=MONDAY))
    db.session.commit()
    add_person("Neu", store_id=store)
    clock.set(MONDAY, 16)
    address = f"/training/events/{event_id}/attendance"
    came = {f"came_{person(name).id}": "present" for name in ("Li", "Zhou", "Neu")}
    assert "Wang" not in desk.sign_in("Qiao").open(address).text.split("name=\"also\"")[0]
    desk.send(address, **came, status=303)
    assert seat(event_id, "Neu").required and seat(event_id, "Neu").came is Attendance.PRESENT
    assert seat(event_id, "Wang").state is SeatState.GIVEN_UP


def test_the_trainer_marks_who_was_absent_and_the_rest_were_present(store, desk, clock):
    event_id = add_event(store_id=store)
    for name in ("Li", "Wang", "Zhou"):
        add_seat(event_id, name, required=True)
    clock.set(MONDAY, 16)
    wang = person("Wang").id
    desk.sign_in("Qiao").send(f"/training/events/{event_id}/attendance", rest="y", status=303,
                              **{f"came_{wang}": "absent", f"why_{wang}": "外出"})
    assert [seat(event_id, name).came.value for name in ("Li", "Wang", "Zhou")] == ["present", "absent", "present"]
