"""Finance: the days of an order noted in a line, what the month's end waits for, and who may do and see what."""
import re
from datetime import date

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from portal.core.scope import Scope
from portal.extensions import db
from portal.sales.models import Order, SaleKind
from portal.stock.finance import lists
from portal.stock.finance.queries import Lack, month_end
from portal.vehicles.models import Certificate, Hold
from tests.factories.org import add_person, add_store
from tests.factories.sales import add_order
from tests.factories.vehicles import add_vehicle, vehicle

TODAY = date(2026, 11, 23)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def orders(store):
    """Of five open orders one has all it needs, one lacks only payment, one certificate and plates, one its vehicle,
    one is expected later; of three delivered ones one is not reported, and one second-tier sale never is."""
    add_person("Qian", "finance", store_id=store)
    papers = {"insured_on": TODAY, "plated_on": TODAY}
    for n, (facts, certificate) in enumerate((
            ({"paid_on": TODAY, "invoiced_on": TODAY, **papers}, Certificate.HERE),
            (papers, Certificate.HERE),
            ({"paid_on": TODAY, "insured_on": TODAY}, Certificate.PLEDGED)), 1):
        vehicle_id = add_vehicle(f"LFV2A21K9D30000{n:02}", hold=Hold.RESERVED, certificate=certificate,
                                 cost_fen=15_000_000)
        add_order(order_no=f"D202611-000{n}", vehicle_id=vehicle_id, vin=f"LFV2A21K9D30000{n:02}",
                  expected_on=date(2026, 11, 30), **facts)
    add_order(order_no="D202611-0004", paid_on=TODAY, **papers)
    add_order(order_no="D202611-0005", expected_on=date(2026, 12, 1))
    for n, facts in enumerate(({}, {"reported_on": TODAY}, {"sale_kind": SaleKind.SECOND_TIER}), 6):
        add_order(order_no=f"D202611-000{n}", delivered_on=TODAY, paid_on=TODAY, invoiced_on=TODAY, **facts)
    return store


def order(no):
    return db.session.scalar(select(Order).where(Order.order_no == no))


def numbers(page):
    return re.findall(r"D202611-\d{4}", page.words)


def test_the_month_end_counts_what_can_leave_and_what_each_order_lacks(orders):
    it = month_end(Scope(TODAY, stores=frozenset({1})))
    assert (it.open, it.ready, it.later, it.undelivered, it.unreported) == (4, 1, 1, 1, 1)
    assert {one.lack: (one.count, one.only) for one in it.missing} == {
        Lack.MONEY: (1, 1), Lack.CERTIFICATE: (1, 0), Lack.VEHICLE: (1, 1), Lack.INSURANCE: (0, 0),
        Lack.PLATES: (1, 0)}
    assert (it.invoiced, it.delivered, it.reported) == (4, 3, 1)


def test_every_count_of_the_month_end_leads_to_just_its_rows(orders, desk):
    qian = desk.sign_in("Qian")
    links = re.findall(r'<a href="(/finance\?[^"]+)">(\d+)</a>', qian.open("/finance/month-end").text)
    assert len(links) == 17
    for address, count in links:
        shown = qian.open(address.replace("&amp;", "&"))
        assert len(set(numbers(shown))) == int(count), address


def test_each_day_is_noted_on_a_page_of_its_own_with_today_filled_in_and_leads_back_to_the_list(orders, desk):
    qian = desk.sign_in("Qian")
    page = qian.open("/finance?state=payment")
    assert numbers(page) == ["D202611-0002"]
    address = re.search(r'href="(/orders/2/payment\?back=[^"]+)"', page.text)[1]
    form = qian.open(address)
    assert form.values("/orders/2/payment")["on"] == "2026-11-23"
    answer = qian.send(address, form, status=303)
    assert answer.location == "/finance?state=payment"
    assert order("D202611-0002").paid_on == TODAY
    assert numbers(qian.open(answer.location)) == []


