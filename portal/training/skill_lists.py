"""The lists of what people were found to be able to do, and of who trains whom."""
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, select

from portal.core.agreement import labels
from portal.core.lists import Choice, Column, Dates, Day, Link, List, Number, Person, Search, Tab, Text, Words
from portal.core.scope import Scope
from portal.org.models import Person as Staff

from . import mentors, skills
from .settings import SUBJECT
from .skilled import MentorPair, MentorTask, Skill, SkillJudgement, SkillLevel


def _subjects() -> Mapping[str, str]:
    return labels(SUBJECT, store_id=None)


def _judged(scope: Scope) -> Select[Any]:
    return skills.judgements(scope).join(Skill, Skill.id == SkillJudgement.skill_id)


def _named(words: str) -> Any:
    return Skill.name.icontains(words, autoescape=True) | SkillJudgement.person_id.in_(_people(words))


def _people(words: str) -> Any:
    return select(Staff.id).where(Staff.name.icontains(words, autoescape=True))


judgements = List(
    "skill_judgements", _l("Skills found"), _judged, id=SkillJudgement.id, sort="-on", rows=_l("judgements"),
    empty=_l("What people were found to be able to do stands here once somebody has judged it."),
    export="training.export",
    columns=(
        Column("person", _l("Name"), SkillJudgement.person_id, Person(), sort=False, head=True,
               link=Link("training.person_skills", "person_id", SkillJudgement.person_id)),
        Column("skill", _l("Skill"), Skill.name, Text()),
        Column("subject", _l("Subject"), Skill.subject, Words(said=_subjects)),
        Column("level", _l("Skill level"), SkillJudgement.level, Words(said=lambda: {
            level: f"{level.value} {level.label}" for level in SkillLevel})),
        Column("evidence", _l("By what one sees it"), SkillJudgement.evidence, Text(), sort=False),
        Column("on", _l("Day"), SkillJudgement.on, Day()),
        Column("by", _l("Judged by"), SkillJudgement.by_id, Person(), sort=False),
    ),
    filters=(
        Search("w", _l("Name or skill"), clause=_named),
        Choice("subject", _l("Subject"), column=Skill.subject, among=lambda scope: _subjects()),
        Choice("level", _l("Skill level"), column=SkillJudgement.level, among=SkillLevel),
        Choice("now", _l("Which"), among={"now": _l("Holds now"), "before": _l("Held before")},
               clause=lambda code: SkillJudgement.newest == 1 if code == "now" else SkillJudgement.newest.is_(None)),
        Dates("on", _l("Day"), column=SkillJudgement.on),
    ),
    tabs=(Tab(_l("Holds now"), "now=now"), Tab(_l("Held before"), "now=before")),
)

def _tasks(*also: Any) -> Any:
    return select(func.count()).where(MentorTask.pair_id == MentorPair.id, *also).correlate(MentorPair
                                                                                            ).scalar_subquery()


pairs = List(
    "mentor_pairs", _l("Mentoring"), mentors.pairs, id=MentorPair.id, sort="-from", rows=_l("pairs"),
    empty=_l("Who trains whom stands here once a leader or the trainer has brought two together."),
    export="training.export",
    columns=(
        Column("person", _l("Who is trained"), MentorPair.person_id, Person(), sort=False, head=True,
               link=Link("training.pair", "pair_id")),
        Column("mentor", _l("Mentor"), MentorPair.mentor_id, Person(), sort=False),
        Column("aim", _l("What it is to bring"), MentorPair.aim, Text(), sort=False),
        Column("from", _l("From"), MentorPair.from_on, Day()),
        Column("until", _l("Planned until"), MentorPair.until_on, Day()),
        Column("tasks", _l("Tasks"), _tasks(), Number(), sort=False),
        Column("done", _l("Tasks done"), _tasks(MentorTask.done_on.is_not(None)), Number(), sort=False),
        Column("ended", _l("Ended on"), MentorPair.ended_on, Day()),
        Column("outcome", _l("What came of it"), MentorPair.outcome, Text(), sort=False),
    ),
    filters=(
        Search("w", _l("Name"), clause=lambda words: MentorPair.person_id.in_(_people(words))
               | MentorPair.mentor_id.in_(_people(words))),
        Choice("now", _l("Which"), among={"now": _l("Under way"), "ended": _l("Ended")},
               clause=lambda code: MentorPair.live == 1 if code == "now" else MentorPair.live.is_(None)),
        Dates("from", _l("From"), column=MentorPair.from_on),
    ),
    tabs=(Tab(_l("Under way"), "now=now"), Tab(_l("Ended"), "now=ended")),
)

lists = (judgements, pairs)
