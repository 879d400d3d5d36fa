"""What is typed about goals; amounts of money in yuan, of rates in percent."""
from decimal import Decimal

from flask_babel import lazy_gettext as _l
from wtforms import DateField, DecimalField, IntegerField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.core.fields import CodedField, PickField
from portal.core.form import AddForm, EditForm, Form
from portal.core.metric import Metric

from .models import Answer, Verdict
from .sharing import ByMonth, ByPerson


def stored(metric: Metric, typed: Decimal | int) -> int:
    """A typed amount as it is kept: fen, tenths of a percent, or whole units."""
    return int(Decimal(typed) * (100 if metric.money else 10 if metric.is_rate else 1))


def shown(metric: Metric, kept: int | None) -> Decimal | int | None:
    """The other way round, for a field."""
    if kept is None:
        return None
    return Decimal(kept) / 100 if metric.money else Decimal(kept) / 10 if metric.is_rate else kept


class _Smart(Form):
    what = StringField(_l("What exactly"), [Optional(), Length(max=200)])
    attainable = TextAreaField(_l("Why it can be reached"), [Optional(), Length(max=500)])
    serves = StringField(_l("Which aim of the company it serves"), [Optional(), Length(max=200)])
    by_on = DateField(_l("By when"), [InputRequired()])


class PlanForm(AddForm, _Smart):
    store_id = PickField(_l("Store"), [InputRequired()])
    year = IntegerField(_l("Year"), [InputRequired(), NumberRange(2000, 2100)])
    metric = PickField(_l("Measured by"), [InputRequired()])
    total = DecimalField(_l("Target of the year"), [InputRequired(), NumberRange(min=0, max=10**12)],
                         description=_l("Rates in percent, money in yuan"))
    share = CodedField(_l("Shared among the months by"), ByMonth, [InputRequired()], default=ByMonth.LAST_YEAR)


class WordsForm(EditForm, _Smart):
    """The words of a plan."""


class GridForm(EditForm):
    """Cells stand beside it in the post, named by month and unit."""
    do = StringField()
    by_month = CodedField(_l("Share out by"), ByMonth, [Optional()], default=ByMonth.HAND)
    by_person = CodedField(_l("Share out by"), ByPerson, [Optional()], default=ByPerson.HAND)


class MonthsForm(GridForm):
    total = DecimalField(_l("Target"), [InputRequired(), NumberRange(min=0, max=10**12)], places=None)


class RestateForm(AddForm, EditForm):
    months = SelectMultipleField(_l("Months that change"), [InputRequired()], widget=ListWidget(prefix_label=False),
                                 option_widget=CheckboxInput())
    reason = TextAreaField(_l("Why"), [InputRequired(), Length(max=500)])


class AnswerForm(AddForm):
    answer = CodedField(_l("Your answer"), Answer, [InputRequired()])
    counter = DecimalField(_l("What you think can be reached"), [Optional(), NumberRange(min=0, max=10**12)],
                           description=_l("With a counter-proposal, and then say why"))
    reason = TextAreaField(_l("Why"), [Optional(), Length(max=500)])


class DecideForm(EditForm):
    verdict = CodedField(_l("Decision"), Verdict, [InputRequired()])
    reason = StringField(_l("Why"), [InputRequired(), Length(max=500)])


class GiveOutForm(AddForm):
    """Cells stand beside it in the post, named by person and week."""
