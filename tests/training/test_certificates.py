"""Certificates and ratings: what a pass gives, when it ends, how it prints; what participants think without a name."""
import io
from datetime import date, timedelta

import pytest
from pypdf import PdfReader

from portal.core import job
from portal.core.action import Change, Refused
from portal.core.due import due
from portal.core.period import month, week
from portal.core.scope import Scope
from portal.extensions import db
from portal.training import results
from portal.training.actions.ratings import rate
from portal.training.actions.tries import begin, hand_in, void
from portal.training.assessed import TrainingCertificate, TrainingTry
from portal.training.metrics_assessed import certificates_valid
from portal.training.papers import months_after
from portal.training.skilled import MentorPair, MentorTask, Skill, SkillJudgement, SkillLevel
from tests.factories.org import add, person
from tests.factories.training import (
    MONDAY,
    add_held,
    add_question,
    add_seat,
    add_test,
    add_try,
    assessment,
    event,
)


def of_store(store_id, today=MONDAY):
    return Scope(today, stores=frozenset({store_id}))


@pytest.fixture
def tested(store):
    """A training of Monday that Li and Wang attended, with a test of one question that gives a certificate."""
    event_id = add_held(store_id=store, on=MONDAY)
    for name in ("Li", "Wang"):
        add_seat(event_id, name, required=True, came=True)
    return add_test(event_id, store_id=store, questions=[add_question(store_id=store)],
                    certificate="产品认证", months=6)


def take(test_id, name, chosen):
    made = begin(assessment(test_id), by=person(name)).id
    db.session.rollback()
    return hand_in(db.session.get_one(TrainingTry, made), by=person(name), given={0: [chosen]})


def certificate(test_id, name, *, issued_on, valid_until, title="产品认证"):
    return add(TrainingCertificate, store_id=assessment(test_id).store_id, person_id=person(name).id, title=title,
               try_id=add_try(test_id, name, passed=True, on=issued_on, latest=None, no=issued_on.toordinal()),
               issued_on=issued_on, valid_until=valid_until)


def test_a_pass_gives_the_certificate_and_a_fail_none(store, tested, desk):
    passed, failed = take(tested, "Li", 0).id, take(tested, "Wang", 1).id
    held = results.certificate_of(passed)
    assert (held.title, held.issued_on, held.valid_until) == ("产品认证", MONDAY, date(2027, 5, 23))
    assert results.certificate_of(failed) is None
    assert "2027-05-23" in desk.sign_in("Li").open(f"/training/tries/{passed}").words


def test_six_months_after_the_31st_of_august_is_the_last_of_february():
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_after(date(2026, 12, 15), 12) == date(2027, 12, 15)


def test_a_voided_pass_takes_its_certificate_back(store, tested):
    made = take(tested, "Li", 0).id
    db.session.rollback()
    row = db.session.get_one(TrainingTry, made)
    void(row, by=person("Qiao"), version=row.version, why="代考")
    assert results.certificate_of(made) is None and results.held_by(person("Li").id, MONDAY) == []


def test_a_certificate_that_ends_within_thirty_days_is_owed_by_the_person_and_the_trainer(store, tested):
    row_id = certificate(tested, "Li", issued_on=date(2026, 6, 23), valid_until=MONDAY + timedelta(days=30))

    def owed(name, today):
        scope = Scope(today, persons=frozenset({person(name).id}))
        return [row.row_id for row in due(scope) if row.kind == "training_certificate"]
    assert owed("Li", MONDAY - timedelta(days=1)) == []
    assert owed("Li", MONDAY) == owed("Qiao", MONDAY) == [row_id]
    assert owed("Wang", MONDAY) == []
    certificate(tested, "Li", issued_on=MONDAY, valid_until=date(2027, 5, 23))
    assert owed("Li", MONDAY) == owed("Qiao", MONDAY) == []


def test_valid_are_those_not_expired_on_the_day_of_the_newest_of_each_name(store, tested):
    certificate(tested, "Li", issued_on=date(2026, 5, 1), valid_until=date(2026, 11, 1))
    certificate(tested, "Wang", issued_on=date(2026, 3, 1), valid_until=date(2026, 9, 1))
    certificate(tested, "Wang", issued_on=date(2026, 11, 10), valid_until=date(2027, 5, 10))

    def valid(day):
        figure = certificates_valid.figures(of_store(store), [month(day)], day).get((month(day),))
        return (figure.amount, figure.base)
    assert valid(date(2026, 8, 31)) == (2, 2)
    assert valid(date(2026, 10, 31)) == (1, 2)
    assert valid(MONDAY) == (1, 2)


