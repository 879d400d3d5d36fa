"""Orders: what may be signed, what becomes of lead and money, and who sees it."""
from datetime import date

import pytest
from sqlalchemy import select

from portal.core.action import Refused, Stale
from portal.customers.actions import hand_over_lead
from portal.customers.models import LeadState, Level
from portal.extensions import db
from portal.sales import actions
from portal.sales.models import Cancellation, Delivery, DepositKind, Order, Refund, SaleKind
from tests.factories.customers import add_lead, contacts_of, lead, spans_of
from tests.factories.org import person
from tests.factories.sales import OTHER_VIN, VIN, add_model
from tests.factories.vehicles import add_vehicle, vehicle

TODAY = date(2026, 11, 23)
PAPERS = ["inspected", "certificate", "consistency", "warranty", "invoice"]


def sign(card_no="K26-0001", by="Li", **terms):
    return actions.sign_order(lead(card_no), by=person(by), **{
        "version": lead(card_no).version, "signed_on": TODAY, "sale_kind": SaleKind.RETAIL, "model_id": 1,
        "price_fen": 17_880_000, "deposit_kind": DepositKind.EARNEST, "deposit_fen": 1_000_000} | terms)


def order(no="D202611-0001"):
    return db.session.scalar(select(Order).where(Order.order_no == no))


def delivered(sign_first=True):
    if sign_first:
        sign(vin=VIN)
        actions.receive_payment(order(), by=person("Qian"), version=1, on=TODAY)
    return actions.deliver(order(), by=person("Li"), version=order().version, delivered_on=TODAY, checks=PAPERS)


@pytest.fixture
def model(store):
    """A model, and two vehicles of it."""
    model_id = add_model()
    add_vehicle(VIN)
    add_vehicle(OTHER_VIN, colour="星空黑")
    return model_id


def test_signing_takes_the_lead_to_level_o_and_meets_the_contact_owed(model):
    signed = sign()
    assert (signed.order_no, signed.person_id, signed.state) == ("D202611-0001", person("Li").id, "waiting")
    assert (lead().level, lead().state) == (Level.O, LeadState.OPEN)
    assert [contact.closed_as for contact in contacts_of()] == ["met", None]
    assert [(span.level, span.began) for span in spans_of()] == [("H", "opened"), ("O", "ordered")]


def test_nothing_is_sold_above_the_list_price(model):
    with pytest.raises(Refused) as refused:
        sign(price_fen=18_980_001)
    assert refused.value.field == "price_fen" and order() is None


def test_earnest_money_is_at_most_a_fifth_of_the_price_a_deposit_may_be_more(model):
    with pytest.raises(Refused) as refused:
        sign(deposit_fen=3_576_001)
    assert refused.value.field == "deposit_fen"
    assert sign(deposit_kind=DepositKind.DEPOSIT, deposit_fen=3_576_001).deposit_fen == 3_576_001


def test_a_lead_has_one_open_order_unless_it_is_a_fleets(model):
    sign()
    with pytest.raises(Refused):
        sign()
    sign(sale_kind=SaleKind.FLEET, contract_no="F1")
    assert order("D202611-0002").contract_no == "F1"


def test_a_vin_stands_in_one_live_order_and_is_free_again_after_a_cancellation(model):
    add_lead("K26-0002", owner="Wang", level=Level.A)
    sign(vin=VIN.lower())
    with pytest.raises(Refused) as refused:
        sign("K26-0002", by="Wang", vin=VIN)
    assert refused.value.field == "vin"
    actions.cancel_order(order(), by=person("Li"), version=1, why="loan", refund=Refund.RETURNED, level=Level.A)
    assert sign("K26-0002", by="Wang", vin=VIN).vin == VIN


@pytest.mark.parametrize("vin", ["LSVAA4182E218484", "LSVAA4182E2184848", "184848", "中" * 17])
def test_an_order_is_signed_only_with_a_vehicle_that_the_store_has(model, vin):
    with pytest.raises(Refused) as refused:
        sign(vin=vin)
    assert refused.value.field == "vin"


def test_the_last_six_characters_name_the_vehicle_of_an_order(model):
    assert sign(vin="184847").vin == VIN


