"""What happened before: loaded rows give the same tables as the actions would have."""
from datetime import date, timedelta

from sqlalchemy import select

from portal.core.decision import Outcome
from portal.core.load import load
from portal.customers import actions
from portal.customers.history import DatedTurn
from portal.customers.load import DatedContact, DatedFreeze, DatedHandOver, DatedLead, DatedLoss
from portal.customers.models import (
    Closed,
    Contact,
    Customer,
    Freeze,
    HandOver,
    Lead,
    LeadState,
    Level,
    LevelSpan,
    Loss,
    Method,
    Origin,
    Result,
    Turn,
    Verdict,
)
from portal.extensions import db
from tests.factories.customers import add_customer, lead, spans_of
from tests.factories.org import person

MON = date(2026, 11, 2)
DAY = timedelta(days=1)
TABLES = (Lead, Contact, LevelSpan, HandOver)


def act(clock, card_no):
    """Opened on Monday, no answer on Tuesday, a talk on Wednesday and moved the same day, handed over on Thursday,
    ordered on Friday, delivered on Sunday."""
    li, wang, chen = person("Li"), person("Wang"), person("Chen")

    def on(days):
        return clock.set(MON + days * DAY)

    on(0)
    customer = db.session.get(Customer, add_customer("赵敏", ""))
    opened = actions.open_lead(customer, by=li, owner=li, origin=Origin.SHOWROOM, level=Level.B, source="walk_in")
    assert opened.card_no == card_no
    for days, result, level in ((1, Result.UNANSWERED, Level.B), (2, Result.REAL, Level.A)):
        on(days)
        actions.record_follow_up(lead(card_no), by=li, version=lead(card_no).version, method=Method.CALL,
                                 result=result, level=level, note="x", purpose="advance")
    actions.move_contact(lead(card_no), by=li, version=lead(card_no).version, due_on=MON + 7 * DAY, reason="abroad")
    on(3)
    actions.hand_over_lead(lead(card_no), by=chen, to=wang, reason="asked for", batch="b")
    on(4)
    actions.mark_ordered(lead(card_no), by=wang)
    on(6)
    actions.mark_delivered(lead(card_no), by=wang)


def dated(clock, card_no):
    li, wang, chen = (person(name).id for name in ("Li", "Wang", "Chen"))
    call = dict(method=Method.CALL, purpose="advance", note="x", made_by_id=li, closed_as=Closed.MADE)

    def at(days):
        return clock.set(MON + days * DAY)

    def on(days):
        return MON + days * DAY

    return DatedLead(
        add_customer("赵敏", ""), 1, card_no, Origin.SHOWROOM, at(0), source="walk_in", opened_by_id=li,
        opened_for_id=li,
        turns=(DatedTurn(on(0), Turn.OPENED, Level.B, li), DatedTurn(on(2), Turn.MOVED, Level.A, li),
               DatedTurn(on(3), Turn.HANDED, Level.A, wang), DatedTurn(on(4), Turn.ORDERED, Level.O, wang),
               DatedTurn(on(6), Turn.DELIVERED, Level.O, wang, LeadState.DELIVERED)),
        contacts=(
            DatedContact(li, Level.B, on(0), on(1), closed_on=on(1), made_at=at(1), result=Result.UNANSWERED,
                         level_after=Level.B, **call),
            DatedContact(li, Level.B, on(1), on(3), closed_on=on(2), made_at=at(2), result=Result.REAL,
                         level_after=Level.A, **call),
            DatedContact(li, Level.A, on(2), on(5), closed_as=Closed.MOVED, closed_on=on(2), reason="abroad"),
            DatedContact(li, Level.A, on(2), on(7), closed_as=Closed.LAPSED, closed_on=on(3)),
            DatedContact(wang, Level.A, on(3), on(4), closed_as=Closed.MET, closed_on=on(4), made_at=at(4),
                         made_by_id=wang, result=Result.REAL, level_after=Level.O),
            DatedContact(wang, Level.O, on(4), on(7), closed_as=Closed.LAPSED, closed_on=on(6))),
        hand_overs=(DatedHandOver(on(3), li, wang, chen, "asked for", "b"),))


def rows(model, card_no):
    key = Lead.id if model is Lead else model.lead_id
    columns = [c for c in model.__table__.columns if c.name not in ("id", "version", "lead_id", "card_no",
                                                                    "customer_id")]
    return db.session.execute(select(*columns).where(key == lead(card_no).id).order_by(model.id)).all()


def test_the_same_events_through_actions_and_through_load_give_equal_tables(store, clock):
    act(clock, "K26-0002")
    load({"leads": [dated(clock, "K26-0003")]}, by=person("Chen"), batch="2026-11")
    for model in TABLES:
        assert rows(model, "K26-0002") == rows(model, "K26-0003") and rows(model, "K26-0002"), model


def test_the_same_rows_again_change_nothing(store, clock):
    row = dated(clock, "K26-0003")
    assert load({"leads": [row]}, by=person("Chen"), batch="1") > 0
    before = [rows(model, "K26-0003") for model in TABLES]
    assert load({"leads": [row]}, by=person("Chen"), batch="2") == 0
    assert [rows(model, "K26-0003") for model in TABLES] == before


