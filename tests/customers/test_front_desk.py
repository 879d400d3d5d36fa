"""The front desk on a busy Saturday: one tap opens an entry, one gives it to the next in turn."""
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.core.action import Refused, Stale
from portal.core.agreement import lay_down_choices
from portal.customers.actions.rota import give_turn, set_rota, skip_turn, wait_for
from portal.customers.actions.visits import mark_left, take_visit_back
from portal.customers.models import RotaTurn, Visit
from portal.customers.queries import rota
from portal.extensions import db
from portal.org.models import Role, RosterDay, Shift, Store
from tests.factories.customers import add_customer, add_lead
from tests.factories.org import add, add_person, person
from tests.factories.visits import leaving, register

TODAY = date(2026, 11, 23)


@pytest.fixture
def floor(store):
    """Li, Wang and Zhao on the rota in that order; Tian at the desk."""
    lay_down_choices(db.session.get_one(Store, store), by=person("Chen"))
    add_person("Zhao", Role.CONSULTANT, store_id=store)
    add_person("Tian", Role.RECEPTION, store_id=store)
    set_rota(db.session.get_one(Store, store), [person(n).id for n in ("Li", "Wang", "Zhao")], by=person("Lin"))
    return store


def order():
    return [place.name for place in rota.queue(1, TODAY)]


def waits(**entry):
    return register("Tian", person_id=None, **entry)


def give(visit, name, why=""):
    give_turn(visit, by=person("Tian"), version=visit.version, to=person(name), why=why)


def test_who_has_had_a_turn_goes_to_the_end(floor, clock):
    give(waits(), "Li")
    assert order() == ["Wang", "Zhao", "Li"]
    clock.now += timedelta(minutes=1)
    give(waits(), "Wang")
    assert order() == ["Zhao", "Li", "Wang"]


def test_who_receives_is_passed_over_and_keeps_the_place(floor):
    register("Li")                                          # his own customer, entered by himself
    places = rota.queue(1, TODAY)
    assert [place.name for place in places] == ["Li", "Wang", "Zhao"]
    assert rota.next_in(places).name == "Wang"
    give(waits(), "Wang")                                   # no reason asked: nobody free was passed over
    assert order() == ["Li", "Zhao", "Wang"]


def test_passing_over_a_free_one_needs_a_reason_and_skips_the_turn(floor):
    visit = waits()
    with pytest.raises(Refused) as refused:
        give(visit, "Wang")
    assert refused.value.field == "why"
    give(visit, "Wang", why="away")
    assert [(t.person_id, t.skipped) for t in reversed(rota.turns(1, TODAY))] == [
        (person("Li").id, "away"), (person("Wang").id, "")]


def test_one_who_was_asked_for_keeps_his_turn(floor):
    visit = waits()
    give(visit, "Zhao", why="asked")
    assert (visit.asked_for, visit.person_id) == (True, person("Zhao").id)
    assert order() == ["Li", "Wang", "Zhao"] and rota.turns(1, TODAY) == []


def test_a_party_may_wait_for_the_one_it_asks_for(floor):
    visit = waits()
    wait_for(visit, by=person("Tian"), version=visit.version, to=person("Li"))
    assert visit.given_at is None
    assert [(p.name, p.asked_for) for p in rota.queue(1, TODAY)][0] == ("Li", True)
    give(visit, "Li")
    assert visit.given_at is not None and rota.turns(1, TODAY) == []


def test_a_skipped_turn_goes_by_with_its_reason(floor):
    with pytest.raises(Refused):
        skip_turn(db.session.get_one(Store, 1), by=person("Tian"), person=person("Li"), why="")
    skip_turn(db.session.get_one(Store, 1), by=person("Tian"), person=person("Li"), why="phone")
    assert order() == ["Wang", "Zhao", "Li"]


def test_of_two_at_the_desk_the_second_is_told_that_the_party_is_given(floor):
    visit = waits()
    seen = visit.version
    give(visit, "Li")
    with pytest.raises(Stale):
        give_turn(visit, by=person("Tian"), version=seen, to=person("Wang"), why="away")


def test_without_an_order_set_the_rota_follows_the_roster(store):
    add(RosterDay, store_id=store, person_id=person("Li").id, on=TODAY, shift=Shift.REST,
        stand_in_id=person("Wang").id)
    assert order() == ["Wang"]
    assert rota.off_on(store, TODAY) == [("Li", "Wang")]


