"""What is typed about drives, orders and deliveries; fields are named as the actions' arguments."""
from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.catalogue.queries import colour_names
from portal.core.fields import CodedField, MomentField, MoneyField, PickField, SuggestField, TicksField
from portal.core.form import AddForm, EditForm, Form
from portal.customers.models import Level

from .actions.deliveries import Check
from .models import USUAL_MINUTES, DepositKind, Refund, SaleKind

Choices = Iterable[tuple[Any, Any]]
RETURN_LEVELS = tuple(level for level in Level if level is not Level.O)


class MoveDriveForm(EditForm):
    vehicle_id = PickField(_l("Demo car"), [Optional()])
    starts_at = MomentField(_l("When"), [InputRequired()])
    minutes = IntegerField(_l("Minutes"), [InputRequired(), NumberRange(10, 480)], default=USUAL_MINUTES)


class BookDriveForm(AddForm, MoveDriveForm):
    model_id = PickField(_l("Model"), [Optional()])
    car = StringField(_l("Demo car"), [Optional(), Length(max=40)])


class DriveForm(EditForm):
    """What is noted of a drive that was made."""
    vehicle_id = PickField(_l("Demo car"), [Optional()])
    starts_at = MomentField(_l("Set out at"), [InputRequired()])
    licence_no = StringField(_l("Driving licence no."), [Optional(), Length(max=30)])
    km_out = IntegerField(_l("Kilometres on leaving"), [Optional(), NumberRange(0, 9_999_999)])
    km_in = IntegerField(_l("Kilometres on return"), [Optional(), NumberRange(0, 9_999_999)])
    accompanied_by_id = PickField(_l("Accompanied by"), [Optional()])
    score = IntegerField(_l("Customer's score"), [Optional(), NumberRange(1, 5)], description=_l("1 to 5, 5 is best"))
    feedback = TextAreaField(_l("Customer's words"), [Optional(), Length(max=500)])


class NewDriveForm(AddForm, DriveForm):
    model_id = PickField(_l("Model"), [Optional()])
    car = StringField(_l("Demo car"), [Optional(), Length(max=40)])


class _Terms(Form):
    """What an order says about the vehicle; the same when it is changed."""
    model_id = PickField(_l("Model"), [InputRequired()])
    colour = SuggestField(_l("Colour"), [Optional(), Length(max=40)], suggest=colour_names)
    price_fen = MoneyField(_l("Agreed price"), [InputRequired()])
    expected_on = DateField(_l("Expected delivery"), [Optional()])
    buyer = StringField(_l("Buyer on the papers"), [Optional(), Length(max=60)],
                        description=_l("Only if it is not the customer"))


class OrderForm(AddForm, EditForm, _Terms):
    signed_on = DateField(_l("Signed on"), [InputRequired()])
    sale_kind = CodedField(_l("Sale"), SaleKind, [InputRequired()], default=SaleKind.RETAIL)
    payment = PickField(_l("Payment"), [Optional()])
    deposit_kind = CodedField(_l("Money taken"), DepositKind, [InputRequired()], default=DepositKind.EARNEST)
    deposit_fen = MoneyField(_l("Amount taken"), [InputRequired()])
    vin = StringField(_l("VIN"), [Optional(), Length(max=40)],
                      description=_l("If its vehicle is known already: the VIN or its last 6 characters"))
    contract_no = StringField(_l("Contract no."), [Optional(), Length(max=30)], description=_l("Of a fleet"))
    note = TextAreaField(_l("Remarks"), [Optional(), Length(max=500)])


class ChangeOrderForm(AddForm, EditForm, _Terms):
    reason = StringField(_l("Why it changes"), [InputRequired(), Length(max=200)])


class AllotForm(AddForm, EditForm):
    vehicle_id = PickField(_l("Vehicle"), [InputRequired(_l("Choose the vehicle."))], description=_l(
        "Of the ordered model: those of the ordered colour first, the oldest in the store before those on their way"))
    reason = StringField(_l("Why this one"), [Optional(), Length(max=200)],
                         description=_l(
        "Needed only where the colour is another one, an older equal vehicle stands, or somebody waits longer: then "
        "the sales manager and the general manager sign it before it is allotted"))


class ReasonForm(EditForm):
    reason = StringField(_l("Why"), [InputRequired(), Length(max=200)])


class VersionForm(EditForm):
    """A button on a row."""


class NoteForm(EditForm):
    """A day of one thing on the way to the hand-over."""
    on = DateField(_l("Day"), [Optional()], description=_l("Empty: it has not happened"))


class CancelForm(AddForm, EditForm):
    why = PickField(_l("Why it is cancelled"), [InputRequired()])
    refund = CodedField(_l("The money taken is"), Refund, [InputRequired()])
    level = CodedField(_l("The customer goes on at level"), Level, [InputRequired()], members=RETURN_LEVELS)
    reason = StringField(_l("In a sentence"), [Optional(), Length(max=200)])


class DeliveryForm(AddForm, EditForm):
    delivered_on = DateField(_l("Delivered on"), [InputRequired()])
    checks = TicksField(_l("Checklist"), [InputRequired()], description=_l("Without the first five no vehicle leaves"),
                        choices=[SelectChoice(check.value, check.label) for check in Check])
    plate = StringField(_l("Number plate"), [Optional(), Length(max=20)])
    note = TextAreaField(_l("Remarks"), [Optional(), Length(max=500)])
