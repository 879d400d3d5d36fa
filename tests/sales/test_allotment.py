"""Orders take vehicles: which one, who first, and what the certificate has to do with the delivery."""
from datetime import date

import pytest
from sqlalchemy import select, update

from portal.catalogue.models import CarModel
from portal.core.action import Refused
from portal.customers.models import Lead, Level
from portal.extensions import db
from portal.sales import actions
from portal.sales.models import Order, Refund
from portal.steps.models import Step
from portal.vehicles import actions as vehicles
from portal.vehicles.models import Certificate, Hold, State
from tests.core.test_action import at_once
from tests.factories.customers import add_lead
from tests.factories.org import add, add_store, person
from tests.factories.sales import OTHER_VIN, VIN, add_model, add_order
from tests.factories.vehicles import add_vehicle, moves_of, vehicle

TODAY = date(2026, 11, 23)
PAPERS = ["inspected", "certificate", "consistency", "warranty", "invoice"]


@pytest.fixture
def waiting(store):
    """Li's order that waits for a vehicle, and Wang's that was signed later."""
    add_model()
    db.session.execute(update(Lead).values(level=Level.O))
    db.session.commit()
    add_lead("K26-0002", owner="Wang", level=Level.O)
    add_order(model_id=1, series_id=1, colour="极地白", expected_on=date(2026, 11, 27))
    add_order("K26-0002", order_no="D202611-0002", signed_on=date(2026, 11, 22), model_id=1, series_id=1,
              colour="极地白")
    return store


def order(no="D202611-0001"):
    return db.session.scalar(select(Order).where(Order.order_no == no))


def allot(vin=VIN, no="D202611-0001", by="Ku", **given):
    return actions.allot_vehicle(order(no), by=person(by), version=order(no).version, vehicle_id=vehicle(vin).id,
                                 **given)


def refused(*args, **given):
    with pytest.raises(Refused) as told:
        allot(*args, **given)
    return told.value


def test_another_colour_than_the_one_ordered_is_given_only_with_the_reason(waiting, desk):
    add_vehicle(VIN, colour="曜岩灰")
    assert refused().field == "reason" and order().vehicle_id is None
    assert "极地白" in desk.sign_in("Ku").open(f"/orders/{order().id}/vehicle").words
    allot(reason="the customer takes the grey one")
    assert order().vin == VIN


def test_an_allotted_vehicle_is_reserved_and_free_again_when_released(waiting):
    add_vehicle(VIN)
    allot()
    assert (order().vin, order().vehicle_id, order().vin_on) == (VIN, vehicle(VIN).id, TODAY)
    assert (vehicle(VIN).hold, vehicle(VIN).held_for) == (Hold.RESERVED, "D202611-0001")
    actions.release_vehicle(order(), by=person("Ku"), version=order().version, reason="damaged")
    assert (order().vin, order().vehicle_id, vehicle(VIN).hold) == (None, None, Hold.FREE)
    assert [what for what, _from, _to in moves_of(VIN)] == ["taken_in", "reserved", "freed"]


def test_of_two_who_want_one_vehicle_the_second_is_told_whose_it_is(waiting):
    add_vehicle(VIN)
    allot()
    told = refused(no="D202611-0002")
    assert "D202611-0001" in told.message and "Li" in told.message and told.field == "vehicle_id"


def test_two_at_the_same_moment_one_gets_it(app, waiting):
    add_vehicle(VIN)
    numbers = ("D202611-0001", "D202611-0002")
    answers = at_once(app, 2, lambda n: allot(no=numbers[n], reason="both at once").order_no)
    assert sorted(isinstance(answer, Refused) for answer in answers) == [False, True], answers
    assert vehicle(VIN).held_for in numbers


def test_a_newer_vehicle_while_an_older_equal_one_stands_needs_a_reason(waiting):
    add_vehicle(VIN, arrived_on=date(2026, 11, 10))
    add_vehicle(OTHER_VIN, arrived_on=date(2026, 9, 1))
    told = refused()
    assert told.field == "reason" and "017001" in told.message
    allot(reason="the customer wants this build date")
    assert order().vin == VIN


def test_a_customer_who_waits_longer_comes_first_whatever_the_reason(waiting):
    add_vehicle(VIN)
    for reason in ("", "the sales manager agreed by telephone"):
        told = refused(no="D202611-0002", reason=reason)
        assert told.field == "reason" and "D202611-0001" in told.message


def test_a_vehicle_of_another_store_or_model_is_not_allotted(waiting):
    add_vehicle(VIN, store_id=add_store("B", "永驰沙河店"))
    add_vehicle(OTHER_VIN, model_id=add(CarModel, series_id=1, name="380TSI", version=1))
    assert refused().field == "vehicle_id"
    assert refused(OTHER_VIN, reason="?").field == "vehicle_id"


def test_another_vehicle_frees_the_one_before(waiting):
    add_vehicle(VIN)
    add_vehicle(OTHER_VIN)
    allot()
    allot(OTHER_VIN)
    assert (vehicle(VIN).hold, vehicle(OTHER_VIN).hold, order().vin) == (Hold.FREE, Hold.RESERVED, OTHER_VIN)


