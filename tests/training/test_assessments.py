"""Tests and role-plays: the bank, taking one, marking, retakes, what is shown of results, the pass rate."""
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import select

from portal.core.action import Refused
from portal.core.due import due
from portal.core.period import month
from portal.core.scope import Scope
from portal.extensions import db
from portal.training import papers, results
from portal.training.actions.assessments import change_assessment, lay_on, lay_on_role_play, open_answers, withdraw
from portal.training.actions.events import call_off, change_event
from portal.training.actions.questions import change_question
from portal.training.actions.tries import Scored, begin, hand_in, keep, score, void
from portal.training.assessed import TrainingAnswer, TrainingAssessment, TrainingQuestion, TrainingTry, TryState
from portal.training.metrics_assessed import pass_rate
from tests.factories.org import person
from tests.factories.training import (
    MONDAY,
    add_event,
    add_held,
    add_question,
    add_role_play,
    add_seat,
    add_test,
    add_try,
    assessment,
    event,
)

TUESDAY = MONDAY + timedelta(days=1)
NOVEMBER = month(MONDAY)
ASSESSED = r'data-label="考核人数"[^>]*>\s*(?:<[^>]*>)?([^<]*)'


def of_store(store_id, today=MONDAY):
    return Scope(today, stores=frozenset({store_id}))


def own(name, today=MONDAY):
    return Scope(today, persons=frozenset({person(name).id}))


@pytest.fixture
def taught(store):
    """A training held on Monday, which Li and Wang attended."""
    event_id = add_held(store_id=store, on=MONDAY)
    for name in ("Li", "Wang"):
        add_seat(event_id, name, required=True, came=True)
    return event_id


def bank(store, count=5):
    return [add_question(f"第 {n} 题", store_id=store) for n in range(count)]


def begun(test_id, name):
    made = begin(assessment(test_id), by=person(name))
    return made.id


def attempt(try_id):
    db.session.rollback()
    return db.session.get_one(TrainingTry, try_id)


def taken(test_id, name, right):
    """Somebody takes a test and gives so many right answers."""
    try_id = begun(test_id, name)
    given = {place: [0] if place < right else [1] for place in range(len(assessment(test_id).paper))}
    return hand_in(attempt(try_id), by=person(name), given=given)


def test_a_question_has_two_options_at_least_and_one_that_is_right(store, desk):
    address = "/training/questions/new"
    desk.sign_in("Qiao").send(address, text="首付几成？", option_0="三成", right_0="y", subject="sales", status=422)
    desk.send(address, text="首付几成？", option_0="三成", option_1="五成", subject="sales", status=422)
    desk.send(address, text="首付几成？", option_0="三成", option_1="三成", right_0="y", subject="sales", status=422)
    desk.send(address, text="首付几成？", option_0="三成", option_2="五成", right_2="y", subject="sales", status=303)
    row = db.session.scalar(select(TrainingQuestion))
    assert (row.options, row.right) == (["三成", "五成"], [1])


def test_a_question_that_was_used_is_said_better_and_old_tests_keep_it_as_it_was(store, taught, desk):
    question_id = add_question("旧题面", store_id=store)
    test_id = add_test(taught, store_id=store, questions=[question_id])
    result = taken(test_id, "Li", 1).id
    change_question(db.session.get_one(TrainingQuestion, question_id), by=person("Qiao"), version=1, subject="sales",
                    text="新题面", options=["甲", "乙"], right=[1])
    assert "旧题面" in desk.sign_in("Li").open(f"/training/tries/{result}").words
    assert "新题面" in desk.sign_in("Qiao").open("/training/questions").words


def test_a_question_out_of_use_goes_into_no_new_test(store, taught, desk):
    question_id = add_question("退役题", store_id=store)
    add_question("在用题", store_id=store)
    page = f"/training/questions/{question_id}"
    desk.sign_in("Qiao").send(f"{page}/retire", page, status=303)
    offered = desk.open(f"/training/events/{taught}/test").words
    assert "在用题" in offered and "退役题" not in offered
    desk.send(f"{page}/retire", page, status=303)
    assert "退役题" in desk.open(f"/training/events/{taught}/test").words


