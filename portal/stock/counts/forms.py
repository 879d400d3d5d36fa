"""What is typed in a count; fields are named as the actions' arguments."""
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from flask_wtf.file import FileField
from wtforms import DateField, StringField
from wtforms.validators import InputRequired, Length, Optional

from portal.core.fields import CodedField, PickField, SuggestField
from portal.core.form import AddForm, EditForm

from .models import Answer, Settlement

ANSWERS = (Answer.SEEN, Answer.MISSING, Answer.DAMAGED)
PICTURE = {"accept": "image/jpeg,image/png,image/webp", "capture": "environment"}
REMARK = [Optional(), Length(max=200)]


class OpenForm(AddForm):
    title = SuggestField(_l("What it is called"), [InputRequired(_l("Give it a name.")), Length(max=40)], suggest=tuple)


class QuickForm(EditForm):
    """One tap on a line: here, or missing."""
    answer = CodedField(lazy_pgettext("count", "Result"), Answer, [InputRequired()], members=ANSWERS)


class TellForm(EditForm):
    answer = CodedField(lazy_pgettext("count", "Result"), Answer, [InputRequired(_l("Here, missing or damaged?"))],
                        members=ANSWERS)
    seen_place = SuggestField(_l("It stands at"), [Optional(), Length(max=40)], suggest=tuple,
                              description=_l("If it is not where it is expected"))
    remark = StringField(_l("Remarks"), REMARK, description=_l("What is damaged, what is lacking"))
    picture = FileField(_l("Photo"), render_kw=PICTURE)


class FindForm(AddForm):
    vin = StringField(_l("End of the VIN"),
                      [InputRequired(_l("Type the last 6 characters, or all 17.")), Length(max=40)],
                      render_kw={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false",
                                 "autofocus": True})
    place = SuggestField(_l("It stands at"), [Optional(), Length(max=40)], suggest=tuple)
    remark = StringField(_l("Remarks"), REMARK)


class SettleForm(EditForm):
    settlement = CodedField(_l("What it means"), Settlement, [InputRequired(_l("Choose one."))])
    reason = StringField(_l("Reason"), [InputRequired(_l("Say why.")), Length(max=200)])


class MissingForm(SettleForm):
    place = SuggestField(_l("It was found at"), [Optional(), Length(max=40)], suggest=tuple)
    searcher_id = PickField(_l("Who searches"), [Optional()])
    until_on = DateField(lazy_pgettext("count", "Until"), [Optional()])


class VersionForm(EditForm):
    """Nothing to type."""


class ReasonForm(EditForm):
    reason = StringField(_l("Why"), [InputRequired(_l("Say why.")), Length(max=200)])


class IssueForm(AddForm):
    reason = StringField(_l("Why it is issued again"), [InputRequired(_l("Say why it is issued again.")),
                                                        Length(max=200)])


class OnceForm(AddForm):
    """Nothing to type either, but only once."""


