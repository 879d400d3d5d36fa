"""Mentors: one at a time for who is trained, tasks with a day that both find among what is due."""
from datetime import date, timedelta

import pytest

from portal.core.action import Refused, Stale
from portal.core.due import due
from portal.core.scope import Scope
from portal.extensions import db
from portal.training.actions.mentors import end, finish_task, pair, set_task
from portal.training.skilled import MentorPair, MentorTask
from tests.factories.org import person
from tests.factories.training import MONDAY

LATER = MONDAY + timedelta(days=90)


def two(store, mentor="Wang", trained="Li", **values):
    return pair(by=person("Lin"), store_id=store, mentor_id=person(mentor).id, person_id=person(trained).id,
                **{"from_on": MONDAY, "until_on": LATER} | values)


def task_of(pair_id, text="陪驾两次", due_on=MONDAY):
    return set_task(db.session.get_one(MentorPair, pair_id), by=person("Wang"), text=text, due_on=due_on).id


def row(model, row_id):
    db.session.rollback()
    return db.session.get_one(model, row_id)


def own(name, day=MONDAY):
    return Scope(day, persons=frozenset({person(name).id}))


def test_one_mentor_at_a_time_and_nobody_trains_himself(store):
    with pytest.raises(Refused):
        two(store, "Li", "Li")
    first = two(store).id
    with pytest.raises(Refused) as refused:
        two(store, "Lin", "Li")
    assert refused.value.field == "person_id"
    end(row(MentorPair, first), by=person("Lin"), version=1, outcome="独立接待")
    assert two(store, "Lin", "Li").live == 1


def test_both_find_a_task_among_what_is_due_until_it_is_done(store, clock):
    task_id = task_of(two(store).id)
    for name in ("Li", "Wang"):
        assert [(one.kind, one.row_id) for one in due(own(name))] == [("mentor_task", task_id)]
    assert not due(own("Zhou"))
    finish_task(row(MentorTask, task_id), by=person("Li"), version=1, result="两次都讲完")
    assert not due(own("Li")) and not due(own("Wang"))
    with pytest.raises(Stale):
        finish_task(row(MentorTask, task_id), by=person("Wang"), version=1)


def test_tasks_of_a_pair_that_has_ended_are_owed_no_more(store):
    pair_id = two(store).id
    task_of(pair_id)
    end(row(MentorPair, pair_id), by=person("Lin"), version=1, outcome="调店")
    assert not due(own("Li"))
    with pytest.raises(Refused):
        task_of(pair_id)


def test_a_leader_brings_two_together_and_both_set_and_do_tasks_on_their_pages(store, desk):
    desk.sign_in("Lin").send("/training/mentors/new", person_id=str(person("Li").id), mentor_id=str(person("Wang").id),
                             aim="三个月独立接待", status=303)
    pair_id = db.session.query(MentorPair).one().id
    page = f"/training/mentors/{pair_id}"
    desk.sign_in("Wang").send(f"{page}/task", text="陪驾两次", due_on="2026-11-25", status=303)
    assert "陪驾两次" in desk.sign_in("Li").open("/").words and "陪驾两次" in desk.open(page).words
    task_id = db.session.query(MentorTask).one().id
    desk.send(f"/training/mentors/tasks/{task_id}/done", result="顺利", status=303)
    assert "顺利" in desk.open(page).words and "陪驾两次" not in desk.open("/").words
    desk.send(f"/training/mentors/tasks/{task_id}/reopen", page, status=303)
    assert row(MentorTask, task_id).done_on is None
    desk.open(f"{page}/end", status=404)
    desk.sign_in("Lin").send(f"{page}/end", outcome="独立接待", status=303)
    assert "独立接待" in desk.open(page).words


def test_others_do_not_see_who_trains_whom_a_manager_sees_all(store, desk):
    pair_id = two(store).id
    for name, status in (("Li", 200), ("Wang", 200), ("Lin", 200), ("Qiao", 200), ("Chen", 200), ("Zhou", 404)):
        desk.sign_in(name).open(f"/training/mentors/{pair_id}", status=status)
    assert "Wang" in desk.sign_in("Chen").open("/training/mentors").words
    assert "Wang" not in desk.sign_in("Zhou").open("/training/mentors").words


def test_a_leader_brings_only_his_own_people_together(store, desk):
    page = desk.sign_in("Lin").open("/training/mentors/new")
    assert f'value="{person("Zhou").id}"' in page.text.split('name="mentor_id"')[1].split("</select>")[0]
    desk.send("/training/mentors/new", person_id=str(person("Zhou").id), mentor_id=str(person("Li").id), status=422)


def test_a_day_that_is_over_or_out_of_order_is_refused(store):
    with pytest.raises(Refused) as refused:
        two(store, until_on=date(2026, 11, 1))
    assert refused.value.field == "until_on"
    with pytest.raises(Refused):
        task_of(two(store).id, due_on=date(2026, 11, 1))
