"""Lists, tried on the members of staff: an area of this test alone, with a list of them and a page for it."""
import csv
import io
import re
from datetime import date, datetime

import pytest
from flask import Blueprint, Response
from openpyxl import load_workbook
from sqlalchemy import event, false, select, true
from werkzeug.datastructures import MultiDict

from portal.core.access import Access
from portal.core.action import Refused
from portal.core.area import Area
from portal.core.lists import (
    Choice,
    Choices,
    Column,
    Dates,
    Day,
    Link,
    List,
    ListView,
    Money,
    Name,
    Search,
    State,
    Tab,
    Words,
    picked,
    show_list,
)
from portal.core.lists.page import counted
from portal.core.policy import requires
from portal.core.scope import Scope
from portal.extensions import db
from portal.org.models import Membership, Person, Role

from ..factories.org import add_person, add_store, add_team


def staff_of(scope):
    return (select(Person).join(Membership, Membership.person_id == Person.id)
            .where(scope.sees(store=Membership.store_id, owner=Person.id)))


STAFF = List(
    "staff", "员工", staff_of, id=Person.id, sort="name", rows="人", empty="先录用一位。",
    export="leads.export", personal=True, size=10,
    columns=(
        Column("name", "姓名", Person.name, Name(), head=True, link=Link("tried.one", "person_id")),
        Column("role", "岗位", Membership.role, Words()),
        Column("hired", "入职", Person.hired_on, Day()),
        Column("pay", "薪酬", Person.rota_rank, Money(), unit="元", needs="cost.read"),
        Column("title", "职务", Person.title, shown=False),
        Column("language", "语言", Person.language, State(tone=lambda code: "ok"), sort=False),
    ),
    filters=(
        Search("w", "姓名或职务", columns=(Person.name, Person.title)),
        Choice("role", "岗位", Membership.role, Role),
        Choices("language", "语言", Person.language, {"zh_CN": "中文", "en": "英文"}),
        Dates("hired", "入职", Person.hired_on),
    ),
    tabs=(Tab("顾问", "role=consultant"), Tab("主管", "?role=leader", late=True)),
)
NOBODY = List("nobody", "无人", lambda scope: select(Person).where(false()), id=Person.id, empty="先录用一位。",
              columns=(Column("name", "姓名", Person.name, Name()),))
PLAIN = List("plain", "简单", lambda scope: select(Person).where(true()),
                    columns=(Column("name", "姓名", Person.name, Name()),), export=None)


def tried():
    bp = Blueprint("tried", __name__)

    @bp.route("/tried/staff", methods=["GET", "POST"])
    @requires("leads.read")
    def staff(scope):
        return show_list(STAFF, scope)

    @bp.route("/tried/plain", methods=["GET", "POST"])
    @requires("home.read")
    def plain(scope):
        return show_list(PLAIN, scope)

    @bp.route("/tried/nobody", methods=["GET", "POST"])
    @requires("home.read")
    def nobody(scope):
        return show_list(NOBODY, scope)

    @bp.get("/tried/staff/<int:person_id>")
    @requires("leads.read")
    def one(scope, person_id):
        return str(person_id)

    @bp.post("/tried/staff/picked")
    @requires("leads.read")
    def take(scope):
        try:
            return Response(" ".join(map(str, picked(STAFF, scope))), mimetype="text/plain")
        except Refused as refused:
            return Response(refused.message, 422, mimetype="text/plain")
    return Area("tried", blueprints=(bp,), lists=(STAFF, PLAIN, NOBODY))


@pytest.fixture
def areas():
    return (tried(),)


@pytest.fixture
def store(app):
    store_id = add_store()
    add_person("店经理", Role.MANAGER, store_id=store_id)
    add_person("邓浩然", store_id=store_id)
    add_person("何静", Role.LEADER, store_id=store_id, team_id=add_team(store_id))
    add_person("别店人", store_id=add_store("B", "别的店"))
    return store_id


