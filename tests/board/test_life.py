"""The life of the team: praise reaches the colleague, notices are read by everybody, activities have their list."""
import re
from datetime import date

import pytest
from flask_babel import force_locale
from sqlalchemy import select

from portal.board import due, panels, queries
from portal.board.actions import life
from portal.board.actions import posts as actions
from portal.board.models import Activity, Notice, Post, PostKind, PostState
from portal.core.action import Refused
from portal.core.issue import About
from portal.core.panel import Reading
from portal.core.period import week
from portal.core.policy import rights_of
from portal.extensions import db

from ..factories.org import add_person, person

MONDAY = date(2026, 11, 23)


@pytest.fixture
def praised(store):
    return life.praise(store, by=person("周敏"), person_ids=[person("邓浩然").id], title="帮我接待了两批客户").id


@pytest.fixture
def notice(store):
    return life.give_notice(store, by=person("沈国平"), title="元旦值班", text="三天都有人").id


@pytest.fixture
def activity(store):
    return life.call_activity(store, by=person("周敏"), title="东湖骑行", text="", on=date(2026, 11, 28), where="东湖",
                              sign_up_until=date(2026, 11, 26), cost_fen=3000, seats=2).id


def test_praise_stands_on_the_colleagues_page_on_the_own_profile_and_at_home(desk, praised):
    told = "帮我接待了两批客户"
    assert told in desk.sign_in("邓浩然").open("/").text and told in desk.open("/me").text
    assert told in desk.sign_in("沈国平").open(f"/people/{person('邓浩然').id}").text
    assert told not in desk.sign_in("石磊").open("/").text


def test_praise_reaches_the_week_sheet_of_who_is_praised(store, praised):
    line = panels.panels[-1].build
    w48, owner = week(MONDAY), person("邓浩然")
    with force_locale("en"):
        said = line(Reading(rights_of(owner, MONDAY), owner, w48.end, About(store, None, owner.id), w48))
        of_store = line(Reading(rights_of(person("沈国平"), MONDAY), person("沈国平"), w48.end, About(store), w48))
    assert said.text == "praised: 帮我接待了两批客户" and of_store.text == "1 praises"


def test_nobody_praises_himself_or_nobody(desk, store):
    for person_ids in ([], [person("周敏").id]):
        with pytest.raises(Refused) as refused:
            life.praise(store, by=person("周敏"), person_ids=person_ids, title="x")
        assert refused.value.field == "person_ids"
    desk.sign_in("周敏").send("/board/praise", title="谢谢", person_ids=str(person("石磊").id), status=303)
    post = db.session.scalars(select(Post)).one()
    assert (post.kind, post.state, post.answer_by_on) == (PostKind.PRAISE, PostState.TOLD, None)


def test_notices_are_numbered_by_store_and_year(store, notice, clock):
    again = life.give_notice(store, by=person("顾永昌"), title="消防演练", text="周三").id
    clock.set(date(2027, 1, 4))
    next_year = life.give_notice(store, by=person("沈国平"), title="新年安排", text="见附表").id
    labels = {one.post_id: one.label for one in db.session.scalars(select(Notice))}
    assert labels == {notice: "2026-01", again: "2026-02", next_year: "2027-01"}


def unread(name):
    return [row.row_id for row in db.session.execute(due.unread(rights_of(person(name), MONDAY)))]


def test_a_notice_waits_at_home_until_it_is_confirmed_and_the_manager_sees_who_has_not(desk, notice):
    assert unread("邓浩然") == [notice] and unread("沈国平") == [] and unread("戴维新") == []
    page = desk.sign_in("邓浩然").open("/")
    assert "元旦值班" in page.text
    desk.send(f"/board/{notice}/read", page, status=303)
    assert unread("邓浩然") == [] and "元旦值班" not in desk.open("/").text
    page = desk.sign_in("沈国平").open(f"/board/{notice}").words
    unread_by = page.split("未读名单")[1]
    assert "2026-01" in page and "石磊" in unread_by and "邓浩然" not in unread_by
    assert "未读名单" not in desk.sign_in("石磊").open(f"/board/{notice}").words


def test_only_who_leads_the_store_gives_notices(desk, store):
    desk.sign_in("周敏").open("/board/notice", status=404)
    desk.sign_in("沈国平").send("/board/notice", title="元旦值班", text="三天都有人", status=303)


def test_the_last_seat_goes_to_the_first_and_is_free_again_when_he_does_not_come(desk, activity):
    address, page = f"/board/{activity}/sign-up", f"/board/{activity}"
    form = desk.sign_in("邓浩然").open(page)
    for _twice in range(2):
        desk.send(address, form, status=303)
    desk.sign_in("石磊").send(address, page, status=303)
    shown = desk.sign_in("沈国平").open(page)
    assert "名额已满" in shown.words and shown.form(address) is None
    with pytest.raises(Refused):
        life.sign_up(db.session.scalars(select(Activity)).one(), by=person("沈国平"))
    desk.sign_in("石磊").send(address, page, status=303)
    desk.sign_in("沈国平").send(address, page, status=303)
    db.session.rollback()
    assert queries.coming(db.session.get_one(Post, activity)) == [person("邓浩然").id, person("沈国平").id]


