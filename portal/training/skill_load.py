"""Load: the skills of a store, what its people were found to have, and who trains whom, for a demo store."""
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portal.extensions import db

from .skilled import MentorPair, MentorTask, Skill, SkillJudgement, SkillLevel


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


@dataclass(frozen=True)
class DatedTask:
    """`done_on` by who is trained."""
    text: str
    due_on: date
    done_on: date | None = None
    result: str = ""


@dataclass(frozen=True)
class DatedPair:
    store_id: int
    mentor_id: int
    person_id: int
    set_by_id: int
    from_on: date
    until_on: date
    aim: str = ""
    ended_on: date | None = None
    outcome: str = ""
    tasks: tuple[DatedTask, ...] = ()


def pairs(rows: Iterable[DatedPair]) -> int:
    """Take pairs with their tasks; returns how many pairs there were."""
    given = list(rows)
    taken = [MentorPair(
        store_id=row.store_id, mentor_id=row.mentor_id, person_id=row.person_id, set_by_id=row.set_by_id,
        from_on=row.from_on, until_on=row.until_on, aim=row.aim, ended_on=row.ended_on, outcome=row.outcome,
        live=None if row.ended_on else 1) for row in given]
    db.session.add_all(taken)
    db.session.flush()
    for pair, row in zip(taken, given, strict=True):
        db.session.add_all(MentorTask(
            store_id=row.store_id, pair_id=pair.id, text=task.text, due_on=task.due_on, set_by_id=row.mentor_id,
            done_on=task.done_on, done_by_id=row.person_id if task.done_on else None, result=task.result)
            for task in row.tasks)
    db.session.flush()
    return len(taken)
