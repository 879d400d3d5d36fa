from datetime import date

import pytest
from wtforms import DateField, IntegerField, StringField
from wtforms.validators import InputRequired, Optional

from portal.core.fields import MoneyField, PickField, fen_from
from portal.core.form import AddForm, Form

pytestmark = pytest.mark.any_database


class VisitForm(Form):
    name = StringField("Name", [InputRequired()])
    note = StringField("Note")
    size = IntegerField("Party", [Optional()])
    came_on = DateField("Day", [Optional()])
    price_fen = MoneyField("Price")
    series_id = PickField("Series")


@pytest.fixture
def filled(app):
    app.config["WTF_CSRF_ENABLED"] = False

    def fill(**typed):
        with app.test_request_context(method="POST", data=typed):
            form = VisitForm()
            form.series_id.offer([(7, "探岳"), (8, "速腾")], empty="–")
            form.validate_on_submit()
            return form
    return fill


def test_a_form_strips_what_was_typed_and_gives_empty_text_for_what_is_missing(filled):
    form = filled(name="  王丽华 ")
    assert (form.status, form.name.data, form.note.data, form.price_fen.data) == (200, "王丽华", "", None)


@pytest.mark.parametrize(("field", "typed"), [
    ("name", ""), ("name", "王" * 201), ("name", "王\x00"), ("size", "9" * 30), ("size", "two"),
    ("came_on", "0001-01-01"), ("came_on", "2026-02-30"), ("price_fen", "12.345"), ("price_fen", "-1"),
    ("price_fen", "9" * 30), ("series_id", "9"), ("series_id", "9" * 30), ("series_id", "x"),
])
def test_wrong_input_gets_422_and_a_message_beside_its_field(filled, field, typed):
    form = filled(**{"name": "王丽华", field: typed})
    assert form.status == 422 and list(form.errors) == [field]


@pytest.mark.parametrize(("typed", "fen"), [
    ("178800", 17880000), ("178,800.5", 17880050), ("１７８８００", 17880000), ("13.58万", 13580000), ("¥0", 0)])
def test_money_is_understood_as_people_type_it(app, typed, fen):
    with app.test_request_context():
        assert fen_from(typed) == fen


def test_money_typed_wrongly_is_shown_as_it_was_typed(filled):
    assert filled(name="王", price_fen="abc").price_fen._value() == "abc"


def test_a_day_and_a_choice_come_back_as_day_and_number(filled):
    form = filled(name="王", came_on="2026-11-23", series_id="7")
    assert (form.came_on.data, form.series_id.data) == (date(2026, 11, 23), 7)


def test_a_form_that_adds_carries_a_key_of_its_own(app):
    with app.test_request_context():
        assert AddForm().once.data != AddForm().once.data
