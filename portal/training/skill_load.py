"""Load: the skills of a store and what its people were found to have, for a demo store."""
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portal.extensions import db

from .skilled import Skill, SkillJudgement, SkillLevel


@dataclass(frozen=True)
class DatedJudgement:
    person_id: int
    level: SkillLevel
    on: date
    by_id: int
    evidence: str = ""


@dataclass(frozen=True)
class DatedSkill:
    """A skill with what was found, in the order of days."""
    store_id: int
    subject: str
    name: str
    about: str = ""
    aim: SkillLevel = SkillLevel.ALONE
    found: tuple[DatedJudgement, ...] = ()


def skills(rows: Iterable[DatedSkill]) -> int:
    """Take skills with their judgements; returns how many judgements there were."""
    given = list(rows)
    taken = [Skill(store_id=row.store_id, subject=row.subject, name=row.name, about=row.about, aim=row.aim, rank=rank)
             for rank, row in enumerate(given)]
    db.session.add_all(taken)
    db.session.flush()
    for skill, row in zip(taken, given, strict=True):
        last = {one.person_id: one for one in row.found}
        db.session.add_all(SkillJudgement(
            store_id=row.store_id, skill_id=skill.id, person_id=one.person_id, level=one.level, evidence=one.evidence,
            on=one.on, by_id=one.by_id, newest=1 if last[one.person_id] is one else None) for one in row.found)
    db.session.flush()
    return sum(len(row.found) for row in given)
