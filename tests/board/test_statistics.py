"""Statistics of the board, the form on paper and what is typed in from it, and posts that are loaded."""
import re
from datetime import date

from sqlalchemy import select

from portal.board.actions import posts as actions
from portal.board.load import DatedEntry, DatedPost
from portal.board.models import Post, PostKind, PostState
from portal.board.statistics import statistics
from portal.board.workplace import workplace
from portal.core.action import Change
from portal.core.load import load
from portal.core.period import quarter
from portal.extensions import db
from portal.org.models import Store, Team

from ..factories.board import add_post, post
from ..factories.org import add_person, person

MONDAY = date(2026, 11, 23)


def test_a_team_of_fewer_than_five_people_has_no_figure(store):
    team_id = db.session.scalar(select(Team.id).where(Team.store_id == store))
    add_post(store_id=store, author_id=person("周敏").id, team_id=team_id, answered_on=MONDAY, state=PostState.DONE)
    assert [row.figures for row in statistics(store, MONDAY).teams] == [None]
    for name in ("何静", "林晓雨", "陈思远"):
        add_person(name, store_id=store, team_id=team_id)
    posts, on_time, days, adopted = statistics(store, MONDAY).teams[0].figures
    assert (posts.amount, on_time.value, days.value, adopted.value) == (1, 1, 0, 1)


def test_open_posts_stand_by_their_age_and_closed_ones_do_not(store):
    for day in (23, 21, 20, 19, 16):
        add_post(store_id=store, posted_on=date(2026, 11, day))
    add_post(store_id=store, posted_on=date(2026, 10, 23))
    add_post(store_id=store, state=PostState.DONE, closed_on=MONDAY)
    assert [age.posts for age in statistics(store, MONDAY).ages] == [3, 2, 0, 1]


def test_the_workplace_has_a_score_only_from_five_scores_on(store):
    for score in (4, 6, 8, 8):
        add_post(store_id=store, kind=PostKind.ENVIRONMENT, score=score)
    assert statistics(store, MONDAY).score is None
    add_post(store_id=store, kind=PostKind.ENVIRONMENT, score=9)
    assert statistics(store, MONDAY).score == 7


def test_everybody_of_the_store_reads_the_statistics(desk, asked, clock):
    assert "还没有可统计的" in desk.sign_in("邓浩然").open("/board/statistics").words       # of days that have closed
    clock.set(date(2026, 11, 24))
    assert "按时答复率" in desk.sign_in("邓浩然").open("/board/statistics").words
    desk.sign_in("系统管理").open("/board/statistics", status=404)


def test_the_form_on_paper_names_the_stores_topics_and_its_days_for_an_answer(desk, store):
    page = desk.sign_in("石磊").open("/board/form").words
    assert "团队反馈表" in page and "接待与轮值" in page and "收到后 3 个工作日内答复" in page
    assert "团队反馈表" in desk.open("/forms").words


def test_forms_from_the_letter_box_are_typed_in_one_after_the_other_for_who_wrote_them(desk, store):
    desk.sign_in("石磊").open("/board/typed-in", status=404)
    answer = desk.sign_in("沈国平").send("/board/typed-in", kind="problem", title="钥匙找不到",
                                      author_id=person("邓浩然").id, status=303)
    assert answer.location.startswith("/board/typed-in")
    row = db.session.scalars(select(Post)).one()
    assert (row.author_id, row.team_id is not None) == (person("邓浩然").id, True)
    assert db.session.scalars(select(Change.made_by_id).where(Change.row_kind == "post")).all() == [person("沈国平").id]


def test_a_loaded_post_is_as_one_that_was_posted_and_answered(store, clock):
    answered = actions.post(store, by=person("邓浩然"), kind=PostKind.PROBLEM, title="没电", topic="drives")
    actions.answer(answered, by=person("沈国平"), version=1, state=PostState.DONE, text="换了")
    loaded = DatedPost(
        77, store, MONDAY, PostKind.PROBLEM, "没电", topic="drives", author_id=person("邓浩然").id,
        team_id=answered.team_id, responsible_id=person("沈国平").id, answer_by_on=date(2026, 11, 26),
        entries=(DatedEntry(78, MONDAY, "换了", person("沈国平").id, PostState.DONE),))
    assert load({"posts": [loaded]}, by=person("系统管理"), batch="b") == 1
    one, other = post(answered.id), post(77)
    same = [column.key for column in Post.__table__.columns if column.key not in ("id", "version")]
    assert [getattr(one, key) for key in same] == [getattr(other, key) for key in same]


def test_the_quarters_report_on_the_workplace_has_numbers_and_answers_and_no_author(desk, store, clock):
    row = actions.post(store, by=person("邓浩然"), kind=PostKind.ENVIRONMENT, title="更衣室柜子不够", topic="office",
                       score=3)
    actions.answer(row, by=person("沈国平"), version=row.version, state=PostState.DONE, text="本月采购六个")
    clock.set(date(2026, 11, 24))
    page = desk.sign_in("石磊").open("/board/workplace?quarter=2026-Q4").words
    assert "更衣室柜子不够" in page and "本月采购六个" in page and "邓浩然" not in page
    it = workplace(db.session.get_one(Store, store), quarter(MONDAY), MONDAY)
    assert (it.answered, it.in_time, it.judged, it.open, it.score, it.scores) == (1, 1, 1, 0, None, 1)
    for score in (4, 6, 8, 8):
        add_post(store_id=store, kind=PostKind.ENVIRONMENT, score=score)
    assert workplace(db.session.get_one(Store, store), quarter(MONDAY), MONDAY).score == 5.8
    desk.open("/board/workplace?quarter=2027-Q1", status=404)


def test_the_ages_and_the_kinds_lead_to_their_posts(desk, store):
    for day in (20, 21, 22):
        add_post(store_id=store, posted_on=date(2026, 11, day))
    add_post(store_id=store, posted_on=date(2026, 11, 20), kind=PostKind.QUESTION)
    page = desk.sign_in("沈国平").open("/board/statistics")
    of_age = next(link for link in re.findall(r'href="(/board\?state=open[^"]*)"', page.text))
    assert "共 4 " in desk.open(of_age.replace("&amp;", "&")).words
    of_kind = next(link for link in re.findall(r'href="([^"]*)"', page.text) if "kind=question" in link)
    assert "共 1 " in desk.open(of_kind.replace("&amp;", "&")).words
