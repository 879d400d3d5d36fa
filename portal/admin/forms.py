"""Forms of the organisation. What may be chosen is offered by the view, from the scope."""
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import DateField, SelectField, StringField, TelField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from portal.core.clock import today
from portal.core.fields import PickField
from portal.core.form import AddForm, EditForm, Form
from portal.org.models import Role

ACCOUNT = Regexp(r"^[A-Za-z0-9][A-Za-z0-9._-]*$", message=_l("Letters, digits, dots and dashes only, such as li.wei."))
DAY = [InputRequired(_l("Choose a day."))]


class RoleField(SelectField):
    """One of the roles of the policy table."""
    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, validators=[InputRequired(_l("Choose a role."))],
                         choices=[SelectChoice(role.value, role.label) for role in Role], coerce=_role, **kwargs)


def _role(value: Any) -> Role | None:
    return None if value is None else Role(str(value))


class _Description(Form):
    """What a person is called and reached by."""
    name = StringField(_l("Name"), validators=[DataRequired(_l("Enter the name.")), Length(max=40)])
    account = StringField(_l("Account"), validators=[DataRequired(_l("Enter an account to sign in with.")),
                                                     Length(max=40), ACCOUNT],
                          description=_l("For signing in: short, without blanks."),
                          render_kw={"autocapitalize": "none", "spellcheck": "false"})
    staff_no = StringField(_l("Staff number"), validators=[Optional(), Length(max=20)])
    title = StringField(_l("Title"), validators=[Optional(), Length(max=40)],
                        description=_l("The store's own word for the role, such as showroom manager."))
    phone = TelField(_l("Phone at work"), validators=[Optional(), Length(max=20)])


class _Place(Form):
    """Where: a store, and perhaps a team of it."""
    store_id = PickField(_l("Store"))
    team_id = PickField(_l("Team"))

    def offer_places(self, stores: list[tuple[int, str]], teams: list[tuple[int, str]]) -> None:
        self.store_id.offer(stores, empty=_l("None: the whole group"))
        self.team_id.offer(teams, empty=_l("No team"))


class JoinForm(AddForm, _Description, _Place):
    role = RoleField(_l("Role"))
    from_on = DateField(_l("First day"), default=today, validators=DAY)


class DescribeForm(EditForm, _Description):
    pass


class MoveForm(EditForm, _Place):
    on = DateField(_l("From"), default=today, validators=DAY)


class RoleForm(EditForm):
    role = RoleField(_l("New role"))
    team_id = PickField(_l("Team"))
    on = DateField(_l("From"), default=today, validators=DAY)


class AddRoleForm(AddForm, _Place):
    role = RoleField(_l("Further role"))
    from_on = DateField(_l("From"), default=today, validators=DAY)


class EndRoleForm(EditForm):
    last_on = DateField(_l("Last day"), default=today, validators=DAY)


class NoticeForm(EditForm):
    notice_on = DateField(_l("Notice given on"), validators=DAY, filters=[lambda day: day or today()],
                          description=_l("From that day on: no exports, and no phone is shown whole on demand."))


class LeaveForm(EditForm):
    left_on = DateField(_l("Last day at work"), validators=DAY, filters=[lambda day: day or today()])


class AddStoreForm(AddForm):
    code = StringField(_l("Code"), validators=[DataRequired(_l("Enter a code.")), Length(max=20)],
                       description=_l("Short; it stands in the numbers of sheets and cards."))
    name = StringField(_l("Store name"), validators=[DataRequired(_l("Enter the name.")), Length(max=60)])


class StoreForm(EditForm):
    code = StringField(_l("Code"), validators=[DataRequired(_l("Enter a code.")), Length(max=20)],
                       description=_l("Short; it stands in the numbers of sheets and cards."))
    name = StringField(_l("Store name"), validators=[DataRequired(_l("Enter the name.")), Length(max=60)])


class AddTeamForm(AddForm):
    name = StringField(_l("Name of the team"), validators=[DataRequired(_l("Enter the name.")), Length(max=40)])


class TeamForm(EditForm):
    name = StringField(_l("Name of the team"), validators=[DataRequired(_l("Enter the name.")), Length(max=40)])


class AddChoiceForm(AddForm):
    words_zh = StringField(_l("Words in Chinese"), validators=[DataRequired(_l("Write the words.")), Length(max=40)])
    words_en = StringField(_l("Words in English"), validators=[Optional(), Length(max=60)],
                           description=_l("Empty: the Chinese words stand there too."))


class ChoiceForm(EditForm):
    words_zh = StringField(_l("Words in Chinese"), validators=[DataRequired(_l("Write the words.")), Length(max=40)])
    words_en = StringField(_l("Words in English"), validators=[Optional(), Length(max=60)],
                           description=_l("Empty: the Chinese words stand there too."))


class StoreDayForm(Form):
    on = DateField(_l("Day"), validators=DAY)
    open = SelectField(_l("The store is"), choices=[SelectChoice("1", lazy_pgettext("store", "open")),
                                                   SelectChoice("", lazy_pgettext("store", "closed"))],
                       coerce=bool)
    note = StringField(_l("Note"), validators=[Optional(), Length(max=60)],
                       description=_l("Such as stocktaking, or Spring Festival."))


class OfficialDayForm(Form):
    on = DateField(_l("Day"), default=today, validators=DAY)
    working = SelectField(_l("It is a"), coerce=bool,
                          choices=[SelectChoice("", _l("holiday")), SelectChoice("1", _l("working day"))])
    name = StringField(_l("Holiday it belongs to"), validators=[DataRequired(_l("Name the holiday it belongs to.")),
                                                                Length(max=40)])
