"""The pages of a job: how far it is, to cancel it, to fetch what it made."""
from datetime import date

import pytest
from sqlalchemy import update

from portal.core import job
from portal.core.job import Job, JobKind, Made, State
from portal.core.registry import registry
from portal.extensions import db

from ..factories.org import add_person, add_store, person


@pytest.fixture
def asked(app):
    store = add_store()
    add_person("沈国平", "manager", store_id=store)
    add_person("周敏", "leader", store_id=store)
    registry().jobs["batch"] = JobKind("batch", "A batch", lambda running: Made(b"%PDF", "周复盘表.pdf",
                                                                               "application/pdf"))
    return job.start("batch", by=person("沈国平"), title="周复盘表 第 47 周").id


def test_the_page_looks_again_by_itself_until_the_job_has_ended(desk, asked):
    page = desk.sign_in("沈国平").open(f"/jobs/{asked}")
    assert "every 1s" in page.text and 'http-equiv="refresh"' in page.text
    job.run_next()
    part = desk.open(f"/jobs/{asked}", headers={"HX-Request": "true"})
    assert "every 1s" not in part.text and "<title>" not in part.text
    made = desk.open(f"/jobs/{asked}/file", headers={"HX-Request": "true"})
    assert made.data == b"%PDF" and made.headers["Content-Disposition"].startswith("attachment")


def test_a_job_is_cancelled_by_a_button(desk, asked):
    desk.sign_in("沈国平")
    assert desk.send(f"/jobs/{asked}/cancel", f"/jobs/{asked}").status_code == 303
    assert "已取消" in desk.open(f"/jobs/{asked}").text
    desk.open(f"/jobs/{asked}/file", status=404)


def test_a_job_is_there_for_its_asker_alone(desk, asked):
    desk.sign_in("周敏")
    for path in (f"/jobs/{asked}", f"/jobs/{asked}/file"):
        desk.open(path, status=404)
    assert "第 47 周" not in desk.open("/jobs").text
    assert "第 47 周" in desk.sign_in("沈国平").open("/jobs").text


def test_a_job_that_nobody_takes_says_what_may_be_wrong(desk, asked, clock):
    clock.set(date(2026, 11, 23), 10, 1)
    assert "任务程序" in desk.sign_in("沈国平").open(f"/jobs/{asked}").text


def test_a_job_that_waits_for_others_does_not_say_that_the_runner_is_missing(desk, asked, clock):
    clock.set(date(2026, 11, 23), 10, 1)
    other = job.start("batch", by=person("沈国平"), title="PDF").id
    db.session.commit()
    with db.engine.begin() as connection:
        connection.execute(update(Job).where(Job.id == other).values(state=State.RUNNING, heartbeat_at=clock.now))
    page = desk.sign_in("沈国平").open(f"/jobs/{asked}")
    assert "任务程序" not in page.text and "先做完别的任务" in page.words
