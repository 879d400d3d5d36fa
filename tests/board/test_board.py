"""The feedback board: what is posted gets an answer from somebody by a day, and everybody sees what becomes of it."""
import io
import json
from datetime import date

import pytest
from flask_babel import force_locale
from PIL import Image
from sqlalchemy import select, update

from portal.board import due, panels, queries
from portal.board.actions import life
from portal.board.actions import posts as actions
from portal.board.metrics import adopted_share, answer_on_time, first_answer_days
from portal.board.metrics import posts as posts_metric
from portal.board.models import Post, PostEntry, PostKind, PostState
from portal.core.action import Change, Refused, Stale
from portal.core.issue import About
from portal.core.panel import Reading
from portal.core.period import month, week
from portal.core.policy import rights_of
from portal.core.scope import Scope
from portal.extensions import db
from portal.org.models import Membership
from portal.steps.models import Step

from ..factories.board import add_post, post
from ..factories.org import person

MONDAY = date(2026, 11, 23)
TYPED = {"kind": "suggestion", "title": "周六加一名评估师", "text": "置换客户排队", "topic": "turns",
         "wants_answer": "y"}


def last():
    db.session.rollback()
    return db.session.scalars(select(Post)).one()


def test_a_post_asks_the_manager_for_an_answer_within_three_working_days(desk, store, clock):
    clock.set(date(2026, 11, 27))                               # a Friday
    desk.sign_in("邓浩然").send("/board/new", **TYPED, status=303)
    row = last()
    assert (row.author_id, row.responsible_id) == (person("邓浩然").id, person("沈国平").id)
    assert (row.state, row.answer_by_on, row.topic) == (PostState.NEW, date(2026, 12, 2), "turns")


def test_a_holiday_is_no_working_day_for_an_answer(store, clock):
    clock.set(date(2026, 9, 30))                                # the National Day holiday lasts to 7 October
    row = actions.post(store, by=person("邓浩然"), kind=PostKind.PROBLEM, title="x")
    assert row.answer_by_on == date(2026, 10, 10)


def test_a_post_that_asks_for_nothing_has_no_deadline_and_nobody_to_answer(store):
    row = actions.post(store, by=person("邓浩然"), kind=PostKind.SUGGESTION, title="x", wants_answer=False)
    assert (row.state, row.answer_by_on, row.responsible_id) == (PostState.TOLD, None, None)
    with pytest.raises(Refused):
        actions.answer(row, by=person("沈国平"), version=row.version, state=PostState.DONE, text="x")


def test_a_post_sent_twice_stands_once(desk, store):
    page = desk.sign_in("邓浩然").open("/board/new")
    first, again = (desk.send("/board/new", page, **TYPED) for _each in range(2))
    assert first.location == again.location and last()


def test_it_is_declined_only_with_a_reason_and_the_first_answer_is_the_one_that_counts(desk, asked, clock):
    desk.sign_in("沈国平")
    desk.send(f"/board/{asked}/answer", state="declined", text="", status=422)
    desk.send(f"/board/{asked}/answer", state="accepted", text="有道理", status=303)
    clock.set(date(2026, 12, 4))
    desk.send(f"/board/{asked}/answer", state="declined", text="供应商不肯", status=303)
    row = post(asked)
    assert (row.state, row.answered_on, row.closed_on) == (PostState.DECLINED, MONDAY, date(2026, 12, 4))
    page = desk.open(f"/board/{asked}")
    assert "供应商不肯" in page.words and "不采纳" in page.words


def test_of_two_who_answer_at_once_the_second_is_told(asked):
    actions.answer(post(asked), by=person("沈国平"), version=1, state=PostState.ACCEPTED, text="好")
    with pytest.raises(Stale):
        actions.answer(post(asked), by=person("顾永昌"), version=1, state=PostState.DONE, text="好")
    with pytest.raises(Refused):
        actions.answer(post(asked), by=person("顾永昌"), version=2, state=PostState.ACCEPTED, text="又")


def test_more_time_needs_a_reason_and_is_too_late_once_the_day_is_over(asked, clock):
    later = {"by": person("沈国平"), "version": 1, "answer_by_on": date(2026, 11, 30)}
    with pytest.raises(Refused) as refused:
        actions.extend(post(asked), **later, text="")
    assert refused.value.field == "text"
    actions.extend(post(asked), **later, text="等厂家回复")
    assert post(asked).answer_by_on == date(2026, 11, 30)
    clock.set(date(2026, 12, 1))
    with pytest.raises(Refused):
        actions.extend(post(asked), **later | {"version": 2, "answer_by_on": date(2026, 12, 9)}, text="还要等")


