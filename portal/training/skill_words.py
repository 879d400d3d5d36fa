"""How the change record words what happens to skills, and what their rows are called where others name them."""
from dataclasses import replace

from flask_babel import lazy_gettext as _l

from portal.core.area import Kind

from . import skills

VERBS = {
    "skill.added": _l("Skill added"), "skill.changed": _l("Skill changed"), "skill.ended": _l("Skill ended"),
    "skill.laid_down": _l("The usual skills laid down"), "skill.judged": _l("Skills judged"),
}
FIELDS = {
    "subject": _l("Subject"), "about": _l("By what one sees it"), "aim": _l("Everybody is to reach"),
    "skill_id": _l("Skill"), "level": _l("Skill level"), "evidence": _l("By what one sees it"),
    "by_id": _l("Judged by"),
    "newest": _l("Holds now"),
}

kinds = tuple(replace(kind, fields=FIELDS) for kind in (
    Kind("skill", _l("Skill"), "training.skill", "skill_id", skills.titles, skills.readable),
    Kind("skill_judgement", _l("Skill level"), labels=skills.judgement_titles),
))
