"""What is typed and ticked at the meetings; fields are named as the actions' arguments."""
from collections.abc import Callable
from secrets import token_urlsafe
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from portal.core.fields import TicksField
from portal.core.form import EditForm

MOST_MORE = 20
_MORE = [InputRequired(_l("A number; 0 for none.")), NumberRange(0, MOST_MORE)]
_SMALL = {"inputmode": "numeric"}


class DayForm(EditForm):
    """A form for a row that its first save makes: `read` gives that row, or an empty one of version 0."""
    def __init__(self, read: Callable[[], Any], **given: Any) -> None:
        super().__init__(obj=read(), **given)
        self.read = read

    def became_stale(self) -> None:
        self.row = self.read()
        super().became_stale()


class CommitForm(DayForm):
    """Whom one expects today. It may make the day's row, so it carries a one-time key too."""
    once = HiddenField(default=lambda: token_urlsafe(16), validators=[InputRequired(), Length(max=40)])
    orders = TicksField(_l("Order today"), coerce=int)
    deliveries = TicksField(_l("Delivery today"), coerce=int)
    more_orders = IntegerField(_l("More orders, not named yet"), _MORE, default=0, render_kw=_SMALL)
    more_deliveries = IntegerField(_l("More deliveries, not named yet"), _MORE, default=0, render_kw=_SMALL)


class ReportForm(DayForm):
    """The only parts of a day report that are typed."""
    problem = TextAreaField(_l("Problem"), [Length(max=500)])
    help = TextAreaField(_l("Help needed"), [Length(max=300)])
    next_steps = TextAreaField(_l("Next steps"), [Length(max=500)])


class InstructionForm(DayForm):
    instruction = TextAreaField(_l("Leader's instruction"), [Length(max=500)])
