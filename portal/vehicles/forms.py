"""What is typed about vehicles; fields are named as the actions' arguments."""
from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField
from wtforms.validators import InputRequired, Length, Optional

from portal.catalogue.queries import colour_names
from portal.core.fields import CodedField, MoneyField, PickField, SuggestField
from portal.core.form import AddForm, EditForm, Form

from .models import Certificate, State, Use

BEGINS = (State.STOCK, State.TRANSIT, State.ALLOCATED)
PLACE = [Optional(), Length(max=40)]
REASON = [InputRequired(_l("Say why.")), Length(max=200)]


class _Arrival(Form):
    vin = StringField(_l("VIN"), [InputRequired(_l("Enter the VIN.")), Length(max=40)],
                      render_kw={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"})
    state = CodedField(_l("Where it is"), State, [InputRequired()], members=BEGINS, default=State.STOCK)
    arrived_on = DateField(_l("Arrived on"), [Optional()], description=_l("Of a vehicle in stock; empty: today"))
    place = StringField(_l("Parked at"), PLACE)


class _Facts(Form):
    model_id = PickField(_l("Model"), [InputRequired(_l("Choose the model."))])
    colour = SuggestField(_l("Colour"), [InputRequired(_l("Enter the colour.")), Length(max=40)], suggest=colour_names)
    interior = StringField(_l("Interior"), [Optional(), Length(max=40)])
    options = StringField(_l("Options"), [Optional(), Length(max=200)])
    certificate = CodedField(_l("Certificate of conformity"), Certificate, [InputRequired()],
                             default=Certificate.HERE)
    produced_on = DateField(_l("Produced on"), [Optional()])
    expected_on = DateField(_l("Expected arrival"), [Optional()])
    invoiced_on = DateField(_l("Invoiced by the factory on"), [Optional()])
    bank = StringField(_l("Financing bank"), [Optional(), Length(max=40)])
    finance_due_on = DateField(_l("Financing due on"), [Optional()])
    engine_no = StringField(_l("Engine no."), [Optional(), Length(max=30)])
    list_price_fen = MoneyField(_l("List price"), [Optional()], description=_l("In yuan; left empty, the catalogue's"))
    note = StringField(_l("Remarks"), [Optional(), Length(max=300)])


class EnterForm(AddForm, _Arrival, _Facts):
    """A vehicle the store does not know."""


class EnterWithCostForm(EnterForm):
    """For who may see what it costs."""
    cost_fen = MoneyField(_l("Cost"), [Optional()], description=_l("In yuan, VAT included"))
    rebate_fen = MoneyField(_l("Factory rebate"), [Optional()])


class FactsForm(EditForm, _Facts):
    pass


class FactsWithCostForm(EditForm, _Facts):
    cost_fen = MoneyField(_l("Cost"), [Optional()], description=_l("In yuan, VAT included"))
    rebate_fen = MoneyField(_l("Factory rebate"), [Optional()])


class TakeInForm(AddForm, EditForm):
    arrived_on = DateField(_l("Arrived on"), [InputRequired()])
    place = SuggestField(_l("Parked at"), PLACE, suggest=tuple)
    certificate = CodedField(_l("Certificate of conformity"), Certificate, [InputRequired()])


class PlaceForm(EditForm):
    place = SuggestField(_l("Parked at"), [InputRequired(), Length(max=40)], suggest=tuple)


class UseForm(EditForm):
    use = CodedField(_l("Use"), Use, [InputRequired()])
    plate = StringField(_l("Number plate"), [Optional(), Length(max=20)], description=_l("Of a demo car"))


class TransferForm(EditForm):
    to_store_id = PickField(_l("To which store"), [InputRequired()])
    arrives_on = DateField(_l("Expected arrival"), [InputRequired()])
    reason = StringField(_l("Why"), REASON)


class CertificateForm(EditForm):
    certificate = CodedField(_l("Certificate of conformity"), Certificate, [InputRequired()])
    redeem_on = DateField(_l("To be back on"), [Optional()], description=_l("While it is being redeemed"))


class ReasonForm(EditForm):
    reason = StringField(_l("Why"), REASON)