def test_an_invoiced_vehicle_is_sold_and_a_cancelled_orders_free(waiting):
    add_vehicle(VIN)
    allot()
    actions.invoice(order(), by=person("Qian"), version=order().version, on=TODAY)
    assert vehicle(VIN).hold is Hold.SOLD
    actions.invoice(order(), by=person("Qian"), version=order().version, on=None)
    assert vehicle(VIN).hold is Hold.RESERVED
    actions.cancel_order(order(), by=person("Li"), version=order().version, why="loan", refund=Refund.RETURNED,
                         level=Level.A)
    assert (vehicle(VIN).hold, vehicle(VIN).held_for) == (Hold.FREE, "")


def test_a_pledged_vehicle_with_a_delivery_day_opens_a_step_to_redeem_its_certificate(waiting):
    add_vehicle(VIN, certificate=Certificate.PLEDGED)
    allot()
    step = db.session.scalars(select(Step)).one()
    assert (step.owner_id, step.due_on) == (person("Ku").id, date(2026, 11, 26))
    assert VIN[-6:] in step.text and "D202611-0001" in step.text


def test_a_vehicle_leaves_only_when_it_is_here_with_its_certificate(waiting):
    add_vehicle(VIN, certificate=Certificate.PLEDGED, state=State.TRANSIT)
    allot()
    actions.receive_payment(order(), by=person("Qian"), version=order().version, on=TODAY)

    def deliver():
        return actions.deliver(order(), by=person("Li"), version=order().version, delivered_on=TODAY, checks=PAPERS)
    with pytest.raises(Refused, match="在途|transit"):
        deliver()
    vehicles.take_in(vehicle(VIN), by=person("Ku"), version=vehicle(VIN).version, arrived_on=TODAY)
    with pytest.raises(Refused):
        deliver()
    vehicles.note_certificate(vehicle(VIN), by=person("Ku"), version=vehicle(VIN).version,
                              certificate=Certificate.HERE)
    deliver()
    assert vehicle(VIN).state is State.DELIVERED
    actions.take_back_delivery(order(), by=person("Chen"), version=order().version, reason="wrong order")
    assert (vehicle(VIN).state, vehicle(VIN).hold) == (State.STOCK, Hold.RESERVED)


def test_the_page_offers_the_oldest_of_the_ordered_colour_first_and_tells_who_has_one_meanwhile(waiting, desk):
    add_vehicle(VIN, arrived_on=date(2026, 11, 10))
    add_vehicle(OTHER_VIN, arrived_on=date(2026, 9, 1), place="A 区")
    ku = desk.sign_in("Ku")
    page = ku.open("/orders/2/vehicle")
    assert page.text.index("017001") < page.text.index("184847")
    assert page.words.count("有更早到店的同款车") == 2, "of the newer one, and in the hint"
    assert "017001" not in ku.open("/orders/2/vehicle?w=4847").text and "184847" not in ku.open(
        "/orders/2/vehicle?w=7001").text
    ku.send("/orders/1/vehicle", status=303, vehicle_id=vehicle(OTHER_VIN).id)
    told = ku.send("/orders/2/vehicle", page, status=422, vehicle_id=vehicle(OTHER_VIN).id, reason="?")
    assert "D202611-0001" in told.words and "Li" in told.words
    assert OTHER_VIN in ku.open("/orders/1").words
    assert "D202611-0001" in ku.open(f"/vehicles/{vehicle(OTHER_VIN).id}").words


def note(certificate, vin=VIN, **more):
    return vehicles.note_certificate(vehicle(vin), by=person("Ku"), version=vehicle(vin).version,
                                     certificate=certificate, **more)


def steps():
    return [(step.state.value, step.outcome) for step in db.session.scalars(select(Step).order_by(Step.id))]


def test_the_step_to_redeem_a_certificate_follows_what_is_noted_of_it(waiting):
    add_vehicle(VIN)
    note(Certificate.PLEDGED)
    assert steps() == []
    note(Certificate.HERE)
    allot()
    note(Certificate.REDEEMING, redeem_on=TODAY)
    assert steps() == [("open", "")]
    note(Certificate.HERE)
    assert steps() == [("done", "合格证已在店。")]


def test_the_step_to_redeem_is_dropped_when_the_order_has_the_vehicle_no_longer(waiting):
    for vin in (VIN, OTHER_VIN):
        add_vehicle(vin, certificate=Certificate.PLEDGED)
    allot()
    allot(OTHER_VIN, reason="the first one is damaged")
    actions.release_vehicle(order(), by=person("Ku"), version=order().version, reason="wrong interior")
    allot()
    actions.cancel_order(order(), by=person("Li"), version=order().version, why="loan", refund=Refund.RETURNED,
                         level=Level.A)
    assert steps() == [("dropped", "订单 D202611-0001 已换配另一台车。"), ("dropped", "wrong interior"),
                       ("dropped", "订单已退订。")]
