"""A count, from what is expected to the signed sheet: who says what of which vehicle, and what a difference becomes."""
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from PIL import Image
from sqlalchemy import update

from portal.core.action import Refused, Stale
from portal.core.due import due
from portal.core.issue import About, Issue
from portal.core.panel import Reading
from portal.core.period import week
from portal.core.policy import rights_of
from portal.core.scope import Scope
from portal.extensions import db
from portal.stock.counts import actions
from portal.stock.counts.models import Answer, CountDifference, CountLine, CountState, Settlement, StockCount
from portal.stock.counts.panels import panels
from portal.vehicles.models import Hold, State, Use, Vehicle
from tests.factories.org import add_person, add_store, person
from tests.factories.sales import OTHER_VIN, VIN, add_order
from tests.factories.vehicles import add_vehicle, moves_of, vehicle

MONDAY = date(2026, 11, 23)
DEMO_VIN, COMING_VIN, THEIRS_VIN = "LSVAA4182E2184901", "LSVAA4182E2184902", "LSVAA4182E2184903"


@pytest.fixture
def yard(store):
    """Two vehicles in A 区, a demo car in the showroom, one on its way, one of another store."""
    other = add_store("B", "永驰沙河店")
    add_person("Gu", "gm", store_id=store)
    add_person("Fang", "care", store_id=store)
    add_vehicle(VIN, store_id=store, place="A 区")
    add_vehicle(OTHER_VIN, store_id=store, place="A 区")
    add_vehicle(DEMO_VIN, store_id=store, place="展厅", use=Use.DEMO)
    add_vehicle(COMING_VIN, store_id=store, state=State.TRANSIT)
    add_vehicle(THEIRS_VIN, store_id=other, place="B 区")
    return store


@pytest.fixture
def count(yard):
    actions.open_count(by=person("Ku"), store_id=yard, title="月末盘点")
    return the_count()


def the_count():
    return db.session.query(StockCount).one()


def line(vin):
    return db.session.query(CountLine).filter_by(vin=vin).one()


def tell(vin, answer, by="Ku", **said):
    row = line(vin)
    return actions.tell(row, by=person(by), version=row.version, answer=answer, **said)


def end():
    actions.end_counting(the_count(), by=person("Ku"), version=the_count().version)


def difference(vin):
    return db.session.query(CountDifference).filter_by(line_id=line(vin).id).one()


def settle(vin, how, reason="查过监控", **more):
    row = difference(vin)
    return actions.settle(row, by=person("Ku"), version=row.version, settlement=how, reason=reason, **more)


def close():
    actions.close_count(the_count(), by=person("Ku"), version=the_count().version)


def test_what_stands_in_the_store_when_the_count_is_opened_is_expected_demo_cars_too(count):
    assert {(one.vin, one.place) for one in db.session.query(CountLine)} == {
        (VIN, "A 区"), (OTHER_VIN, "A 区"), (DEMO_VIN, "展厅")}


def test_what_arrives_during_a_count_changes_nothing_in_it(count, desk):
    desk.sign_in("Ku").send(f"/vehicles/{vehicle(COMING_VIN).id}/intake", status=303, place="A 区")
    assert db.session.query(CountLine).count() == 3


def test_a_store_has_one_count_at_a_time_and_one_a_day(count, yard):
    with pytest.raises(Refused, match="月末盘点"):
        actions.open_count(by=person("Chen"), store_id=yard, title="又一次")
    for vin in (VIN, OTHER_VIN, DEMO_VIN):
        tell(vin, Answer.SEEN)
    end()
    close()
    with pytest.raises(Refused):
        actions.open_count(by=person("Chen"), store_id=yard, title="又一次")


