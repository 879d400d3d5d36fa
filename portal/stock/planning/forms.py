"""What is typed about plans; fields are named as the actions' arguments."""
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.core.fields import TileField
from portal.core.form import AddForm, EditForm

from .actions import MOST


class DraftForm(AddForm):
    month_on = TileField(_l("For which month"), [InputRequired(_l("Choose the month."))])

    def typed(self) -> dict[str, Any]:
        return super().typed() | {"month_on": date.fromisoformat(self.month_on.data)}


class QuantityForm(EditForm):
    ordered = IntegerField(lazy_pgettext("factory", "To order"), [InputRequired(_l("Enter the quantity.")),
                                                                NumberRange(0, MOST)])
    reason = StringField(_l("Why"), [Optional(), Length(max=200)],
                         description=_l("Needed only where it is not the suggested quantity"))


class VersionForm(EditForm):
    """A button on a row."""


class VoidForm(EditForm):
    reason = StringField(_l("Why"), [InputRequired(_l("Say why.")), Length(max=200)])
