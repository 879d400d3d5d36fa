"""Who trains whom: bring two together, set them tasks, say what came of it."""
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from portal.core.action import Refused, action, locked, seen
from portal.core.clock import today
from portal.extensions import db
from portal.org.models import Person

from ..skilled import MentorPair, MentorTask


@action("mentor.paired")
def pair(*, by: Person, store_id: int, mentor_id: int, person_id: int, from_on: date, until_on: date, aim: str = "",
         once: str | None = None) -> MentorPair:
    """From a day on somebody has a mentor: one at a time; a mentor may have several."""
    if mentor_id == person_id:
        raise Refused(_("Nobody trains himself."), field="mentor_id")
    _in_order(from_on, until_on)
    locked(db.session.get_one(Person, person_id))
    if db.session.scalar(select(MentorPair.id).where(MentorPair.person_id == person_id, MentorPair.live == 1)):
        raise Refused(_("This person has a mentor: end that first."), field="person_id")
    made = MentorPair(store_id=store_id, mentor_id=mentor_id, person_id=person_id, from_on=from_on, until_on=until_on,
                      aim=aim, set_by_id=by.id)
    db.session.add(made)
    db.session.flush()
    return made


@action("mentor.changed")
def change(row: MentorPair, *, by: Person, version: int, mentor_id: int, until_on: date, aim: str = "") -> MentorPair:
    """Another mentor, or longer; the tasks stay."""
    _together(row, version)
    if mentor_id == row.person_id:
        raise Refused(_("Nobody trains himself."), field="mentor_id")
    _in_order(row.from_on, until_on)
    row.mentor_id, row.until_on, row.aim = mentor_id, until_on, aim
    return row


@action("mentor.ended")
def end(row: MentorPair, *, by: Person, version: int, outcome: str) -> MentorPair:
    """The two are done; tasks still open are owed no more."""
    _together(row, version)
    if not outcome:
        raise Refused(_("Say what came of it."), field="outcome")
    row.live, row.ended_on, row.outcome = None, today(), outcome
    return row


@action("mentor.task_set")
def set_task(row: MentorPair, *, by: Person, text: str, due_on: date, once: str | None = None) -> MentorTask:
    locked(row)
    if row.live is None:
        raise Refused(_("These two are no pair any more."))
    if due_on < today():
        raise Refused(_("That day is over."), field="due_on")
    task = MentorTask(store_id=row.store_id, pair_id=row.id, text=text, due_on=due_on, set_by_id=by.id)
    db.session.add(task)
    db.session.flush()
    return task


@action("mentor.task_done")
def finish_task(task: MentorTask, *, by: Person, version: int, result: str = "") -> MentorTask:
    """Either of the two says so, or who brought them together."""
    seen(task, version)
    if task.done_on is not None:
        raise Refused(_("This is done already."))
    task.done_on, task.done_by_id, task.result = today(), by.id, result
    return task


@action("mentor.task_reopened")
def reopen_task(task: MentorTask, *, by: Person, version: int) -> MentorTask:
    """It was not done after all."""
    seen(task, version)
    task.done_on, task.done_by_id, task.result = None, None, ""
    return task


def _together(row: MentorPair, version: int) -> None:
    seen(row, version)
    if row.live is None:
        raise Refused(_("These two are no pair any more."))


def _in_order(from_on: date, until_on: date) -> None:
    if until_on < from_on:
        raise Refused(_("That is before the first day."), field="until_on")
