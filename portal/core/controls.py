"""Controls: the attributes of form fields by kind: the right keyboard on a phone, errors tied to their field."""
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from flask import Flask
from flask_babel import gettext as _
from markupsafe import Markup
from wtforms import Field
from wtforms.fields import DateField, FileField, SelectField, TextAreaField
from wtforms.widgets import HiddenInput, html_params

from . import words

KEYBOARD = {"IntegerField": "numeric", "DecimalField": "decimal", "FloatField": "decimal", "TelField": "tel",
            "EmailField": "email", "URLField": "url", "SearchField": "search"}
AS_TEXT = {"IntegerField", "DecimalField", "FloatField"}       # type=number loses what it cannot read, and rolls


def described_by(field: Field) -> str:
    """The ids of what stands above a field."""
    parts = [f"{field.id}-hint"] if field.description else []
    return " ".join([*parts, *([f"{field.id}-error"] if field.errors else [])])


def control_attributes(field: Field, short: bool, extra_class: str) -> dict[str, Any]:
    """What a field's widget is called with; the field's own render_kw wins."""
    attributes: dict[str, Any] = {"required": False}           # the server says what is missing, in the house's words
    if isinstance(field, SelectField):
        attributes["class"] = "select"
    elif isinstance(field, TextAreaField):
        attributes["class"] = "area"
        attributes["data-draft"] = True
    elif field.type != "BooleanField":
        attributes["class"] = "input"
        if not isinstance(field, DateField | FileField):
            attributes["autocomplete"] = "off"
    if field.type in KEYBOARD:
        attributes["inputmode"] = KEYBOARD[field.type]
    if field.type in AS_TEXT:
        attributes["type"] = "text"
    if above := described_by(field):
        attributes["aria-describedby"] = above
    if field.errors:
        attributes["aria-invalid"] = "true"
    own = dict(field.render_kw or {})
    classes = [attributes.get("class", ""), "input-short" if short else "", extra_class, own.pop("class", "")]
    attributes |= own
    if kept := " ".join(filter(None, classes)):
        attributes["class"] = kept
    return attributes


def extra_attributes(field: Field, choice: Any) -> Markup:
    """What a field and one of its choices say beyond name and value, for a tile."""
    both = dict(field.render_kw or {}) | {k: v for k, v in (choice.render_kw or {}).items() if k != "second"}
    if field.errors:
        both["aria-invalid"] = "true"
    return Markup(" " + html_params(**both)) if both else Markup("")


def said(field: Field, value: Any) -> Any:
    """A field's value in words: the label of a choice, a day as days are written."""
    if isinstance(field, SelectField):
        return next((choice.label for choice in field.iter_choices() if str(choice.value) == str(value)), value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return words.moment(value)
    return words.full_day(value) if isinstance(value, date) else value


def differences(form: Any) -> list[tuple[Field, Any, Any]]:
    """The fields in which what was typed differs from what is stored, with both in words."""
    def found() -> Iterator[tuple[Field, Any, Any]]:
        for field in form:
            if isinstance(field.widget, HiddenInput) or not hasattr(form.row, field.short_name):
                continue
            stored = getattr(form.row, field.short_name)
            if stored != field.data:
                yield field, said(field, stored), said(field, field.data)
    return list(found())


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(control_attributes=control_attributes, extra_attributes=extra_attributes,
                                 described_by=described_by, differences=differences)
