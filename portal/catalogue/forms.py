"""Forms of the catalogue."""
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from portal.core.fields import MoneyField
from portal.core.form import AddForm, EditForm, Form

NAME = DataRequired(_l("Enter the name."))
DEAREST_FEN = 100_000_000_00


class _Named(Form):
    name = StringField(_l("Name in the catalogue"), validators=[NAME, Length(max=40)],
                       render_kw={"autocomplete": "off"})


class _Model(Form):
    name = StringField(_l("Name in the catalogue"), validators=[NAME, Length(max=60)],
                       render_kw={"autocomplete": "off"})
    factory_code = StringField(_l("Factory code"), validators=[Optional(), Length(max=30)],
                               render_kw={"autocomplete": "off", "spellcheck": "false"})
    list_price_fen = MoneyField(_l("List price"), validators=[Optional(), NumberRange(max=DEAREST_FEN)], low=1,
                                description=_l("In yuan. No order is signed above it."),
                                render_kw={"inputmode": "decimal", "autocomplete": "off"})


class _Placed(Form):
    rank = IntegerField(_l("Place in the order"), validators=[InputRequired(_l("Enter a number.")),
                                                              NumberRange(min=0, max=9999)])


class AddNameForm(AddForm, _Named):
    pass


class BrandForm(EditForm, _Named):
    pass


class SeriesForm(EditForm, _Named, _Placed):
    pass


class ColourForm(SeriesForm):
    pass


class AddModelForm(AddForm, _Model):
    pass


class ModelForm(EditForm, _Model, _Placed):
    pass