def owed(name, day):
    mine = rights_of(person(name), day)
    return [row.row_id for source in (due.answers, due.escalated)
            for row in db.session.execute(source(mine["home.read"]))]


def test_an_answer_is_owed_by_who_is_responsible_and_once_overdue_by_the_next_role_too(asked, clock):
    assert (owed("沈国平", MONDAY), owed("顾永昌", MONDAY)) == ([asked], [])
    late = date(2026, 11, 27)
    clock.set(late)
    assert (owed("沈国平", late), owed("顾永昌", late), owed("周敏", late)) == ([asked], [asked], [])
    actions.hand_on(post(asked), by=person("沈国平"), version=1, responsible_id=person("石磊").id)
    assert (owed("石磊", late), owed("沈国平", late), owed("顾永昌", late)) == ([asked], [asked], [])
    actions.answer(post(asked), by=person("石磊"), version=2, state=PostState.DONE, text="换了电瓶")
    assert (owed("石磊", late), owed("沈国平", late)) == ([], [])


def leave(name, day):
    db.session.execute(update(Membership).where(Membership.person_id == person(name).id).values(until_on=day))
    db.session.commit()


def test_what_somebody_who_left_should_answer_is_owed_by_the_manager_at_once_and_handed_on(desk, asked):
    actions.hand_on(post(asked), by=person("沈国平"), version=1, responsible_id=person("石磊").id)
    assert owed("沈国平", MONDAY) == []
    leave("石磊", MONDAY)
    assert owed("沈国平", MONDAY) == [asked]
    actions.answer(post(asked), by=person("沈国平"), version=2, state=PostState.ACCEPTED, text="换电瓶")
    assert f"/board/{asked}/hand-on" in desk.sign_in("沈国平").open(f"/board/{asked}").text


def test_where_nobody_is_manager_the_general_manager_owes_what_is_overdue(asked):
    actions.hand_on(post(asked), by=person("沈国平"), version=1, responsible_id=person("石磊").id)
    leave("沈国平", MONDAY)
    assert owed("顾永昌", date(2026, 11, 27)) == [asked]


def test_home_shows_what_waits_for_ones_answer(desk, asked):
    assert "试驾车每天早上没电" in desk.sign_in("沈国平").open("/").text
    assert "试驾车每天早上没电" not in desk.sign_in("周敏").open("/").text


def test_somebody_else_answers_only_what_was_handed_on_to_him(desk, asked):
    desk.sign_in("石磊").open(f"/board/{asked}/answer", status=404)
    desk.sign_in("沈国平")
    desk.send(f"/board/{asked}/hand-on", responsible_id=person("石磊").id, text="配车的事", status=303)
    desk.sign_in("石磊").send(f"/board/{asked}/answer", state="done", text="换了电瓶", status=303)
    assert post(asked).state is PostState.DONE


def test_a_post_becomes_an_agreed_step_and_each_leads_to_the_other(desk, asked):
    desk.sign_in("沈国平")
    desk.send(f"/board/{asked}/step", text="换试驾车电瓶", owner_id=person("周敏").id, due_on="2026-11-27", status=303)
    step = db.session.scalars(select(Step)).one()
    assert (step.origin_kind, step.origin_id) == ("post", asked)
    assert f"/steps/{step.id}" in desk.open(f"/board/{asked}").text
    assert f"/board/{asked}" in desk.open(f"/steps/{step.id}").text
    row = post(asked)
    assert (row.state, row.answered_on) == (PostState.IN_WORK, MONDAY)


def test_people_agree_once_take_it_back_and_never_with_themselves(desk, asked):
    page = desk.sign_in("周敏").open(f"/board/{asked}")
    for _twice in range(2):
        desk.send(f"/board/{asked}/agree", page, status=303)
        assert post(asked).agree_count == 1
    desk.send(f"/board/{asked}/agree", f"/board/{asked}", status=303)
    assert post(asked).agree_count == 0
    with pytest.raises(Refused):
        actions.agree_with(post(asked), by=person("邓浩然"))


