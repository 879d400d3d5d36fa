"""Demo cars: a booking without clash from the day or from the lead, the log with its kilometres, what is printed."""
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest

from portal.core.action import Refused
from portal.customers.models import Lead, Level
from portal.extensions import db
from portal.sales import actions
from portal.sales.models import CarTrip, DriveState, Purpose, TestDrive
from portal.vehicles import actions as vehicles
from portal.vehicles.models import Use
from tests.factories.customers import add_customer, add_lead
from tests.factories.org import add_person, person
from tests.factories.sales import OTHER_VIN, VIN
from tests.factories.vehicles import add_vehicle, vehicle

MONDAY = date(2026, 11, 23)


def at(hour, minute=0, day=23):
    """An hour of the store's clock."""
    return datetime(2026, 11, day, hour - 8, minute, tzinfo=UTC)


@pytest.fixture
def car(store):
    """A demo car with a plate, beside one that is for sale; Wang has a lead too."""
    add_person("Wang", store_id=store)
    add_person("Xie", "reception", store_id=store)
    add_lead("K26-0002", "Wang", Level.A, customer_id=add_customer("赵敏", "13900000002"), store_id=store)
    add_vehicle(OTHER_VIN, store_id=store)
    return add_vehicle(VIN, store_id=store, use=Use.DEMO, plate="鄂A试001")


def lead(number=1):
    return db.session.get(Lead, number)


def book(hour, minute=0, *, of=1, by="Li", minutes=30, **more):
    row = lead(of)
    return actions.book_drive(row, by=person(by), version=row.version, starts_at=at(hour, minute), minutes=minutes,
                              **({"vehicle_id": vehicle(VIN).id} | more))


def complete(drive, **said):
    row = db.session.get(TestDrive, drive.id)
    return actions.complete_drive(row, by=person("Li"), version=row.version, starts_at=row.starts_at, **said)


def note(km_out, km_in, on=MONDAY, purpose=Purpose.REFUEL):
    return actions.note_trip(vehicle(VIN), by=person("Ku"), on=on, purpose=purpose, km_out=km_out, km_in=km_in)


def test_a_car_is_booked_from_the_leads_page_and_its_model_is_the_one_driven(car, desk):
    li = desk.sign_in("Li")
    form = li.open("/leads/1/drives/book?car=2&at=2026-11-23T14:00")
    assert form.values("/leads/1/drives/book")["starts_at"] == "2026-11-23T14:00"
    assert form.values("/leads/1/drives/book")["vehicle_id"] == str(car) and OTHER_VIN[-6:] not in form.words
    made = li.send("/leads/1/drives/book", form, status=303)
    drive = db.session.query(TestDrive).one()
    assert (drive.vehicle_id, drive.car, drive.model_id) == (car, "鄂A试001", 1)
    assert drive.ends_at - drive.starts_at == timedelta(minutes=30)
    assert "14:00" in li.open(made.location).words


@pytest.mark.parametrize(("hour", "minute", "minutes"), [(14, 0, 30), (13, 45, 30), (14, 29, 30), (13, 0, 120)])
def test_nobody_else_books_the_car_between_start_and_end_and_is_told_who_has_it(car, desk, hour, minute, minutes):
    book(14)
    wang = desk.sign_in("Wang")
    answer = wang.send("/leads/2/drives/book", status=422, vehicle_id=car, minutes=minutes,
                       starts_at=f"2026-11-23T{hour}:{minute:02}")
    assert "Li已约 鄂A试001，14:00 到 14:30" in answer.words and db.session.query(TestDrive).count() == 1


def test_the_car_is_free_again_at_the_end_and_once_a_drive_is_called_off(car):
    first = book(14)
    book(14, 30, of=2, by="Wang")
    actions.call_off_drive(first, by=person("Li"), version=first.version)
    assert book(13, 45, minutes=45).state is DriveState.PLANNED