def test_a_day_is_noted_in_its_cell_and_what_is_refused_stays_there(orders, desk):
    qian = desk.sign_in("Qian")
    cell = qian.open("/orders/2/invoice?back=/finance", headers=HTMX)
    assert "<h1" not in cell.text and 'hx-target="#list"' in cell.text
    wrong = qian.send("/orders/2/invoice", cell, status=422, on="2026-12-01")
    assert wrong.headers["HX-Retarget"] == wrong.headers["HX-Reselect"] == "#note-2"
    qian.send("/orders/2/invoice", cell, status=303)
    assert vehicle("LFV2A21K9D3000002").hold is Hold.SOLD
    qian.send("/orders/2/invoice", status=303, on="")
    assert order("D202611-0002").invoiced_on is None and vehicle("LFV2A21K9D3000002").hold is Hold.RESERVED


def test_insurance_and_plates_are_noted_by_who_sells_money_by_finance_alone(orders, desk):
    li = desk.sign_in("Li")
    li.send("/orders/3/plates", status=303)
    li.send("/orders/3/insurance", status=303, on="2026-11-22")
    assert (order("D202611-0003").plated_on, order("D202611-0003").insured_on) == (TODAY, date(2026, 11, 22))
    page = li.open("/orders/3").text
    assert "/orders/3/plates" in page and "/orders/3/payment" not in page
    for address in ("/orders/3/payment", "/finance", "/finance/month-end", "/finance/month-end/sheet"):
        li.open(address, 404)
    planner = desk.sign_in("Ku").open("/finance").text
    assert "/orders/2/payment" not in planner and "/orders/2/plates" not in planner, "reads, and notes nothing"


def test_the_payment_of_a_delivered_vehicle_is_not_taken_back(orders, desk):
    assert "交车" in desk.sign_in("Qian").send("/orders/6/payment", status=422, on="").words


def test_cost_is_a_column_for_who_may_see_it_and_not_even_read_for_others(orders, desk):
    qian = desk.sign_in("Qian")
    qian.send("/finance", status=303, do="columns", column=["cost", "gross_profit"])
    shown = qian.open("/finance").words
    assert "150,000" in shown and "28,800" in shown
    of = Scope(TODAY, stores=frozenset({1}))
    asked = lists.orders.asked(of, {"finance.read": of}, MultiDict(), ["cost", "gross_profit", "price"])
    assert [column.key for column in asked.columns] == ["customer", "price"]


def test_the_home_page_of_finance_leads_to_what_waits(orders, desk):
    page = desk.sign_in("Qian").open("/")
    for code, words in (("payment", "1 单已配车，全款未到账"), ("unreported", "1 台已交车待零售上报"),
                        ("undelivered", "1 单已开票未交")):
        assert f"/finance?state={code}" in page.text and words in page.words
    assert "已开票未交" not in desk.sign_in("Li").open("/").words


def test_the_month_end_list_prints_with_a_box_for_each_thing_that_is_missing(orders, desk):
    qian = desk.sign_in("Qian")
    sheet = qian.open("/finance/month-end/sheet")
    assert "月末交车清单" in sheet.words and "□" in sheet.words
    assert "D202611-0005" not in sheet.words, "expected next month"
    assert qian.send("/finance/month-end/sheet", sheet, purpose="work").data.startswith(b"%PDF")


def test_an_empty_store_is_told_what_will_stand_there(store, desk):
    add_person("Qian", "finance", store_id=store)
    qian = desk.sign_in("Qian")
    assert "签下第一单" in qian.open("/finance").words and "签下第一单" in qian.open("/finance/month-end").words


def test_a_store_sees_its_own_orders_alone_and_the_group_chooses_the_store(orders, desk):
    other = add_store("B", "永驰沙河店")
    add_person("Qin", "finance", store_id=other)
    add_person("Tang", "group")
    assert numbers(desk.sign_in("Qin").open("/finance")) == []
    tang = desk.sign_in("Tang")
    assert len(numbers(tang.open("/finance?store=1"))) == 8 and numbers(tang.open(f"/finance?store={other}")) == []
    assert "本月还能交 4 单" in tang.open("/finance/month-end?store=1").words
