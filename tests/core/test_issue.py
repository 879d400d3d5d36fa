"""Issued sheets: frozen, typed on, signed, closed."""
import io
from datetime import date

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from portal.core import file, issue, job
from portal.core.action import Refused, Stale
from portal.core.issue import About, Issue, Slot
from portal.core.job import Job, State
from portal.core.period import week
from portal.core.policy import rights_of
from portal.extensions import db

from ..factories.org import add_person, add_store, add_team, person
from ..factories.sheets import Toy

WEEK = week(date(2026, 11, 16))


@pytest.fixture
def toy(app):
    store = add_store()
    team = add_team(store)
    own = add_person("邓浩然", store_id=store, team_id=team)
    leader = add_person("周敏", "leader", store_id=store, team_id=team)
    add_person("沈国平", "manager", store_id=store)
    toy = Toy(app, own, leader)
    toy.about = About(store, team, own)
    return toy


def issued(toy, **given):
    row = issue.issue("toy", toy.about, WEEK, toy.build(), by=person("沈国平"), **given)
    return row.id


def row_of(row_id):
    db.session.rollback()
    return db.session.get_one(Issue, row_id)


def do_jobs():
    while job.run_next():
        pass


def paper_of(row_id, closed=False):
    return file.read(issue.papers(row_id)[(row_id, closed)])[1]


def test_what_was_issued_stays_when_the_figures_change(toy):
    first = row_of(issued(toy))
    toy.counts["交车"] = 4
    assert row_of(first.id).sheet.rows[0].count == 3
    assert (first.number, first.issue_no, first.end_on) == ("A-2026W47-001", 1, date(2026, 11, 22))
    assert len(first.check_value) == 64 and first.check_value.upper().startswith(first.short_check[:4])


def test_a_week_that_has_not_closed_is_not_issued(toy, clock):
    clock.set(date(2026, 11, 22), 23)
    with pytest.raises(Refused):
        issued(toy)


def test_a_correction_is_issue_2_with_its_reason_beside_issue_1(toy):
    first = issued(toy)
    issue.type_on(issue.typed_on(row_of(first)), by=person("周敏"), version=1, parts={"causes": "等置换评估"})
    with pytest.raises(Refused) as refused:
        issued(toy)
    assert refused.value.field == "reason"
    toy.counts["交车"] = 4
    second = row_of(issued(toy, reason="一张订单补录"))
    assert (second.number, second.issue_no) == ("A-2026W47-001", 2)
    assert row_of(first).sheet.rows[0].count == 3 and row_of(first).closed_at
    assert issue.typed_on(row_of(second.id)).parts == {"causes": "等置换评估"}


def test_the_next_weeks_issue_closes_the_one_before(toy, clock):
    first = issued(toy)
    clock.set(date(2026, 11, 30))
    issue.issue("toy", toy.about, WEEK.next(), toy.build(), by=person("沈国平"))
    assert row_of(first).closed_at == clock.now


def test_only_the_person_signs_in_a_persons_box_and_only_once(toy):
    row = issued(toy)
    with pytest.raises(Refused, match="邓浩然"):
        issue.sign(row_of(row), by=person("沈国平"), slot=Slot.OWN)
    with pytest.raises(Refused):
        issue.sign(row_of(row), by=person("沈国平"), slot=Slot.MANAGER)      # nobody's box stays a line on paper
    issue.sign(row_of(row), by=person("邓浩然"), slot=Slot.OWN)
    with pytest.raises(Refused):
        issue.sign(row_of(row), by=person("邓浩然"), slot=Slot.OWN)


def test_signed_on_paper_is_noted_by_another_with_a_picture(toy):
    row = issued(toy)
    signature = issue.sign(row_of(row), by=person("沈国平"), slot=Slot.OWN, picture=b"jpeg")
    assert signature.person_id == toy.person_id and file.read(signature.picture_id)[1] == b"jpeg"


def test_a_closed_sheet_is_neither_typed_on_nor_signed(toy):
    row = issued(toy)
    issue.close(row_of(row), by=person("沈国平"), version=1)
    with pytest.raises(Refused):
        issue.sign(row_of(row), by=person("邓浩然"), slot=Slot.OWN)
    with pytest.raises(Refused):
        issue.type_on(issue.typed_on(row_of(row)), by=person("周敏"), version=1, parts={"causes": "late"})


def test_two_who_type_at_once_the_second_is_told(toy):
    row = issued(toy)
    issue.type_on(issue.typed_on(row_of(row)), by=person("周敏"), version=1, parts={"causes": "a"})
    with pytest.raises(Stale):
        issue.type_on(issue.typed_on(row_of(row)), by=person("沈国平"), version=1, parts={"plan": "b"})


def test_the_paper_as_issued_is_blank_and_the_one_as_closed_says_what_was_typed_and_signed(toy):
    row = issued(toy)
    do_jobs()
    first = paper_of(row)
    issue.type_on(issue.typed_on(row_of(row)), by=person("周敏"), version=1, parts={"causes": "等置换评估"})
    issue.sign(row_of(row), by=person("邓浩然"), slot=Slot.OWN)
    issue.close(row_of(row), by=person("沈国平"), version=1)
    do_jobs()
    assert paper_of(row) == first                                        # the same bytes for ever
    closed = PdfReader(io.BytesIO(paper_of(row, closed=True))).pages[0].extract_text()
    blank = PdfReader(io.BytesIO(first)).pages[0].extract_text()
    assert "等置换评估" in closed and "等置换评估" not in blank
    assert "A-2026W47-001" in blank and "2026-11-23" in closed
    assert {one.state for one in db.session.scalars(select(Job))} == {State.DONE}


def test_papers_are_kept_when_other_files_are_swept(toy, clock):
    row = issued(toy)
    do_jobs()
    clock.set(date(2027, 11, 23))
    file.sweep()
    assert paper_of(row)


def test_a_leader_sees_the_sheets_of_the_team_and_nobody_elses(toy, app):
    other_team = add_team(toy.about.store_id, "销售二组")
    add_person("冯立强", "leader", store_id=toy.about.store_id, team_id=other_team)
    for about in (toy.about, About(toy.about.store_id, toy.about.team_id), About(toy.about.store_id)):
        toy.about = about
        issued(toy)

    def seen(name):
        scope = rights_of(person(name), date(2026, 11, 23))["sheets.read"]
        return db.session.scalar(select(func.count()).select_from(issue.issues(scope).subquery()))
    assert [seen(name) for name in ("邓浩然", "周敏", "冯立强", "沈国平")] == [1, 2, 0, 3]
