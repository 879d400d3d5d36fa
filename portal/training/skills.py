"""Reading skills: the matrix of people and skills, one person's levels, how they came about."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select

from portal.core.agreement import choices, labels
from portal.core.policy import Rights
from portal.core.scope import Scope
from portal.extensions import db
from portal.org.models import Person
from portal.org.queries import Member, names

from . import queries
from .settings import SUBJECT
from .skilled import Skill, SkillJudgement, SkillLevel

OTHERS = 0              # in the place of a team: who does not sell


@dataclass(frozen=True)
class Matrix:
    """`levels`: (person, skill) → the judgement that holds."""
    skills: Sequence[Skill]
    people: Sequence[Member]
    levels: Mapping[tuple[int, int], SkillJudgement]
    by_subject: Sequence[tuple[str, int]]       # words of a subject, how many skills it has

    def at(self, person_id: int, skill: Skill) -> SkillJudgement | None:
        return self.levels.get((person_id, skill.id))

    def reached(self, person_id: int) -> int:
        """Skills in which somebody is where they are to be."""
        return sum(is_reached(self.at(person_id, skill), skill) for skill in self.skills)

    def lacking(self, skill: Skill) -> list[str]:
        """Who was found not to be where they are to be in a skill; who was not judged is not counted."""
        return [one.name for one in self.people
                if (judged := self.at(one.person_id, skill)) and not is_reached(judged, skill)]


@dataclass(frozen=True)
class Standing:
    """A skill as one person has it; `judged` None: nobody has said yet."""
    skill: Skill
    subject: str
    judged: SkillJudgement | None
    by: str

    @property
    def is_reached(self) -> bool:
        return is_reached(self.judged, self.skill)


def is_reached(judged: SkillJudgement | None, skill: Skill) -> bool:
    return judged is not None and int(judged.level) >= int(skill.aim)


def skills(scope: Scope) -> Select[Skill]:
    """The skills of the stores in `scope`, ended ones too: the only door to rows of this table."""
    return select(Skill).where(scope.in_stores(Skill.store_id))


def judgements(scope: Scope) -> Select[SkillJudgement]:
    """What was found of the people in `scope`."""
    return select(SkillJudgement).where(scope.sees(store=SkillJudgement.store_id, owner=SkillJudgement.person_id))


def skills_of(store_id: int) -> list[Skill]:
    """The store's skills as they are judged now, by the order of its subjects."""
    order = {line.code: place for place, line in enumerate(choices(SUBJECT, store_id=store_id))}
    found = db.session.scalars(select(Skill).where(Skill.store_id == store_id, Skill.live == 1)
                               .order_by(Skill.rank, Skill.id))
    return sorted(found, key=lambda skill: order.get(skill.subject, len(order)))


def matrix(scope: Scope, store_id: int, team_id: int | None = None) -> Matrix:
    """Who sells in a store, and whoever else was judged; of a team, or with OTHERS who does not sell. Only people whom
    the reader may see; in three queries."""
    seen = [one for one in queries.people(store_id, scope.today) if scope.holds(store_id, one.person_id)]
    levels = _newest({one.person_id for one in seen})
    judged = {person_id for person_id, _skill_id in levels}
    if team_id is None:
        people = [one for one in seen if one.sells or one.person_id in judged]
    else:
        people = [one for one in seen if (one.team_id == team_id if team_id != OTHERS else not one.sells)]
    of_store = skills_of(store_id)
    return Matrix(of_store, people, levels, _runs(of_store, labels(SUBJECT, store_id=store_id)))


def _newest(people: set[int]) -> Mapping[tuple[int, int], SkillJudgement]:
    return {(row.person_id, row.skill_id): row for row in db.session.scalars(select(SkillJudgement).where(
        SkillJudgement.person_id.in_(people), SkillJudgement.newest == 1))}