def test_certificates_print_one_by_one_and_many_in_one_job(store, tested, desk):
    for name in ("Li", "Wang"):
        certificate(tested, name, issued_on=MONDAY, valid_until=date(2027, 5, 23))
    page = desk.sign_in("Qiao").open("/training/certificates")
    assert "Li" in page.words and "Wang" in page.words
    assert "产品认证" in desk.open("/training/certificates/1").words
    desk.send("/training/certificates/print", "/training/certificates", pick=["1", "2"], status=303)
    job.run_next()
    done = db.session.query(job.Job).filter_by(kind="training_certificates").one()
    assert done.state is job.State.DONE, done.error
    from portal.core import file
    assert len(PdfReader(io.BytesIO(file.read(done.file_id)[1])).pages) == 2
    assert "Wang" not in desk.sign_in("Li").open("/training/certificates").words
    desk.open("/training/certificates/2", status=404)


def test_the_training_record_shows_results_and_certificates(store, tested, desk):
    take(tested, "Li", 0)
    words = desk.sign_in("Li").open(f"/training/people/{person('Li').id}/record").words
    assert "价格谈判测验" in words and "产品认证" in words and "2027-05-23" in words


def test_home_names_the_test_that_is_open_and_the_week_sheet_the_results(store, tested, desk):
    from portal.core.issue import About
    from portal.core.panel import Reading, panels
    from portal.core.policy import rights_of
    assert "价格谈判测验" in desk.sign_in("Li").open("/").words
    take(tested, "Li", 0)
    chen = person("Chen")
    reading = Reading(rights_of(chen, MONDAY), chen, date(2026, 11, 29), About(store, None, None), week(MONDAY))
    assert any("价格谈判测验 1 人考、1 人通过" in line.text for _template, line in panels("week", reading))


def test_who_was_there_rates_and_the_mean_is_shown_from_three_on_without_a_name(store, desk):
    event_id = add_held(store_id=store)
    for name in ("Li", "Wang", "Zhou", "Lin", "Cheng"):
        add_seat(event_id, name, came=True)
    page = f"/training/events/{event_id}"
    desk.sign_in("Li").send(f"{page}/rating", page, stars="5", remark="案例贴近店里", status=303)
    for name in ("Wang", "Lin", "Cheng"):
        rate(event(event_id), by=person(name), stars=4, remark="")
    assert "案例贴近店里" not in desk.sign_in("Qiao").open(page).words
    rate(event(event_id), by=person("Zhou"), stars=1, remark="")
    rate(event(event_id), by=person("Zhou"), stars=3, remark="")
    words = desk.sign_in("Qiao").open(page).words
    assert "4.0 / 5" in words and "案例贴近店里" in words
    assert not db.session.query(Change).filter_by(action="training.rated").count()


def test_who_was_absent_rates_no_training(store):
    event_id = add_held(store_id=store)
    add_seat(event_id, "Li", came=False)
    with pytest.raises(Refused):
        rate(event(event_id), by=person("Li"), stars=5)


def test_the_training_record_shows_skills_as_they_stood_at_its_end_and_who_trains_whom(store, clock, desk):
    skill = add(Skill, version=1, store_id=store, subject="sales", name="试驾邀约与陪驾", aim=SkillLevel.ALONE, rank=1)
    li, wang = person("Li").id, person("Wang").id
    for level, on, newest in ((SkillLevel.GUIDED, date(2025, 12, 1), None), (SkillLevel.ALONE, MONDAY, 1)):
        add(SkillJudgement, store_id=store, skill_id=skill, person_id=li, level=level, evidence="现场考核", on=on,
            by_id=person("Lin").id, newest=newest)
    pair_id = add(MentorPair, version=1, store_id=store, mentor_id=wang, person_id=li, aim="独立接待", from_on=MONDAY,
                  until_on=date(2027, 2, 1), set_by_id=wang)
    for text, done_on in (("陪驾两次", MONDAY), ("报价演练", None)):
        add(MentorTask, version=1, store_id=store, pair_id=pair_id, text=text, due_on=MONDAY, set_by_id=wang,
            done_on=done_on, done_by_id=li if done_on else None)
    words = desk.sign_in("Lin").open(f"/training/people/{li}/record").words
    assert "3 能独立完成" in words and "1 项中 1 项达标" in words and "现场考核" in words
    assert "Wang" in words and "独立接待" in words and "报价演练" in words and "陪驾两次" not in words
    past = desk.open(f"/training/people/{li}/record?year=2025").words
    assert "1 项中 0 项达标" in past and "报价演练" not in past


def test_a_blank_score_sheet_is_printed_from_the_page_of_forms(store, desk):
    page = desk.sign_in("Qiao").open("/forms")
    assert "/training/role-plays/blank-sheet" in page.text
    assert "话术演练评分表" in desk.open("/training/role-plays/blank-sheet").words
    desk.sign_in("Li").open("/training/role-plays/blank-sheet", status=404)
