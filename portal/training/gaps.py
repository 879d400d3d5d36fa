"""Gaps: what each was to attend in a quarter and did, by subject."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.core.agreement import Line, choices
from portal.core.metric import figures_of
from portal.core.period import Period
from portal.core.scope import Scope
from portal.org.queries import Member

from . import queries
from .metrics import attendance, minutes
from .settings import SUBJECT


@dataclass(frozen=True)
class Cell:
    """Required trainings attended of those required, and the minutes of all attended."""
    came: int
    required: int
    minutes: int

    @property
    def lacks(self) -> bool:
        return self.came < self.required

    @property
    def is_empty(self) -> bool:
        return not (self.required or self.minutes)


@dataclass(frozen=True)
class Gaps:
    subjects: Sequence[Line]
    people: Sequence[Member]
    cells: Mapping[tuple[int, str], Cell]

    def at(self, person_id: int, subject: str) -> Cell:
        return self.cells.get((person_id, subject), Cell(0, 0, 0))

    def whole(self, person_id: int) -> Cell:
        mine = [cell for (who, _subject), cell in self.cells.items() if who == person_id]
        return Cell(sum(cell.came for cell in mine), sum(cell.required for cell in mine),
                    sum(cell.minutes for cell in mine))


def gaps(scope: Scope, store_id: int, quarter: Period) -> Gaps:
    """The people of a store whom the reader may see; the figures in one statement."""
    people = [one for one in queries.people(store_id, scope.today) if scope.holds(store_id, one.person_id)]
    found = figures_of((attendance, minutes), scope.within(store_id), [quarter], min(scope.today, quarter.end),
                       "person_id", "subject")
    keys = {key for metric in (attendance.key, minutes.key) for key in found.groups(metric, quarter)}
    cells = {}
    for person_id, subject in keys:
        where = {"person_id": person_id, "subject": subject}
        required, spent = found.of(attendance.key, quarter, **where), found.of(minutes.key, quarter, **where)
        cells[person_id, subject] = Cell(required.amount, required.base or 0, spent.amount)
    used = {subject for _person_id, subject in cells}
    subjects = [line for line in choices(SUBJECT, store_id=store_id)
                if line.code in used or line.from_on <= scope.today < line.until_on]
    return Gaps(subjects, people, cells)
