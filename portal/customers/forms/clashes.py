"""What a manager decides on an ownership clash, and what a check of a number found."""
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, Length, Optional

from portal.core.fields import CodedField
from portal.core.form import AddForm, EditForm

from ..models import NumberState


class ConfirmForm(EditForm):
    """One tap: the rule stands."""


class OverruleForm(EditForm):
    reason = StringField(_l("Why the rule does not hold here"), [InputRequired(), Length(max=500)])


class CheckForm(AddForm):
    found = CodedField(_l("What the call found"), NumberState, [InputRequired()])
    note = StringField(_l("Remarks"), [Optional(), Length(max=200)])
