"""The runner does the jobs until it is told to stop."""
import sqlite3

from sqlalchemy import event
from sqlalchemy.exc import OperationalError

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
    sent = []
    event.listen(db.engine, "before_cursor_execute", lambda *told: sent.append(told[2]))
    Runner(app).keep_house()
    assert ("ANALYZE" in sent) is (db.engine.dialect.name == "sqlite")          # MariaDB counts by itself


def test_an_hour_in_which_the_database_is_held_ends_no_runner(app, monkeypatch):
    def held() -> None:
        raise OperationalError("ANALYZE", None, sqlite3.OperationalError("database is locked"))
    monkeypatch.setattr(schema, "take_statistics", held)
    assert Runner(app).keep_house() is None