def fill(store_id, many):
    for number in range(many):
        add_person(f"员工{number:03}", store_id=store_id)


def names(page):
    return re.findall(r'<th scope="row"[^>]*>(?:<a [^>]*>)?([^<]+)', page.text)


def test_a_list_shows_the_rows_of_the_readers_scope_alone(desk, store):
    page = desk.sign_in("店经理").open("/tried/staff")
    assert set(names(page)) == {"店经理", "邓浩然", "何静"}
    assert "<b>3</b>" in page.text


def test_each_row_leads_to_its_own_page(desk, store):
    person_id = db.session.scalar(select(Person.id).where(Person.name == "何静"))
    page = desk.sign_in("店经理").open("/tried/staff")
    assert f'<a href="/tried/staff/{person_id}" translate="no">何静</a>' in page.text


def test_filters_stand_in_the_address_and_can_be_combined(desk, store):
    desk.sign_in("店经理")
    assert names(desk.open("/tried/staff?role=leader")) == ["何静"]
    assert names(desk.open("/tried/staff?w=浩")) == ["邓浩然"]
    assert names(desk.open("/tried/staff?w=浩&role=leader")) == []
    assert len(names(desk.open("/tried/staff?language=zh_CN&language=en"))) == 3


def test_days_are_filtered_from_a_day_to_a_day(desk, store):
    with db.engine.begin() as connection:
        connection.execute(Person.__table__.update().where(Person.name == "何静").values(hired_on=date(2026, 3, 1)))
    desk.sign_in("店经理")
    assert names(desk.open("/tried/staff?hired_from=2026-03-01&hired_to=2026-03-01")) == ["何静"]
    assert names(desk.open("/tried/staff?hired_to=2026-02-28")) == []
    assert names(desk.open("/tried/staff?hired_from=2026-02-28")) == ["何静"]


@pytest.mark.any_database
@pytest.mark.parametrize("query", [
    "role=king", "language=klingon", "hired_from=2026-13-45", "page=999999999999999999999999999999", "page=-3",
    "page=%C2%B2", "sort=password", "sort=-", "w=%00", "w=%ED%A0%80%F0%9F%98%80", "role=leader&role=king&sort=name"])
def test_what_makes_no_sense_in_an_address_is_left_out(desk, store, query):
    assert desk.sign_in("店经理").open("/tried/staff?" + query).status_code == 200


def test_percent_and_underscore_mean_themselves(desk, store):
    add_person("百分%号", store_id=store)
    add_person("下_线", store_id=store)
    desk.sign_in("店经理")
    assert names(desk.open("/tried/staff?w=%25")) == ["百分%号"]
    assert names(desk.open("/tried/staff?w=_")) == ["下_线"]


def test_a_head_sorts_and_turns_the_order_round(desk, store):
    desk.sign_in("店经理")
    up, down = names(desk.open("/tried/staff?sort=role")), names(desk.open("/tried/staff?sort=-role"))
    assert up == list(reversed(down)) and up[0] == "邓浩然"
    page = desk.open("/tried/staff?sort=-role")
    assert 'aria-sort="descending"' in page.text and 'href="?sort=role"' in page.text


def test_pages_follow_each_other_without_a_gap(desk, store):
    fill(store, 23)
    desk.sign_in("店经理")
    seen = [name for number in (1, 2, 3) for name in names(desk.open(f"/tried/staff?page={number}"))]
    assert len(seen) == len(set(seen)) == 26
    assert names(desk.open("/tried/staff?page=99")) == seen[20:]


def test_rows_alike_in_the_sort_keep_one_order_over_the_pages(desk, store):
    fill(store, 23)
    desk.sign_in("店经理")
    seen = [name for number in (1, 2, 3) for name in names(desk.open(f"/tried/staff?sort=role&page={number}"))]
    assert len(set(seen)) == 26


