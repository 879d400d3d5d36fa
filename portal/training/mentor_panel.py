"""Mentoring on the home page of both: what they have set themselves, with its day."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import contains_eager

from portal.core.panel import Panel, Reading
from portal.extensions import db
from portal.org.queries import names

from . import queries
from .skilled import MentorTask

MOST = 4


@dataclass(frozen=True)
class TaskLine:
    """`mine_to_do`: the reader is trained, by `with_whom`; else he trains them."""
    task_id: int
    pair_id: int
    text: str
    due_on: date
    mine_to_do: bool
    with_whom: str


@dataclass(frozen=True)
class Mentoring:
    tasks: Sequence[TaskLine]
    today: date


def _home(reading: Reading) -> Mentoring | None:
    reader = reading.reader.id
    rows = db.session.scalars(queries.tasks_to_come(reader, reading.as_of).options(contains_eager(MentorTask.pair))
                              .order_by(MentorTask.due_on, MentorTask.id).limit(MOST)).all()
    called = names({each for row in rows for each in (row.pair.mentor_id, row.pair.person_id)})
    lines = [TaskLine(row.id, row.pair_id, row.text, row.due_on, row.pair.person_id == reader, called.get(
        row.pair.mentor_id if row.pair.person_id == reader else row.pair.person_id, "")) for row in rows]
    return Mentoring(lines, reading.as_of) if lines else None


panels = (Panel("home", 52, "mentors.write", _home, "training/_mentor_panel.html", badge="training.index"),)