def _runs(of_store: Sequence[Skill], subjects: Mapping[str, str]) -> list[tuple[str, int]]:
    """The subjects over the skills' columns: words and how many columns."""
    found: list[tuple[str, int]] = []
    for skill in of_store:
        called = subjects.get(skill.subject, skill.subject)
        if found and found[-1][0] == called:
            found[-1] = called, found[-1][1] + 1
        else:
            found.append((called, 1))
    return found


def _held_on(person_id: int, on: date) -> Mapping[tuple[int, int], SkillJudgement]:
    """The judgements that held at the end of a day."""
    return {(row.person_id, row.skill_id): row for row in db.session.scalars(select(SkillJudgement).where(
        SkillJudgement.person_id == person_id, SkillJudgement.on <= on).order_by(SkillJudgement.on, SkillJudgement.id))}


def standing(person_id: int, store_id: int, on: date | None = None) -> list[Standing]:
    """All skills of the store as one person has them, or had them at the end of a day."""
    known = _newest({person_id}) if on is None else _held_on(person_id, on)
    subjects = labels(SUBJECT, store_id=store_id)
    called = names(row.by_id for row in known.values())
    found = []
    for skill in skills_of(store_id):
        judged = known.get((person_id, skill.id))
        found.append(Standing(skill, subjects.get(skill.subject, skill.subject), judged,
                              called.get(judged.by_id, "") if judged else ""))
    return found


@dataclass(frozen=True)
class Told:
    """A line of the history: what was found when, by whom and by what."""
    on: date
    skill: str
    person: str
    level: SkillLevel
    evidence: str
    by: str


def history(scope: Scope, *, person_id: int | None = None, skill_id: int | None = None, most: int = 100) -> list[Told]:
    """Judgements of a person or of a skill, the newest first."""
    found = judgements(scope).join(Skill, Skill.id == SkillJudgement.skill_id).add_columns(Skill.name)
    if person_id is not None:
        found = found.where(SkillJudgement.person_id == person_id)
    if skill_id is not None:
        found = found.where(SkillJudgement.skill_id == skill_id)
    rows = db.session.execute(found.order_by(SkillJudgement.on.desc(), SkillJudgement.id.desc()).limit(most)).all()
    called = names({one for row, _name in rows for one in (row.person_id, row.by_id)})
    return [Told(row.on, name, called.get(row.person_id, ""), row.level, row.evidence, called.get(row.by_id, ""))
            for row, name in rows]


def seen_of(person_id: int) -> int:
    """What a form on somebody's levels carries, so that a judgement made since is noticed."""
    return db.session.scalar(select(SkillJudgement.id).where(SkillJudgement.person_id == person_id).order_by(
        SkillJudgement.id.desc()).limit(1)) or 0


def search(rights: Rights, text: str, limit: int) -> list[tuple[str, int, str, str]]:
    """For the search in the head: skills by name."""
    if len(text.strip()) < 2:
        return []
    rows = db.session.scalars(skills(rights["training.read"]).where(
        Skill.live == 1, Skill.name.icontains(text.strip(), autoescape=True))
        .order_by(Skill.rank, Skill.id).limit(limit)).all()
    return [("skill", row.id, row.name, labels(SUBJECT, store_id=row.store_id).get(row.subject, "")) for row in rows]


def titles(ids: set[int]) -> Mapping[int, str]:
    return {row.id: row.name for row in db.session.execute(select(Skill.id, Skill.name).where(Skill.id.in_(ids)))}


def readable(rights: Rights, ids: set[int]) -> set[int]:
    if "training.read" not in rights:
        return set()
    return set(db.session.scalars(skills(rights["training.read"]).where(Skill.id.in_(ids))
                                  .with_only_columns(Skill.id)))


def judgement_titles(ids: set[int]) -> Mapping[int, str]:
    return {row[0]: f"{row[1]} {row[2]}" for row in db.session.execute(
        select(SkillJudgement.id, Person.name, Skill.name).join(Person, Person.id == SkillJudgement.person_id)
        .join(Skill, Skill.id == SkillJudgement.skill_id).where(SkillJudgement.id.in_(ids)))}
