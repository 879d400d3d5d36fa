"""The runner does the jobs until it is told to stop."""
import pytest
from sqlalchemy import text

from portal import schema
from portal.core import job
from portal.core.job import Job, JobKind, Made, State
from portal.core.registry import registry
from portal.extensions import db
from portal.runner import Runner

from ..factories.org import add_person, add_store, person


def test_the_runner_does_what_is_queued_and_stops_when_told(app):
    add_person("陈思远", store_id=add_store())
    runner = Runner(app)

    def last(running):
        runner.stop()
        return Made(b"%PDF", "week.pdf", "application/pdf")
    registry().jobs |= {"first": JobKind("first", "", lambda running: None), "last": JobKind("last", "", last)}
    ids = [job.start(kind, by=person("陈思远"), title=kind).id for kind in ("first", "last")]
    db.session.remove()
    runner.run()
    assert [db.session.get_one(Job, job_id).state for job_id in ids] == [State.DONE, State.DONE]


def test_the_runner_keeps_statistics_by_which_sqlite_finds_its_way(app):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("MariaDB counts by itself")
    add_store()
    db.session.remove()
    schema.take_statistics()
    assert db.session.scalar(text("SELECT count(*) FROM sqlite_stat1")) > 0
