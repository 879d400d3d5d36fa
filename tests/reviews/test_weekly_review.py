"""The weekly review: issued on Monday, talked through, signed; the steps agreed are on next week's sheets."""
import io
from datetime import date

import pytest
from pypdf import PdfReader
from sqlalchemy import event, select

from portal.core import file, issue, job
from portal.core.agreement import agree, agreed
from portal.core.issue import About, Slot
from portal.core.job import Job
from portal.core.period import week
from portal.customers.models import Level
from portal.extensions import db
from portal.org.models import Person, Store
from portal.reviews import queries
from portal.reviews.review import Review

from ..desk import Desk
from ..factories.customers import add_customer, add_lead
from ..factories.org import add_person, add_store, add_team, person
from ..factories.sales import add_order
from ..factories.steps import add_step
from ..kept import kept

ORDER = ("永驰江城店", "销售一组", "邓浩然", "周敏", "销售二组", "吴俊杰", "冯立强")     # all of one rank: as they came
W47 = week(date(2026, 11, 16))
ADDRESS = "/reviews/week/2026-W47"


def lay_down():
    store_id = add_store()
    one, two = add_team(store_id), add_team(store_id, "销售二组")
    for name, role, team in (("邓浩然", "consultant", one), ("周敏", "leader", one), ("吴俊杰", "consultant", two),
                             ("冯立强", "leader", two), ("沈国平", "manager", None), ("陆建华", "gm", None)):
        add_person(name, role, store_id=store_id, team_id=team)
    customer = add_customer("欧阳明", "13812345621", store_id=store_id, title="先生")
    add_lead("K26-0001", "邓浩然", Level.H, customer_id=customer, store_id=store_id)
    add_lead("K26-0002", "邓浩然", Level.B, store_id=store_id)
    add_lead("K26-0003", "吴俊杰", Level.H, store_id=store_id)
    add_order("K26-0002", person_id=person("邓浩然").id, store_id=store_id)
    return store_id


@pytest.fixture
@kept
def store(app):
    return lay_down()


@pytest.fixture
@kept
def issued(app):
    """The same, its sheets issued; the jobs that make the PDFs still wait."""
    store_id = lay_down()
    Desk(app).sign_in("沈国平").send(f"{ADDRESS}/issue", ADDRESS, status=303)
    job.run_next()
    return store_id


def sheet_of(store_id, name=None, of_week=W47):
    on = of_week.end
    about = next(one for one in queries.abouts(store_id, on)
                 if (one.person_id == (person(name).id if name else None)) and (name or one.key == "store"))
    return Review(store_id, of_week).sheet(about)


def do_jobs():
    while job.run_next():
        db.session.rollback()


def row_of(name):
    db.session.rollback()
    return queries.newest_of(1, W47)[f"person-{person(name).id}"]


def address_of(name, of_week="2026-W47"):
    return f"/reviews/week/{of_week}/person-{person(name).id}"


def test_the_batch_is_the_store_then_each_team_with_its_people(store):
    names = queries.names_of(order := queries.abouts(store, W47.end), W47.end)
    assert tuple(names[one.key] for one in order) == ORDER


def test_the_sheet_counts_what_the_person_did_up_to_the_close_of_sunday(store):
    sheet = sheet_of(store, "邓浩然")
    figures = {row.key: row for row in sheet.figures}
    assert len(sheet.figures) == 6 and figures["orders"].week.actual.amount == 1
    assert (sheet.team, sheet.week_no, sheet.month_passed, sheet.month_days) == ("销售一组", 47, 22, 30)
    assert [one.name for one in sheet.signers] == ["邓浩然", "周敏", "沈国平"]


def test_customers_are_named_by_surname_and_card_number_and_marked_where_late(store):
    rows = sheet_of(store, "邓浩然").customers
    assert [(row.name, row.card_no, row.days, row.over, row.next_note) for row in rows] == [
        ("欧阳先生", "K26-0001", 10, True, "逾期")]


def test_the_lines_of_the_lead_stock_add_up(store):
    for about in queries.abouts(store, W47.end):
        for row in Review(store, W47).sheet(about).stock:
            assert (row.start + row.new + row.moved_in - row.moved_out - row.closed - row.lost - row.silent + row.handed
                    == row.end)


