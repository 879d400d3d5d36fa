"""The pages of vehicles: intake at the gate, the list, what each role sees of the cost."""
from datetime import date

from portal.core.action import Change
from portal.extensions import db
from portal.vehicles.models import Hold, State, Use
from tests.factories.org import add_person
from tests.factories.sales import OTHER_VIN, VIN
from tests.factories.vehicles import add_vehicle, vehicle


def test_six_characters_at_the_gate_find_the_vehicle_that_is_expected(store, desk):
    add_vehicle(VIN, state=State.TRANSIT)
    add_vehicle(OTHER_VIN, state=State.TRANSIT)
    ku = desk.sign_in("Ku")
    page = ku.open("/vehicles/intake?w=184847")
    assert VIN in page.words and OTHER_VIN not in page.words
    gate = ku.send("/vehicles/1/intake", status=303, place="A 区").location
    page = ku.open(gate)
    assert f"{VIN} · A 区" in page.words and "今天已入库" in page.words
    assert (vehicle(VIN).state, vehicle(VIN).place) == (State.STOCK, "A 区")
    assert "已在系统里" in ku.open("/vehicles/intake?w=184847").words
    assert "/vehicles/new?vin=" in ku.open("/vehicles/intake?w=LSVAA4182E2184899").text


def test_a_planner_enters_a_vehicle_with_its_cost_which_a_consultant_never_sees(store, desk):
    ku = desk.sign_in("Ku")
    made = ku.send("/vehicles/new", status=303, vin=VIN, model_id=1, colour="极地白", cost_fen="165,432")
    assert "165,432" in ku.open(made.location).words
    li = desk.sign_in("Li")
    page = li.open(made.location)
    assert "165,432" not in page.text and "进价" not in page.words
    assert "165432" not in li.open("/vehicles").text
    assert not any("16543200" in change.after for change in db.session.query(Change))


def test_a_cost_column_is_not_even_read_for_who_may_not_see_it(store, desk):
    add_vehicle(VIN, cost_fen=16_543_200)
    for name, there in (("Ku", True), ("Li", False)):
        at_desk = desk.sign_in(name)
        at_desk.send("/vehicles", status=303, do="columns", column=["model", "cost"])
        assert ("165,432" in at_desk.open("/vehicles").text) is there


def test_the_list_is_found_by_the_end_of_the_vin_and_narrowed_by_age(store, desk):
    add_vehicle(VIN)
    add_vehicle(OTHER_VIN, hold=Hold.RESERVED, held_for="D1")
    ku = desk.sign_in("Ku")
    assert OTHER_VIN not in ku.open("/vehicles?w=184847").words
    assert VIN not in ku.open("/vehicles?state=reserved").words
    assert VIN in ku.open("/vehicles?age=30").words and VIN not in ku.open("/vehicles?age=more").words
    assert VIN in ku.open("/search?q=184847").words


def test_who_may_not_see_the_stock_finds_no_vehicle(store, desk):
    add_vehicle(VIN)
    add_person("Fang", "care", store_id=store)
    for name in ("Fang", "Shi"):
        desk.sign_in(name).open("/vehicles/1", 404)
    desk.sign_in("Li").open("/vehicles/1/edit", 404)


def test_what_is_done_with_a_vehicle_stands_on_its_page_with_who_and_when(store, desk):
    add_vehicle(VIN)
    ku = desk.sign_in("Ku")
    ku.send("/vehicles/1/place", status=303, place="后院")
    ku.send("/vehicles/1/use", status=303, use="display")
    page = ku.open("/vehicles/1")
    assert "展车" in page.words and "后院" in page.words and "Ku" in page.words
    assert ku.send("/vehicles/1/transfer", status=303, to_store_id=2, reason="调拨").location.endswith("/vehicles")
    ku.open("/vehicles/1", 404)
    assert VIN in desk.sign_in("Shi").open("/vehicles/intake").words


def test_who_reads_several_stores_sees_sorts_and_filters_the_stock_by_store(store, desk):
    add_vehicle(VIN)
    add_vehicle(OTHER_VIN, store_id=store + 1)
    add_person("Jin", "group")
    jin = desk.sign_in("Jin")
    page = jin.open("/vehicles?sort=-store")
    assert "永驰沙河店" in page.words and page.words.index(OTHER_VIN) < page.words.index(VIN)
    assert VIN not in jin.open(f"/vehicles?store={store + 1}").words
    file = jin.send("/vehicles", "/vehicles", status=200, do="csv").data.decode("utf-8-sig")
    assert "门店" in file.splitlines()[0] and "永驰沙河店" in file
    ku = desk.sign_in("Ku").open("/vehicles")
    assert VIN in ku.words and "永驰沙河店" not in ku.text and "name=\"store\"" not in ku.text


def test_a_demo_car_is_found_by_its_plate_however_it_is_typed(store, desk):
    add_vehicle(VIN, use=Use.DEMO, plate="鄂A·试004")
    add_vehicle(OTHER_VIN)
    ku = desk.sign_in("Ku")
    for typed in ("鄂A试004", "鄂a 试004", "A试004"):
        page = ku.open(f"/search?q={typed}")
        assert VIN in page.words and OTHER_VIN not in page.words, typed


def test_what_another_store_sent_is_expected_first_on_the_day_that_was_said(store, desk):
    add_vehicle(OTHER_VIN, store_id=store + 1, state=State.TRANSIT, expected_on=date(2026, 11, 23))
    add_vehicle(VIN)
    ku = desk.sign_in("Ku")
    ku.send("/vehicles/2/transfer", status=422, to_store_id=2, reason="调拨", arrives_on="2026-11-22")
    ku.send("/vehicles/2/transfer", status=303, to_store_id=2, reason="调拨")
    assert vehicle(VIN).expected_on == date(2026, 11, 24)
    page = desk.sign_in("Shi").open("/vehicles/intake")
    assert page.words.index(VIN) < page.words.index(OTHER_VIN)


def test_the_sender_takes_a_transfer_back_until_something_else_happens_and_its_days_in_store_go_on(store, desk):
    add_vehicle(VIN, place="A 区")
    ku = desk.sign_in("Ku")
    ku.send("/vehicles/1/transfer", status=303, to_store_id=2, reason="调拨")
    assert VIN in ku.open("/vehicles/intake").words
    desk.sign_in("Shi").open("/vehicles/1")
    ku = desk.sign_in("Ku")
    ku.send("/vehicles/1/call-back", status=303, reason="客户不要了")
    row = vehicle(VIN)
    assert (row.store_id, row.state, row.arrived_on, row.place) == (store, State.STOCK, date(2026, 11, 2), "A 区")
    ku.send("/vehicles/1/call-back", status=422, reason="?")
    ku.send("/vehicles/1/transfer", status=303, to_store_id=2, reason="调拨")
    desk.sign_in("Shi").send("/vehicles/1/intake", status=303)
    desk.sign_in("Ku").open("/vehicles/1/call-back", 404)
