"""Job: work that outlasts a request, as a row that any process shows and a runner beside the server claims.

An area declares `JobKind(kind, label, run)`; `start(…)` queues one; the runner calls `run(running, **arguments)` with
no transaction open. It says how far it is with `running.at(done, of)`, which also ends it when cancelling was asked
for, and returns what it made as `Made(data, name, media_type)`, or None.
"""
import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, Select, String, and_, case, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import Coded, Model, Technical, coded, db
from portal.org.models import Person

from . import file
from .action import Refused, technical
from .clock import now, today
from .registry import registry
from .scope import Scope

SILENT = timedelta(seconds=60)                  # a running job that says nothing for so long is offered again
TRIES = 3
KEPT = timedelta(hours=24)

log = logging.getLogger("portal.job")


class Made(NamedTuple):
    """The file a job leaves for its asker."""
    data: bytes
    name: str
    media_type: str


@dataclass(frozen=True)
class JobKind:
    kind: str
    label: Any
    run: Callable[..., Made | None]
    last: bool = False                          # nobody waits for it: done when no other job is on offer


class State(Coded):
    QUEUED = "queued", _l("Waiting")
    RUNNING = "running", _l("In work")
    DONE = "done", _l("Finished")
    FAILED = "failed", _l("Failed")
    CANCELLED = "cancelled", _l("Cancelled")


class Job(Technical, Model):
    __tablename__ = "job"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(120))                 # in the asker's language
    asker_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    store_id: Mapped[int | None] = mapped_column(ForeignKey("store.id"))
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    language: Mapped[str] = mapped_column(String(10))
    as_of: Mapped[date]
    state: Mapped[State] = mapped_column(coded(State), default=State.QUEUED)
    asked_at: Mapped[datetime]
    claim: Mapped[str | None] = mapped_column(String(40))           # of the runner that works on it
    tries: Mapped[int] = mapped_column(default=0)
    heartbeat_at: Mapped[datetime | None]
    done_count: Mapped[int] = mapped_column(default=0)
    of_count: Mapped[int | None]
    cancel_wanted: Mapped[bool] = mapped_column(default=False)
    ended_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(String(300), default="")     # for people
    back: Mapped[str] = mapped_column(String(200), default="")      # the page to go on with
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id", ondelete="SET NULL"))

    __table_args__ = (Index(None, "state", "heartbeat_at"), Index(None, "asker_id", "asked_at"))

    @property
    def is_open(self) -> bool:
        return self.state in (State.QUEUED, State.RUNNING)


class Cancelled(Exception):
    """The asker wants no more of it."""


class Stopped(Exception):
    """The runner is shutting down: the job is offered again."""


@dataclass
class Running:
    """A job in work, as its function sees it."""
    id: int
    claim: str
    asker_id: int
    store_id: int | None
    as_of: date
    stopping: Callable[[], bool] = lambda: False

    def at(self, done: int, of: int) -> None:
        """Say how far it is; ends the job where its asker or the runner wants that."""
        if self.stopping():
            raise Stopped
        if _beat(self, done, of):
            raise Cancelled

    @property
    def asker(self) -> Person:
        return db.session.get_one(Person, self.asker_id)


def jobs(scope: Scope) -> Select[Job]:
    """The jobs in `scope`: the only door to rows of this table."""
    return select(Job).where(scope.sees(store=Job.store_id, owner=Job.asker_id))


@technical
def start(kind: str, *, by: Person, title: str, store_id: int | None = None,
          arguments: Mapping[str, Any] | None = None, language: str | None = None, back: str = "") -> Job:
    """Queue a job; inside an action it is queued only if the action commits."""
    if kind not in registry().jobs:
        raise KeyError(kind)
    job = Job(kind=kind, title=title[:120], asker_id=by.id, store_id=store_id, arguments=dict(arguments or {}),
              language=language or by.language, as_of=today(), asked_at=now(), back=back[:200])
    db.session.add(job)
    db.session.flush()
    return job


