"""Needs found from weak figures, what trainings brought, and what was missed: figures with people, no claim beyond."""
from datetime import date, timedelta

import pytest

from portal.core.action import Refused
from portal.core.period import Unit, period_of
from portal.core.scope import Scope
from portal.training import effects, gaps, needs
from portal.training.actions.seats import enrol
from portal.training.models import SeatState
from tests.factories.org import add_person, person
from tests.factories.training import MONDAY, add_event, add_held, add_seat, event, seat
from tests.factories.visits import register
from tests.kept import kept

from .conftest import lay_down_store


def of_store(store):
    return Scope(MONDAY, stores=frozenset({store}))


def came(clock, store, name, on, kept, count=1):
    """Visits of a day, with the number left or without."""
    clock.set(on)
    for _n in range(count):
        came.number += 1
        register(name, store_id=store, came_at=clock.now, name="赵敏" if kept else "",
                 phone=f"139{came.number:08}" if kept else "")


came.number = 0


@pytest.fixture
@kept
def weak(app):
    """Li leaves 2 of 12 first visits with a number, Wang all of his 12."""
    store, clock = lay_down_store(), app.config["CLOCK"]
    for day in range(6):
        on = date(2026, 11, 9) + timedelta(days=day)
        came(clock, store, "Li", on, day < 2)
        came(clock, store, "Li", on, False)
        came(clock, store, "Wang", on, True, 2)
    clock.set(MONDAY)
    return store


def test_who_lies_well_under_the_store_has_a_need_with_both_figures_and_the_next_training(weak):
    event_id = add_event("需求分析", store_id=weak, on=date(2026, 12, 1))
    add_event("别的", store_id=weak, on=date(2026, 11, 30))
    (need,) = needs.needs(of_store(weak), weak).needs
    assert (need.name, need.metric.key, need.own, need.store) == ("Li", "kept_rate", (2, 12), (14, 24))
    assert need.offer.event.id == event_id and not need.offer.is_signed_up
    add_seat(event_id, "Li")
    (need,) = needs.needs(of_store(weak), weak).needs
    assert need.offer.is_signed_up


def test_few_cases_or_a_small_distance_are_no_need(store, clock):
    for day in range(4):
        came(clock, store, "Li", date(2026, 11, 9) + timedelta(days=day), False)
        came(clock, store, "Wang", date(2026, 11, 9) + timedelta(days=day), True)
    clock.set(MONDAY)
    assert needs.needs(of_store(store), store).needs == []


def test_a_consultant_signs_up_and_a_leader_puts_his_people_on_the_list_in_two_clicks(weak, desk):
    event_id = add_event("需求分析", store_id=weak, on=date(2026, 12, 1))
    page = desk.sign_in("Li").open("/training/needs")
    assert "2 / 12" in page.words and "14 / 24" in page.words and "Wang" not in page.words
    desk.send(f"/training/events/{event_id}/sign-up", page, status=303)
    assert seat(event_id, "Li").state is SeatState.TAKEN
    other = add_event("需求再练", store_id=weak, on=date(2026, 11, 25))
    li, zhou = str(person("Li").id), str(person("Zhou").id)
    desk.sign_in("Lin").open("/training/needs")
    desk.send(f"/training/events/{other}/enrol", "/training/needs", person=li, status=303)
    assert seat(other, "Li").state is SeatState.TAKEN and not seat(other, "Li").required
    desk.send(f"/training/events/{other}/enrol", "/training/needs", person=zhou, status=404)
    assert "低于全店" in desk.sign_in("Li").open(f"/training/skills/people/{li}").words


def test_a_full_training_puts_on_the_waiting_list_and_one_that_has_begun_on_none(store, clock):
    event_id = add_event(store_id=store, on=date(2026, 12, 1), seats=1)
    add_seat(event_id, "Wang")
    assert enrol(event(event_id), person("Li"), by=person("Lin")).state is SeatState.WAITING
    with pytest.raises(Refused):
        enrol(event(event_id), person("Qiao"), by=person("Lin"))
    clock.set(date(2026, 12, 2))
    with pytest.raises(Refused):
        enrol(event(event_id), person("Zhou"), by=person("Lin"))


