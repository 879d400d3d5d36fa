"""Exceptions of the queue: who allots out of turn says why, and two different persons sign before it is done."""
from datetime import date

import pytest
from sqlalchemy import select, update

from portal.core.action import Refused
from portal.core.due import due
from portal.core.policy import rights_of
from portal.core.scope import Scope
from portal.customers.models import Lead, Level
from portal.extensions import db
from portal.org.models import FOREVER, Membership, Role
from portal.sales import actions
from portal.sales.models import Order, QueueException, Refund
from portal.vehicles import actions as vehicles
from portal.vehicles.models import Hold, Use
from tests.core.test_action import at_once
from tests.factories.customers import add_lead
from tests.factories.org import add, add_person, add_store, person
from tests.factories.sales import OTHER_VIN, VIN, add_model, add_order
from tests.factories.vehicles import add_vehicle, vehicle

TODAY = date(2026, 11, 23)
FIRST, LATER, LAST = "D202611-0001", "D202611-0002", "D202611-0003"


@pytest.fixture
def queue(store):
    """Li's order that waits since 11-20, Wang's of 11-22 and of 11-23, one free vehicle of their kind; a general
    manager beside the sales manager Chen, and the planner Ku."""
    add_model()
    db.session.execute(update(Lead).values(level=Level.O))
    db.session.commit()
    add_person("Gu", Role.GENERAL_MANAGER, store_id=store)
    add_person("Jin", Role.GROUP)
    same = {"model_id": 1, "series_id": 1, "colour": "极地白"}
    add_order(**same)
    for number, on in ((2, date(2026, 11, 22)), (3, date(2026, 11, 23))):
        add_lead(f"K26-000{number}", owner="Wang", level=Level.O)
        add_order(f"K26-000{number}", order_no=f"D202611-000{number}", signed_on=on, **same)
    add_vehicle(VIN)
    return store


def order(no):
    return db.session.scalar(select(Order).where(Order.order_no == no))


def allot(no, vin=VIN, by="Ku", **given):
    return actions.allot_vehicle(order(no), by=person(by), version=order(no).version, vehicle_id=vehicle(vin).id,
                                 **given)


def ask(no=LATER, vin=VIN, by="Ku", reason="the wedding is on Saturday"):
    return actions.ask_exception(order(no), by=person(by), version=order(no).version, vehicle_id=vehicle(vin).id,
                                 reason=reason)


def asked():
    return db.session.scalars(select(QueueException).order_by(QueueException.id.desc())).first()


def sign(by="Chen"):
    return actions.sign_exception(asked(), by=person(by), version=asked().version)


def approve(by="Gu"):
    return actions.approve_exception(asked(), by=person(by), version=asked().version)


def test_the_second_signature_of_another_person_makes_the_allotment(queue):
    ask()
    assert (order(LATER).vehicle_id, vehicle(VIN).hold) == (None, Hold.FREE)
    with pytest.raises(Refused):
        approve()                                       # the sales manager signs first
    sign()
    assert asked().stand == "second"
    approve()
    done = asked()
    assert (done.stand, done.waiting, done.manager_by_id, done.decided_by_id, done.earlier_id) == (
        "approved", None, person("Chen").id, person("Gu").id, order(FIRST).id)
    assert (order(LATER).vin, order(LATER).vin_on, vehicle(VIN).held_for) == (VIN, TODAY, LATER)


def test_a_sales_manager_who_asks_has_signed_first_and_nobody_signs_twice(queue):
    ask(by="Chen")
    assert (asked().stand, asked().manager_by_id) == ("second", person("Chen").id)
    add(Membership, person_id=person("Chen").id, role=Role.GENERAL_MANAGER, store_id=queue, from_on=date(2020, 1, 1),
        until_on=FOREVER)
    with pytest.raises(Refused):
        approve("Chen")
    with pytest.raises(Refused):
        sign("Chen")
    approve("Jin")                                      # the group's manager signs where the policy lets him
    assert order(LATER).vin == VIN


def test_two_general_managers_at_the_same_moment_one_signs(app, queue):
    ask(by="Chen")
    row, version, signers = asked().id, asked().version, ("Gu", "Jin")

    def signed(n):
        return actions.approve_exception(db.session.get(QueueException, row), by=person(signers[n]),
                                         version=version).stand
    answers = at_once(app, 2, signed)
    assert sum(answer == "approved" for answer in answers) == 1, answers
    assert sum(isinstance(answer, Refused) for answer in answers) == 1, answers
    assert vehicle(VIN).held_for == LATER


def test_while_it_waits_others_are_told_what_the_vehicle_is_kept_for(queue):
    ask()
    with pytest.raises(Refused, match=LATER) as told:
        allot(FIRST)
    assert "Wang" in told.value.message and told.value.field == "vehicle_id"
    with pytest.raises(Refused, match=LATER):
        ask(LAST)                                       # one waits per vehicle
    add_vehicle(OTHER_VIN)
    with pytest.raises(Refused):
        ask(LATER, OTHER_VIN)                           # and one per order


def test_a_vehicle_is_not_kept_longer_than_the_store_agreed_and_it_is_said_whose_it_is(queue, clock):
    ask(by="Chen")
    clock.set(date(2026, 11, 25))
    allot(FIRST)
    assert (asked().stand, vehicle(VIN).held_for) == ("fell", FIRST)
    assert FIRST in asked().decision_reason and "Li" in asked().decision_reason
    with pytest.raises(Refused):
        approve()


