from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import DateField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.core.fields import PickField
from portal.core.form import AddForm, EditForm, Form, Theirs
from portal.core.issue import Typed
from portal.core.registry import registry

PROMISED = ("deliveries", "orders", "test_drives")      # what a week's promise is given for
LONGEST = 300                                           # so that a closed sheet stays on its side
_number = [Optional(), NumberRange(0, 9_999)]


class TypedForm(EditForm):
    """What is typed on a sheet; each field is one part of it, a promise its number."""
    causes = TextAreaField(_l("Why targets were missed"), [Length(max=LONGEST)])
    plan = TextAreaField(_l("Plan for next week"), [Length(max=LONGEST)])
    promise_deliveries = IntegerField(lazy_pgettext("sheet", "Deliveries"), _number)
    promise_orders = IntegerField(lazy_pgettext("sheet", "Orders"), _number)
    promise_test_drives = IntegerField(lazy_pgettext("sheet", "Test drives"), _number)
    practice = TextAreaField(_l("Best practice of the week"), [Length(max=LONGEST)])
    instruction = TextAreaField(_l("Leader's instruction"), [Length(max=LONGEST)])

    def __init__(self, obj: Typed, person: bool) -> None:
        super().__init__(obj=obj, data={_field(part): text for part, text in obj.parts.items()})
        if person:
            del self.practice

    def typed(self) -> dict[str, Any]:
        typed = super().typed()
        version = typed.pop("version")
        return {"version": version, "parts": {
            _part(name): "" if value is None else str(value) for name, value in typed.items()}}

    def theirs(self) -> list[Theirs]:
        """The parts stand in one column, so they are compared here."""
        if self.status != 409:
            return []
        saved, mine = self.row.parts, self.typed()["parts"]
        return [Theirs(self[_field(part)], saved.get(part, "")) for part in mine if mine[part] != saved.get(part, "")]

    @property
    def promises(self) -> list[Any]:
        return [self[f"promise_{key}"] for key in PROMISED]


class AgreedStepForm(AddForm):
    """One line, so its fields are named by `aria-label`."""
    text = StringField(lazy_pgettext("step", "What"), [InputRequired(_l("Say what is to be done.")), Length(max=200)],
                       render_kw={"aria-label": _l("Step: what")})
    owner_id = PickField(_l("Who"), [InputRequired(_l("Say who does it."))], render_kw={"aria-label": _l("Step: who")})
    due_on = DateField(_l("By"), [InputRequired(_l("Say by which day."))],
                       render_kw={"aria-label": _l("Step: by when")})


class IssueForm(AddForm):
    reason = StringField(_l("Why it is issued again"), [InputRequired(), Length(max=200)])


class AskForm(Form):
    """A button with nothing to type."""


def promised(parts: Mapping[str, str]) -> list[tuple[Any, str]]:
    """What was promised for next week, as it is read: (words, number)."""
    return [(registry().metrics[key].name, parts[f"promise.{key}"]) for key in PROMISED if parts.get(f"promise.{key}")]


def _field(part: str) -> str:
    return part.replace("promise.", "promise_")


def _part(field: str) -> str:
    return field.replace("promise_", "promise.")