def test_the_trainer_lays_a_test_on_from_the_page_of_the_training(store, taught, desk):
    ids = bank(store, 3)
    address = f"/training/events/{taught}/test"
    desk.sign_in("Qiao").send(address, questions=[str(ids[0]), str(ids[2])], draw="5", status=422)
    desk.send(address, questions=[str(ids[0]), str(ids[2])], certificate="产品认证", months="", status=422)
    desk.send(address, questions=[str(ids[0]), str(ids[2])], certificate="产品认证", months="12", status=303)
    row = db.session.scalar(select(TrainingAssessment))
    assert [one["id"] for one in row.paper] == [ids[0], ids[2]] and (row.on, row.certificate) == (MONDAY, "产品认证")
    desk.sign_in("Li").open(address, status=404)


def test_questions_and_options_stand_in_another_order_for_each_and_in_the_same_after_a_reload(store, taught, desk):
    test_id = add_test(taught, store_id=store, questions=bank(store, 12))
    page = desk.sign_in("Li").send(f"/training/assessments/{test_id}/begin", f"/training/assessments/{test_id}",
                                   status=303)
    address = page.location
    assert desk.open(address).words == desk.open(address).words
    row = assessment(test_id)
    assert papers.shuffled(row, Random(1)) != papers.shuffled(row, Random(2))
    shown = attempt(int(address.split("/")[-2])).shown
    assert sorted(place for place, _options in shown) == [*range(12)]
    assert all(sorted(options) == [0, 1, 2] for _place, options in shown)


def test_of_twenty_questions_five_are_drawn_for_each_try(store, taught):
    test_id = add_test(taught, store_id=store, questions=bank(store, 20), draw=5)
    assert len(attempt(begun(test_id, "Li")).shown) == 5


def test_an_answer_is_kept_as_soon_as_it_is_given_and_stands_there_after_a_reload(store, taught, desk):
    test_id = add_test(taught, store_id=store, questions=bank(store, 3))
    address = f"/training/tries/{begun(test_id, 'Li')}/take"
    desk.sign_in("Li").send(address, q_1="2", status=303)
    assert desk.open(address).values(address)["q_1"] == "2"
    assert attempt(1).state is TryState.OPEN
    page = desk.open(address)
    kept = desk._call("post", address, data=page.values(address) | {"q_0": "0"}, headers={"HX-Request": "true"})
    assert "已答 2 / 3" in kept.text and desk.open(address).values(address)["q_0"] == "0"


def test_who_hands_in_with_questions_left_is_asked_once_more(store, taught, desk):
    test_id = add_test(taught, store_id=store, questions=bank(store, 3))
    address = f"/training/tries/{begun(test_id, 'Li')}/take"
    answer = desk.sign_in("Li").send(address, q_0="0", hand_in="1", status=422)
    desk.send(address, answer, anyway="y", hand_in="1", status=303)
    assert (attempt(1).points, attempt(1).out_of, attempt(1).state) == (1, 3, TryState.FAILED)


def test_a_question_counts_with_all_its_right_options_and_no_wrong_one(store, taught):
    several = add_question("前三步？", ("看证件", "签协议", "收定金"), (0, 1), store_id=store)
    test_id = add_test(taught, store_id=store, questions=[several] * 3)
    try_id = begun(test_id, "Li")
    hand_in(attempt(try_id), by=person("Li"), given={0: [0, 1], 1: [0], 2: [0, 1, 2]})
    assert (attempt(try_id).points, attempt(try_id).out_of) == (1, 3)


def test_exactly_the_pass_mark_passes(store, taught):
    test_id = add_test(taught, store_id=store, questions=bank(store, 5))
    assert taken(test_id, "Li", 4).state is TryState.PASSED
    assert taken(test_id, "Wang", 3).state is TryState.FAILED


def test_what_was_handed_in_takes_no_answer_any_more(store, taught):
    test_id = add_test(taught, store_id=store, questions=bank(store, 2))
    made = taken(test_id, "Li", 1).id
    with pytest.raises(Refused):
        keep(attempt(made), by=person("Li"), given={1: [0]})
    with pytest.raises(Refused):
        hand_in(attempt(made), by=person("Li"), given={1: [0]})


def test_a_retake_begins_on_the_day_that_is_named_and_after_the_last_none(store, taught, clock):
    test_id = add_test(taught, store_id=store, questions=bank(store, 2), retake_days=2)
    taken(test_id, "Li", 0)
    clock.set(TUESDAY)
    with pytest.raises(Refused) as refused:
        begun(test_id, "Li")
    assert "11-25" in refused.value.message
    clock.set(MONDAY + timedelta(days=2))
    taken(test_id, "Li", 0)
    clock.set(MONDAY + timedelta(days=9))
    with pytest.raises(Refused):
        begun(test_id, "Li")