def test_two_people_count_different_places_and_neither_undoes_the_other(count, desk):
    ku, li = desk.sign_in("Ku").open("/counts/1/place?at=A 区"), line(DEMO_VIN).id
    assert ku.words.count("不在") >= 2
    tell(DEMO_VIN, Answer.SEEN, by="Li")
    desk.sign_in("Ku").send(f"/count-lines/{line(VIN).id}/quick", ku, status=303, answer="seen")
    assert {one.vin: one.answer for one in db.session.query(CountLine)} == {
        VIN: Answer.SEEN, OTHER_VIN: None, DEMO_VIN: Answer.SEEN}
    assert db.session.get(CountLine, li).said_by_id == person("Li").id


def test_the_second_of_two_answers_is_told_who_said_what_and_may_change_it(count, desk):
    seen = desk.sign_in("Li").open("/counts/1/place?at=A 区")
    tell(VIN, Answer.MISSING, by="Ku")
    path = f"/count-lines/{line(VIN).id}/quick"
    answer = desk.sign_in("Li").send(path, seen, status=409, answer="seen")
    assert "Ku" in answer.words and "不在" in answer.words and line(VIN).answer is Answer.MISSING
    desk.send(f"/count-lines/{line(VIN).id}", answer, status=303, answer="seen")
    assert (line(VIN).answer, line(VIN).said_by_id) == (Answer.SEEN, person("Li").id)


def test_on_the_phone_a_tap_gives_back_its_line_alone_with_how_many_are_left(count, desk):
    page = desk.sign_in("Li").open("/counts/1/place?at=A 区")
    sent = {"csrf_token": page.values("/x")["csrf_token"], "version": line(VIN).version, "answer": "seen"}
    answer = desk._call("post", f"/count-lines/{line(VIN).id}/quick?at=A 区", data=sent, headers={"HX-Request": "true"})
    assert answer.status_code == 200 and "Li" in answer.words and "还有 1 台没点" in answer.words
    late = desk._call("post", f"/count-lines/{line(VIN).id}/quick?at=A 区", data=sent | {"answer": "missing"},
                      headers={"HX-Request": "true"})
    assert late.status_code == 409 and "别人先点了" in late.words


def test_saying_the_same_a_second_time_is_no_quarrel(count):
    old = line(VIN).version
    tell(VIN, Answer.SEEN, by="Ku")
    assert actions.tell(line(VIN), by=person("Li"), version=old, answer=Answer.SEEN).said_by_id == person("Ku").id
    with pytest.raises(Stale):
        actions.tell(line(VIN), by=person("Li"), version=old, answer=Answer.MISSING)


def test_of_a_damaged_vehicle_one_says_what_is_damaged_with_a_photo_that_holds_no_more_than_its_picture(count, desk):
    photo = io.BytesIO()
    Image.new("RGB", (40, 30)).save(photo, "PNG")
    photo.seek(0)
    path = f"/count-lines/{line(VIN).id}"
    li = desk.sign_in("Li")
    assert "哪里有损伤" in li.send(path, status=422, answer="damaged").words
    li.send(path, status=303, answer="damaged", remark="左前门划痕", picture=(photo, "a.png"))
    assert line(VIN).remark == "左前门划痕"
    assert li.open(f"{path}/picture").mimetype == "image/jpeg"


def test_a_vehicle_expected_elsewhere_is_noted_where_it_stands_by_its_last_six_characters(count, desk):
    ku = desk.sign_in("Ku")
    page = ku.send("/counts/1/extra?at=后院", status=303, vin=VIN[-6:], place="后院")
    assert (line(VIN).answer, line(VIN).seen_place, line(VIN).place) == (Answer.SEEN, "后院", "A 区")
    assert "账上在A 区" in ku.open(page.location).words


def test_what_another_has_said_is_not_passed_over_by_the_last_six_characters(count):
    tell(VIN, Answer.SEEN, by="Li")
    with pytest.raises(Refused, match="Li"):
        actions.find(the_count(), by=person("Ku"), vin=VIN[-6:], place="后院")


@pytest.mark.parametrize(("vin", "said"), [
    (COMING_VIN, "在途"), (THEIRS_VIN, "永驰沙河店"), ("LSVAA4182E2189999", "系统里没有")])