def test_parts_of_the_stores_sheet_add_up_to_its_total(store):
    add_order("K26-0003", order_no="D2", person_id=None, store_id=store)
    sheet = sheet_of(store)
    assert sheet.parts[-1].name == "未分配"
    assert sum(part.orders for part in sheet.parts) == sheet.total.orders == 2


def test_all_sheets_of_the_store_are_issued_at_once_and_only_once(desk, store):
    desk.sign_in("沈国平").send(f"{ADDRESS}/issue", ADDRESS, status=303)
    job.run_next()
    page = desk.open(ADDRESS)
    assert page.words.count("A-2026W47-00") == 7
    for paper in db.session.scalars(select(Job).where(Job.kind == issue.PAPER)):
        job.cancel(paper)                                                   # printed in the tests of the batch
    desk.send(f"{ADDRESS}/issue", page, status=303)                          # the job finds all issued
    do_jobs()
    assert {row.issue_no for row in queries.newest_of(store, W47).values()} == {1}


def test_a_week_that_has_not_closed_is_shown_but_not_issued(desk, store):
    page = desk.sign_in("沈国平").open("/reviews/week/2026-W48")
    assert "还没有结束" in page.text
    assert desk.send("/reviews/week/2026-W48/issue", page).status_code == 404
    desk.open("/reviews/week/2026-W49", status=404)
    desk.open("/reviews/week/2026-11", status=404)


def test_a_consultant_sees_his_own_sheet_alone_and_issues_nothing(desk, store):
    page = desk.sign_in("邓浩然").open(ADDRESS)
    assert "吴俊杰" not in page.text and "周敏" not in page.text.replace("个人菜单", "")
    assert desk.send(f"{ADDRESS}/issue", page).status_code == 404
    for about in ("store", "team-1", f"person-{person('吴俊杰').id}", "person-999", "person-x", "team-", "x"):
        desk.open(f"{ADDRESS}/{about}", status=404)


def test_a_leader_sees_the_team_and_its_people(desk, store):
    page = desk.sign_in("周敏").open(ADDRESS)
    assert "邓浩然" in page.text and "销售一组" in page.text and "吴俊杰" not in page.text
    desk.open(f"{ADDRESS}/store", status=404)


def test_what_is_typed_is_kept_as_one_types(desk, issued):
    address = address_of("邓浩然")
    page = desk.sign_in("周敏").open(address)
    typed = page.values(f"{address}/typed") | {"causes": "两位 H 客户等置换评估", "promise_deliveries": "3"}
    saved = desk.client.post(f"{address}/typed", headers={"HX-Request": "true"}, data=typed)
    assert saved.status_code == 200 and "已存" in saved.text and 'value="2"' in saved.text
    assert issue.typed_on(row_of("邓浩然")).parts == {"causes": "两位 H 客户等置换评估", "promise.deliveries": "3"}


def test_of_two_who_type_the_second_sees_both_and_keeps_his_own(desk, issued):
    address = address_of("邓浩然")
    page = desk.sign_in("周敏").open(address)
    desk.send(f"{address}/typed", page, causes="一", status=303)
    late = desk.send(f"{address}/typed", page, causes="二")
    assert late.status_code == 409 and "一" in late.words and "二" in late.text
    assert desk.send(f"{address}/typed", late, causes="二").status_code == 303


def test_what_is_wrong_is_said_beside_its_field(desk, issued):
    address = address_of("邓浩然")
    page = desk.sign_in("周敏").open(address)
    wrong = desk.send(f"{address}/typed", page, promise_orders="viele")
    assert wrong.status_code == 422


def test_a_consultant_reads_what_was_typed_and_changes_nothing(desk, issued):
    address = address_of("邓浩然")
    desk.sign_in("周敏").send(f"{address}/typed", address, causes="两位客户等评估", status=303)
    desk.send(f"{address}/typed", address, promise_deliveries="3", status=303)
    page = desk.sign_in("邓浩然").open(address)
    assert "两位客户等评估" in page.text and "下周承诺交车 3" in page.words
    assert desk.send(f"{address}/typed", page, causes="x").status_code == 404


