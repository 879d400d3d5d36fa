"""What is typed about a lead, its contacts and its customer."""
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, StringField, TelField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from portal.catalogue import queries as catalogue
from portal.core.agreement import choice_pairs
from portal.core.clock import today
from portal.core.fields import CodedField, MomentField, MoneyField, PickField, SuggestField, TileField
from portal.core.form import AddForm, EditForm, Form

from .. import levels
from ..models import Invalid, Lead, Level, Method, Origin, Result, Verdict

EMPTY = "–"


def offer_levels(field: CodedField, store_id: int, now: Level) -> None:
    """The levels that may be chosen for a lead at level `now`, with the store's letters and words."""
    field.choices = [SelectChoice(level.value, told.letter, {"second": told.words})
                     for level, told in levels.choosable(store_id, now)]


class FollowUpForm(AddForm, EditForm):
    method = CodedField(_l("How"), Method, [InputRequired()], default=Method.CALL)
    result = CodedField(_l("Result"), Result, [InputRequired()], default=Result.REAL)
    level = CodedField(_l("Level now"), Level, [InputRequired()])
    note = TextAreaField(_l("What was said"), [Optional(), Length(max=500)])
    next_on = DateField(_l("Next contact"), [Optional()])
    reason = StringField(_l("Why so late"), [Optional(), Length(max=200)],
                         description=_l("Only for a day later than the level allows"))
    invited_at = MomentField(_l("Appointment in the store"), [Optional()])
    purpose = PickField(_l("Purpose"), [Optional()])
    made_on = DateField(_l("Contacted on"), [InputRequired()])

    def __init__(self, lead: Lead) -> None:
        super().__init__(obj=lead)
        offer_levels(self.level, lead.store_id, lead.level)
        self.purpose.offer(choice_pairs("contact_purpose", store_id=lead.store_id, on=today()), empty=EMPTY)
        if not self.is_submitted():
            self.note.data, self.made_on.data = "", today()

    def typed(self) -> dict[str, Any]:
        return super().typed() | {"purpose": self.purpose.data or ""}


class MoveForm(AddForm, EditForm):
    due_on = DateField(_l("Contact on"), [InputRequired()])
    reason = StringField(_l("Why it moves"), [InputRequired(), Length(max=200)])


class InviteForm(AddForm):
    at = MomentField(_l("Comes at"), [InputRequired()])
    note = StringField(_l("What for"), [Optional(), Length(max=200)])


class CommentForm(AddForm):
    text = TextAreaField(_l("Comment"), [InputRequired(), Length(max=500)])


class ShowPhoneForm(Form):
    purpose = StringField(_l("What for"), [InputRequired(), Length(max=100)],
                          description=_l("Your name and the purpose stand in the access record."))


class WishForm(EditForm):
    model_id = PickField(_l("Model wanted"), [Optional()])
    series_id = PickField(_l("Series, if no model is known"), [Optional()])
    colour = SuggestField(_l("Colour"), [Optional(), Length(max=40)], suggest=catalogue.colour_names)
    budget_fen = MoneyField(_l("Budget"), [Optional()])
    payment = PickField(_l("Payment"), [Optional()])
    usage = StringField(_l("Use"), [Optional(), Length(max=60)])
    trade_in = StringField(_l("Car to trade in"), [Optional(), Length(max=100)])
    plate = PickField(_l("Plate situation"), [Optional()])
    rivals = StringField(_l("Also compares"), [Optional(), Length(max=200)])
    source = PickField(_l("Source"), [Optional()])
    note = TextAreaField(_l("Remarks"), [Optional(), Length(max=500)])

    def __init__(self, lead: Lead) -> None:
        super().__init__(obj=lead)
        self.model_id.offer(catalogue.model_choices(self.series_id.data), empty=EMPTY)
        self.series_id.offer(catalogue.series_choices(), empty=EMPTY)
        for field, kind in ((self.payment, "payment"), (self.plate, "plate"), (self.source, "source")):
            field.offer(choice_pairs(kind, store_id=lead.store_id, on=today()), empty=EMPTY)

    def typed(self) -> dict[str, Any]:
        """A code of nothing chosen is the empty text."""
        return super().typed() | {name: self[name].data or "" for name in ("payment", "plate", "source")}


