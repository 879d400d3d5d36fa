from flask import Blueprint, Response, abort, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core import file, job
from portal.core.clock import now
from portal.core.issue import PAPER
from portal.core.job import Job
from portal.core.page import render
from portal.core.policy import requires
from portal.core.scope import Scope
from portal.extensions import db

bp = Blueprint("jobs", __name__)

SHOWN = 30
WAITING_LONG = 15                       # seconds after which a waiting job says that the runner may be missing


@bp.get("/jobs")
@requires("jobs.read")
def jobs(scope: Scope) -> Response:
    """The newest ones but for the papers of issues, which nobody waits for."""
    rows = db.session.scalars(job.jobs(scope).where(Job.kind != PAPER).order_by(Job.id.desc()).limit(SHOWN)).all()
    return render("jobs/jobs.html", jobs=rows)


@bp.get("/jobs/<int:job_id>")
@requires("jobs.read")
def one(scope: Scope, job_id: int) -> Response:
    """Looks again by itself while the job is open, with and without script."""
    row = db.first_or_404(job.jobs(scope).where(Job.id == job_id))
    waits = row.state is job.State.QUEUED and (now() - row.asked_at).total_seconds() > WAITING_LONG
    return render("jobs/job.html", part="jobs/_progress.html", job=row, waits_long=waits,
                  runner_is_there=waits and job.runner_is_there())


@bp.post("/jobs/<int:job_id>/cancel")
@requires("jobs.read")
def cancel(scope: Scope, job_id: int) -> ResponseReturnValue:
    job.cancel(db.first_or_404(job.jobs(scope).where(Job.id == job_id)))
    return redirect(url_for(".one", job_id=job_id), 303)


@bp.get("/jobs/<int:job_id>/file")
@requires("jobs.read")
def made(scope: Scope, job_id: int) -> ResponseReturnValue:
    row = db.first_or_404(job.jobs(scope).where(Job.id == job_id))
    if row.file_id is None:
        abort(404, _("This file is gone: what a job makes is kept for 24 hours."))
    return file.download(row.file_id)