def test_steps_agreed_and_promises_given_are_on_next_weeks_sheet(desk, issued, clock):
    address = address_of("邓浩然")
    page = desk.sign_in("周敏").open(address)
    desk.send(f"{address}/steps", page, text="孙先生特价申请", due_on="2026-11-25", status=303)
    desk.send(f"{address}/typed", page, promise_deliveries="3", status=303)
    assert "孙先生特价申请" in desk.open(address).text
    clock.set(date(2026, 11, 30))
    sheet = sheet_of(issued, "邓浩然", week(date(2026, 11, 23)))
    assert [(one.text, one.owner, one.state) for one in sheet.steps] == [("孙先生特价申请", "邓浩然", "open")]
    assert [(one.key, one.promised, one.actual) for one in sheet.promises] == [("deliveries", 3, 0)]


def test_a_step_without_words_is_refused_and_what_was_chosen_stays(desk, issued):
    address = address_of("邓浩然")
    page = desk.sign_in("周敏").open(address)
    wrong = desk.send(f"{address}/steps", page, text="", due_on="2026-11-25")
    assert wrong.status_code == 422 and "2026-11-25" in wrong.text


def test_a_correction_needs_its_reason_and_stands_beside_the_first_issue(desk, issued):
    address = address_of("邓浩然")
    add_order("K26-0001", order_no="D9", signed_on=date(2026, 11, 19), person_id=person("邓浩然").id, store_id=issued)
    assert desk.sign_in("沈国平").send(f"{address}/issue").status_code == 422
    desk.send(f"{address}/steps", address, text="孙先生特价申请", due_on="2026-11-25", status=303)
    desk.send(f"{address}/issue", reason="周四的订单补录", status=303)
    assert "孙先生特价申请" in desk.open(address).text                    # agreed on the first, it stands on the second
    again = row_of("邓浩然")
    assert again.issue_no == 2 and {row.key: row.week.actual.amount for row in again.sheet.figures}["orders"] == 2
    assert "周四的订单补录" in desk.open(f"/issues/{again.id}").text


def test_ones_own_sheet_waits_on_the_home_page_until_it_is_signed(desk, issued):
    address = address_of("邓浩然")
    assert "待签字" in desk.sign_in("邓浩然").open("/").words
    signed = desk.send(f"/issues/{row_of('邓浩然').id}/sign/own", desk.open(address), status=303)
    assert signed.location.startswith(address)                          # back to where it was read
    assert "待签字" not in desk.open("/").words
    assert "待签字" not in desk.sign_in("沈国平").open("/").words


def test_the_page_of_an_issue_names_the_figure_that_has_changed_since(desk, issued):
    add_order("K26-0001", order_no="D9", signed_on=date(2026, 11, 19), person_id=person("邓浩然").id, store_id=issued)
    page = desk.sign_in("沈国平").open(f"/issues/{row_of('邓浩然').id}")
    assert "订单 · 周 · 实际" in page.words


@pytest.mark.any_database
def test_the_batch_has_a_cover_and_each_sheet_begins_on_a_front_side(desk, issued):
    issue.sign(row_of("邓浩然"), by=person("邓浩然"), slot=Slot.OWN)
    asked = desk.sign_in("沈国平").send(f"{ADDRESS}/print", ADDRESS, status=303)
    do_jobs()
    made = db.session.get_one(Job, int(asked.location.rsplit("/", 1)[1]))
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(file.read(made.file_id)[1])).pages]
    assert "■本人" in pages[0] and "□主管" in pages[0] and pages[0].count("A-2026W47-00") == 7
    assert len(pages) == 2 + 2 * 7
    for name, front in zip(ORDER, pages[2::2], strict=True):
        assert name in front


@pytest.mark.any_database
def test_a_leader_prints_the_team_before_anything_is_issued(desk, store):
    asked = desk.sign_in("周敏").send(f"{ADDRESS}/print", ADDRESS, status=303)
    do_jobs()
    made = db.session.get_one(Job, int(asked.location.rsplit("/", 1)[1]))
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(file.read(made.file_id)[1])).pages]
    assert len(pages) == 2 + 2 * 3 and "未出表" in pages[0] and "打印 周敏" in pages[2]