def test_an_agreement_does_not_disturb_who_is_just_answering(desk, asked):
    form = desk.sign_in("沈国平").open(f"/board/{asked}/answer")
    actions.agree_with(post(asked), by=person("周敏"))
    desk.send(f"/board/{asked}/answer", form, state="accepted", text="好主意", status=303)
    assert post(asked).agree_count == 1 and post(asked).state is PostState.ACCEPTED


def test_a_managers_own_question_is_answered_by_the_general_manager(store):
    made = actions.post(store, by=person("沈国平"), kind=PostKind.QUESTION, title="年会定在哪天")
    assert made.responsible_id == person("顾永昌").id


def test_a_comment_stands_under_the_post_with_its_name(desk, asked):
    desk.sign_in("周敏").send(f"/board/{asked}/comment", f"/board/{asked}", text="我也遇到了", status=303)
    assert "我也遇到了" in desk.sign_in("邓浩然").open(f"/board/{asked}").words
    desk.send(f"/board/{asked}/comment", f"/board/{asked}", text="", status=422)


def test_the_administrator_removes_an_unlawful_post_and_the_trace_stays(desk, asked):
    desk.sign_in("沈国平").open(f"/board/{asked}/remove", status=404)
    desk.sign_in("系统管理")
    desk.send(f"/board/{asked}/remove", reason="", status=422)
    desk.send(f"/board/{asked}/remove", reason="辱骂同事", status=303)
    assert "辱骂同事" in desk.open(f"/board/{asked}").words
    desk.sign_in("周敏").open(f"/board/{asked}", status=404)
    assert "试驾车每天早上没电" not in desk.open("/board").text
    line = db.session.scalars(select(Change).where(Change.action == "post.removed")).one()
    assert line.made_by_id == person("系统管理").id and "辱骂同事" in line.after
    desk.sign_in("系统管理").send(f"/board/{asked}/put-back", f"/board/{asked}", status=303)
    desk.sign_in("周敏").open(f"/board/{asked}")


def test_another_stores_board_is_not_there(desk, asked):
    desk.sign_in("戴维新").open(f"/board/{asked}", status=404)
    assert "试驾车每天早上没电" not in desk.open("/board").text


def test_the_board_is_found_by_words_kind_state_and_what_is_overdue(desk, asked, clock):
    add_post("加一台咖啡机", store_id=post(asked).store_id, kind=PostKind.SUGGESTION, state=PostState.TOLD,
             answer_by_on=None, author_id=person("周敏").id)
    clock.set(date(2026, 11, 27))
    desk.sign_in("周敏")
    for query, there in (("?w=咖啡", False), ("?kind=problem", True), ("?state=new", True), ("?late=yes", True),
                         ("?kind=suggestion", False)):
        page = desk.open("/board" + query).text
        assert ("没电" in page, "咖啡机" in page) == (there, not there), query
    assert "没电" in desk.open("/search?q=没电").text


def figures(metric, store, as_of):
    november = month(MONDAY)
    found = metric.figures(Scope(as_of, stores=frozenset({store})), [november], as_of)
    return found.get((november,), metric.none)


def test_answers_on_their_last_day_are_in_time_and_open_ones_inside_it_are_not_judged(store):
    manager = person("沈国平").id
    common = {"store_id": store, "responsible_id": manager, "posted_on": date(2026, 11, 2)}
    day = date(2026, 11, 5)
    add_post("in time", answer_by_on=day, answered_on=day, state=PostState.DONE, closed_on=day, **common)
    add_post("a day late", answer_by_on=day, answered_on=date(2026, 11, 6), state=PostState.DECLINED,
             closed_on=date(2026, 11, 6), **common)
    add_post("never", answer_by_on=day, **common)
    add_post("still inside", answer_by_on=date(2026, 11, 30), **common)
    add_post("asks for nothing", **common | {"responsible_id": None}, answer_by_on=None, state=PostState.TOLD)
    closed = date(2026, 11, 20)
    assert figures(answer_on_time, store, closed).text == "33.3%" and figures(answer_on_time, store, closed).base == 3
    assert figures(answer_on_time, store, day).base == 3 and figures(answer_on_time, store, date(2026, 11, 4)).base == 0
    assert figures(adopted_share, store, closed).text == "50.0%"
    assert figures(first_answer_days, store, closed).value == 3.5
    assert figures(posts_metric, store, closed).amount == 5


