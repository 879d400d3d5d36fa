"""A loss says where the customer went and why; it is decided, and counts from the day it was applied for."""
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.core.action import Refused, Stale
from portal.core.decision import Outcome
from portal.customers import actions
from portal.customers.models import (
    Closed,
    Freeze,
    Invalid,
    LeadState,
    Level,
    Loss,
    Method,
    Origin,
    Result,
    Turn,
    Verdict,
)
from portal.customers.queries.losses import one_by_one
from portal.extensions import db
from tests.factories.customers import add_lead, contacts_of, lead, spans_of
from tests.factories.org import person

MON = date(2026, 11, 23)
DAY = timedelta(days=1)


def ask(card_no="K26-0001", why="price", went_to="other_brand"):
    row = lead(card_no)
    return actions.ask_loss(row, by=person("Li"), version=row.version, went_to=went_to, why=why,
                            rival_model="宋 L", rival_price_fen=13580000)


def loss():
    return db.session.scalars(select(Loss)).one()


def approve():
    actions.approve_loss(loss(), by=person("Lin"), version=loss().version)


def test_the_clock_stands_still_while_a_loss_waits_and_three_working_days_are_given(store):
    ask()
    assert lead().waits and loss().answer_by_on == MON + 3 * DAY
    with pytest.raises(Refused):
        ask()
    with pytest.raises(Refused):
        actions.record_follow_up(lead(), by=person("Li"), version=lead().version, method=Method.CALL,
                                 result=Result.REAL)


def test_an_approved_loss_ends_the_lead_on_the_day_it_was_applied_for(store, clock):
    ask()
    clock.set(MON + 2 * DAY)
    approve()
    assert (lead().state, lead().ended_on, lead().next_contact_on, lead().waits) == (LeadState.LOST, MON, None, False)
    assert (spans_of()[-1].ended, spans_of()[-1].to_on) == (Turn.LOST, MON)
    assert (contacts_of()[-1].closed_as, contacts_of()[-1].closed_on) == (Closed.LAPSED, MON)
    assert (loss().outcome, loss().verdict) == (Outcome.APPROVED, Verdict.REAL)


def test_the_rival_is_kept_for_another_brand_alone(store):
    ask(went_to="gave_up")
    assert (loss().rival_model, loss().rival_price_fen) == ("", None)


def test_nobody_decides_on_what_he_asked_for_himself(store):
    ask()
    with pytest.raises(Refused):
        actions.approve_loss(loss(), by=person("Li"), version=1)


def test_the_second_of_two_deciders_is_told(store):
    ask()
    seen = loss().version
    approve()
    with pytest.raises(Stale):
        actions.approve_loss(loss(), by=person("Chen"), version=seen)


def test_a_loss_sent_back_needs_a_reason_and_the_contact_is_owed_tomorrow(store):
    ask()
    with pytest.raises(Refused) as refused:
        actions.return_loss(loss(), by=person("Lin"), version=loss().version, reason="")
    assert refused.value.field == "reason"
    actions.return_loss(loss(), by=person("Lin"), version=loss().version, reason="call again",
                        verdict=Verdict.QUASI, level=Level.C)
    assert (lead().state, lead().level, lead().waits, lead().next_contact_on) == (
        LeadState.OPEN, Level.C, False, MON + DAY)


def test_who_asked_takes_it_back_and_the_lead_goes_on(store):
    ask()
    actions.withdraw_loss(loss(), by=person("Li"))
    assert (lead().waits, loss().outcome, lead().next_contact_on) == (False, Outcome.WITHDRAWN, MON + DAY)


def test_hot_leads_and_our_own_faults_are_decided_one_by_one(store):
    for card_no, level, why, alone in (("K26-2", Level.H, "price", True), ("K26-3", Level.B, "attitude", True),
                                       ("K26-4", Level.B, "price", False)):
        add_lead(card_no, "Li", level, store_id=store)
        assert one_by_one(ask(card_no, why=why)) is alone
    waiting = db.session.scalars(select(Loss).order_by(Loss.id)).all()
    with pytest.raises(Refused):
        actions.approve_losses([(row, row.version) for row in waiting], by=person("Lin"))
    assert all(row.waiting for row in waiting)                 # all or nothing
    assert actions.approve_losses([(waiting[-1], waiting[-1].version)], by=person("Lin")) == 1


