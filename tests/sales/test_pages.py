"""From the lead's page to the hand-over of the keys, as consultant, planner and finance do it."""
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, update

from portal.catalogue.models import Series
from portal.core.agreement import lay_down_choices
from portal.customers.models import Lead
from portal.extensions import db
from portal.org.models import Store
from portal.sales.models import Delivery, DriveState, Order, SaleKind, TestDrive
from tests.factories.org import add, person
from tests.factories.sales import VIN, add_model, add_order
from tests.factories.vehicles import add_vehicle

CHECKED = ["inspected", "certificate", "consistency", "warranty", "invoice"]


@pytest.fixture
def model(store):
    """Of the series that the lead wants; another series stands before it in the catalogue."""
    lay_down_choices(db.session.get(Store, store), by=person("Chen"))
    add_model("200TSI", "宝来")
    model_id = add_model()
    series_id = db.session.scalar(select(Series.id).where(Series.name == "探岳"))
    wish(series_id=series_id)
    add_vehicle(VIN, model_id=model_id, series_id=series_id)
    return model_id


def wish(**said):
    db.session.execute(update(Lead).values(**said))
    db.session.commit()


def sign(desk, model, **typed):
    li = desk.sign_in("Li")
    li.send("/leads/1/order", status=303, model_id=model, price_fen="178800", deposit_fen="5000", **typed)
    return li


def only(kind):
    return db.session.scalars(select(kind)).one()


def test_a_drive_is_recorded_from_the_leads_page_with_the_wished_series_first(model, desk):
    li = desk.sign_in("Li")
    assert "/leads/1/drives/new" in li.open("/leads/1").text
    form = li.open("/leads/1/drives/new")
    assert form.text.index("探岳 300TSI") < form.text.index("宝来 200TSI")
    assert form.values("/leads/1/drives/new")["starts_at"] == "2026-11-23T10:00"
    li.send("/leads/1/drives/new", form, status=303, model_id=model, score=5, feedback="动力很好")
    assert (only(TestDrive).state, only(TestDrive).score) == (DriveState.DRIVEN, 5)
    assert "动力很好" in li.open("/leads/1").text
    offered = li.open("/leads/1/order").values("/leads/1/order")
    assert offered["model_id"] == str(model), "what was driven is not asked again"


def test_a_drive_booked_for_today_is_completed_and_not_typed_again(model, desk):
    li = desk.sign_in("Li")
    assert li.open("/leads/1/drives/book").values("/leads/1/drives/book")["starts_at"] == "2026-11-23T11:00"
    li.send("/leads/1/drives/book", status=303, starts_at="2026-11-23T10:00", model_id=model)
    assert li.open("/leads/1/drives/new", 302).location == "/drives/1/complete"
    li.send("/drives/1/complete", status=303)
    assert only(TestDrive).state is DriveState.DRIVEN


def test_an_order_begins_without_the_leads_remarks_and_says_the_list_price(model, desk):
    wish(note="老客户介绍")
    li = desk.sign_in("Li")
    form = li.open("/leads/1/order")
    assert "探岳 300TSI · 189,800" in form.words and form.values("/leads/1/order")["note"] == ""
    made = li.send("/leads/1/order", form, status=303, model_id=model, price_fen="17.88万", deposit_fen="5000")
    assert (only(Order).price_fen, only(Order).deposit_fen) == (17_880_000, 500_000)
    assert "178,800" in li.open(made.location).words


def test_a_price_above_the_list_price_is_refused_beside_its_field_and_keeps_what_was_typed(model, desk):
    answer = desk.sign_in("Li").send("/leads/1/order", status=422, model_id=model, price_fen="200000",
                                     deposit_fen="5000", colour="星空蓝")
    assert answer.values("/leads/1/order")["colour"] == "星空蓝"
    assert not db.session.scalars(select(Order)).all()


def test_a_vehicle_leaves_after_the_planner_allotted_it_and_finance_noted_the_money(model, desk):
    li = sign(desk, model)
    assert "/leads/1/order" not in li.open("/leads/1").text and "/orders/1" in li.open("/leads/1").text
    assert "/orders/1/delivery" not in li.open("/orders/1").text, "not offered before vehicle and money are there"
    desk.sign_in("Ku").send("/orders/1/vehicle", status=303, vehicle_id=1)
    early = desk.sign_in("Li").send("/orders/1/delivery", status=422, checks=CHECKED)
    assert "全款" in early.words
    desk.sign_in("Qian").send("/orders/1/payment", status=303, on="2026-11-23")
    li = desk.sign_in("Li")
    assert "/orders/1/delivery" in li.open("/orders/1").text
    assert li.open("/orders/1/delivery").values("/orders/1/delivery")["delivered_on"] == "2026-11-23"
    assert li.send("/orders/1/delivery", status=422, checks=CHECKED[:2]).values("/orders/1/delivery")["checks"] == (
        CHECKED[:2])
    li.send("/orders/1/delivery", status=303, checks=CHECKED, plate="鄂A12345")
    assert only(Delivery).plate == "鄂A12345"
    assert "已交车" in li.open("/orders/1").words


def test_a_fleet_buys_its_next_vehicle_from_the_leads_page(model, desk):
    li = sign(desk, model, sale_kind="fleet")
    assert "/orders/1" in li.open("/leads/1").text and "/leads/1/order" in li.open("/leads/1").text


def test_a_cancelled_order_says_so_and_asks_at_which_level_the_lead_goes_on(model, desk):
    li = sign(desk, model, vin=VIN)
    li.send("/orders/1/cancel", status=303, why="loan", level="A")
    assert only(Order).live is None and "贷款未批" in li.open("/orders/1").words


def test_another_teams_consultant_finds_no_order(model, desk):
    sign(desk, model)
    for address in ("/orders/1", "/orders/1/delivery", "/leads/1/order", "/leads/1/drives/new"):
        desk.sign_in("Wang").open(address, 404)


def test_the_planner_finds_what_waits_for_a_vehicle(model, desk):
    sign(desk, model)
    number = only(Order).order_no
    assert f"待配车 1 全部 王丽华 探岳 300TSI · {number}" in spaced(desk.sign_in("Ku").open("/"))
    db.session.execute(update(Order).values(vin=VIN))
    db.session.commit()
    assert number not in desk.open("/").text
    assert "待配车" not in desk.sign_in("Chen").open("/").words         # who signs orders has them among his own


def spaced(page):
    """The words of a page's main part, each piece apart."""
    return " ".join(" ".join(page.tree.find(".//main").itertext()).split())


def test_an_order_is_found_by_its_number_and_by_the_plate_of_its_vehicle_within_the_scope(store, desk):
    add_model()
    order_id = add_order(delivered_on=date(2026, 11, 23))
    add(Delivery, version=1, store_id=store, order_id=order_id, lead_id=1, person_id=person("Li").id, live=1,
        delivered_on=date(2026, 11, 23), delivered_at=datetime(2026, 11, 23, 2, tzinfo=UTC), sale_kind=SaleKind.RETAIL,
        price_fen=17_880_000, vin=VIN, plate="粤B·1234D", checks={})
    li = desk.sign_in("Li")
    for typed in ("粤B1234D", "b1234d", "1234D", "d202611-0001"):
        page = li.open(f"/search?q={typed}")
        assert "D202611-0001" in page.words and "/orders/1" in page.text, typed
    assert "D202611-0001" not in li.open("/search?q=99999").words
    assert "D202611-0001" not in desk.sign_in("Wang").open("/search?q=粤B1234D").words
