"""Jobs: work that outlasts a request."""
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from portal.core import file, job
from portal.core.action import Refused
from portal.core.job import Job, JobKind, Made, State, run_next
from portal.core.registry import registry
from portal.extensions import db

from ..factories.org import add_person, add_store, person


@pytest.fixture
def asker(app):
    add_person("陈思远", store_id=add_store())
    return person("陈思远")


@pytest.fixture
def kind(app):
    """Declares a kind of job by its function."""
    def declare(run):
        registry().jobs["batch"] = JobKind("batch", "A batch", run)
        return run
    return declare


def start(asker, **arguments):
    return job.start("batch", by=asker, title="周复盘表", arguments=arguments).id


def now_of(job_id):
    db.session.rollback()
    return db.session.get_one(Job, job_id)


def test_a_job_leaves_its_file_for_the_asker_and_it_is_gone_a_day_later(app, asker, kind, clock):
    kind(lambda running, week: Made(week.encode(), "week.pdf", "application/pdf"))
    job_id = start(asker, week="2026-W47")
    assert run_next() and not run_next()
    done = now_of(job_id)
    assert done.state is State.DONE and file.read(done.file_id)[1] == b"2026-W47"
    clock.set(date(2026, 11, 24), 10, 1)
    file.sweep()
    assert now_of(job_id).file_id is None
    assert db.session.scalars(select(file.StoredFile.id)).all() == []


def test_what_nobody_waits_for_is_done_after_what_somebody_does(app, asker, kind):
    done = []
    registry().jobs["paper"] = JobKind("paper", "A paper", lambda running: done.append("paper"), last=True)
    kind(lambda running: done.append("batch"))
    job.start("paper", by=asker, title="PDF")
    start(asker)
    while run_next():
        pass
    assert done == ["batch", "paper"]


def test_any_process_sees_how_far_it_is(app, asker, kind):
    seen = []

    def run(running):
        for n in (1, 2):
            running.at(n, of=2)
            seen.append((now_of(running.id).done_count, now_of(running.id).of_count))
    kind(run)
    start(asker)
    run_next()
    assert seen == [(1, 2), (2, 2)]


def test_a_job_that_waits_is_cancelled_at_once(app, asker, kind):
    kind(lambda running: pytest.fail("never begun"))
    job_id = start(asker)
    job.cancel(now_of(job_id))
    assert not run_next() and now_of(job_id).state is State.CANCELLED


def test_a_job_in_work_ends_at_its_next_step_once_cancelled(app, asker, kind):
    def run(running):
        running.at(1, of=3)
        job.cancel(now_of(running.id))
        running.at(2, of=3)
        pytest.fail("went on")
    kind(run)
    job_id = start(asker)
    run_next()
    assert now_of(job_id).state is State.CANCELLED


def test_what_is_refused_is_said_to_people_and_what_breaks_is_logged(app, asker, kind, caplog):
    @kind
    def refuse(running):
        raise Refused("There is nobody in this team.")
    refused = start(asker)
    run_next()
    assert now_of(refused).error == "There is nobody in this team."

    @kind
    def break_down(running):
        raise ZeroDivisionError
    broken = start(asker)
    run_next()
    assert now_of(broken).state is State.FAILED and str(broken) in now_of(broken).error
    assert "ZeroDivisionError" in caplog.text


def test_a_runner_that_fell_silent_for_a_minute_loses_the_job_to_another(app, asker, kind, clock):
    def run(running):
        if now_of(running.id).tries == 1:
            clock.now += timedelta(seconds=61)
            assert run_next()                                # the other runner, which finishes
            running.at(1, of=1)
            pytest.fail("went on without its job")
        return Made(b"other", "week.pdf", "application/pdf")
    kind(run)
    job_id = start(asker)
    run_next()
    done = now_of(job_id)
    assert done.state is State.DONE and done.tries == 2 and file.read(done.file_id)[1] == b"other"


def test_a_job_that_ends_its_runner_three_times_is_not_offered_for_ever(app, asker, kind, clock):
    kind(lambda running: pytest.fail("a fourth time"))
    job_id = start(asker)
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(update(Job).values(state=State.RUNNING, tries=3, heartbeat_at=clock.now))
    clock.now += timedelta(minutes=2)
    assert not run_next()
    assert now_of(job_id).state is State.FAILED and now_of(job_id).error


def test_a_runner_that_shuts_down_gives_the_job_back(app, asker, kind):
    kind(lambda running: running.at(1, of=2))
    job_id = start(asker)
    run_next(stopping=lambda: True)
    assert now_of(job_id).state is State.QUEUED
    run_next()
    assert now_of(job_id).state is State.DONE