def test_a_booking_moves_to_another_hour_but_not_onto_another(car, desk):
    first = book(14)
    book(16, of=2, by="Wang")
    li = desk.sign_in("Li")
    li.send(f"/drives/{first.id}/move", status=422, starts_at="2026-11-23T16:15")
    li.send(f"/drives/{first.id}/move", status=303, starts_at="2026-11-23T14:15", minutes=45)
    moved = db.session.get(TestDrive, first.id)
    assert (moved.starts_at, moved.until) == (at(14, 15), at(15))


def test_only_a_demo_car_of_the_store_is_booked(car):
    with pytest.raises(Refused) as refused:
        book(14, vehicle_id=vehicle(OTHER_VIN).id)
    assert refused.value.field == "vehicle_id"


@pytest.mark.slow
def test_of_ten_who_book_the_car_at_once_one_has_it(app, car):
    for n in range(3, 13):
        add_lead(f"K26-00{n:02}", "Li", Level.A, customer_id=add_customer(f"王{n}", f"138000000{n:02}"))
    ids, vehicle_id = [row.id for row in db.session.query(Lead).filter(Lead.card_no >= "K26-0003")], vehicle(VIN).id
    db.session.remove()

    def attempt(lead_id):
        with app.app_context():
            row = db.session.get(Lead, lead_id)
            try:
                return actions.book_drive(row, by=person("Li"), version=row.version, starts_at=at(14),
                                          vehicle_id=vehicle_id).id and "booked"
            except Refused:
                return "refused"
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(attempt, ids))
    assert answers.count("booked") == 1 and answers.count("refused") == 9


def test_the_day_shows_each_car_with_its_bookings_and_the_hours_that_are_free(car, desk):
    book(14)
    li = desk.sign_in("Li")
    page = li.open("/demo-cars")
    assert "鄂A试001" in page.words and "14:00–14:30" in page.words and "王丽华" in page.words
    assert "at=2026-11-23T15:00" in page.text and "at=2026-11-23T14:00" not in page.text
    assert "at=2026-11-23T09:00" not in page.text, "that hour is over"
    chosen = li.open("/demo-cars/book?car=2&at=2026-11-23T15:00")
    assert "/leads/1/drives/book?car=2&at=2026-11-23T15:00" in chosen.text.replace("&amp;", "&").replace("%3A", ":")
    assert "没有这个名字" in li.open("/demo-cars/book?w=赵敏").words, "that lead is Wang's"


def test_reception_and_colleagues_see_when_the_car_is_taken_and_by_whom_but_not_for_which_customer(car, desk):
    book(14)
    for name in ("Xie", "Wang", "Ku"):
        page = desk.sign_in(name).open("/demo-cars")
        assert "14:00–14:30" in page.words and "Li" in page.words and "王丽华" not in page.words
    assert "/demo-cars/book" not in desk.sign_in("Xie").open("/demo-cars").text
    desk.open("/demo-cars/book", 404)


def test_a_finished_drive_writes_its_own_line_of_the_log_when_the_kilometres_are_known(car):
    complete(book(10), km_out=1200, km_in=1212)
    line = db.session.query(CarTrip).one()
    assert (line.km, line.purpose, line.person_id) == (12, Purpose.TEST_DRIVE, person("Li").id)


def test_a_drive_without_kilometres_writes_no_line(car):
    complete(book(10, 0))
    assert db.session.query(CarTrip).count() == 0


def test_the_next_drive_begins_with_what_the_log_stands_at(car, desk):
    note(1200, 1230)
    drive = book(10)
    assert desk.sign_in("Li").open(f"/drives/{drive.id}/complete").values(
        f"/drives/{drive.id}/complete")["km_out"] == "1230"


def test_kilometres_do_not_run_backwards_within_a_line_or_over_the_log(car, desk):
    with pytest.raises(Refused) as refused:
        note(1200, 1190)
    assert refused.value.field == "km_in"
    note(1200, 1230)
    with pytest.raises(Refused) as refused:
        note(1229, 1240)
    assert refused.value.field == "km_out"
    drive = book(10)
    answer = desk.sign_in("Li").send(f"/drives/{drive.id}/complete", status=422, km_out=1220, km_in=1235)
    assert "1,230" in answer.words and db.session.get(TestDrive, drive.id).state is DriveState.PLANNED