def test_who_has_passed_or_was_absent_or_comes_too_late_takes_no_test(store, taught, clock):
    test_id = add_test(taught, store_id=store, questions=bank(store, 1))
    taken(test_id, "Li", 1)
    add_seat(taught, "Zhou", came=False)
    for name in ("Li", "Zhou", "Cheng"):
        with pytest.raises(Refused):
            begun(test_id, name)
    clock.set(MONDAY + timedelta(days=15))
    with pytest.raises(Refused):
        begun(test_id, "Wang")


def test_two_taps_on_begin_make_one_try(app, store, taught):
    test_id = add_test(taught, store_id=store, questions=bank(store, 3))

    def run(_n):
        with app.app_context():
            try:
                return begun(test_id, "Li")
            finally:
                db.session.remove()
    db.session.remove()
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(run, range(4)))) == 1


def test_right_answers_are_shown_after_the_last_try_or_when_the_trainer_shows_them(store, taught, desk):
    question_id = add_question("首付？", ("甲选项", "乙选项"), store_id=store)
    test_id = add_test(taught, store_id=store, questions=[question_id])
    page = f"/training/tries/{taken(test_id, 'Li', 0).id}"
    words = desk.sign_in("Li").open(page).words
    assert "乙选项" in words and "甲选项" not in words
    open_answers(assessment(test_id), by=person("Qiao"))
    assert "甲选项" in desk.open(page).words


def test_nobody_sees_the_questions_of_somebody_elses_try(store, taught, desk):
    try_id = begun(add_test(taught, store_id=store, questions=bank(store, 1)), "Li")
    desk.sign_in("Wang").open(f"/training/tries/{try_id}/take", status=404)
    desk.open(f"/training/tries/{try_id}", status=404)
    desk.sign_in("Lin").open(f"/training/tries/{try_id}")
    desk.sign_in("Qiao").open(f"/training/tries/{try_id}/take", status=404)


def test_terms_change_but_the_pass_mark_stays_once_somebody_has_begun(store, taught):
    test_id = add_test(taught, store_id=store, questions=bank(store, 1))
    terms = {"title": "测验", "opens_on": MONDAY, "closes_on": MONDAY + timedelta(days=20), "tries": 3}
    begun(test_id, "Li")
    with pytest.raises(Refused) as refused:
        change_assessment(assessment(test_id), by=person("Qiao"), version=1, pass_mark=10, **terms)
    assert refused.value.field == "pass_mark"
    change_assessment(assessment(test_id), by=person("Qiao"), version=1, pass_mark=80, **terms)
    assert assessment(test_id).tries == 3
    with pytest.raises(Refused):
        withdraw(assessment(test_id), by=person("Qiao"), version=2)


def test_a_test_moves_with_its_training(store, taught):
    event_id = add_event(store_id=store, on=TUESDAY)
    test_id = add_test(event_id, store_id=store, questions=bank(store, 1), on=TUESDAY, opens_on=TUESDAY)
    row = event(event_id)
    change_event(row, by=person("Qiao"), version=1, subject="sales", title="试驾邀约", minutes=60,
                 starts_at=row.starts_at + timedelta(days=7), trainer_id=row.trainer_id)
    moved = assessment(test_id)
    assert (moved.on, moved.opens_on) == (TUESDAY + timedelta(days=7),) * 2
    assert moved.closes_on == MONDAY + timedelta(days=21)


def test_the_weights_of_a_score_sheet_make_a_hundred(store, taught):
    terms = {"title": "异议处理", "points_each": 5, "opens_on": MONDAY, "closes_on": TUESDAY, "pass_mark": 60,
             "tries": 1}
    with pytest.raises(Refused) as refused:
        lay_on_role_play(event(taught), by=person("Qiao"), criteria=[("需求", 60), ("异议", 30)], **terms)
    assert refused.value.field == "criteria"
    assert lay_on_role_play(event(taught), by=person("Qiao"), criteria=[("需求", 60), ("异议", 40)], **terms).paper


