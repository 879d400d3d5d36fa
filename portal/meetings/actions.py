"""Changing: commitments of the morning; in the evening what is typed, instructed, handed in."""
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any, TypeVar

from flask_babel import gettext as _
from sqlalchemy import select

from portal.core.action import Refused, Stale, action, locked, seen
from portal.core.clock import now, today
from portal.extensions import db
from portal.org.models import Person

from . import commitments
from .models import Aim, Commitment, DayCommitment, DayInstruction, DayReport, DaySigning, SignedAs

DAYS_OPEN = 7               # how long after its day a report is still written on
NEVER_SEEN = 0              # the version of a row that was not there yet when its form was shown
Key = tuple[Aim, int]
M = TypeVar("M", DayCommitment, DayReport, DayInstruction)


@action("day.committed")
def commit_day(person: Person, store_id: int, *, by: Person, version: int, orders: Collection[int] = (),
               deliveries: Collection[int] = (), more_orders: int = 0, more_deliveries: int = 0,
               once: str | None = None) -> DayCommitment:
    """Commit to today: leads that are to order, orders that are to be delivered, and how many more of each.

    Whoever was ticked before may stay ticked, whatever has become of him since.
    """
    row = _of_day(DayCommitment, person, store_id, today(), version, more_orders=more_orders,
                  more_deliveries=more_deliveries, made_at=now(), made_by_id=by.id)
    _tick(row, {(Aim.ORDER, key) for key in orders} | {(Aim.DELIVERY, key) for key in deliveries})
    return row


@action("day.written")
def write_day(person: Person, store_id: int, on: date, *, by: Person, version: int, problem: str, help: str,
              next_steps: str) -> DayReport:
    """Keep what the person says of the day: what went wrong, which help is needed, what comes next."""
    _still_open(on)
    return _of_day(DayReport, person, store_id, on, version, problem=problem, help=help, next_steps=next_steps)


@action("day.instructed")
def instruct(person: Person, store_id: int, on: date, *, by: Person, version: int, instruction: str) -> DayInstruction:
    """The leader's word on somebody's day 主管指示."""
    _still_open(on)
    if by.id == person.id:
        raise Refused(_("Nobody instructs himself: who leads you writes here."), field="instruction")
    return _of_day(DayInstruction, person, store_id, on, version, instruction=instruction, written_by_id=by.id,
                   written_at=now())


@action("day.signed")
def sign_day(person: Person, store_id: int, on: date, *, by: Person, signed_as: SignedAs) -> DaySigning:
    """Hand one's own report in, or say that one has read somebody's. What was signed already stays as it is."""
    _still_open(on)
    if (by.id == person.id) is not (signed_as is SignedAs.OWN):
        raise Refused(_("One hands in one's own report; who leads reads it."))
    there = db.session.scalars(select(DaySigning).where(
        DaySigning.person_id == person.id, DaySigning.on == on, DaySigning.signed_as == signed_as)).one_or_none()
    if there is not None:
        return there
    signing = DaySigning(store_id=store_id, person_id=person.id, on=on, signed_as=signed_as, signed_by_id=by.id,
                         signed_at=now())
    db.session.add(signing)
    db.session.flush()
    return signing


@action("day.signing_taken_back")
def take_signing_back(signing: DaySigning, *, by: Person) -> None:
    """Whoever signed takes it back, while the report is open."""
    locked(signing)
    _still_open(signing.on)
    if signing.signed_by_id != by.id:
        raise Refused(_("Only who signed takes it back."))
    db.session.delete(signing)


def _tick(row: DayCommitment, wanted: set[Key]) -> None:
    """Make the ticks of a day what is wanted."""
    there = {(one.aim, one.order_id or one.lead_id): one for one in db.session.scalars(
        select(Commitment).where(Commitment.day_id == row.id))}
    new = wanted - there.keys()
    offered = {(one.aim, one.key): one for one in _candidates(row)} if new else {}
    if not new <= offered.keys():
        raise Refused(_("One of these customers cannot be ticked any more: ordered, delivered or handed over since."))
    for key in there.keys() - wanted:
        db.session.delete(there[key])
    db.session.add_all(
        Commitment(day_id=row.id, store_id=row.store_id, lead_id=offered[aim, key].lead_id,
                   order_id=key if aim is Aim.DELIVERY else None, aim=aim, ticked_at=now())
        for aim, key in sorted(new))


def _candidates(row: DayCommitment) -> list[commitments.Tick]:
    return [*commitments.may_order(row.person_id, row.store_id, row.on),
            *commitments.may_be_delivered(row.person_id, row.store_id, row.on)]


def _of_day(model: type[M], person: Person, store_id: int, on: date, version: int, **values: Any) -> M:
    """A person's row of a day as its editor saw it, locked, with new values; a new one where there was none to see."""
    row = db.session.scalars(select(model).where(model.person_id == person.id, model.on == on)).one_or_none()
    if row is not None:
        seen(row, version)
        for name, value in values.items():
            setattr(row, name, value)
    elif version == NEVER_SEEN:
        row = model(store_id=store_id, person_id=person.id, on=on, **values)
        db.session.add(row)
    else:
        raise Stale
    db.session.flush()
    return row


def _still_open(on: date) -> None:
    if on > today():
        raise Refused(_("That day has not come yet."))
    if on < today() - timedelta(days=DAYS_OPEN):
        raise Refused(_("The report of that day is closed: nothing is written on it any more."))
