from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import DateField, StringField
from wtforms.validators import InputRequired, Length

from portal.core.fields import PickField
from portal.core.form import AddForm, EditForm, Form


class _StepForm(Form):
    text = StringField(lazy_pgettext("step", "What"), [InputRequired(_l("Say what is to be done.")), Length(max=200)])
    owner_id = PickField(_l("Who"), [InputRequired(_l("Say who does it."))])
    due_on = DateField(_l("By"), [InputRequired(_l("Say by which day."))])


class NewStepForm(AddForm, _StepForm):
    pass


class ChangeForm(EditForm, _StepForm):
    pass


class FinishForm(EditForm):
    outcome = StringField(_l("What came of it"), [Length(max=200)])


class DropForm(EditForm):
    outcome = StringField(_l("Why it is dropped"), [InputRequired(_l("Say why it is dropped.")), Length(max=200)])


class VersionForm(EditForm):
    """Nothing to type."""
