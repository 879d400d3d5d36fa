"""What is typed about questions, tests, role-plays and their results; fields are named as the actions' arguments."""
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, Field, IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.core.fields import PickField, SuggestField, TicksField
from portal.core.form import AddForm, EditForm, Form
from portal.org.models import Role

from .actions.tries import Scored
from .assessed import TrainingAssessment
from .papers import MOST_CRITERIA, MOST_OPTIONS, Criterion, Item
from .queries import NOT_TRAINED

NUMBER = {"inputmode": "numeric"}


class _QuestionForm(Form):
    text = TextAreaField(_l("Exam question"), [InputRequired(_l("Type the question.")), Length(max=300)])
    subject = PickField(_l("Subject"), [InputRequired(_l("Choose a subject."))])
    series_id = PickField(_l("About the series"))
    why = TextAreaField(_l("Why so"), [Length(max=300)], description=_l("Told with the right answers."))

    def rows(self) -> list[tuple[Field, Field]]:
        """The option and the box that says it is right, of each place."""
        return [(self[f"option_{n}"], self[f"right_{n}"]) for n in range(MOST_OPTIONS)]

    def typed(self) -> dict[str, Any]:
        """Options without gaps, and the places of the right ones among them."""
        given = [(option.data, right.data) for option, right in self.rows() if option.data]
        typed = {name: value for name, value in super().typed().items() if not name.startswith(("option_", "right_"))}
        return typed | {"options": [text for text, _right in given],
                        "right": [place for place, (_text, right) in enumerate(given) if right]}


for _place in range(MOST_OPTIONS):
    setattr(_QuestionForm, f"option_{_place}", StringField(
        _l("Option %(letter)s", letter="ABCDEF"[_place]), [Length(max=120)]))
    setattr(_QuestionForm, f"right_{_place}", BooleanField(_l("%(letter)s is right", letter="ABCDEF"[_place])))


class NewQuestionForm(AddForm, _QuestionForm):
    pass


class ChangeQuestionForm(EditForm, _QuestionForm):
    pass


class _TermsForm(Form):
    title = StringField(_l("Heading"), [InputRequired(_l("Give it a title.")), Length(max=60)])
    opens_on = DateField(_l("Open from"), [InputRequired(_l("Say from which day."))])
    closes_on = DateField(_l("Open until"), [InputRequired(_l("Say until which day it is open."))])
    pass_mark = IntegerField(_l("Pass mark"), [InputRequired(_l("Say what it takes to pass.")), NumberRange(1, 100)],
                             default=80, render_kw=NUMBER)
    tries = IntegerField(_l("Tries with retakes"), [InputRequired(_l("Say how many.")), NumberRange(1, 10)], default=2,
                         render_kw=NUMBER)
    retake_days = IntegerField(_l("Days until a retake"), [InputRequired(_l("A number; 0 for none.")),
                                                           NumberRange(0, 60)], default=1, render_kw=NUMBER)
    certificate = StringField(_l("Certificate for a pass"), [Length(max=60)],
                              description=_l("Its name; left empty there is none."))
    months = IntegerField(_l("Holds for"), [Optional(), NumberRange(1, 60)], render_kw=NUMBER)


class TestForm(AddForm, _TermsForm):
    """A written test of an event."""
    questions = TicksField(_l("Questions"), [InputRequired(_l("Choose at least one question."))], coerce=int)
    draw = IntegerField(_l("Drawn for each try"), [Optional(), NumberRange(1, 200)], render_kw=NUMBER,
                        description=_l("Left empty: all that are chosen."))


class QuizForm(TestForm):
    """A product quiz that stands by itself."""
    subject = PickField(_l("Subject"), [InputRequired(_l("Choose a subject."))])
    series_id = PickField(_l("About the series"))
    compulsory = BooleanField(_l("Everybody must take it"), description=_l("It stands among what each one owes."))


class RolePlayForm(AddForm, _TermsForm):
    points_each = IntegerField(_l("Points for each criterion"), [InputRequired(_l("Say how many.")),
                                                                 NumberRange(2, 10)], default=5, render_kw=NUMBER)

    def rows(self) -> list[tuple[Field, Field]]:
        return [(self[f"text_{n}"], self[f"weight_{n}"]) for n in range(MOST_CRITERIA)]

    def typed(self) -> dict[str, Any]:
        typed = {name: value for name, value in super().typed().items() if not name.startswith(("text_", "weight_"))}
        return typed | {"criteria": [(text.data, weight.data or 0) for text, weight in self.rows() if text.data]}


