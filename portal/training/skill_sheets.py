"""The skill matrix on paper, to fill in by hand or to hang up in the office."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l

from portal.core.sheet import SheetKind

from .skilled import SkillLevel
from .skills import Matrix, is_reached

MATRIX = "training_skills"


@dataclass(frozen=True)
class Cell:
    """A level as it is written; "" where nobody has judged."""
    level: str
    is_reached: bool


@dataclass(frozen=True)
class PersonLine:
    name: str
    cells: Sequence[Cell]
    reached: int


@dataclass(frozen=True)
class MatrixSheet:
    store: str
    on: date
    team: str
    by_subject: Sequence[tuple[str, int]]
    skills: Sequence[str]
    teams: Mapping[str, Sequence[PersonLine]]
    levels: Sequence[tuple[str, str]]


def matrix(it: Matrix, *, store: str, team: str, on: date) -> MatrixSheet:
    teams: dict[str, list[PersonLine]] = {}
    for one in it.people:
        cells = []
        for skill in it.skills:
            judged = it.at(one.person_id, skill)
            cells.append(Cell(judged.level.value if judged else "", is_reached(judged, skill)))
        teams.setdefault(one.team, []).append(PersonLine(one.name, cells, it.reached(one.person_id)))
    return MatrixSheet(store, on, team, it.by_subject, [skill.name for skill in it.skills], teams,
                       [(level.value, str(level.label)) for level in SkillLevel])


sheets = (
    SheetKind(MATRIX, _l("Skill matrix"), "training.results", "training/sheets/matrix.html", matrix,
              endpoint="training.matrix", personal=True),
)