def test_when_the_vehicle_went_away_meanwhile_the_second_signature_closes_the_exception_with_why(queue, desk, clock):
    ask(by="Chen")
    other = add_store("B", "永驰沙河店")
    clock.set(date(2026, 12, 23))                   # it is kept no longer
    vehicles.transfer(vehicle(VIN), by=person("Ku"), version=vehicle(VIN).version, to_store_id=other, reason="调拨")
    gu = desk.sign_in("Gu")
    gu.send("/exceptions/1/approve", "/exceptions/1", status=303)
    page = gu.open("/exceptions/1")
    assert "例外已关闭" in page.words and "门店" in page.words
    assert (asked().stand, order(LATER).vehicle_id, asked().decided_by_id) == ("fell", None, None)


def test_a_cancelled_order_ends_what_was_asked_for_it(queue):
    ask()
    actions.cancel_order(order(LATER), by=person("Wang"), version=order(LATER).version, why="loan",
                         refund=Refund.RETURNED, level=Level.A)
    assert asked().stand == "fell"
    assert allot(FIRST).vin == VIN


def test_either_signer_refuses_with_a_reason_and_the_queue_stands(queue):
    ask()
    with pytest.raises(Refused) as told:
        actions.refuse_exception(asked(), by=person("Chen"), version=asked().version, reason="")
    assert told.value.field == "reason"
    actions.refuse_exception(asked(), by=person("Gu"), version=asked().version, reason="the first has paid in full")
    assert asked().stand == "returned"
    with pytest.raises(Refused):
        sign()
    assert allot(FIRST).vin == VIN


def test_only_who_asked_withdraws_it(queue):
    ask()
    with pytest.raises(Refused, match="Ku"):
        actions.withdraw_exception(asked(), by=person("Chen"), version=asked().version)
    actions.withdraw_exception(asked(), by=person("Ku"), version=asked().version)
    assert asked().stand == "withdrawn"
    ask(LAST)                                           # the vehicle can be asked for again


def test_nobody_signs_an_order_with_a_vehicle_that_another_one_waits_for(queue):
    add_lead("K26-0009", owner="Wang")
    lead = db.session.scalar(select(Lead).where(Lead.card_no == "K26-0009"))
    with pytest.raises(Refused, match=FIRST) as told:
        actions.sign_order(lead, by=person("Wang"), version=lead.version, signed_on=TODAY, sale_kind="retail",
                           model_id=1, price_fen=17_000_000, deposit_kind="earnest", deposit_fen=0, vin=VIN,
                           colour="极地白")
    assert told.value.field == "vin"


def test_it_is_due_to_whoever_can_give_the_signature_it_waits_for(queue):
    def owed_to(name):
        scope = rights_of(person(name), TODAY)["exceptions.decide"]
        return [row.row_id for row in due(Scope(scope.today, persons=frozenset({person(name).id})))
                if row.kind == "queue_exception"]
    ask()
    assert (owed_to("Chen"), owed_to("Gu")) == ([asked().id], [])
    sign()
    assert (owed_to("Chen"), owed_to("Gu")) == ([], [asked().id])
    approve()
    assert owed_to("Gu") == []


def test_from_the_allotment_to_the_second_signature_on_the_pages(queue, desk):
    ku = desk.sign_in("Ku")
    assert "应先配" in ku.open("/orders/2/vehicle").words            # told before anything is typed
    assert "应先配" not in ku.open("/orders/1/vehicle").words
    page = ku.send("/orders/2/vehicle", status=422, vehicle_id=vehicle(VIN).id)
    assert FIRST in page.words and "双签" in page.words
    ku.send("/orders/2/vehicle", status=303, vehicle_id=vehicle(VIN).id, reason="周六婚车")
    told = ku.open("/orders/2")
    assert "待双签" in told.words and "周六婚车" in told.words and "撤回" in ku.open("/exceptions/1").words
    assert LATER in ku.open("/orders/1/vehicle").words                  # the choice says what it is kept for
    assert "例外配车" in ku.open(f"/vehicles/{vehicle(VIN).id}").words
    ku.open("/exceptions", status=404)
    chen = desk.sign_in("Chen")
    home = chen.open("/")
    assert "例外配车" in home.words and "周六婚车" in home.words
    chen.send("/exceptions/1/sign", home, status=303)
    assert "销售经理签字" not in chen.open("/exceptions/1").words
    gu = desk.sign_in("Gu")
    assert "签字并配车" in gu.open("/").words
    gu.send("/exceptions/1/approve", "/exceptions/1", status=303)
    page = gu.open("/orders/2")
    assert "双签通过" in page.words and "Chen" in page.words and "Gu" in page.words and VIN in page.words
    assert "Gu" in gu.open(f"/vehicles/{vehicle(VIN).id}").words
    assert LATER in gu.open("/exceptions?state=approved").words


def test_a_consultant_reads_who_signed_for_his_order_and_signs_nothing(queue, desk):
    ask()
    wang = desk.sign_in("Wang")
    words = wang.open("/exceptions/1").words
    assert "Ku" in words and "驳回" not in words and "签字并配车" not in words
    desk.sign_in("Li").open("/exceptions/1", status=404)


def test_a_vehicle_that_is_kept_for_an_order_neither_leaves_nor_becomes_a_demo_car(queue, clock):
    other = add_store("B", "永驰沙河店")
    ask()
    for what, given in ((vehicles.change_use, {"use": Use.DEMO}), (vehicles.return_vehicle, {"reason": "?"}),
                        (vehicles.transfer, {"to_store_id": other, "reason": "?"}),
                        (vehicles.void_vehicle, {"reason": "?"})):
        with pytest.raises(Refused, match=LATER):
            what(vehicle(VIN), by=person("Ku"), version=vehicle(VIN).version, **given)
    clock.set(date(2026, 12, 23))
    assert vehicles.change_use(vehicle(VIN), by=person("Ku"), version=vehicle(VIN).version, use=Use.DEMO)
