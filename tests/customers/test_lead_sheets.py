"""What is printed of leads: the prospect card, the level status table, the hand-over list."""
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.core.access import Access
from portal.core.period import month
from portal.customers import actions, sheets
from portal.customers.models import HandOver, Level, Method, Result
from portal.extensions import db
from tests.factories.customers import add_customer, add_lead, add_phone, lead
from tests.factories.org import person

MON = date(2026, 11, 23)
DAY = timedelta(days=1)
NOVEMBER = month(MON)


def follow_up(level=None, by="Li"):
    actions.record_follow_up(lead(), by=person(by), version=lead().version, method=Method.CALL, result=Result.REAL,
                             level=level, note="愿付定金")


def test_the_level_table_marks_what_was_planned_and_the_level_after_each_contact(store):
    follow_up(Level.A)
    table = sheets.build_level_table(person("Li"), store, NOVEMBER)
    row = table.rows[0]
    assert (row.before, row.now) == ("", "A")
    assert [row.days[on.day - 1] for on in (date(2026, 11, 20), MON, MON + 3 * DAY)] == ["*", "A", "*"]
    assert ("A", 0, 0, 0) not in table.counts and ("B", 0, 1, 0) in table.counts


def test_what_came_from_last_month_is_carried_over_and_a_loss_ends_it_with_its_reason(store):
    add_lead("K26-0002", "Li", store_id=store, opened_on=date(2026, 10, 20), due_on=date(2026, 11, 25),
             customer_id=add_customer("赵敏", "13900001111"))
    loss = actions.ask_loss(lead("K26-0002"), by=person("Li"), version=1, went_to="gave_up", why="price")
    actions.approve_loss(loss, by=person("Lin"), version=loss.version)
    table = sheets.build_level_table(person("Li"), store, NOVEMBER)
    row = next(row for row in table.rows if row.name == "赵敏")
    assert (row.before, row.days[MON.day - 1], row.phone) == ("B", "F1", "139****1111")
    assert row.result == "战败 价格促销"
    assert ("B", 1, 1, 1) in table.counts


@pytest.fixture
def address(store):
    add_phone(lead().customer_id, "13812345621")
    follow_up()
    return f"/leads/{lead().id}"


def test_the_prospect_card_shows_the_contacts_with_masked_phones(desk, address):
    page = desk.sign_in("Li").open(f"{address}/card")
    assert "意向客户管理卡" in page.text and "愿付定金" in page.text
    assert "138****5621" in page.text and "13812345621" not in page.text
    desk.open("/leads/card/blank")
    assert "意向客户管理卡" in desk.open("/forms").text


def test_a_consultant_prints_ones_own_level_table_and_no_others(desk, address):
    own = f"/people/{person('Li').id}/level-table/2026-11"
    desk.sign_in("Li").open("/leads/level-tables")
    desk.open(own)
    desk.open(own.replace("2026-11", "2026-19"), status=404)
    desk.sign_in("Wang").open(own, status=404)


def test_the_hand_over_list_has_a_page_for_each_receiver(desk, store, address):
    add_lead("K26-0002", "Li", store_id=store, customer_id=add_customer("赵敏", "13900001111"))
    actions.hand_over_leaver(person("Li"), by=person("Chen"), store_id=store,
                             receivers=[person("Wang").id, person("Lin").id], batch="b1")
    page = desk.sign_in("Chen").open("/hand-overs/b1/list")
    assert page.text.count("<article") == 2 and "交接清单" in page.text
    assert db.session.scalar(select(HandOver.id).limit(1))


@pytest.mark.any_database
@pytest.mark.parametrize("path", ["{address}/card", "/people/{li}/level-table/2026-11", "/leads/card/blank"])
def test_they_print_and_leave_a_line(desk, address, path):
    path = path.format(address=address, li=person("Li").id)
    answer = desk.sign_in("Li").send(path, purpose="work")
    assert answer.status_code == 200 and answer.data.startswith(b"%PDF")
    lines = db.session.scalars(select(Access.what)).all()
    assert lines == ([] if "blank" in path else ["print"])