def test_the_trainer_scores_a_role_play_on_his_phone_and_weights_count(store, taught, desk):
    role_play = add_role_play(taught, store_id=store)
    address = f"/training/role-plays/{role_play}/score/{person('Li').id}"
    answer = desk.sign_in("Qiao").send(address, points_0="5", status=422)
    desk.send(address, answer, points_1="2", remark_1="没有回应价格异议", status=303)
    made = results.latest(role_play, person("Li").id)
    assert papers.mark(made.points, made.out_of) == "76" and made.state is TryState.FAILED
    assert "没有回应价格异议" in desk.sign_in("Li").open(f"/training/tries/{made.id}").words
    desk.open(address, status=404)
    page = desk.sign_in("Qiao").open(f"/training/role-plays/{role_play}/sheet")
    assert "需求分析" in page.words and "Wang" in page.words


def test_a_try_scored_by_mistake_is_voided_and_made_again(store, taught):
    role_play = add_role_play(taught, store_id=store, tries=1)
    scored = {0: Scored(0), 1: Scored(0)}
    made = score(assessment(role_play), person("Li").id, by=person("Qiao"), scores=scored)
    with pytest.raises(Refused):
        score(assessment(role_play), person("Li").id, by=person("Qiao"), scores=scored)
    void(attempt(made.id), by=person("Qiao"), version=attempt(made.id).version, why="打错人")
    again = score(assessment(role_play), person("Li").id, by=person("Qiao"), scores={0: Scored(5), 1: Scored(5)})
    assert (again.no, again.state) == (1, TryState.PASSED)
    assert [one.last.id for one in results.standings(assessment(role_play), of_store(store)) if one.last] == [again.id]


def test_a_quiz_is_open_to_everybody_for_its_days(store, desk, clock):
    quiz = add_test(None, store_id=store, questions=bank(store, 1), opens_on=TUESDAY, closes_on=TUESDAY, on=TUESDAY)
    with pytest.raises(Refused):
        begun(quiz, "Cheng")
    clock.set(TUESDAY)
    assert taken(quiz, "Cheng", 1).state is TryState.PASSED
    assert "Cheng" in desk.sign_in("Qiao").open(f"/training/assessments/{quiz}").words
    clock.set(TUESDAY + timedelta(days=1))
    with pytest.raises(Refused):
        begun(quiz, "Li")


def test_a_quiz_is_laid_on_without_a_training(store, desk):
    ids = bank(store, 2)
    desk.sign_in("Qiao").send("/training/assessments/new", title="新车型小测", subject="product",
                              questions=[str(each) for each in ids], compulsory="y", status=303)
    row = db.session.scalar(select(TrainingAssessment))
    assert (row.event_id, row.compulsory, row.on) == (None, True, MONDAY)


def test_each_owes_the_tests_of_trainings_and_the_trainer_the_scores(store, taught, clock):
    test_id = add_test(taught, store_id=store, questions=bank(store, 1), retake_days=1)
    quiz = add_test(None, store_id=store, questions=bank(store, 1), compulsory=True)
    role_play = add_role_play(taught, store_id=store)

    def owed(name, today=MONDAY):
        return sorted(row.row_id for row in due(own(name, today)) if row.kind == "training_assessment")
    assert owed("Li") == [test_id, quiz] and owed("Cheng") == [quiz] and owed("Gu") == []
    taken(test_id, "Li", 0)
    assert owed("Li") == [quiz]                                         # the retake is for tomorrow
    assert owed("Li", TUESDAY) == [test_id, quiz]
    assert owed("Qiao") == [quiz, role_play]
    for name in ("Li", "Wang"):
        score(assessment(role_play), person(name).id, by=person("Qiao"), scores={0: Scored(5), 1: Scored(5)})
    assert owed("Qiao") == [quiz]
    assert owed("Li", MONDAY + timedelta(days=15)) == []


def test_the_pass_rate_counts_each_person_once_for_an_assessment_by_the_trainings_day(store, taught):
    test_id = add_test(taught, store_id=store, questions=bank(store, 1))
    add_try(test_id, "Li", passed=False, latest=None)
    add_try(test_id, "Li", passed=True, no=2, on=TUESDAY)
    add_try(test_id, "Wang", passed=False)
    begun(add_test(taught, store_id=store, questions=bank(store, 1)), "Li")            # not handed in

    def rate(as_of):
        return {key[1]: (one.amount, one.base) for key, one in
                pass_rate.figures(of_store(store), [NOVEMBER], as_of, "person_id").items()}
    assert rate(MONDAY) == {person("Li").id: (0, 1), person("Wang").id: (0, 1)}
    assert rate(TUESDAY) == {person("Li").id: (1, 1), person("Wang").id: (0, 1)}
    assert pass_rate.figures(of_store(store), [month(date(2026, 10, 1))], MONDAY) == {}