def test_a_drive_of_the_same_day_is_entered_after_a_later_one_and_none_before_the_day_before(car):
    note(1200, 1210, on=MONDAY - timedelta(days=1))
    note(1230, 1240)
    note(1212, 1225)
    with pytest.raises(Refused) as refused:
        note(1205, 1210)
    assert refused.value.field == "km_out" and "1,210" in refused.value.message


def test_a_line_of_a_day_before_ends_where_the_later_one_begins(car):
    note(1200, 1230)
    with pytest.raises(Refused) as refused:
        note(1100, 1210, on=MONDAY - timedelta(days=1))
    assert refused.value.field == "km_in"
    note(1100, 1200, on=MONDAY - timedelta(days=1))


def test_a_voided_drive_takes_its_line_along_and_a_mistyped_line_is_voided_for_a_reason(car, desk):
    drive = complete(book(10), km_out=1200, km_in=1212)
    line = db.session.query(CarTrip).one()
    with pytest.raises(Refused):
        actions.void_trip(line, by=person("Ku"), version=line.version, reason="错")
    actions.void_drive(drive, by=person("Chen"), version=drive.version, reason="没有这回事")
    assert db.session.query(CarTrip).one().live is None
    ku = desk.sign_in("Ku")
    ku.send(f"/demo-cars/{car}/trips/new", status=303, purpose="refuel", km_out=100, km_in=104, note="加油")
    assert "加油" in ku.open(f"/demo-cars/log?car={car}").words
    ku.send("/car-trips/2/void", status=303, reason="记错车")
    assert note(90, 95).id == 3


def test_consultants_read_the_log_and_planner_and_manager_write_it(car, desk):
    note(1200, 1230)
    li = desk.sign_in("Li")
    assert "1,200" in li.open("/demo-cars/log").words and "1,230" in li.open("/car-trips/1").words
    li.open(f"/demo-cars/{car}/trips/new", 404)
    desk.sign_in("Chen").open(f"/demo-cars/{car}/trips/new")


def test_the_month_of_a_car_prints_with_what_was_not_logged(car, desk):
    note(1200, 1230, on=MONDAY - timedelta(days=1))
    complete(book(10), km_out=1235, km_in=1250)
    page = desk.sign_in("Li").open(f"/demo-cars/{car}/month")
    assert "试驾车使用记录" in page.words and "另有 5 公里未登记" in page.words and "K26-0001" in page.words
    assert "试驾 1 次" in page.words and "王丽华" not in page.words
    assert "空白" in desk.open("/demo-cars/blank-month").words


def test_the_agreement_is_filled_from_the_booking_with_the_phone_masked_and_prints_blank(car, desk):
    drive = book(14)
    li = desk.sign_in("Li")
    page = li.open(f"/drives/{drive.id}/agreement")
    assert all(word in page.words for word in ("试乘试驾协议书", "王丽华", "鄂A试001", VIN, "14:00–14:30"))
    assert "13812345621" not in page.text
    assert "王丽华" not in li.open("/drives/blank-agreement").words
    desk.sign_in("Wang").open(f"/drives/{drive.id}/agreement", 404)


def test_the_page_of_a_demo_car_leads_to_its_log(car, desk):
    note(1200, 1230)
    page = desk.sign_in("Ku").open(f"/vehicles/{car}")
    assert "已记到 1,230 公里" in page.words and f"/demo-cars/log?car={car}" in page.text


def test_a_car_with_booked_drives_stays_a_demo_car_until_they_are_moved_or_called_off(car):
    drive = book(14)

    def take_away():
        vehicles.change_use(vehicle(VIN), by=person("Ku"), version=vehicle(VIN).version, use=Use.SALE)
    with pytest.raises(Refused, match="14:00 Li"):
        take_away()
    actions.call_off_drive(drive, by=person("Li"), version=drive.version)
    take_away()
    assert vehicle(VIN).use is Use.SALE