@technical
def cancel(job: Job) -> None:
    """A waiting job ends at once, one in work at its next step; an ended one stays as it is."""
    db.session.refresh(job, with_for_update=True)
    if job.state is State.QUEUED:
        job.state, job.ended_at = State.CANCELLED, now()
    elif job.state is State.RUNNING:
        job.cancel_wanted = True


def run_next(stopping: Callable[[], bool] = lambda: False) -> bool:
    """Claim the oldest job on offer and do it; False when there is none."""
    running = _claim() if db.session.scalar(select(Job.id).where(_offered()).limit(1)) else None
    db.session.rollback()
    if running is None:
        return False
    running.stopping = stopping
    job = db.session.get_one(Job, running.id)
    kind, arguments, language = job.kind, job.arguments, job.language
    db.session.rollback()                                   # the work begins with no transaction open
    with force_locale(language):
        try:
            made = registry().jobs[kind].run(running, **arguments)
        except Cancelled:
            _end(running, State.CANCELLED)
        except Stopped:
            _give_back(running)
        except Refused as refused:
            _end(running, State.FAILED, error=refused.message)
        except Exception:
            log.exception("job %s (%s) failed", running.id, kind)
            _end(running, State.FAILED, error=_("Something went wrong. The administrator finds it in the log as job "
                                                "%(number)s.", number=running.id))
        else:
            _end(running, State.DONE, made=made)
    return True


def _offered() -> ColumnElement[bool]:
    """Waiting, or in the hands of a runner that has fallen silent."""
    return or_(Job.state == State.QUEUED, and_(Job.state == State.RUNNING, Job.heartbeat_at < now() - SILENT))


def runner_is_there() -> bool:
    """Whether some runner has given a sign within the last minute: it works on a job, or has just ended one."""
    lately = now() - SILENT
    return db.session.scalar(select(Job.id).where(or_(
        and_(Job.state == State.RUNNING, Job.heartbeat_at >= lately), Job.ended_at >= lately)).limit(1)) is not None


@technical
def _claim() -> Running | None:
    """By UPDATE … WHERE what was seen: of two runners one gets it."""
    offered = _offered()
    last = case((Job.kind.in_([kind.kind for kind in registry().jobs.values() if kind.last]), 1), else_=0)
    for job_id, tries in db.session.execute(
            select(Job.id, Job.tries).where(offered).order_by(last, Job.id).limit(5)).all():
        claim, mine = secrets.token_hex(16), and_(Job.id == job_id, Job.tries == tries, offered)
        if tries >= TRIES:
            _ended(mine, State.FAILED, error=_("It was interrupted %(count)s times and is not tried again.",
                                               count=TRIES))
            continue
        taken = db.session.execute(update(Job).where(mine).values(
            state=State.RUNNING, claim=claim, tries=tries + 1, heartbeat_at=now(), done_count=0, of_count=None))
        if taken.rowcount:  # type: ignore[attr-defined]
            job = db.session.get_one(Job, job_id, populate_existing=True)
            return Running(job.id, claim, job.asker_id, job.store_id, job.as_of)
    return None


@technical
def _beat(running: Running, done: int, of: int) -> bool:
    """Whether the job should end: cancelled, or taken over by another runner."""
    taken = db.session.execute(update(Job).where(Job.id == running.id, Job.claim == running.claim).values(
        heartbeat_at=now(), done_count=done, of_count=of))
    wanted = db.session.scalar(select(Job.cancel_wanted).where(Job.id == running.id))
    return bool(wanted) or not taken.rowcount  # type: ignore[attr-defined]


@technical
def _give_back(running: Running) -> None:
    db.session.execute(update(Job).where(Job.id == running.id, Job.claim == running.claim).values(
        state=State.QUEUED, claim=None, tries=Job.tries - 1))


@technical
def _end(running: Running, state: State, *, error: str = "", made: Made | None = None) -> None:
    stored = file.store(made.data, made.name, made.media_type, by=running.asker, keep=KEPT) if made else None
    _ended(and_(Job.id == running.id, Job.claim == running.claim), state, error=error, file_id=stored and stored.id)


def _ended(which: Any, state: State, **values: Any) -> None:
    values["error"] = values.get("error", "")[:300]
    db.session.execute(update(Job).where(which).values(state=state, ended_at=now(), **values))