def test_one_tap_opens_an_entry_and_a_second_press_opens_none(desk, floor):
    page = desk.sign_in("Tian").open("/front-desk")
    for _again in range(2):
        assert desk.send("/front-desk/entries", page, what="look").status_code == 303
    visit = db.session.scalars(select(Visit)).one()
    assert (visit.kind, visit.purpose, visit.person_id) == ("visit", "look", None)


def test_the_board_offers_the_next_in_turn_and_one_tap_gives(desk, floor):
    visit_id = waits(party_size=2).id
    page = desk.sign_in("Tian").open("/front-desk")
    assert "#01 · 2 人 · 首次" in page.words and "给Li" in page.words
    assert desk.send(f"/visits/{visit_id}/give", page).status_code == 303
    page = desk.open("/front-desk")
    assert "接待中 1" in page.words and "顾问 Li" in page.words
    assert db.session.scalars(select(RotaTurn)).one().visit_id == visit_id


def test_the_board_offers_the_owner_of_a_known_customer(desk, floor):
    add_lead("K26-0002", "Zhao", customer_id=add_customer("赵敏", "13812345621"))
    visit_id = waits(name="赵敏", phone="13812345621").id
    page = desk.sign_in("Tian").open("/front-desk")
    assert "给Zhao" in page.words
    desk.send(f"/visits/{visit_id}/give", page)
    assert order() == ["Li", "Wang", "Zhao"]


def test_a_party_that_waits_too_long_is_marked(desk, floor, clock):
    waits()
    clock.now += timedelta(minutes=6)
    page = desk.sign_in("Tian").open("/front-desk", headers={"HX-Request": "true"})
    assert "6 分钟" in page.words and "party-wait" in page.text


def test_leaving_is_set_by_the_result_and_without_one_the_party_is_listed(desk, floor):
    first, second = register("Li"), register("Wang", name="小赵", leaving=leaving(level="N"))
    mark_left(first, by=person("Tian"), version=first.version)
    assert second.left_at is not None
    page = desk.sign_in("Tian").open("/front-desk")
    assert "已离店 2 · 1 批等顾问填结果" in page.words


def test_the_order_of_the_rota_is_set_by_numbers_and_buttons(desk, floor):
    desk.sign_in("Tian").send("/rota", "/rota", up=str(person("Zhao").id))
    assert order() == ["Li", "Zhao", "Wang"]
    desk.send("/rota", "/rota", **{f"place-{person('Li').id}": ""})
    assert order() == ["Zhao", "Wang"]


def test_consultants_read_the_rota_and_do_not_set_it(desk, floor):
    page = desk.sign_in("Li").open("/rota")
    assert "Zhao" in page.words and page.form("/rota") is None
    assert desk._call("post", "/rota", data=page.values("/rota")).status_code == 404
    desk.open("/front-desk", status=404)


def test_giving_a_party_and_its_leaving_are_taken_back(desk, floor):
    visit_id = waits().id
    desk.sign_in("Tian").send(f"/visits/{visit_id}/give", "/front-desk")
    board = desk.open("/front-desk")
    assert desk.send(f"/visits/{visit_id}/take-back", board).status_code == 303
    board = desk.open("/front-desk")
    assert "等待中 1" in board.words and order() == ["Li", "Wang", "Zhao"]
    desk.send(f"/visits/{visit_id}/give", board)
    board = desk.open("/front-desk")
    desk.send(f"/visits/{visit_id}/left", board)
    board = desk.open("/front-desk")
    assert "接待中 0" in board.words
    desk.send(f"/visits/{visit_id}/back", board)
    assert "接待中 1" in desk.open("/front-desk").words


def test_a_party_whose_receiver_has_opened_a_lead_is_not_taken_back(desk, floor):
    visit = waits(name="赵敏", phone="13812345621")
    give(visit, "Li")
    with pytest.raises(Refused):
        take_visit_back(visit, by=person("Tian"), version=visit.version)


def test_a_skip_is_taken_back(desk, floor):
    page = desk.sign_in("Tian").send(f"/rota/{person('Li').id}/skip", why="away")
    assert "已跳过" in desk.open(page.location).words
    assert order()[0] == "Wang"
    turn = db.session.scalars(select(RotaTurn)).one().id
    desk.send(f"/rota/turns/{turn}/take-back", "/rota")
    assert order()[0] == "Li"