def test_a_changed_order_keeps_number_and_signing_date_and_tells_what_it_was(model):
    sign()
    change = actions.change_order(order(), by=person("Li"), version=1, reason="other colour", model_id=1,
                                  price_fen=17_780_000, colour="白")
    assert change.before == {"price_fen": 17_880_000, "colour": ""}
    assert (order().price_fen, order().signed_on, order().order_no) == (17_780_000, TODAY, "D202611-0001")


def test_a_change_that_changes_nothing_is_refused(model):
    sign()
    with pytest.raises(Refused):
        actions.change_order(order(), by=person("Li"), version=1, reason="?", model_id=1, price_fen=17_880_000)


def test_a_cancelled_order_brings_the_lead_back_to_the_level_named(model):
    sign()
    actions.cancel_order(order(), by=person("Li"), version=1, why="loan", refund=Refund.KEPT, level=Level.B)
    assert (lead().level, lead().state, order().state) == (Level.B, LeadState.OPEN, "cancelled")
    assert db.session.scalar(select(Cancellation.person_id)) == person("Li").id
    assert [span.began for span in spans_of()] == ["opened", "ordered", "cancelled"]


def test_a_deposit_is_always_returned(model):
    sign(deposit_kind=DepositKind.DEPOSIT)
    with pytest.raises(Refused) as refused:
        actions.cancel_order(order(), by=person("Li"), version=1, why="loan", refund=Refund.KEPT, level=Level.B)
    assert refused.value.field == "refund"


def test_delivery_needs_vehicle_payment_and_papers_then_ends_the_lead(model):
    sign()

    def deliver(**given):
        return actions.deliver(order(), by=person("Li"), version=order().version, delivered_on=TODAY,
                               **{"checks": PAPERS} | given)
    with pytest.raises(Refused):
        deliver()
    actions.allot_vehicle(order(), by=person("Ku"), version=order().version, vehicle_id=vehicle(VIN).id)
    with pytest.raises(Refused):
        deliver()
    actions.receive_payment(order(), by=person("Qian"), version=order().version, on=TODAY)
    with pytest.raises(Refused) as refused:
        deliver(checks=PAPERS[1:])
    assert refused.value.field == "checks"
    handed = deliver()
    assert (handed.price_fen, handed.vin, handed.person_id) == (17_880_000, VIN, person("Li").id)
    assert (lead().state, lead().next_contact_on, order().state) == (LeadState.DELIVERED, None, "delivered")


def test_a_delivery_taken_back_leaves_a_voided_row_and_an_open_order(model):
    delivered()
    actions.take_back_delivery(order(), by=person("Chen"), version=order().version, reason="wrong order")
    assert (order().state, lead().state, lead().level) == ("allotted", LeadState.OPEN, Level.O)
    assert [(d.live, d.void_reason) for d in db.session.scalars(select(Delivery))] == [(None, "wrong order")]
    assert delivered(sign_first=False).live == 1


def test_dates_lie_between_the_signing_and_today(model):
    sign()
    for day in (date(2026, 11, 22), date(2026, 11, 24)):
        with pytest.raises(Refused) as refused:
            actions.invoice(order(), by=person("Qian"), version=1, on=day)
        assert refused.value.field == "on"


def test_two_people_at_one_order_the_second_is_told(model):
    sign()
    actions.allot_vehicle(order(), by=person("Ku"), version=1, vehicle_id=vehicle(VIN).id)
    with pytest.raises(Stale):
        actions.allot_vehicle(order(), by=person("Chen"), version=1, vehicle_id=vehicle(OTHER_VIN).id)
    assert order().vin == VIN


def test_an_order_sent_twice_is_one_order(model):
    first = sign(once="k1")
    assert sign(once="k1").id == first.id
    assert db.session.scalars(select(Order)).all() == [first]


def test_the_credit_is_the_owners_of_that_day_not_the_typists(model):
    assert sign(by="Chen").person_id == person("Li").id


def test_a_delivery_is_credited_to_who_owns_the_lead_then(model):
    sign(vin=VIN)
    actions.receive_payment(order(), by=person("Qian"), version=1, on=TODAY)
    hand_over_lead(lead(), by=person("Chen"), to=person("Wang"), reason="leave")
    actions.deliver(order(), by=person("Chen"), version=order().version, delivered_on=TODAY,
                    checks=PAPERS)
    assert db.session.scalar(select(Delivery.person_id)) == person("Wang").id
    assert order().person_id == person("Li").id
