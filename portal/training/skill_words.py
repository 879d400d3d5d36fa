"""How the change record words what happens to skills, and what their rows are called where others name them."""
from dataclasses import replace

from flask_babel import lazy_gettext as _l

from portal.core.area import Kind

from . import mentors, skills

VERBS = {
    "skill.added": _l("Skill added"), "skill.changed": _l("Skill changed"), "skill.ended": _l("Skill ended"),
    "skill.laid_down": _l("The usual skills laid down"), "skill.judged": _l("Skills judged"),
    "mentor.paired": _l("Mentor and colleague brought together"), "mentor.changed": _l("Mentoring changed"),
    "mentor.ended": _l("Mentoring ended"), "mentor.task_set": _l("Mentoring task set"),
    "mentor.task_done": _l("Mentoring task done"), "mentor.task_reopened": _l("Mentoring task open again"),
}
FIELDS = {
    "subject": _l("Subject"), "about": _l("By what one sees it"), "aim": _l("Everybody is to reach"),
    "skill_id": _l("Skill"), "level": _l("Skill level"), "evidence": _l("By what one sees it"),
    "by_id": _l("Judged by"),
    "newest": _l("Holds now"),
}

PAIR_FIELDS = {
    "mentor_id": _l("Mentor"), "person_id": _l("Who is trained"), "aim": _l("What it is to bring"),
    "until_on": _l("Planned until"), "set_by_id": _l("Set by"), "ended_on": _l("Ended on"),
    "outcome": _l("What came of it"),
    "pair_id": _l("Mentoring"), "text": _l("Task"), "due_on": _l("To be done by"), "done_on": _l("Done on"),
    "done_by_id": _l("Done by"), "result": _l("What it brought"),
}

kinds = tuple(replace(kind, fields=PAIR_FIELDS if kind.table.startswith("mentor") else FIELDS) for kind in (
    Kind("skill", _l("Skill"), "training.skill", "skill_id", skills.titles, skills.readable),
    Kind("mentor_pair", _l("Mentoring"), "training.pair", "pair_id", mentors.titles, mentors.readable),
    Kind("mentor_task", _l("Mentoring task"), "training.finish_task", "task_id", mentors.task_titles,
         mentors.readable_tasks),
    Kind("skill_judgement", _l("Skill level"), labels=skills.judgement_titles),
))
