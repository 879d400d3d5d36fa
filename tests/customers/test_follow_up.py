"""A contact is recorded with its result, the new level and the next date in one step."""
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import insert

from portal.core.action import Refused, Stale
from portal.customers import actions
from portal.customers.models import Closed, Customer, LeadState, Level, Method, Origin, Result, Turn
from portal.extensions import db
from portal.org.models import RosterDay, Shift
from tests.conftest import ZONE
from tests.factories.customers import add_customer, add_lead, contacts_of, lead, spans_of
from tests.factories.org import person

MON = date(2026, 11, 23)
DAY = timedelta(days=1)


def follow_up(card_no="K26-0001", by="Li", result=Result.REAL, level=None, **typed):
    row = lead(card_no)
    return actions.record_follow_up(row, by=person(by), version=row.version, method=Method.CALL, result=result,
                                    level=level or row.level, note="x", **typed)


def test_a_real_contact_closes_the_one_owed_and_owes_the_next_by_the_new_level(store):
    follow_up(level=Level.A)
    made, owed = contacts_of()
    assert (made.closed_as, made.closed_on, made.level, made.level_after) == (Closed.MADE, MON, Level.B, Level.A)
    assert (owed.level, owed.planned_on, owed.due_on) == (Level.A, MON, MON + 3 * DAY)
    assert (lead().level, lead().level_on, lead().next_contact_on) == (Level.A, MON, MON + 3 * DAY)
    assert [(s.level, s.began, s.ended) for s in spans_of()] == [
        (Level.B, Turn.OPENED, Turn.MOVED), (Level.A, Turn.MOVED, None)]


def test_nobody_answered_so_the_next_try_is_within_two_days_and_the_level_stays(store):
    with pytest.raises(Refused) as refused:
        follow_up(result=Result.UNANSWERED, level=Level.A)
    assert refused.value.field == "level"
    follow_up(result=Result.UNANSWERED)
    assert (lead().level, lead().next_contact_on) == (Level.B, MON + 2 * DAY)


def test_a_next_date_later_than_the_level_allows_needs_a_reason(store):
    with pytest.raises(Refused) as refused:
        follow_up(next_on=MON + 8 * DAY)
    assert refused.value.field == "reason"
    follow_up(next_on=MON + 8 * DAY, reason="abroad")
    assert lead().next_contact_on == MON + 8 * DAY


def test_level_o_comes_from_an_order_only(store):
    with pytest.raises(Refused):
        follow_up(level=Level.O)


@pytest.mark.parametrize("made_on", [MON + DAY, MON - 2 * DAY])
def test_a_contact_is_dated_today_or_yesterday(store, made_on):
    with pytest.raises(Refused) as refused:
        follow_up(made_on=made_on)
    assert refused.value.field == "made_on"


def test_who_saw_an_older_version_is_told(store):
    with pytest.raises(Stale):
        actions.record_follow_up(lead(), by=person("Li"), version=0, method=Method.CALL, result=Result.REAL)


def test_the_same_form_sent_twice_is_one_contact(store):
    for _ in range(2):
        actions.record_follow_up(lead(), by=person("Li"), version=1, once="k", method=Method.CALL, result=Result.REAL)
    assert len(contacts_of()) == 2


def test_three_unanswered_tries_on_three_days_put_the_lead_out_of_contact(store, clock):
    for n in range(3):
        clock.set(MON + n * DAY)
        follow_up(result=Result.UNANSWERED)
    assert (lead().state, lead().next_contact_on) == (LeadState.OUT_OF_CONTACT, None)
    assert lead().back_on == MON + 32 * DAY
    assert spans_of()[-1].began is Turn.OUT_OF_CONTACT


def test_three_unanswered_tries_on_one_day_do_not(store):
    for _ in range(3):
        follow_up(result=Result.UNANSWERED)
    assert lead().state is LeadState.OPEN


def test_a_real_contact_brings_a_lead_back_that_was_out_of_contact(store, clock):
    for n in range(3):
        clock.set(MON + n * DAY)
        follow_up(result=Result.UNANSWERED)
    clock.set(MON + 10 * DAY)
    with pytest.raises(Refused):
        follow_up(result=Result.UNANSWERED)
    follow_up(level=Level.H)
    assert (lead().state, lead().level, lead().back_on) == (LeadState.OPEN, Level.H, None)
    assert [s.began for s in spans_of()][-2:] == [Turn.REVIVED, Turn.MOVED]


def test_a_contact_moved_without_exchange_stays_as_not_made(store):
    actions.move_contact(lead(), by=person("Li"), version=1, due_on=MON + DAY, reason="asked for Tuesday")
    moved, owed = contacts_of()
    assert (moved.closed_as, moved.reason, owed.due_on) == (Closed.MOVED, "asked for Tuesday", MON + DAY)
    with pytest.raises(Refused):
        actions.move_contact(lead(), by=person("Li"), version=lead().version, due_on=MON + 2 * DAY, reason="")


def test_the_proposed_day_falls_on_a_working_day_that_is_not_full(store):
    li = person("Li").id
    db.session.execute(insert(RosterDay).values(store_id=store, person_id=li, on=MON + 7 * DAY, shift=Shift.REST))
    db.session.commit()
    for n in range(15):
        add_lead(f"K26-1{n:03}", "Li", store_id=store, due_on=MON + 6 * DAY)
    follow_up()
    assert lead().next_contact_on == MON + 5 * DAY


def test_a_hot_lead_stays_on_its_day_for_the_stand_in(store):
    db.session.execute(insert(RosterDay).values(store_id=store, person_id=person("Li").id, on=MON + DAY,
                                                shift=Shift.REST, stand_in_id=person("Wang").id))
    db.session.commit()
    follow_up(level=Level.H)
    assert lead().next_contact_on == MON + DAY


@pytest.mark.parametrize(("opened", "answer_by"), [
    ((10, 0), (0, 10, 30)), ((17, 50), (1, 9, 20)), ((20, 0), (1, 9, 30)), ((7, 0), (0, 9, 30))])
def test_a_web_lead_is_answered_within_thirty_minutes_of_opening_hours(store, clock, opened, answer_by):
    clock.set(MON, *opened)
    new = open_lead(Origin.WEB)
    day, hour, minute = answer_by
    assert new.respond_by_at == datetime(2026, 11, 23 + day, hour, minute, tzinfo=ZONE)
    assert new.next_contact_on == MON + day * DAY


def test_the_first_try_stops_the_clock_of_a_web_lead(store, clock):
    card_no = open_lead(Origin.WEB).card_no
    at = clock.set(MON, 10, 20)
    follow_up(card_no, result=Result.UNANSWERED)
    assert lead(card_no).responded_at == at


def open_lead(origin):
    customer = db.session.get(Customer, add_customer("赵敏", "13900001111"))
    return actions.open_lead(customer, by=person("Li"), owner=person("Li"), origin=origin)


def test_cards_are_numbered_through_the_year(store):
    assert open_lead(Origin.SHOWROOM).card_no == "K26-0002"