def test_customer_care_finds_out_that_a_loss_was_none(store, clock):
    ask()
    approve()
    clock.set(MON + 5 * DAY)
    actions.record_loss_call(loss(), by=person("Chen"), verdict=Verdict.FALSE, reason="still comparing")
    assert (lead().state, lead().level, loss().verdict) == (LeadState.OPEN, Level.B, Verdict.FALSE)
    assert [s.began for s in spans_of()] == [Turn.OPENED, Turn.REVIVED]


def test_a_frozen_lead_owes_nothing_until_its_day(store):
    actions.ask_freeze(lead(), by=person("Li"), version=1, until_on=MON + 60 * DAY, ask_reason="after New Year")
    freeze = db.session.scalars(select(Freeze)).one()
    actions.approve_freeze(freeze, by=person("Lin"), version=freeze.version)
    assert (lead().state, lead().back_on, lead().next_contact_on) == (LeadState.FROZEN, MON + 60 * DAY, None)
    actions.revive(lead(), by=person("Li"), version=lead().version, level=Level.A, reason="called us")
    assert (lead().state, lead().level, lead().back_on, lead().next_contact_on) == (
        LeadState.OPEN, Level.A, None, MON + DAY)


def test_web_leads_alone_can_be_invalid(store):
    with pytest.raises(Refused):
        actions.mark_invalid(lead(), by=person("Li"), version=1, invalid_as=Invalid.INVALID, reason="x")
    add_lead("K26-9", "Li", store_id=store, origin=Origin.WEB)
    actions.mark_invalid(lead("K26-9"), by=person("Li"), version=1, invalid_as=Invalid.DUPLICATE, reason="as K26-1")
    assert (lead("K26-9").state, lead("K26-9").next_contact_on) == (LeadState.INVALID, None)


def test_an_order_cannot_be_lost_before_it_is_cancelled(store):
    actions.mark_ordered(lead(), by=person("Li"))
    with pytest.raises(Refused):
        ask()
    actions.mark_order_cancelled(lead(), by=person("Li"))
    assert (lead().level, spans_of()[-1].began) == (Level.B, Turn.ORDER_CANCELLED)


def test_an_approval_is_taken_back_at_once_and_the_lead_stands_as_before(store):
    before = [(c.due_on, c.owed, c.closed_as) for c in contacts_of()], [(s.to_on, s.ended) for s in spans_of()]
    ask()
    actions.approve_loss(loss(), by=person("Lin"), version=loss().version, batch="b1")
    actions.take_approval_back("b1", by=person("Lin"))
    assert (lead().state, lead().ended_on, lead().waits) == (LeadState.OPEN, None, True)
    assert (loss().waiting, loss().outcome, loss().decided_at) == (1, None, None)
    assert ([(c.due_on, c.owed, c.closed_as) for c in contacts_of()],
            [(s.to_on, s.ended) for s in spans_of()]) == before
    approve()
    assert lead().state is LeadState.LOST


def test_an_approval_is_taken_back_by_who_gave_it_on_the_same_day_and_before_anything_was_built_on_it(store, clock):
    ask()
    actions.approve_loss(loss(), by=person("Lin"), version=loss().version, batch="b1")
    with pytest.raises(Refused):
        actions.take_approval_back("b1", by=person("Chen"))
    actions.revive(lead(), by=person("Li"), version=lead().version, level=Level.B, reason="calls again")
    with pytest.raises(Refused):
        actions.take_approval_back("b1", by=person("Lin"))
    clock.set(MON + DAY)
    with pytest.raises(Refused):
        actions.take_approval_back("b1", by=person("Lin"))


def test_a_freeze_approved_by_mistake_waits_again(store, desk):
    row = lead()
    actions.ask_freeze(row, by=person("Li"), version=row.version, until_on=MON + 30 * DAY, ask_reason="moves house")
    desk.sign_in("Lin")
    page = desk.send("/freezes/1/approve", page="/losses", version=1, next="/losses", status=303)
    told = desk.open(page.location)
    address = told.text.split('action="/losses/approvals/')[1].split('"')[0]
    assert lead().state is LeadState.FROZEN
    desk.send(f"/losses/approvals/{address}", page=told, version=None, status=303)
    assert lead().state is LeadState.OPEN and lead().waits and len(spans_of()) == 1
    assert "moves house" in desk.open("/losses").words
