"""What is typed about demo cars; fields are named as the actions' arguments."""
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import DateField, IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.core.fields import CodedField, PickField
from portal.core.form import AddForm, EditForm
from portal.sales.models import Purpose

OTHERS = tuple(purpose for purpose in Purpose if purpose is not Purpose.TEST_DRIVE)
KILOMETRES = [InputRequired(_l("Read it off the clock.")), NumberRange(0, 9_999_999)]


class TripForm(AddForm):
    purpose = CodedField(lazy_pgettext("trip", "Purpose"), Purpose, [InputRequired(_l("Choose one."))], members=OTHERS)
    on = DateField(_l("Day"), [InputRequired()])
    km_out = IntegerField(_l("Kilometres on leaving"), KILOMETRES)
    km_in = IntegerField(_l("Kilometres on return"), KILOMETRES)
    person_id = PickField(_l("Who drove"), [Optional()])
    note = StringField(_l("Remarks"), [Optional(), Length(max=200)])


class UpkeepForm(AddForm):
    """The first day; of a day that was set before, `MoveUpkeepForm`."""
    due_on = DateField(lazy_pgettext("upkeep", "Due on"), [InputRequired(_l("Say by which day."))])


class MoveUpkeepForm(EditForm):
    due_on = DateField(lazy_pgettext("upkeep", "Due on"), [InputRequired(_l("Say by which day."))])


class FinishUpkeepForm(EditForm):
    done_on = DateField(lazy_pgettext("upkeep", "Done on"), [InputRequired(_l("Say on which day."))])
    next_on = DateField(_l("Next time by"), [Optional()], description=_l("Empty: the car leaves before that."))
    note = StringField(_l("Remarks"), [Optional(), Length(max=200)],
                       description=_l("Workshop, number of the policy, what was changed."))


class VoidForm(EditForm):
    reason = StringField(_l("Why"), [InputRequired(_l("Say why.")), Length(max=200)])
