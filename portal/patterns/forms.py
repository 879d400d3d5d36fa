from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.core.fields import MoneyField
from portal.core.form import Form

LETTERS = "HABCN"


class PatternForm(Form):
    """One field of each kind."""
    kind = RadioField(_l("How they came"), [InputRequired()], default="visit", choices=[
        SelectChoice("visit", _l("Visit")), SelectChoice("call", _l("Call")), SelectChoice("web", _l("Web"))])
    phone = TelField(_l("Phone"), [Optional()], description=_l("From seven digits on it is looked up."))
    name = StringField(_l("Name"), [InputRequired()], render_kw={"translate": "no"})
    deposit_fen = MoneyField(_l("Deposit"), [InputRequired()], description=_l("Whole yuan, at most 20% of the price."))
    count = IntegerField(_l("Party of"), [InputRequired(), NumberRange(1, 20)])
    delivery_on = DateField(_l("Expected delivery"), [InputRequired()])
    level = RadioField(_l("Level when they leave"), [InputRequired()], choices=[
        SelectChoice(letter, letter, render_kw={"second": _l("window")}) for letter in LETTERS])
    district = SelectField(_l("District"), [Optional()], choices=[
        SelectChoice("", _l("not known")), *(SelectChoice(str(n), str(n)) for n in range(1, 12))])
    ticks = SelectMultipleField(_l("Also noted"), [Optional()], choices=[
        SelectChoice("drive", _l("Test drive")), SelectChoice("trade", _l("Trade-in")),
        SelectChoice("loan", _l("Loan"))])
    note = TextAreaField(_l("Note"), [Optional(), Length(max=300)])
    password = PasswordField(_l("Password"), [Optional()], render_kw={"autocomplete": "current-password"})
    consent = BooleanField(_l("The customer agrees in writing to be contacted"))


def untouched() -> PatternForm:
    return PatternForm(formdata=None, prefix="new", meta={"csrf": False})


def with_faults() -> PatternForm:
    """As it comes back when something typed is wrong."""
    typed: Any = MultiDict({"wrong-kind": "visit", "wrong-phone": "1381234567", "wrong-deposit_fen": "a lot",
                            "wrong-count": "200", "wrong-delivery_on": "2026-02-30", "wrong-ticks": "drive"})
    form = PatternForm(formdata=typed, prefix="wrong", meta={"csrf": False})
    form.validate()
    return form