TRAINED_ON = date(2026, 9, 15)


@pytest.fixture
def compared(store, clock):
    """Of ten consultants A0 to A4 attended: before it nobody left a number, after it they did; B0 to B4 did not."""
    event_id = add_held("需求分析", store_id=store, on=TRAINED_ON)
    for n in range(5):
        for letter in "AB":
            add_person(f"{letter}{n}", store_id=store)
            came(clock, store, f"{letter}{n}", TRAINED_ON - timedelta(days=5), False)
            came(clock, store, f"{letter}{n}", TRAINED_ON + timedelta(days=5), letter == "A")
        add_seat(event_id, f"A{n}", came=True)
    clock.set(MONDAY)
    return event_id


def test_the_effect_counts_people_with_cases_before_and_after_who_attended_beside_who_did_not(store, compared):
    (effect,) = effects.of_events(of_store(store), store, [event(compared)], ["kept_rate"])
    assert (effect.events, effect.attended.people, effect.attended.before, effect.attended.after) == (
        1, 5, (0, 5), (5, 5))
    assert (effect.others.people, effect.others.before, effect.others.after) == (5, (0, 5), (0, 5))
    assert effect.attended.points == 100 and effect.attended.is_shown


def test_groups_of_fewer_than_five_are_not_shown_and_the_page_claims_nothing(store, compared, desk):
    page = desk.sign_in("Qiao").open(f"/training/effects?event={compared}")
    assert "100.0%" in page.words and "不证明因果" in page.words
    assert "100.0%" in desk.open("/training/effects?subject=sales").words
    add_seat(compared, "B0", came=True)
    page = desk.open(f"/training/effects?event={compared}")
    assert "不足 5 人" in page.words and "100.0%" not in page.words
    desk.sign_in("Li").open("/training/effects", status=404)


def test_a_training_whose_days_after_are_not_over_shows_nothing_yet(store, desk):
    event_id = add_held(store_id=store, on=date(2026, 11, 17))
    assert "还没有可比的数据" in desk.sign_in("Qiao").open(f"/training/effects?event={event_id}").words


def test_gaps_say_by_subject_what_was_required_and_missed_in_a_quarter(store, desk):
    add_seat(missed := add_held(store_id=store), "Li", required=True, came=False, absence="外出")
    add_seat(missed, "Wang", required=True, came=True)
    add_seat(add_held("产品", store_id=store, subject="product"), "Li", came=True)
    it = gaps.gaps(of_store(store), store, period_of(Unit.QUARTER, MONDAY))
    li = person("Li").id
    assert (it.at(li, "sales"), it.at(li, "product")) == (gaps.Cell(0, 1, 0), gaps.Cell(0, 0, 60))
    assert it.whole(li).lacks and not it.whole(person("Wang").id).lacks
    assert "0/1" in desk.sign_in("Lin").open("/training/gaps").words
    assert "Wang" not in desk.sign_in("Li").open("/training/gaps").words


def test_home_shows_a_consultant_his_need_until_he_has_signed_up_and_the_trainer_how_many_wait(weak, desk):
    event_id = add_event("需求分析", store_id=weak, on=date(2026, 12, 1))
    page = desk.sign_in("Li").open("/")
    assert "2 / 12" in page.words and "14 / 24" in page.words and "需求分析" in page.words
    assert "全部需求" not in desk.sign_in("Wang").open("/").words
    for name in ("Qiao", "Lin"):
        assert "明显低于全店，还没报名培训" in desk.sign_in(name).open("/").words
    desk.sign_in("Li").send(f"/training/events/{event_id}/sign-up", "/", status=303)
    assert "全部需求" not in desk.open("/").words
    for name in ("Qiao", "Lin"):
        assert "明显低于全店，还没报名培训" not in desk.sign_in(name).open("/").words
