"""Skills: who can do what, said by somebody else, with the day and by what one sees it; nothing is overwritten."""
from datetime import date

import pytest
from sqlalchemy import select

from portal.core.action import Refused, Stale
from portal.extensions import db
from portal.training import skills
from portal.training.actions.skills import Found, add_skill, end_skill, judge
from portal.training.skilled import Skill, SkillJudgement, SkillLevel
from tests.factories.org import person
from tests.factories.training import MONDAY, add_event


@pytest.fixture
def drive(store):
    return add_skill(by=person("Qiao"), store_id=store, subject="sales", name="试驾邀约", about="按路线讲解").id


def found(store, name, skill_id, level=SkillLevel.ALONE, evidence="陪驾两次", *, by="Lin", version=None):
    who = person(name)
    return judge(who, by=person(by), version=skills.seen_of(who.id) if version is None else version, store_id=store,
                 found={skill_id: Found(level, evidence)})


def told(name):
    db.session.rollback()
    return [(row.level, row.evidence, row.newest) for row in db.session.scalars(select(SkillJudgement).where(
        SkillJudgement.person_id == person(name).id).order_by(SkillJudgement.id))]


def test_a_new_level_takes_the_place_of_the_old_one_which_stays_in_the_history(store, drive, clock):
    found(store, "Li", drive, SkillLevel.GUIDED)
    clock.set(date(2026, 12, 1))
    assert found(store, "Li", drive, SkillLevel.TEACHES, "带教新人") == 1
    assert told("Li") == [(SkillLevel.GUIDED, "陪驾两次", None), (SkillLevel.TEACHES, "带教新人", 1)]
    assert [row.on for row in db.session.scalars(select(SkillJudgement).order_by(SkillJudgement.id))] == [
        MONDAY, date(2026, 12, 1)]


def test_what_is_as_it_was_keeps_its_day_and_who_judged_it(store, drive, clock):
    found(store, "Li", drive)
    clock.set(date(2026, 12, 1))
    assert found(store, "Li", drive, by="Qiao") == 0 and len(told("Li")) == 1


def test_a_level_that_one_must_see_needs_to_be_seen_by_something(store, drive):
    with pytest.raises(Refused) as refused:
        found(store, "Li", drive, SkillLevel.GUIDED, "")
    assert refused.value.field == f"evidence_{drive}"
    found(store, "Li", drive, SkillLevel.NONE, "")


def test_nobody_judges_himself(store, drive, desk):
    with pytest.raises(Refused):
        found(store, "Lin", drive, by="Lin")
    lin = person("Lin").id
    assert f"/people/{lin}/judge" not in desk.sign_in("Lin").open(f"/training/skills/people/{lin}").text
    desk.open(f"/training/skills/people/{lin}/judge", status=404)


def test_of_two_who_judge_at_once_the_second_is_told(store, drive):
    found(store, "Li", drive, SkillLevel.GUIDED)
    with pytest.raises(Stale):
        found(store, "Li", drive, SkillLevel.ALONE, by="Qiao", version=0)
    assert len(told("Li")) == 1


def test_a_leader_judges_his_team_a_trainer_the_store_a_consultant_reads_his_own(store, drive, desk):
    li, zhou = person("Li").id, person("Zhou").id
    page = f"/training/skills/people/{li}/judge"
    desk.sign_in("Lin").send(page, **{f"level_{drive}": "3", f"evidence_{drive}": "陪驾两次"}, status=303)
    desk.open(f"/training/skills/people/{zhou}/judge", status=404)
    desk.sign_in("Qiao").open(f"/training/skills/people/{zhou}/judge")
    desk.sign_in("Li").open(page, status=404)
    assert "陪驾两次" in desk.open(f"/training/skills/people/{li}").words
    desk.open(f"/training/skills/people/{zhou}", status=404)
    assert desk.open("/training/skills", status=302).location.endswith(f"/people/{li}")
    assert told("Li") == [(SkillLevel.ALONE, "陪驾两次", 1)]


def test_what_was_typed_wrong_stays_on_the_form(store, drive, desk):
    page = f"/training/skills/people/{person('Li').id}/judge"
    answer = desk.sign_in("Lin").send(page, **{f"level_{drive}": "4"}, status=422)
    assert f'id="evidence_{drive}-error"' in answer.text and answer.values(page)[f"level_{drive}"] == "4"
    desk.send(page, **{f"level_{drive}": "9"}, status=422)
    assert told("Li") == []


def test_the_matrix_shows_the_people_one_may_see_by_team(store, drive, desk):
    found(store, "Li", drive)
    found(store, "Zhou", drive, SkillLevel.KNOWS, "", by="Qiao")
    page = desk.sign_in("Qiao").open("/training/skills")
    assert "Li" in page.words and "Zhou" in page.words and "最缺的技能" in page.words and "Cheng" not in page.words
    assert "Cheng" in desk.open("/training/skills?team=0").words
    mine = desk.sign_in("Lin").open("/training/skills").words
    assert "Li" in mine and "Zhou" not in mine
    assert "Zhou" in desk.sign_in("Qiao").open("/training/skills/sheet").words
    assert "Zhou" not in desk.sign_in("Lin").open("/training/skills/judgements").words


def test_a_store_begins_with_the_usual_skills_and_changes_them(store, desk):
    desk.sign_in("Chen").send("/training/skills/usual", "/training/skills", status=303)
    there = list(db.session.scalars(select(Skill)))
    assert len(there) > 10 and {row.subject for row in there} >= {"product", "sales", "talk"}
    one = there[0].id
    desk.send(f"/training/skills/{one}/change", name="绕车介绍", aim="4", status=303)
    page = desk.open(f"/training/skills/{one}")
    assert "绕车介绍" in page.words and "能带教" in page.words
    desk.send(f"/training/skills/{one}/end", page, status=303)
    desk.open("/training/skills")
    assert "绕车介绍" not in desk.open("/training/skills").words
    desk.send("/training/skills/new", name="绕车介绍", subject="product", status=303)
    assert desk.send("/training/skills/new", name="绕车介绍", subject="product").status_code == 422


def test_below_aim_the_next_training_on_the_subject_is_shown(store, drive, desk):
    event_id = add_event("陪驾要点", store_id=store, on=date(2026, 11, 30))
    found(store, "Li", drive, SkillLevel.KNOWS, "")
    address = f"/training/skills/people/{person('Li').id}"
    assert f"/training/events/{event_id}" in desk.sign_in("Li").open(address).text
    found(store, "Li", drive, SkillLevel.ALONE)
    assert f"/training/events/{event_id}" not in desk.open(address).text


def test_an_ended_skill_keeps_what_was_found(store, drive):
    found(store, "Li", drive)
    end_skill(db.session.get_one(Skill, drive), by=person("Chen"), version=1)
    assert skills.standing(person("Li").id, store) == [] and len(told("Li")) == 1


def test_search_finds_a_skill(store, drive, desk):
    assert "试驾邀约" in desk.sign_in("Li").open("/search?q=试驾").words
