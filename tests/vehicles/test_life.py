"""A vehicle's life: what may happen to it, and that every move stands with its day."""
from datetime import date, timedelta

import pytest

from portal.core.action import Refused, Stale
from portal.core.agreement import agree
from portal.core.load import load
from portal.core.period import day, month
from portal.core.scope import Scope
from portal.extensions import db
from portal.org.models import FOREVER, Store
from portal.vehicles import actions
from portal.vehicles.life import Told
from portal.vehicles.load import DatedVehicle
from portal.vehicles.metrics import intake, long_stock, stock, stock_age
from portal.vehicles.models import Certificate, Hold, Move, State, Use, Vehicle, VehicleMove
from tests.factories.org import person
from tests.factories.sales import OTHER_VIN, VIN
from tests.factories.vehicles import add_vehicle, moves_of, vehicle

TODAY = date(2026, 11, 23)
ONE_DAY = timedelta(days=1)


def enter(vin=VIN, by="Ku", state=State.STOCK, store_id=1, **facts):
    return actions.enter_vehicle(by=person(by), store_id=store_id, vin=vin, state=state, model_id=1, colour="极地白",
                                 **facts)


def do(what, vin=VIN, by="Ku", **given):
    row = vehicle(vin)
    return what(row, by=person(by), version=row.version, **given)


def test_a_vehicle_is_taken_in_once_and_its_days_in_store_begin(store):
    enter(state=State.TRANSIT, expected_on=TODAY)
    assert vehicle(VIN).arrived_on is None
    do(actions.take_in, arrived_on=TODAY - ONE_DAY, place="A 区")
    row = vehicle(VIN)
    assert (row.state, row.arrived_on, row.place, row.tail) == (State.STOCK, TODAY - ONE_DAY, "A 区", "184847")
    assert moves_of(VIN) == [("shipped", TODAY, TODAY), ("taken_in", TODAY, FOREVER)]
    with pytest.raises(Refused):
        do(actions.take_in, arrived_on=TODAY)


@pytest.mark.any_database
@pytest.mark.parametrize("vin", ["LSVAA4182E218484", "LSVAA4182E218484O", "LSVAA4182E218484Q", "中" * 17])
def test_a_vin_has_17_letters_and_digits_without_i_o_q(store, vin):
    with pytest.raises(Refused) as refused:
        enter(vin)
    assert refused.value.field == "vin"


def test_a_wrong_check_digit_is_only_a_warning(store):
    assert not enter("LSVAA4180E2184847").check_digit_fits
    assert enter(VIN[:8] + "X" + VIN[9:]).id


def test_a_vin_is_unique_in_the_group_and_free_again_once_voided(store):
    enter()
    with pytest.raises(Refused) as refused:
        enter(VIN.lower(), by="Shi", store_id=2)
    assert refused.value.field == "vin" and "永驰江城店" in refused.value.message
    do(actions.void_vehicle, reason="typed twice")
    assert enter(by="Shi", store_id=2).store_id == 2


def test_a_vehicle_transferred_is_the_other_stores_and_is_no_intake_there(store):
    enter()
    do(actions.transfer, to_store_id=2, reason="they have a buyer")
    row = vehicle(VIN)
    assert (row.store_id, row.state, row.arrived_on) == (2, State.TRANSIT, None)
    do(actions.take_in, by="Shi", arrived_on=TODAY)
    assert [what for what, _from, _to in moves_of(VIN)] == ["taken_in", "transferred", "received"]
    both = Scope(TODAY, everywhere=True)
    assert intake.figures(both, [month(TODAY)], TODAY, "store_id") == {
        (month(TODAY), 1): intake.figure((1, None, None, None))}


def test_a_vehicle_reserved_while_it_is_on_its_way_from_another_store_is_no_intake_either(store):
    enter()
    do(actions.transfer, to_store_id=2, reason="they have a buyer")
    load({"vehicles": [DatedVehicle(2, VIN, (Told(Move.RESERVED, TODAY, held_for="D1"),))]}, by=person("Shi"),
         batch="x")
    do(actions.take_in, by="Shi", arrived_on=TODAY)
    assert [what for what, _from, _to in moves_of(VIN)] == ["taken_in", "transferred", "reserved", "received"]


def test_what_an_order_has_is_neither_transferred_nor_returned_nor_voided(store):
    add_vehicle(VIN, hold=Hold.RESERVED, held_for="D202611-0007")
    for what, given in ((actions.transfer, {"to_store_id": 2}), (actions.return_vehicle, {}),
                        (actions.void_vehicle, {})):
        with pytest.raises(Refused) as refused:
            do(what, reason="?", **given)
        assert "D202611-0007" in refused.value.message
    with pytest.raises(Refused):
        do(actions.change_use, use=Use.DEMO)


def test_a_demo_car_is_no_stock_and_comes_back_for_sale(store):
    enter()
    do(actions.change_use, use=Use.DEMO, plate="鄂A12345")
    assert vehicle(VIN).plate == "鄂A12345" and stock_at(TODAY) == 0
    do(actions.change_use, use=Use.SALE)
    assert (vehicle(VIN).plate, stock_at(TODAY)) == ("", 1)


