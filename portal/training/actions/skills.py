"""The store's skills, and the level at which somebody is found to have them."""
from collections.abc import Mapping
from typing import NamedTuple

from flask_babel import gettext as _
from sqlalchemy import func, select

from portal.core.action import Refused, Stale, action, locked, seen
from portal.core.clock import today
from portal.extensions import db
from portal.org.models import Person, Store

from .. import skills
from ..settings import USUAL_SKILLS
from ..skilled import Skill, SkillJudgement, SkillLevel


class Found(NamedTuple):
    """What is said of somebody in one skill, and by what one sees it."""
    level: SkillLevel
    evidence: str = ""


@action("skill.added")
def add_skill(*, by: Person, store_id: int, subject: str, name: str, about: str = "",
              aim: SkillLevel = SkillLevel.ALONE, once: str | None = None) -> Skill:
    locked(db.session.get_one(Store, store_id))
    _not_there(store_id, name)
    last = db.session.scalar(select(func.max(Skill.rank)).where(Skill.store_id == store_id))
    skill = Skill(store_id=store_id, subject=subject, name=name, about=about, aim=aim, rank=(last or 0) + 1)
    db.session.add(skill)
    db.session.flush()
    return skill


@action("skill.changed")
def change_skill(skill: Skill, *, by: Person, version: int, subject: str, name: str, about: str = "",
                 aim: SkillLevel = SkillLevel.ALONE) -> Skill:
    """Other words for the same skill, or another aim; what somebody was found to have stays."""
    seen(skill, version)
    if name != skill.name:
        _not_there(skill.store_id, name)
    skill.subject, skill.name, skill.about, skill.aim = subject, name, about, aim
    return skill


@action("skill.ended")
def end_skill(skill: Skill, *, by: Person, version: int) -> Skill:
    """It is not judged any more; what was found stays in the history."""
    seen(skill, version)
    skill.live = None
    return skill


@action("skill.laid_down")
def lay_down_skills(store: Store, *, by: Person) -> int:
    """The usual skills, for a store that has none; returns how many came."""
    locked(store)
    if db.session.scalar(select(Skill.id).where(Skill.store_id == store.id).limit(1)):
        return 0
    db.session.add_all(Skill(store_id=store.id, subject=subject, name=name, about=about, rank=rank)
                       for rank, (subject, name, about) in enumerate(USUAL_SKILLS))
    db.session.flush()
    return len(USUAL_SKILLS)


@action("skill.judged")
def judge(person: Person, *, by: Person, version: int, store_id: int, found: Mapping[int, Found]) -> int:
    """Say how well somebody has skills; `version` is what `skills.seen_of` said when the form was shown. What is as it
    was stays as it is; returns how many changed."""
    if person.id == by.id:
        raise Refused(_("Somebody else judges your own skills."))
    locked(person)
    if skills.seen_of(person.id) != version:
        raise Stale
    known = {row.skill_id: row for row in db.session.scalars(select(SkillJudgement).where(
        SkillJudgement.person_id == person.id, SkillJudgement.newest == 1).with_for_update())}
    new = {skill_id: said for skill_id, said in found.items() if not _is_as_it_was(known.get(skill_id), said)}
    for skill_id, said in new.items():
        if int(said.level) > int(SkillLevel.KNOWS) and not said.evidence:
            raise Refused(_("Say by what one sees it."), field=f"evidence_{skill_id}")
        if skill_id in known:
            known[skill_id].newest = None
    db.session.flush()                          # before the new ones take their place
    db.session.add_all(SkillJudgement(store_id=store_id, skill_id=skill_id, person_id=person.id, level=said.level,
                                      evidence=said.evidence, on=today(), by_id=by.id)
                       for skill_id, said in new.items())
    db.session.flush()
    return len(new)


def _is_as_it_was(known: SkillJudgement | None, said: Found) -> bool:
    return known is not None and (known.level, known.evidence) == (said.level, said.evidence)


def _not_there(store_id: int, name: str) -> None:
    if db.session.scalar(select(Skill.id).where(Skill.store_id == store_id, Skill.name == name, Skill.live == 1)):
        raise Refused(_("The store has this skill already."), field="name")
