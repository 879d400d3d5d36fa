"""Controls: the attributes of form fields by kind: the right keyboard on a phone, errors tied to their field."""
import re
from datetime import date, datetime
from typing import Any

from flask import Flask
from flask_babel import gettext as _
from markupsafe import Markup
from wtforms import Field
from wtforms.fields import (
    BooleanField,
    DateField,
    DateTimeField,
    DecimalField,
    EmailField,
    FileField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TelField,
    TextAreaField,
    TimeField,
    URLField,
)
from wtforms.widgets import html_params

from . import words
from .fields import MoneyField
from .language import tag

KEYBOARD = {IntegerField: "numeric", DecimalField: "decimal", MoneyField: "decimal", TelField: "tel",
            EmailField: "email", URLField: "url"}
NUMBERS = (IntegerField, DecimalField)                          # type=number loses what it cannot read, and rolls
DATES = (DateField, DateTimeField, TimeField)
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
TILES = 8                                                       # choices beyond these are a list


def kind_of(field: Field) -> str:
    """How a field is drawn: tick, ticks, choice, file or text."""
    for kind, classes in (("tick", BooleanField), ("ticks", SelectMultipleField), ("choice", RadioField | SelectField),
                          ("file", FileField)):
        if isinstance(field, classes):
            return kind
    return "text"


def as_tiles(field: Field, as_list: bool) -> bool:
    """Whether a choice is tapped rather than picked from a list."""
    kind = kind_of(field)
    if kind == "ticks" or isinstance(field, RadioField):
        return True
    return kind == "choice" and not as_list and sum(1 for _choice in field.iter_choices()) <= TILES


def described_by(field: Field) -> str:
    """The ids of what stands above a field."""
    parts = [f"{field.id}-hint"] if field.description else []
    return " ".join([*parts, *([f"{field.id}-error"] if field.errors else [])])


def control_attributes(field: Field, short: bool, extra_class: str) -> dict[str, Any]:
    """What a field's widget is called with; the field's own render_kw wins."""
    attributes: dict[str, Any] = {"required": False}           # the server says what is missing, in the house's words
    kind = kind_of(field)
    if kind == "choice":
        attributes["class"] = "select"
    elif isinstance(field, TextAreaField):
        attributes |= {"class": "area", "data-draft": True, "translate": "no"}
    elif kind != "tick":
        attributes["class"] = "input"
        if kind == "text" and not isinstance(field, DATES):
            attributes["autocomplete"] = "off"
    for class_, keyboard in KEYBOARD.items():
        if isinstance(field, class_):
            attributes["inputmode"] = keyboard
    if isinstance(field, NUMBERS):
        attributes |= {"type": "text", "min": False, "max": False, "step": False}
    if isinstance(field, DATES) and field.data is None and any(field.raw_data or ()):
        attributes["type"] = "text"                            # type=date would drop what it cannot read
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


def as_data(text: Any) -> Markup:
    """`translate="no"` for what a store typed: in English it shows by its Chinese, for no text of ours has any."""
    plain = not isinstance(text, Markup) and tag() == "en" and HAN.search(str(text))
    return Markup(' translate="no"') if plain else Markup("")


def attributes_of(values: dict[str, Any]) -> Markup:
    return Markup(html_params(**values))


def said(field: Field, value: Any) -> Any:
    """A field's value in words: the label of a choice, a day as days are written."""
    if isinstance(field, SelectField):
        return next((choice.label for choice in field.iter_choices() if str(choice.value) == str(value)), value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return words.moment(value)
    return words.full_day(value) if isinstance(value, date) else value


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(control_attributes=control_attributes, extra_attributes=extra_attributes,
                                 described_by=described_by, said=said,
                                 kind_of=kind_of, as_tiles=as_tiles, as_data=as_data,
                                 attributes_of=attributes_of)
