"""The page of a setting: its value in words, and the form that a new version is agreed with, made from its kind."""
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from wtforms import BooleanField, DateField, Field, IntegerField, StringField
from wtforms.fields import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from portal.core import words
from portal.core.agreement import SettingKind
from portal.core.clock import today
from portal.core.fields import TicksField
from portal.core.form import Form

SEPARATOR = "__"                    # row and cell of a table, in a field's name


class SettingForm(Form):
    """From when, and why; the value's fields are added by `form_for`."""
    from_on = DateField(_l("From"), default=today, validators=[InputRequired(_l("Choose a day."))])
    reason = StringField(_l("Reason"), validators=[DataRequired(_l("Say why it changes.")), Length(max=200)])
    version = IntegerField(validators=[InputRequired()], widget=HiddenInput())

    def __init__(self, *args: Any, kind: SettingKind, seen: int, **kwargs: Any) -> None:
        super().__init__(*args, version=seen, **kwargs)
        self.kind = kind

    def became_stale(self) -> None:
        super().became_stale()
        self.version.raw_data = None

    def value_fields(self) -> list[Field]:
        return [field for field in self if field.name.partition(SEPARATOR)[0] == "value"]

    def cell(self, code: str, key: str) -> Field:
        return self[SEPARATOR.join(("value", code, key))]

    def value_typed(self) -> Any:
        """What was typed, in the form of the setting's value."""
        if self.kind.type is dict:
            return {code: {cell.key: _read(cell, self.cell(code, cell.key).data) for cell in self.kind.fields}
                    for code in self.kind.rows}
        return _read(self.kind, self["value"].data)


def form_for(kind: SettingKind, value: Any, seen: int) -> SettingForm:
    """The form of a setting, filled with a value."""
    if kind.type is dict:
        cells = {SEPARATOR.join(("value", code, cell.key)): (cell, f"{row}, {cell.label}", value[code][cell.key])
                 for code, row in kind.rows.items() for cell in kind.fields}
    else:
        cells = {"value": (kind, kind.label, value)}
    fields = {name: _field(cell, label) for name, (cell, label, _value) in cells.items()}
    form: type[SettingForm] = type("SettingForm", (SettingForm,), fields)
    return form(kind=kind, seen=seen, data={name: _shown(cell, held) for name, (cell, _label, held) in cells.items()})


def _field(kind: SettingKind, label: Any) -> Field:
    hint = kind.hint or ""
    if kind.type is bool:
        return BooleanField(label, description=hint)
    if kind.type is list:
        return TicksField(label, description=hint, choices=_options(kind))
    if kind.options:
        return SelectField(label, description=hint, choices=_options(kind))
    if kind.type is int:
        return IntegerField(label, description=hint, validators=[InputRequired(_l("Enter a number."))])
    needed = [] if kind.type is str and not kind.low else [DataRequired(_l("Enter a value."))]
    return StringField(label, description=hint, validators=needed or [Optional()])


def _options(kind: SettingKind) -> list[SelectChoice]:
    return [SelectChoice(str(value), label) for value, label in kind.options.items()]


def _shown(kind: SettingKind, value: Any) -> Any:
    """A value as its field holds it."""
    if kind.type is list:
        return [str(each) for each in value]
    return str(value) if kind.options or kind.type is Decimal else value


def _read(kind: SettingKind, typed: Any) -> Any:
    """What a field holds, as the kind keeps it."""
    by_text = {str(value): value for value in kind.options}
    if kind.type is list:
        return [by_text.get(each, each) for each in typed or ()]
    return by_text.get(typed, typed) if kind.options else typed


def in_words(kind: SettingKind, value: Any) -> str:
    """A value as people read it, on one line."""
    if kind.type is dict:
        return next((str(each.label) for each in kind.profiles if each.value == value), _("own table"))
    if kind.type is bool:
        return _("yes") if value else _("no")
    if kind.type is list:
        return ", ".join(str(kind.options[each]) for each in value) or _("none")
    if kind.options:
        return str(kind.options[value])
    if kind.type is str:
        return Markup('<span translate="no">{}</span>').format(value) if value else words.NONE
    if isinstance(value, int):
        return f"{words.number(value)} {kind.unit}".strip()
    return f"{value} {kind.unit}".strip() if value not in (None, "") else words.NONE


def profile_of(kind: SettingKind, key: str | None) -> Any:
    """The value of a ready-made profile; None for no such."""
    return next((each.value for each in kind.profiles if each.key == key), None)


def grouped(kinds: Mapping[str, SettingKind]) -> list[tuple[Any, list[SettingKind]]]:
    """By area, in the order in which the areas name them."""
    groups: dict[str, tuple[Any, list[SettingKind]]] = {}
    for kind in kinds.values():
        groups.setdefault(str(kind.group), (kind.group, []))[1].append(kind)
    return list(groups.values())