def test_a_column_that_needs_a_right_is_not_even_read(desk, store, app):
    read = []
    listen = lambda *args: read.append(args[2])                                             # noqa: E731
    event.listen(db.engine, "before_cursor_execute", listen)
    assert "薪酬" in desk.sign_in("店经理").open("/tried/staff").text
    assert any("rota_rank" in sql and "page" in sql for sql in read)
    read.clear()
    assert "薪酬" not in desk.sign_in("何静").open("/tried/staff?sort=pay").text
    event.remove(db.engine, "before_cursor_execute", listen)
    assert not any("rota_rank" in sql and "subquery" in sql for sql in read)


def test_no_match_says_which_filter_to_drop_and_how_many_that_brings(desk, store):
    page = desk.sign_in("店经理").open("/tried/staff?role=leader&w=浩")
    assert 'href="?w=%E6%B5%A9"' in page.text and 'href="?role=leader"' in page.text


def test_an_empty_list_says_what_to_do_first(desk, store):
    assert "先录用一位。" in desk.sign_in("何静").open("/tried/nobody").text


def test_the_number_of_queries_is_the_same_however_many_rows(desk, store, app):
    def queries():
        made = []
        listen = lambda *args: made.append(args[2])                                         # noqa: E731
        event.listen(db.engine, "before_cursor_execute", listen)
        desk.open("/tried/staff")
        event.remove(db.engine, "before_cursor_execute", listen)
        return made
    desk.sign_in("店经理")
    few = queries()
    fill(store, 3)
    assert len(queries()) == len(few)


def sent(desk, path, **typed):
    return desk.send(path, page=path, **typed)


def test_an_export_holds_the_whole_result_of_the_same_filter(desk, store):
    fill(store, 30)
    answer = sent(desk.sign_in("店经理"), "/tried/staff?role=consultant", do="csv", purpose="月底对账")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert answer.data.startswith(b"\xef\xbb\xbf") and rows[0] == ["姓名", "岗位", "入职", "薪酬 (元)", "语言"]
    assert len(rows) == 1 + 31


def test_a_workbook_holds_dates_and_money_as_such_and_text_as_text(desk, store):
    add_person("=1+1", store_id=store)
    with db.engine.begin() as connection:
        connection.execute(Person.__table__.update().where(Person.name == "=1+1")
                           .values(hired_on=date(2026, 3, 1), rota_rank=12345))
    answer = sent(desk.sign_in("店经理"), "/tried/staff?w=%3D1", do="xlsx", purpose="核对")
    sheet = load_workbook(io.BytesIO(answer.data)).active
    name, _, hired, pay, _ = next(sheet.iter_rows(min_row=2))
    assert (name.value, name.data_type) == ("=1+1", "s")
    assert hired.value == datetime(2026, 3, 1) and pay.value == 123.45


@pytest.mark.any_database
@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x"])
def test_text_that_looks_like_a_formula_stays_text_in_a_csv(desk, store, text):
    add_person(text, store_id=store)
    answer = sent(desk.sign_in("店经理"), "/tried/staff", do="csv", purpose="核对")
    assert f"'{text}" in answer.data.decode("utf-8-sig")


def test_an_export_leaves_a_line_and_needs_a_purpose(desk, store):
    desk.sign_in("店经理")
    assert sent(desk, "/tried/staff", do="csv", purpose=" ").status_code == 422
    assert db.session.scalar(select(Access.id)) is None
    assert sent(desk, "/tried/staff", do="xlsx", purpose="月底对账").status_code == 200
    line = db.session.scalars(select(Access)).one()
    assert (line.what, line.row_kind, line.purpose) == ("export", "staff", "月底对账")


def test_who_may_not_export_is_not_offered_it_and_gets_404(desk, store):
    page = desk.sign_in("何静").open("/tried/staff")
    assert 'value="csv"' not in page.text
    assert sent(desk, "/tried/staff", do="csv", purpose="x").status_code == 404
    assert sent(desk, "/tried/plain", do="csv").status_code == 404