def test_of_an_extra_vehicle_the_portal_says_where_it_thinks_it_is(count, desk, vin, said):
    ku = desk.sign_in("Ku")
    made = ku.send("/counts/1/extra", status=303, vin=vin, place="后院")
    assert said in ku.open(made.location).words
    assert line(vin).answer is Answer.EXTRA
    ku.send(f"/count-lines/{line(vin).id}/take-back", made.location, status=303)
    assert db.session.query(CountLine).count() == 3


def test_what_is_no_vin_is_refused_beside_the_field(count, desk):
    assert "后 6 位" in desk.sign_in("Ku").send("/counts/1/extra", status=422, vin="12I", place="后院").words


def test_what_nobody_has_seen_is_missing_once_the_counting_is_over(count):
    tell(VIN, Answer.SEEN)
    end()
    assert line(OTHER_VIN).answer is Answer.MISSING and line(OTHER_VIN).said_by_id is None
    assert {one.line_id for one in db.session.query(CountDifference)} == {line(OTHER_VIN).id, line(DEMO_VIN).id}
    with pytest.raises(Refused):
        tell(VIN, Answer.MISSING)


def test_counting_goes_on_while_nothing_has_been_settled(count):
    end()
    actions.resume(the_count(), by=person("Ku"), version=the_count().version)
    assert line(VIN).answer is None and db.session.query(CountDifference).count() == 0
    end()
    settle(VIN, Settlement.FOUND)
    with pytest.raises(Refused):
        actions.resume(the_count(), by=person("Ku"), version=the_count().version)


def test_a_count_closes_with_every_difference_settled_for_a_reason(count, desk):
    tell(DEMO_VIN, Answer.SEEN)
    tell(OTHER_VIN, Answer.SEEN)
    end()
    with pytest.raises(Refused):
        close()
    assert "原因" in desk.sign_in("Ku").send(f"/count-differences/{difference(VIN).id}", status=422,
                                            settlement="found").words
    settle(VIN, Settlement.FOUND)
    close()
    assert the_count().state is CountState.CLOSED


def test_a_vehicle_that_stands_elsewhere_is_moved_there_with_the_decision(count):
    actions.find(count, by=person("Ku"), vin=VIN, place="后院")
    end()
    settle(VIN, Settlement.MOVED)
    assert vehicle(VIN).place == "后院" and moves_of(VIN)[-1][0] == "parked"


def test_a_vehicle_found_later_is_parked_where_it_was_found(count):
    end()
    settle(VIN, Settlement.FOUND, place="维修车间")
    settle(OTHER_VIN, Settlement.FOUND)
    assert (vehicle(VIN).place, vehicle(OTHER_VIN).place) == ("维修车间", "A 区")


def test_a_vehicle_that_went_back_to_the_factory_without_record_is_returned_with_the_decision(count):
    end()
    settle(VIN, Settlement.RETURNED, reason="8 月已退厂")
    assert vehicle(VIN).state is State.RETURNED


def test_an_extra_vehicle_on_its_way_is_taken_in_with_the_decision(count):
    actions.find(count, by=person("Ku"), vin=COMING_VIN, place="后院")
    end()
    settle(COMING_VIN, Settlement.TAKEN_IN)
    assert (vehicle(COMING_VIN).state, vehicle(COMING_VIN).place) == (State.STOCK, "后院")


@pytest.mark.parametrize("vin", [THEIRS_VIN, "LSVAA4182E2189999"])
def test_a_vehicle_of_another_store_or_an_unknown_one_is_not_taken_in_by_a_decision(count, vin):
    actions.find(count, by=person("Ku"), vin=vin, place="后院")
    end()
    with pytest.raises(Refused) as refused:
        settle(vin, Settlement.TAKEN_IN)
    assert refused.value.field == "settlement" and difference(vin).settlement is None
    settle(vin, Settlement.NOT_OURS)


