"""What is typed about skills and mentors; fields are named as the actions' arguments."""
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from portal.core.fields import CodedField, PickField
from portal.core.form import AddForm, EditForm, Form

from .actions.skills import Found
from .skilled import SkillLevel
from .skills import Standing

REACHABLE = (SkillLevel.GUIDED, SkillLevel.ALONE, SkillLevel.TEACHES)


class _SkillForm(Form):
    name = StringField(_l("Skill"), [InputRequired(_l("Give it a name.")), Length(max=40)])
    subject = PickField(_l("Subject"), [InputRequired(_l("Choose a subject."))])
    about = StringField(_l("By what one sees it"), [Length(max=200)],
                        description=_l("What somebody does who has it; it stands beside the levels."))
    aim = CodedField(_l("Everybody is to reach"), SkillLevel, [InputRequired()], members=REACHABLE,
                     default=SkillLevel.ALONE)


class NewSkillForm(AddForm, _SkillForm):
    pass


class ChangeSkillForm(EditForm, _SkillForm):
    pass


class JudgeForm(EditForm):
    """Two fields for each skill: the level, and by what one sees it; made for one person."""
    def rows(self) -> list[tuple[Standing, Field, Field]]:
        return [(one, self[f"level_{one.skill.id}"], self[f"evidence_{one.skill.id}"]) for one in self.of_skills]

    def typed(self) -> dict[str, Any]:
        return {"version": self.version.data, "found": {
            one.skill.id: Found(SkillLevel(level.data), evidence.data or "") for one, level, evidence in self.rows()
            if level.data}}

    of_skills: Sequence[Standing] = ()


def judge_form(of_skills: Sequence[Standing], version: int) -> JudgeForm:
    fields: dict[str, Any] = {"of_skills": of_skills}
    held: dict[str, Any] = {"version": version}
    for one in of_skills:
        level, evidence = f"level_{one.skill.id}", f"evidence_{one.skill.id}"
        held |= {level: one.judged.level.value if one.judged else "",
                 evidence: one.judged.evidence if one.judged else ""}
        fields[level] = RadioField(one.skill.name, [Optional()], choices=[
            SelectChoice(each.value, each.label) for each in SkillLevel])
        fields[evidence] = StringField(_l("By what one sees it"), [Length(max=200)])
    made: JudgeForm = type("JudgeFormOfPerson", (JudgeForm,), fields)(obj=SimpleNamespace(**held))
    return made


class NewPairForm(AddForm):
    person_id = PickField(_l("Who is trained"), [InputRequired(_l("Say who is trained."))])
    mentor_id = PickField(_l("Mentor"), [InputRequired(_l("Say who trains."))])
    from_on = DateField(_l("From"), [InputRequired(_l("Say from which day."))])
    until_on = DateField(_l("Planned until"), [InputRequired(_l("Say how long."))])
    aim = StringField(_l("What it is to bring"), [Length(max=200)])


class ChangePairForm(EditForm):
    mentor_id = PickField(_l("Mentor"), [InputRequired(_l("Say who trains."))])
    until_on = DateField(_l("Planned until"), [InputRequired(_l("Say how long."))])
    aim = StringField(_l("What it is to bring"), [Length(max=200)])


class EndPairForm(EditForm):
    outcome = StringField(_l("What came of it"), [InputRequired(_l("Say what came of it.")), Length(max=200)])


class NewTaskForm(AddForm):
    text = StringField(_l("Task"), [InputRequired(_l("Say what is to be done.")), Length(max=200)])
    due_on = DateField(_l("To be done by"), [InputRequired(_l("Say by which day."))])


class DoneForm(EditForm):
    result = StringField(_l("What it brought"), [Length(max=200)])