class CustomerForm(EditForm):
    name = StringField(_l("Name"), [InputRequired(), Length(max=60)])
    title = StringField(_l("Form of address"), [Optional(), Length(max=10)])
    is_company = BooleanField(_l("A company"))
    wechat = StringField(_l("WeChat"), [Optional(), Length(max=60)])
    area = StringField(_l("Area"), [Optional(), Length(max=60)])
    address = StringField(_l("Address"), [Optional(), Length(max=200)])
    job = StringField(_l("Job"), [Optional(), Length(max=60)])
    family = StringField(_l("Family"), [Optional(), Length(max=200)])
    present_car = StringField(_l("Present car"), [Optional(), Length(max=100)])
    decides = StringField(_l("Who decides"), [Optional(), Length(max=60)])
    birthday_on = DateField(_l("Birthday"), [Optional()])
    consent_on = DateField(_l("Consent to be contacted, of"), [Optional()])
    consent_text = StringField(_l("How it was given"), [Optional(), Length(max=100)])


class AddPhoneForm(AddForm):
    phone = TelField(_l("Number"), [InputRequired(), Length(max=30)])
    holder = StringField(_l("Whose number"), [Optional(), Length(max=40)],
                         description=_l("Only if not the customer's own"))


class RemovePhoneForm(Form):
    reason = StringField(_l("Why it is taken off"), [InputRequired(), Length(max=200)])


class NewLeadForm(AddForm):
    origin = CodedField(_l("Origin"), Origin, [InputRequired()], default=Origin.SHOWROOM)
    level = CodedField(_l("Level"), Level, [InputRequired()], default=Level.N)
    owner = PickField(_l("Owner"), [InputRequired()])
    source = PickField(_l("Source"), [Optional()])


class ReviveForm(AddForm, EditForm):
    level = CodedField(_l("Level now"), Level, [InputRequired()])
    reason = StringField(_l("Why it lives again"), [InputRequired(), Length(max=200)])


class InvalidForm(EditForm):
    invalid_as = CodedField(_l("What it was"), Invalid, [InputRequired()])
    reason = StringField(_l("Why"), [InputRequired(), Length(max=200)])


class HandOverForm(Form):
    to = PickField(_l("To"), [InputRequired()])
    reason = StringField(_l("Why"), [Optional(), Length(max=200)])


# Losses

class LossForm(AddForm, EditForm):
    went_to = TileField(_l("Where did the customer go"), [InputRequired()])
    why = TileField(_l("Why"), [InputRequired()])
    rival_series_id = PickField(_l("Rival series"), [Optional()])
    rival_model = StringField(_l("Rival model"), [Optional(), Length(max=60)])
    rival_price_fen = MoneyField(_l("Rival price"), [Optional()])
    ask_reason = TextAreaField(_l("What happened"), [Optional(), Length(max=500)])


class FreezeForm(AddForm, EditForm):
    until_on = DateField(_l("Contact again on"), [InputRequired()])
    ask_reason = StringField(_l("Why the customer puts it off"), [InputRequired(), Length(max=500)])


class DecideForm(EditForm):
    """Two taps: approve. The version of what was seen travels with it."""


class ReturnLossForm(EditForm):
    reason = StringField(_l("Why it is sent back"), [InputRequired(), Length(max=500)])
    verdict = CodedField(_l("What it is"), Verdict, [Optional()], members=(Verdict.QUASI, Verdict.FALSE))
    level = CodedField(_l("Level from now on"), Level, [Optional()])


class ReturnFreezeForm(EditForm):
    reason = StringField(_l("Why it is sent back"), [InputRequired(), Length(max=500)])


class LossCallForm(Form):
    verdict = CodedField(_l("The customer's answer"), Verdict, [InputRequired()])
    reason = StringField(_l("In the customer's words"), [Optional(), Length(max=500)])