def test_a_difference_is_settled_only_as_what_it_can_be_and_only_once(count):
    end()
    with pytest.raises(Refused):
        settle(VIN, Settlement.TAKEN_IN)
    settle(VIN, Settlement.RETURNED)
    with pytest.raises(Refused):
        settle(VIN, Settlement.FOUND)


def test_a_vehicle_sold_without_record_stays_open_until_the_portal_has_its_delivery(count, yard, desk):
    add_order(person_id=person("Li").id, store_id=yard, vehicle_id=vehicle(VIN).id, vin=VIN, vin_on=MONDAY)
    stands(VIN, hold=Hold.RESERVED, held_for="D202611-0001")
    end()
    for vin in (OTHER_VIN, DEMO_VIN):
        settle(vin, Settlement.FOUND)
    settle(VIN, Settlement.SOLD)
    close()
    assert settled_later("Ku") == [VIN]
    page = f"/counts/{the_count().id}"
    assert "还没补交车" in desk.sign_in("Ku").open(page).words and "/orders/1\"" in desk.open(page).text
    assert "/orders/1/delivery" in desk.sign_in("Chen").open(page).text
    stands(VIN, state=State.DELIVERED)
    assert settled_later("Ku") == [] and "还没补交车" not in desk.sign_in("Ku").open(page).words


def test_a_vehicle_said_to_be_sold_that_turns_up_is_settled_anew(count):
    end()
    settle(VIN, Settlement.SOLD)
    settle(VIN, Settlement.FOUND, place="后院")
    assert vehicle(VIN).place == "后院" and difference(VIN).waiting is None
    with pytest.raises(Refused):
        settle(VIN, Settlement.SOLD)


def test_a_search_has_a_person_and_a_day_is_owed_by_them_and_ends_after_the_count(count, yard, desk):
    end()
    with pytest.raises(Refused):
        settle(VIN, Settlement.SEARCH)
    settle(VIN, Settlement.SEARCH, searcher_id=person("Li").id, until_on=MONDAY + timedelta(days=2))
    for vin in (OTHER_VIN, DEMO_VIN):
        settle(vin, Settlement.FOUND)
    close()
    assert searches() == [(VIN, MONDAY + timedelta(days=2))]
    settle(VIN, Settlement.FOUND, place="后院")
    assert searches() == [] and vehicle(VIN).place == "后院"


def stands(vin, **how):
    """As what happens to it elsewhere leaves it."""
    db.session.execute(update(Vehicle).where(Vehicle.vin == vin).values(**how))
    db.session.commit()


def settled_later(name):
    db.session.rollback()
    return [one.text for one in due(Scope(MONDAY, persons=frozenset({person(name).id})))
            if one.kind == "stock_count_difference"]


def searches():
    return [(one.text, one.due_on) for one in due(Scope(MONDAY, persons=frozenset({person("Li").id})))
            if one.kind == "stock_count_difference"]


def test_an_open_count_is_owed_by_who_opened_it(count):
    mine = Scope(MONDAY, persons=frozenset({person("Ku").id}))
    assert [(one.kind, one.due_on) for one in due(mine)] == [("stock_count", MONDAY)]
    end()
    assert [(one.kind, one.due_on) for one in due(mine)] == [("stock_count", MONDAY + timedelta(days=3))]


def settled(desk):
    """A count that was closed, issued by the planner on the same day."""
    tell(VIN, Answer.SEEN)
    tell(OTHER_VIN, Answer.DAMAGED, by="Li", remark="划痕")
    tell(DEMO_VIN, Answer.SEEN)
    end()
    settle(OTHER_VIN, Settlement.REPAIR, reason="送喷漆")
    close()
    ku = desk.sign_in("Ku")
    ku.send("/counts/1/issue", "/counts/1", status=303)
    return ku


