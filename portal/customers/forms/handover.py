"""What is typed when somebody leaves."""
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import InputRequired

from portal.core.fields import TicksField
from portal.core.form import Form


class LeaverForm(Form):
    receivers = TicksField(_l("Receivers"), [InputRequired()], choices=[])
    by_load = BooleanField(_l("More to who holds fewer leads"), description=_l("Otherwise in turn"))
