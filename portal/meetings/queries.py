"""The rows of people's days, within a scope: what was committed, typed, instructed, signed."""
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Select, select

from portal.core.scope import Scope
from portal.extensions import db
from portal.org.models import Person

from .models import DayCommitment, DayInstruction, DayReport, DaySigning, SignedAs

EMPTY: Mapping[Any, Mapping[str, Any]] = {
    DayCommitment: {"more_orders": 0, "more_deliveries": 0}, DayInstruction: {"instruction": ""},
    DayReport: {"problem": "", "help": "", "next_steps": ""}}
M = TypeVar("M", DayCommitment, DayReport, DayInstruction)


def row_of(model: type[M], person: Person, on: date) -> M:
    """A person's row of a day; an empty one of version 0, which nobody keeps, where there is none yet."""
    found = db.session.scalars(select(model).where(model.person_id == person.id, model.on == on)).one_or_none()
    return found or model(version=0, person_id=person.id, on=on, **EMPTY[model])


def typed_by(person_ids: Collection[int], on: date) -> set[int]:
    """Which of these people have typed something on the report of a day."""
    return {row.person_id for row in db.session.scalars(
        select(DayReport).where(DayReport.person_id.in_(person_ids), DayReport.on == on))
        if row.problem or row.help or row.next_steps}


def instructions(person_ids: Collection[int], on: date) -> Mapping[int, str]:
    return {row.person_id: row.instruction for row in db.session.scalars(
        select(DayInstruction).where(DayInstruction.person_id.in_(person_ids), DayInstruction.on == on))}


def signings(person_ids: Collection[int], on: date) -> Mapping[tuple[int, SignedAs], DaySigning]:
    return {(row.person_id, row.signed_as): row for row in db.session.scalars(
        select(DaySigning).where(DaySigning.person_id.in_(person_ids), DaySigning.on == on))}


def signed_by(person: Person, scope: Scope) -> Select[DaySigning]:
    """The signings that a person may take back."""
    return select(DaySigning).where(
        DaySigning.signed_by_id == person.id, scope.sees(store=DaySigning.store_id, owner=DaySigning.person_id))