def test_the_print_holds_the_whole_result_and_who_printed_it(desk, store):
    fill(store, 30)
    page = sent(desk.sign_in("店经理"), "/tried/staff?role=consultant", do="print", purpose="晨会")
    assert page.status_code == 200 and len(names(page)) == 31 and "店经理" in page.text
    assert db.session.scalars(select(Access.what)).one() == "print"


def test_a_person_keeps_filters_under_their_names(desk, store):
    desk.sign_in("店经理")
    assert sent(desk, "/tried/staff?role=leader&sort=-hired", do="save", name="只看主管").status_code == 303
    page = desk.open("/tried/staff")
    assert 'href="?role=leader&amp;sort=-hired" translate="no">只看主管' in page.text
    assert "只看主管" not in desk.sign_in("何静").open("/tried/staff").text
    view_id = db.session.scalar(select(ListView.id))
    sent(desk, "/tried/staff", do="forget", view=view_id)
    assert db.session.scalar(select(ListView.id)) == view_id, "a colleague's filter is not mine to delete"
    sent(desk.sign_in("店经理"), "/tried/staff", do="forget", view=view_id)
    assert db.session.scalar(select(ListView.id)) is None


def test_a_filter_saved_again_under_its_name_is_replaced(desk, store):
    desk.sign_in("店经理")
    sent(desk, "/tried/staff?role=leader", do="save", name="我的")
    sent(desk, "/tried/staff?role=consultant", do="save", name="我的")
    assert db.session.scalars(select(ListView.query)).all() == ["role=consultant"]


@pytest.mark.parametrize("typed", [{"name": ""}, {"name": "长" * 31}])
def test_a_filter_needs_a_fitting_name(desk, store, typed):
    assert sent(desk.sign_in("店经理"), "/tried/staff?role=leader", do="save", **typed).status_code == 422


def test_a_person_chooses_columns_and_the_export_follows(desk, store):
    desk.sign_in("店经理")
    assert sent(desk, "/tried/staff", do="columns", column=["title", "nonsense"]).status_code == 303
    page = desk.open("/tried/staff")
    assert re.findall(r'<th scope="col"[^>]*><a [^>]*>(\w+)', page.text) == ["姓名", "职务"]
    answer = sent(desk, "/tried/staff", do="csv", purpose="核对")
    assert answer.data.decode("utf-8-sig").splitlines()[0] == "姓名,职务"
    sent(desk, "/tried/staff", do="columns", column=["role", "hired", "pay", "language"])
    assert db.session.scalar(select(ListView.columns)) == [], "back to the list as it comes"


def test_rows_are_picked_one_by_one_or_all_that_match_but_never_beyond_the_scope(desk, store):
    fill(store, 15)
    other = db.session.scalar(select(Person.id).where(Person.name == "别店人"))
    leader = db.session.scalar(select(Person.id).where(Person.name == "何静"))
    desk.sign_in("店经理")
    take = "/tried/staff/picked"
    assert sent_from(desk, take, pick=[str(leader), str(other), "x", "9" * 30]).text == str(leader)
    assert len(sent_from(desk, take + "?role=consultant", all="1").text.split()) == 16
    assert sent_from(desk, take, pick=[]).status_code == 422


def sent_from(desk, path, **typed):
    return desk.send(path, page="/tried/staff", **typed)


def test_a_post_that_asks_for_nothing_known_is_404(desk, store):
    assert sent(desk.sign_in("店经理"), "/tried/staff", do="drop table").status_code == 404


def test_rows_are_counted_up_to_ten_thousand(app, store, monkeypatch):
    monkeypatch.setattr("portal.core.lists.listing.COUNTED", 3)
    assert PLAIN.asked(Scope(date(2026, 11, 23), everywhere=True), {}, MultiDict()).counts() == [4]
    assert (counted(9_999, 10_000), counted(10_001, 10_000)) == ("9,999", "10,000+")