def test_the_week_sheet_says_what_the_store_and_the_person_still_owe(asked):
    w48 = week(MONDAY)
    store_id = post(asked).store_id
    line = panels.panels[-1].build

    def said(name, about):
        reader = person(name)
        with force_locale("en"):
            found = line(Reading(rights_of(reader, MONDAY), reader, w48.end, about, w48))
        return found and found.text
    assert said("沈国平", About(store_id, None, None)) == "1 posts, 1 still open, 1 overdue"
    assert said("沈国平", About(store_id, None, person("沈国平").id)) == "1 answers owed, 1 overdue"
    assert said("邓浩然", About(store_id, None, person("邓浩然").id)) is None


def test_an_author_puts_his_post_right_until_it_is_answered_and_what_it_was_stands_in_the_record(desk, asked, clock):
    desk.sign_in("周敏").open(f"/board/{asked}/edit", status=404)
    desk.sign_in("邓浩然").send(f"/board/{asked}/edit", title="试驾车隔天没电", text="电瓶", status=303)
    row = post(asked)
    assert (row.title, row.edited_on) == ("试驾车隔天没电", MONDAY)
    line = db.session.scalars(select(Change).where(Change.action == "post.edited")).one()
    assert "试驾车每天早上没电" in json.loads(line.before).values() and line.made_by_id == person("邓浩然").id
    assert "修改过" in desk.open(f"/board/{asked}").words
    desk.sign_in("沈国平").send(f"/board/{asked}/answer", state="accepted", text="有道理", status=303)
    desk.sign_in("邓浩然").open(f"/board/{asked}/edit", status=404)
    with pytest.raises(Refused):
        actions.edit(post(asked), by=person("邓浩然"), version=post(asked).version, title="x")


def test_a_comment_that_was_removed_leaves_its_place_and_for_who_moderates_who_removed_it_and_why(desk, asked):
    entry = actions.comment(post(asked), by=person("周敏"), text="骂人的话").id
    desk.sign_in("系统管理").send(f"/board/{asked}/entries/{entry}/remove", reason="骂人", status=303)
    assert "骂人" in desk.open(f"/board/{asked}").words
    page = desk.sign_in("邓浩然").open(f"/board/{asked}").words
    assert "一条评论已被删除" in page and "骂人" not in page
    desk.sign_in("系统管理").send(f"/board/{asked}/entries/{entry}/put-back", f"/board/{asked}", status=303)
    assert "骂人的话" in desk.sign_in("邓浩然").open(f"/board/{asked}").words


def test_a_comment_and_an_answer_carry_pictures_and_a_removed_comments_picture_is_gone(desk, asked):
    red = io.BytesIO()
    Image.new("RGB", (4, 3), "red").save(red, "PNG")
    sent = [(io.BytesIO(red.getvalue()), "IMG.png") for _each in range(2)]
    desk.sign_in("周敏").send(f"/board/{asked}/comment", f"/board/{asked}", text="看图", pictures=sent[0], status=303)
    desk.sign_in("沈国平").send(f"/board/{asked}/answer", state="done", text="换了", pictures=sent[1], status=303)
    page = desk.open(f"/board/{asked}")
    assert f"/board/{asked}/pictures/1" in page.text and f"/board/{asked}/pictures/2" in page.text
    entry = db.session.scalars(select(PostEntry).where(PostEntry.state.is_(None))).one().id
    desk.sign_in("系统管理").send(f"/board/{asked}/entries/{entry}/remove", reason="隐私", status=303)
    desk.sign_in("沈国平").open(f"/board/{asked}/pictures/1", status=404)
    desk.open(f"/board/{asked}/pictures/2")


def test_posts_are_found_by_what_was_said_and_notices_by_their_number(store, asked):
    actions.comment(post(asked), by=person("周敏"), text="电瓶供应商换一家")
    notice = life.give_notice(store, by=person("沈国平"), title="元旦值班", text="三天都有人").id
    rights = rights_of(person("邓浩然"), MONDAY)
    assert [row[1] for row in queries.found(rights, "供应商", 5)] == [asked]
    assert [row[1] for row in queries.found(rights, "2026-01", 5)] == [notice]
    assert queries.found(rights, "2026-02", 5) == []
