"""Load: agreed steps as they were agreed and ended, for a demo store."""
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portal.extensions import db

from .models import State, Step


@dataclass(frozen=True)
class DatedStep:
    store_id: int
    owner_id: int
    text: str
    due_on: date
    raised_on: date
    raised_by_id: int
    closed_on: date | None = None
    outcome: str = ""


def steps(rows: Iterable[DatedStep]) -> int:
    """Take steps, those with an end as done by their owner; returns how many there were."""
    taken = [Step(
        store_id=row.store_id, owner_id=row.owner_id, text=row.text, due_on=row.due_on, raised_on=row.raised_on,
        raised_by_id=row.raised_by_id, state=State.DONE if row.closed_on else State.OPEN, closed_on=row.closed_on,
        closed_by_id=row.owner_id if row.closed_on else None, outcome=row.outcome) for row in rows]
    db.session.add_all(taken)
    db.session.flush()
    return len(taken)