def test_one_sheet_is_shown_and_printed_live_and_blank(desk, store):
    desk.sign_in("邓浩然")
    for address in (f"{address_of('邓浩然')}/sheet", "/reviews/week/blank"):
        page = desk.open(address)
        assert "周复盘表" in page.text and "卡点 / 对策" in page.text
        assert len(PdfReader(io.BytesIO(desk.send(address, page).data)).pages) == 1


def test_the_blank_sheet_has_the_letters_that_the_store_uses(desk, store):
    used = dict(agreed("levels", store_id=store, on=date(2026, 11, 23)))
    used |= {Level.H.value: used[Level.H.value] | {"letter": "Y"}, Level.N.value: used[Level.N.value] | {"used": False}}
    agree("levels", used, by=person("沈国平"), store=db.session.get(Store, store), version=0,
          from_on=date(2026, 11, 1), reason="our letters")
    heads = desk.sign_in("邓浩然").open("/reviews/week/blank").words
    assert "O→Y→A→B→C→计→" in heads


def test_a_sheet_frozen_is_what_was_built(store):
    frozen = issue.issue("week", About(store), W47, sheet_of(store), by=db.session.get_one(Person, person("沈国平").id))
    assert frozen.sheet == sheet_of(store)


def test_an_open_step_that_is_overdue_says_for_how_many_weeks(store):
    add_step(owner_id=person("邓浩然").id, store_id=store)
    assert [one.weeks_late for one in sheet_of(store, "邓浩然").steps] == [1]


def test_a_sheet_takes_at_most_40_statements_however_many_people_there_are(store):
    sent = []
    event.listen(db.engine, "before_cursor_execute", lambda *told: sent.append(told[2]))

    def counted(read):
        db.session.rollback()
        sent.clear()
        read()
        return len([one for one in sent if one != "BEGIN"])

    def batch():
        review = Review(store, W47)
        for about in queries.abouts(store, W47.end):
            review.sheet(about)

    def statements():
        return [counted(lambda: sheet_of(store)), counted(lambda: sheet_of(store, "邓浩然")), counted(batch)]
    before = statements()
    for n in range(8):
        add_person(f"新人{n}", store_id=store, team_id=1)
        add_lead(f"K26-1{n:03}", f"新人{n}", Level.H, store_id=store)
    assert max(before) <= 40
    assert statements() == before


def test_a_week_in_two_months_shows_the_month_that_closed_and_the_start_of_the_new_one(store, clock):
    clock.set(date(2026, 12, 7))
    sheet = sheet_of(store, "邓浩然", week(date(2026, 11, 30)))
    assert (sheet.closed_month_no, sheet.month_no, sheet.month_passed) == (11, 12, 6)
    assert [(one.key, one.result.actual.amount) for one in sheet.closed_month] == [("deliveries", 0), ("orders", 1)]


def test_a_week_53_has_no_week_of_last_year_beside_it(store, clock):
    clock.set(date(2027, 1, 4))
    sheet = sheet_of(store, "邓浩然", week(date(2026, 12, 28)))
    assert sheet.week_no == 53 and {row.last_year for row in sheet.figures} == {None}


@pytest.mark.any_database
def test_the_closed_paper_carries_the_steps_that_were_agreed(desk, issued):
    address, row_id = address_of("邓浩然"), row_of("邓浩然").id
    desk.sign_in("周敏").send(f"{address}/steps", address, text="孙先生特价申请", due_on="2026-11-25", status=303)
    desk.sign_in("沈国平").send(f"/issues/{row_id}/close", f"/issues/{row_id}", status=303)
    closed, issued = (desk.open(f"/issues/{row_id}/{which}.pdf").data for which in ("closed", "issued"))
    words = [PdfReader(io.BytesIO(pdf)).pages[0].extract_text() for pdf in (closed, issued)]
    assert "孙先生特价申请" in words[0] and "11-25" in words[0] and "孙先生特价申请" not in words[1]