def test_a_ledger_tells_the_certificate_of_what_arrives_and_not_of_what_is_here(store):
    enter(certificate=Certificate.HERE)
    enter(OTHER_VIN, state=State.TRANSIT)
    load({"vehicles": [DatedVehicle(1, vin, (), certificate=Certificate.PLEDGED) for vin in (VIN, OTHER_VIN)]},
         by=person("Ku"), batch="x")
    assert [vehicle(vin).certificate for vin in (VIN, OTHER_VIN)] == [Certificate.HERE, Certificate.PLEDGED]


def test_a_certificate_that_is_being_redeemed_has_a_day(store):
    enter(certificate=Certificate.PLEDGED)
    with pytest.raises(Refused) as refused:
        do(actions.note_certificate, certificate=Certificate.REDEEMING)
    assert refused.value.field == "redeem_on"
    do(actions.note_certificate, certificate=Certificate.REDEEMING, redeem_on=TODAY + ONE_DAY)
    do(actions.note_certificate, certificate=Certificate.HERE, redeem_on=TODAY)
    assert vehicle(VIN).redeem_on is None


def test_two_planners_at_one_vehicle_the_second_is_told(store):
    enter()
    row = vehicle(VIN)
    both_saw = row.version
    actions.park(row, by=person("Ku"), version=both_saw, place="A 区")
    with pytest.raises(Stale):
        actions.park(row, by=person("Chen"), version=both_saw, place="B 区")


def test_stock_of_a_past_day_is_what_stood_there_then(store, clock):
    add_vehicle(VIN, arrived_on=date(2026, 11, 2))
    clock.set(TODAY)
    do(actions.return_vehicle, reason="recall")
    assert [stock_at(on) for on in (date(2026, 11, 1), date(2026, 11, 2), TODAY - ONE_DAY, TODAY)] == [0, 1, 1, 0]


def test_age_is_counted_in_days_since_the_store_took_it_in(store):
    add_vehicle(VIN, arrived_on=TODAY - 151 * ONE_DAY)
    add_vehicle(OTHER_VIN, arrived_on=TODAY - 150 * ONE_DAY)
    of = Scope(TODAY, stores=frozenset({1}))
    assert stock_age.figures(of, [day(TODAY)], TODAY)[day(TODAY),].value == 150.5
    assert long_stock.figures(of, [day(TODAY)], TODAY)[day(TODAY),].amount == 1
    assert {key[1]: figure.amount for key, figure in stock.figures(of, [day(TODAY)], TODAY, "bucket").items()} == {
        "more": 1, "150": 1}


def stock_at(on):
    found = stock.figures(Scope(TODAY, stores=frozenset({1})), [day(on)], TODAY)
    return found[day(on),].amount if found else 0


def test_a_life_loaded_stands_as_the_life_that_was_acted(store, clock):
    clock.set(date(2026, 11, 2))
    enter(state=State.TRANSIT)
    clock.set(date(2026, 11, 5))
    do(actions.take_in, arrived_on=date(2026, 11, 5), place="A 区")
    clock.set(date(2026, 11, 9))
    do(actions.change_use, use=Use.DISPLAY)
    acted = lives()
    db.session.execute(VehicleMove.__table__.delete())
    db.session.execute(Vehicle.__table__.delete())
    db.session.commit()
    told = [Told(Move.SHIPPED, date(2026, 11, 2)), Told(Move.TAKEN_IN, date(2026, 11, 5), place="A 区"),
            Told(Move.ON_DISPLAY, date(2026, 11, 9))]
    rows = {"vehicles": [DatedVehicle(1, VIN, tuple(told), series_id=1, model_id=1, colour="极地白",
                                      list_price_fen=18_980_000)]}
    assert load(rows, by=person("Chen"), batch="b") == 4
    assert lives() == acted
    assert load(rows, by=person("Chen"), batch="c") == 0


def lives():
    db.session.rollback()
    row = vehicle(VIN)
    names = ("store_id", "state", "use", "hold", "held_for", "place", "arrived_on", "from_on", "to_on", "what")
    moves = db.session.query(VehicleMove).order_by(VehicleMove.id)
    return ([getattr(row, name) for name in (*names[:7], "vin", "tail", "model_id", "series_id", "list_price_fen")],
            [[getattr(move, name) for name in names] for move in moves])


def test_an_arrival_entered_after_the_allotment_is_intake_of_its_own_day(store):
    enter(state=State.TRANSIT)
    load({"vehicles": [DatedVehicle(1, VIN, (Told(Move.RESERVED, TODAY, held_for="D1"),))]}, by=person("Ku"),
         batch="x")
    do(actions.take_in, arrived_on=TODAY - ONE_DAY)
    of = Scope(TODAY, stores=frozenset({1}))
    days = [day(TODAY - ONE_DAY), day(TODAY)]
    assert {key[0]: figure.amount for key, figure in intake.figures(of, days, TODAY).items() if figure.amount} == {
        days[0]: 1}


def test_what_is_long_in_stock_goes_by_the_limit_that_the_store_had_agreed_on_that_day(store, desk):
    add_vehicle(VIN, arrived_on=TODAY - 101 * ONE_DAY)
    agree("stock_age_plan", 100, by=person("Chen"), store=db.session.get(Store, 1), version=0, from_on=TODAY,
          reason="the bank asks for it")
    of = Scope(TODAY, stores=frozenset({1}))
    found = long_stock.figures(of, [day(TODAY - ONE_DAY), day(TODAY)], TODAY)
    assert {key[0].start: figure.amount for key, figure in found.items() if figure.amount} == {TODAY: 1}
    assert VIN in desk.sign_in("Ku").open("/vehicles?age=plan").words