def test_older_rows_go_below_what_the_portal_knows(store):
    wang = person("Wang").id
    before = (lead().level, lead().owner_id, lead().next_contact_on)
    old = DatedContact(wang, Level.H, MON, MON + DAY, closed_as=Closed.MADE, closed_on=MON + DAY)
    owed = DatedContact(wang, Level.H, MON + DAY, MON + 2 * DAY)          # the portal knows better what is owed now
    row = DatedLead(lead().customer_id, 1, "K26-0001", Origin.SHOWROOM, lead().opened_at, contacts=(old, owed))
    assert load({"leads": [row]}, by=person("Chen"), batch="old") == 1
    assert (lead().level, lead().owner_id, lead().next_contact_on) == before


def test_without_turns_the_spans_are_read_off_the_contacts(store, clock):
    li, wang = person("Li").id, person("Wang").id
    chain = (DatedContact(li, Level.B, MON, MON + DAY, closed_as=Closed.MADE, closed_on=MON + DAY),
             DatedContact(li, Level.A, MON + DAY, MON + 3 * DAY, closed_as=Closed.LAPSED, closed_on=MON + 2 * DAY),
             DatedContact(wang, Level.A, MON + 2 * DAY, MON + 3 * DAY))
    row = DatedLead(add_customer("赵敏", ""), 1, "K26-0009", Origin.WEB, clock.set(MON), opened_for_id=li,
                    contacts=chain)
    load({"leads": [row]}, by=person("Chen"), batch="1")
    assert [(s.level, s.owner_id, s.began, s.from_on) for s in spans_of("K26-0009")] == [
        (Level.B, li, Turn.OPENED, MON), (Level.A, li, Turn.MOVED, MON + DAY),
        (Level.A, wang, Turn.HANDED, MON + 2 * DAY)]
    assert (lead("K26-0009").owner_id, lead("K26-0009").next_contact_on) == (wang, MON + 3 * DAY)


def act_and_lose(clock, card_no):
    """Opened on Monday, said to be lost on Tuesday and approved on Wednesday, revived on Friday, frozen on Saturday."""
    li, lin = person("Li"), person("Lin")
    clock.set(MON)
    customer = db.session.get(Customer, add_customer("赵敏", ""))
    actions.open_lead(customer, by=li, owner=li, origin=Origin.SHOWROOM, level=Level.B, source="walk_in")
    clock.set(MON + DAY)
    loss = actions.ask_loss(lead(card_no), by=li, version=lead(card_no).version, went_to="gave_up", why="price")
    clock.set(MON + 2 * DAY)
    actions.approve_loss(loss, by=lin, version=loss.version)
    clock.set(MON + 4 * DAY)
    actions.revive(lead(card_no), by=li, version=lead(card_no).version, level=Level.A, reason="called")
    freeze = actions.ask_freeze(lead(card_no), by=li, version=lead(card_no).version, until_on=MON + 60 * DAY,
                                ask_reason="abroad")
    clock.set(MON + 5 * DAY)
    actions.approve_freeze(freeze, by=lin, version=freeze.version)


def dated_loss(clock, card_no):
    li, lin = person("Li").id, person("Lin").id
    decided = dict(outcome=Outcome.APPROVED, decided_by_id=lin)
    at = [clock.set(MON + n * DAY) for n in range(6)]
    on = [MON + n * DAY for n in range(6)]
    until_on = MON + 60 * DAY
    return DatedLead(
        add_customer("赵敏", ""), 1, card_no, Origin.SHOWROOM, at[0], source="walk_in", opened_by_id=li,
        opened_for_id=li,
        turns=(DatedTurn(on[0], Turn.OPENED, Level.B, li), DatedTurn(on[1], Turn.LOST, Level.B, li, LeadState.LOST),
               DatedTurn(on[4], Turn.REVIVED, Level.A, li),
               DatedTurn(on[4], Turn.FROZEN, Level.A, li, LeadState.FROZEN, until_on)),
        contacts=(DatedContact(li, Level.B, on[0], on[1], closed_as=Closed.LAPSED, closed_on=on[1]),
                  DatedContact(li, Level.A, on[4], on[5], closed_as=Closed.LAPSED, closed_on=on[4])),
        losses=(DatedLoss(li, li, at[1], Level.B, "gave_up", "price", answer_by_on=on[4], verdict=Verdict.REAL,
                          decided_at=at[2], called_first=called_first(card_no), **decided),),
        freezes=(DatedFreeze(li, li, at[4], Level.A, until_on, "abroad", answer_by_on=MON + 9 * DAY,
                             decided_at=at[5], **decided),))


def called_first(card_no):
    """Which losses are in the sample goes by the card number."""
    return db.session.scalar(select(Loss.called_first))


def test_losses_and_freezes_give_equal_tables_too(store, clock):
    act_and_lose(clock, "K26-0002")
    load({"leads": [dated_loss(clock, "K26-0003")]}, by=person("Chen"), batch="2026-11")
    for model in (*TABLES, Loss, Freeze):
        assert rows(model, "K26-0002") == rows(model, "K26-0003"), model
    assert rows(Loss, "K26-0002") and rows(Freeze, "K26-0002")
