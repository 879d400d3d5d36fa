"""Changing agreed steps: agree on one, say it is done, drop it, take it up again."""
from datetime import date
from typing import Any

from flask_babel import gettext as _

from portal.core.action import Refused, action, seen
from portal.core.clock import today
from portal.extensions import db
from portal.org.models import Person

from . import queries
from .models import State, Step


@action("step.agreed")
def agree(*, by: Person, owner_id: int, text: str, due_on: date, store_id: int | None = None,
          origin: Any = None, once: str | None = None) -> Step:
    """A step for its owner, from the row `origin` (a meeting's sheet) or from nowhere."""
    store_id = store_id or queries.store_of(owner_id, today())
    if store_id is None:
        raise Refused(_("This person works in no store."), field="owner_id")
    if due_on < today():
        raise Refused(_("That day is over."), field="due_on")
    step = Step(store_id=store_id, owner_id=owner_id, text=text, due_on=due_on, raised_on=today(), raised_by_id=by.id,
                origin_kind=origin.__tablename__ if origin else None, origin_id=origin.id if origin else None)
    db.session.add(step)
    db.session.flush()
    return step


@action("step.changed")
def change(step: Step, *, by: Person, version: int, owner_id: int, text: str, due_on: date) -> Step:
    """Say it better, give it to another, or move its day, while it is open."""
    _open(step, version)
    if due_on != step.due_on and due_on < today():
        raise Refused(_("That day is over."), field="due_on")
    step.owner_id, step.text, step.due_on = owner_id, text, due_on
    return step


@action("step.done")
def finish(step: Step, *, by: Person, version: int, outcome: str = "") -> Step:
    _open(step, version)
    return _close(step, State.DONE, by, outcome)


@action("step.dropped")
def drop(step: Step, *, by: Person, version: int, outcome: str) -> Step:
    """It will not be done; the reason stands on the next sheet."""
    _open(step, version)
    if not outcome:
        raise Refused(_("Say why it is dropped."), field="outcome")
    return _close(step, State.DROPPED, by, outcome)


@action("step.taken_up")
def take_up(step: Step, *, by: Person, version: int) -> Step:
    """Open again: it was not done after all."""
    seen(step, version)
    if step.state is State.OPEN:
        raise Refused(_("This step is open."))
    step.state, step.closed_on, step.closed_by_id, step.outcome = State.OPEN, None, None, ""
    return step


def _open(step: Step, version: int) -> None:
    seen(step, version)
    if step.state is not State.OPEN:
        raise Refused(_("This step is not open any more."))


def _close(step: Step, state: State, by: Person, outcome: str) -> Step:
    step.state, step.closed_on, step.closed_by_id, step.outcome = state, today(), by.id, outcome
    return step