def test_signing_up_ends_on_its_day_and_the_report_comes_after_the_activity(desk, activity, clock):
    clock.set(date(2026, 11, 27))
    called = db.session.scalars(select(Activity)).one()
    with pytest.raises(Refused):
        life.sign_up(called, by=person("石磊"))
    with pytest.raises(Refused):
        life.report(called, by=person("周敏"), version=1, report="很好")
    clock.set(date(2026, 11, 28), 18)
    desk.sign_in("石磊").open(f"/board/{activity}/report", status=404)
    desk.sign_in("周敏").send(f"/board/{activity}/report", report="骑了二十公里", status=303)
    assert "骑了二十公里" in desk.open(f"/board/{activity}").words


def test_who_subscribes_to_a_kind_sees_its_new_posts_at_home(desk, store):
    actions.post(store, by=person("周敏"), kind=PostKind.SUGGESTION, title="加一台咖啡机")
    assert "咖啡机" not in desk.sign_in("邓浩然").open("/").text
    desk.send("/board/subscriptions", kinds="suggestion", status=303)
    assert "咖啡机" in desk.open("/").text
    desk.send("/board/subscriptions", kinds=None, status=303)
    assert "咖啡机" not in desk.open("/").text


def test_the_wall_of_honour_shows_the_praise_of_a_month(desk, praised, clock):
    assert "帮我接待了两批客户" in desk.sign_in("石磊").open("/board/honours").words
    page = desk.open("/board/honours?month=2026-10")
    assert "帮我接待了两批客户" not in page.words and "还空着" in page.words


def test_who_has_not_read_a_notice_is_reminded_at_the_top_at_home_once_a_day(desk, store, notice, clock):
    desk.sign_in("沈国平").send(f"/board/{notice}/remind", f"/board/{notice}", status=303)
    rights = rights_of(person("邓浩然"), MONDAY)
    assert [row.row_id for row in db.session.execute(due.reminded(rights))] == [notice] and unread("邓浩然") == []
    assert "催阅" in desk.sign_in("邓浩然").open("/").words
    with pytest.raises(Refused):
        life.remind(db.session.get_one(Post, notice), by=person("沈国平"))
    clock.set(date(2026, 11, 24))
    life.remind(db.session.get_one(Post, notice), by=person("沈国平"))


def test_the_list_of_notices_says_how_many_have_and_have_not_read_each(desk, store, notice):
    life.read_notice(db.session.get_one(Post, notice), by=person("邓浩然"))
    db.session.rollback()
    page = desk.sign_in("沈国平").open("/board/notices?read=not").words
    assert "2026-01" in page and "共 1 条" in page
    counts = select(queries.reads(), queries.not_reads(MONDAY)).select_from(Post)
    assert db.session.execute(counts).all() == [(2, 3)]
    for name in ("周敏", "石磊", "顾永昌"):
        life.read_notice(db.session.get_one(Post, notice), by=person(name))
    assert "2026-01" not in desk.open("/board/notices?read=not").words
    desk.sign_in("周敏").open("/board/notices", status=404)


def test_the_report_of_an_activity_tells_its_cost_and_shows_its_pictures(desk, activity, clock):
    clock.set(date(2026, 11, 28), 18)
    desk.sign_in("周敏").send(f"/board/{activity}/report", report="骑了二十公里", spent_fen="156.50", status=303)
    assert "156.50" in desk.open(f"/board/{activity}").words.replace(",", "")


def links(desk, address):
    return re.findall(r'href="([^"]+)"', desk.open(address).text)


def test_the_best_practice_of_a_week_becomes_a_post_without_typing_it_again(desk, store):
    manager, sheet = desk.sign_in("沈国平"), "/reviews/week/2026-W47/store"
    manager.send(f"{sheet}/issue", page=f"{sheet}/issue", status=303)
    manager.send(f"{sheet}/typed", page=sheet, practice="离店一小时内发对比图。再次到店明显增多。", status=303)
    address = next(link for link in links(manager, sheet) if link.startswith("/board/practices/"))
    assert address in links(manager, "/board/honours?month=2026-11")
    add_person("范总", "group")
    assert "离店一小时内发对比图" in desk.sign_in("范总").open("/board/honours?month=2026-11").words
    desk.sign_in("沈国平")
    assert "写明是谁的做法" in manager.send(address, page=address, status=422).words
    manager.send(address, page=address, person_ids=str(person("邓浩然").id), status=303)
    db.session.rollback()
    post = db.session.scalars(select(Post)).one()
    assert (post.kind, post.title, post.text) == (
        PostKind.PRAISE, "离店一小时内发对比图。", "离店一小时内发对比图。再次到店明显增多。")
    assert f"/board/{post.id}" in links(manager, sheet)
    assert "第 47 周" in manager.open(f"/board/{post.id}").words
    manager.send(address, page=f"/board/{post.id}", status=303)
    assert db.session.scalars(select(Post.id)).all() == [post.id]
    seller = desk.sign_in("邓浩然")
    assert f"/board/{post.id}" in links(seller, "/board/honours?month=2026-11")
    assert "复盘" in seller.open(f"/board/{post.id}").words and address not in links(seller, "/board/honours")
    seller.open(address, status=404)