def test_a_closed_count_is_issued_once_and_signed_by_planner_manager_and_general_manager(count, desk):
    settled(desk)
    made = db.session.query(Issue).one()
    assert [one.name for one in made.sheet.signers] == ["Ku", "Chen", "Gu"]
    assert [(one.vin, one.settlement, one.reason) for one in made.sheet.settled] == [(OTHER_VIN, "待维修", "送喷漆")]
    for name, slot in (("Ku", "maker"), ("Chen", "manager"), ("Gu", "gm")):
        at_desk = desk.sign_in(name)
        at_desk.send(f"/issues/{made.id}/sign/{slot}", f"/issues/{made.id}", status=303)
    page = desk.sign_in("Ku").open("/counts/1")
    assert page.words.count("：已签") == 3 and made.number in page.words
    assert "划痕" in desk.open(f"/issues/{made.id}/sheet").words


def test_what_is_found_after_the_issue_stands_on_a_further_one_with_its_reason(count, desk):
    end()
    settle(VIN, Settlement.SEARCH, searcher_id=person("Li").id, until_on=MONDAY)
    for vin in (OTHER_VIN, DEMO_VIN):
        settle(vin, Settlement.FOUND)
    close()
    ku = desk.sign_in("Ku")
    ku.send("/counts/1/issue", "/counts/1", status=303)
    settle(VIN, Settlement.FOUND)
    assert "继续查找" in ku.open("/issues/1").words
    ku.send("/counts/1/issue", status=422)
    ku.send("/counts/1/issue", status=303, reason="车找到了")
    assert [one.issue_no for one in db.session.query(Issue).order_by(Issue.id)] == [1, 2]


def test_the_sheet_prints_by_place_blank_to_tick_and_as_it_was_counted(count, desk):
    li = desk.sign_in("Li")
    blank = li.open("/counts/1/sheet?blank=1")
    assert blank.words.count("□") == 9 and "A 区" in blank.words and "展厅" in blank.words
    tell(VIN, Answer.MISSING)
    assert "■ 不在" in li.open("/counts/1/sheet").words
    assert blank.words.count(VIN) == 1 == desk.sign_in("Ku").open("/counts/blank-sheet").words.count(VIN)


def test_a_count_opened_by_mistake_is_voided_and_the_day_is_free_again(count, yard, desk):
    desk.sign_in("Ku").send("/counts/1/void", status=303, reason="开错店")
    desk.open("/counts/1", 404)
    assert actions.open_count(by=person("Ku"), store_id=yard, title="月末盘点").id == 2


def test_consultants_count_with_others_but_neither_open_end_nor_settle(count, desk):
    li = desk.sign_in("Li")
    page = li.open("/counts/1")
    assert "点车结束" not in page.words and "A 区" in page.words
    assert "月末盘点" in li.open("/").words and "月末盘点" in li.open("/search?q=月末").words
    li.open("/counts/new", 404)
    desk.sign_in("Fang").open("/counts", 404)


def test_the_week_sheet_of_the_store_tells_of_the_counts_issued_in_the_week(count, desk, clock):
    settled(desk)
    clock.set(date(2026, 11, 30))
    chen = person("Chen")
    told = panels[1].build(Reading(rights_of(chen, MONDAY), chen, date(2026, 11, 29), row=About(the_count().store_id),
                                   period=week(MONDAY)))
    assert "3" in told.text and "差异 1 项" in told.text
    assert panels[1].build(Reading(rights_of(chen, MONDAY), chen, date(2026, 11, 22), row=About(the_count().store_id),
                                   period=week(MONDAY).previous())) is None


@pytest.mark.slow
def test_ten_people_who_end_a_count_at_once_end_it_once(app, count):
    count_id, version = count.id, count.version
    db.session.remove()

    def attempt(_n):
        with app.app_context():
            try:
                actions.end_counting(db.session.get(StockCount, count_id), by=person("Ku"), version=version)
                return "ended"
            except Refused:
                return "refused"
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(attempt, range(10)))
    assert answers.count("ended") == 1 and db.session.query(CountDifference).count() == 3