for _place in range(MOST_CRITERIA):
    setattr(RolePlayForm, f"text_{_place}", StringField(
        _l("Criterion %(number)s", number=_place + 1), [Length(max=80)]))
    setattr(RolePlayForm, f"weight_{_place}", IntegerField(
        _l("Weight of criterion %(number)s", number=_place + 1), [Optional(), NumberRange(1, 100)], render_kw=NUMBER))


class ChangeAssessmentForm(EditForm, _TermsForm):
    compulsory = BooleanField(_l("Everybody must take it"), description=_l("It stands among what each one owes."))


class RequireForm(AddForm):
    title = SuggestField(_l("Certificate earned"), [InputRequired(_l("Give the certificate a name.")), Length(max=60)],
                         suggest=tuple, description=_l("As the tests and role-plays name it that give it."))
    roles = TicksField(_l("Must be held by"), [InputRequired(_l("Choose at least one role."))], coerce=Role, choices=[
        SelectChoice(role.value, role.label) for role in Role if role not in NOT_TRAINED])
    from_on = DateField(_l("Required from"), [InputRequired(_l("Say from which day."))])


class VoidTryForm(EditForm):
    why = StringField(_l("Why it is voided"), [InputRequired(_l("Say why it is voided.")), Length(max=200)])


class TakeForm(Form):
    """A field for each question of a try, made for it; nothing is required while one goes."""
    anyway = BooleanField(_l("Hand in all the same: what has no answer counts as wrong"))

    def rows(self) -> list[tuple[Item, Field]]:
        return [(item, self[f"q_{item.place}"]) for item in self.of_items]

    def given(self) -> dict[int, list[int]]:
        return {item.place: field.data if isinstance(field.data, list) else [] if field.data is None else [field.data]
                for item, field in self.rows()}

    of_items: Sequence[Item] = ()


def take_form(items: Sequence[Item], chosen: Mapping[int, Sequence[int]]) -> TakeForm:
    """The form of one try, with what was chosen before."""
    fields: dict[str, Any] = {"of_items": items}
    for item in items:
        choices = [SelectChoice(option.place, option.text) for option in item.options]
        before = chosen.get(item.place, ())
        fields[f"q_{item.place}"] = TicksField(
            item.text, coerce=int, choices=choices, default=list(before)) if item.several else RadioField(
            item.text, coerce=int, choices=choices, default=before[0] if before else None, validate_choice=False)
    made: TakeForm = type("TakeOfTry", (TakeForm,), fields)()
    return made


class ScoreForm(AddForm):
    """Points and a remark for each criterion of a role-play, made for it."""
    remark = TextAreaField(_l("Remark"), [Length(max=300)])

    def rows(self) -> list[tuple[Criterion, Field, Field]]:
        return [(one, self[f"points_{one.place}"], self[f"remark_{one.place}"]) for one in self.of_criteria]

    def typed(self) -> dict[str, Any]:
        return {"once": self.once.data, "remark": self.remark.data, "scores": {
            one.place: Scored(points.data, remark.data) for one, points, remark in self.rows()
            if points.data is not None}}

    of_criteria: Sequence[Criterion] = ()


def score_form(row: TrainingAssessment, sheet: Sequence[Criterion]) -> ScoreForm:
    fields: dict[str, Any] = {"of_criteria": sheet}
    for one in sheet:
        fields[f"points_{one.place}"] = RadioField(
            one.text, [InputRequired(_l("Points for each criterion."))], coerce=int,
            choices=[SelectChoice(points, str(points)) for points in range(one.most + 1)])
        fields[f"remark_{one.place}"] = StringField(_l("Remark"), [Length(max=100)])
    made: ScoreForm = type("ScoreOfRolePlay", (ScoreForm,), fields)()
    return made


class RateForm(Form):
    stars = RadioField(_l("Stars"), [InputRequired(_l("Give 1 to 5 stars."))], coerce=int,
                       choices=[SelectChoice(stars, "★" * stars) for stars in range(1, 6)])
    remark = StringField(_l("Remark"), [Length(max=200)])