def test_results_are_listed_and_taken_away_by_the_trainer(store, taught, desk):
    test_id = add_test(taught, store_id=store, questions=bank(store, 1))
    add_try(test_id, "Li", passed=False)
    page = desk.sign_in("Qiao").open("/training/results")
    assert "Li" in page.words and "0.0" in page.words
    assert "Li" not in desk.sign_in("Wang").open("/training/results").words
    assert "价格谈判测验" in desk.open("/training/assessments").words


def test_answers_are_lines_of_the_bank_only_where_they_were_marked(store, taught, desk):
    ids = bank(store, 2)
    test_id = add_test(taught, store_id=store, questions=ids)
    taken(test_id, "Li", 1)
    begun(test_id, "Wang")
    told = {row.question_id: row.right for row in db.session.scalars(select(TrainingAnswer))}
    assert told == {ids[0]: True, ids[1]: False}
    desk.sign_in("Qiao").open("/training/questions")


def test_a_test_of_another_stores_questions_is_refused(store, taught, desk):
    from tests.factories.org import add_store
    foreign = add_question("别店的题", store_id=add_store("B", "永驰沙河店"))
    desk.sign_in("Qiao").send(f"/training/events/{taught}/test", questions=[str(foreign)], status=422)


def test_a_test_without_questions_or_that_ends_before_it_begins_is_refused(store, taught):
    given = {"store_id": store, "event": event(taught), "subject": "sales", "title": "测验", "pass_mark": 80,
             "tries": 1}
    for more in ({"questions": [], "closes_on": TUESDAY}, {"questions": [object()], "closes_on": date(2026, 11, 1)}):
        with pytest.raises(Refused):
            lay_on(by=person("Qiao"), opens_on=MONDAY, **given | more)


def test_the_test_of_a_training_that_was_called_off_is_taken_by_nobody_and_counts_for_nobody(store, desk):
    event_id = add_event(store_id=store)
    add_seat(event_id, "Li", required=True)
    test_id = add_test(event_id, store_id=store, questions=bank(store, 1))
    add_try(test_id, "Li", passed=False, next_on=MONDAY)
    begin_at, page_at = f"/training/assessments/{test_id}/begin", f"/training/assessments/{test_id}"
    page = desk.sign_in("Li").open(page_at)
    assert begin_at in page.text
    call_off(event(event_id), by=person("Qiao"), version=event(event_id).version, why="讲师出差")
    assert begin_at not in desk.open(page_at).text
    desk.send(begin_at, page, status=303)
    assert db.session.scalars(select(TrainingTry.no)).all() == [1]
    assert pass_rate.figures(of_store(store), [NOVEMBER], MONDAY) == {}


def test_a_role_play_is_scored_again_once_the_trainer_has_allowed_another_try(store, taught, desk):
    role_play = add_role_play(taught, store_id=store, tries=1)
    score(assessment(role_play), person("Li").id, by=person("Qiao"), scores={0: Scored(0), 1: Scored(0)})
    again = f"/training/role-plays/{role_play}/score/{person('Li').id}"
    page_at = f"/training/assessments/{role_play}"
    assert again not in desk.sign_in("Qiao").open(page_at).text
    row = assessment(role_play)
    change_assessment(row, by=person("Qiao"), version=row.version, title=row.title, opens_on=row.opens_on,
                      closes_on=row.closes_on, pass_mark=80, tries=2)
    assert again in desk.open(page_at).text


def test_a_colleague_does_not_read_how_few_people_did(store, taught, desk):
    test_id = add_test(taught, store_id=store, questions=bank(store, 1))
    add_try(test_id, "Li", passed=False)
    page, told = f"/training/events/{taught}", "1 人考核，0 人通过"
    assert told in desk.sign_in("Qiao").open(page).words
    assert re.search(ASSESSED, desk.open("/training/assessments").text)[1] == "1"
    assert told not in desk.sign_in("Wang").open(page).words
    assert re.search(ASSESSED, desk.open("/training/assessments").text)[1] != "1"
    for name in ("Zhou", "Lin", "Cheng", "Bai"):
        add_try(test_id, name, passed=True)
    assert "5 人考核，4 人通过" in desk.open(page).words
