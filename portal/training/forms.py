"""What is typed about trainings; fields are named as the actions' arguments."""
from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, Field, IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import URL, InputRequired, Length, NumberRange, Optional, Regexp

from portal.core.fields import CodedField, MomentField, PickField, SuggestField, TicksField
from portal.core.form import AddForm, EditForm, Form
from portal.org.models import Role

from .actions.events import MOST_IN_SERIES
from .actions.seats import Came
from .models import Attendance, Below, TrainingSeat
from .queries import NOT_TRAINED
from .settings import NEED_CASES, NEED_POINTS

_NUMBER = {"inputmode": "numeric"}
# the office's own servers have names without a dot
_WEB = [URL(require_tld=False), Regexp(r"(?i)https?://", message=_l("An address, such as https://example.cn."))]
_QUARTER = [InputRequired(_l("A number; 0 for none.")), NumberRange(0, 99)]


class _EventForm(Form):
    title = StringField(_l("Topic"), [InputRequired(_l("Give it a title.")), Length(max=60)])
    subject = PickField(_l("Subject"), [InputRequired(_l("Choose a subject."))])
    starts_at = MomentField(_l("Begins"), [InputRequired(_l("Say on which day and at which hour."))])
    minutes = IntegerField(_l("Minutes"), [InputRequired(_l("Say how long it takes.")), NumberRange(10, 600)],
                           default=60, render_kw=_NUMBER)
    trainer_id = PickField(_l("Trainer"), [InputRequired(_l("Say who gives it."))])
    room = SuggestField(_l("Room"), [Length(max=40)], suggest=tuple)
    seats = IntegerField(_l("Seats"), [Optional(), NumberRange(1, 500)], render_kw=_NUMBER,
                         description=_l("Left empty: as many as come."))
    roles = TicksField(_l("Meant for these roles"), coerce=str)
    team_ids = TicksField(_l("Meant for these teams"), coerce=int)
    compulsory = BooleanField(_l("Whom it is meant for must come"),
                              description=_l("Ticked: everybody in one of these roles or teams gets a place at once; "
                                             "where none is named, everybody in the store."))
    people = TicksField(_l("These people must come in any case"), coerce=int)
    about = TextAreaField(_l("What it covers"), [Length(max=500)])
    anyway = BooleanField(_l("Plan it all the same"))

    def offer(self, *, subjects: Sequence[Any], staff: Sequence[tuple[int, str]],
              teams: Sequence[tuple[int, str]]) -> None:
        self.subject.offer(subjects)
        self.trainer_id.offer(staff)
        self.roles.choices = [SelectChoice(role.value, role.label) for role in Role if role not in NOT_TRAINED]
        self.team_ids.choices = [SelectChoice(*team) for team in teams]
        self.people.choices = [SelectChoice(*one) for one in staff]


class NewEventForm(AddForm, _EventForm):
    times = IntegerField(_l("Weeks in a row"), [InputRequired(), NumberRange(1, MOST_IN_SERIES)], default=1,
                         render_kw=_NUMBER, description=_l("More than 1 makes a series on the same weekday and hour."))


class ChangeEventForm(EditForm, _EventForm):
    pass


class CallOffForm(EditForm):
    why = StringField(_l("Why it is called off"), [InputRequired(_l("Say why it is called off.")), Length(max=200)])
    later = BooleanField(_l("The later ones of the series too"))


class MaterialForm(AddForm):
    title = StringField(_l("Name of the material"), [InputRequired(_l("Give it a title.")), Length(max=60)])
    link = StringField(_l("Link"), [Optional(), *_WEB, Length(max=300)], render_kw={"inputmode": "url"},
                       description=_l("Of a page or a film; or choose a file."))
    upload = FileField(_l("File"), description=_l("PDF, picture, PowerPoint, Word or Excel up to 5 MB."))


class PlanForm(EditForm):
    aim = StringField(_l("What it is to bring"), [Length(max=200)])
    first = IntegerField(_l("1st quarter"), _QUARTER, render_kw=_NUMBER)
    second = IntegerField(_l("2nd quarter"), _QUARTER, render_kw=_NUMBER)
    third = IntegerField(_l("3rd quarter"), _QUARTER, render_kw=_NUMBER)
    fourth = IntegerField(_l("4th quarter"), _QUARTER, render_kw=_NUMBER)


class AttendanceForm(EditForm):
    """Two fields for each person: whether they came, and why not; made for the seats of one event."""
    rest = BooleanField(_l("Whoever is not marked was present"))
    also = TicksField(_l("Came without having signed up"), coerce=int)

    def rows(self) -> list[tuple[TrainingSeat, Field, Field]]:
        return [(seat, self[f"came_{seat.person_id}"], self[f"why_{seat.person_id}"]) for seat in self.of_seats]

    def typed(self) -> dict[str, Any]:
        came = {seat.person_id: Came(Attendance(field.data), why.data) for seat, field, why in self.rows()
                if field.data}
        return {"version": self.version.data, "also": self.also.data, "came": came}

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        for _seat, field, _why in self.rows() if self.rest.data else ():
            if not field.raw_data:
                field.data, field.raw_data = Attendance.PRESENT.value, [Attendance.PRESENT.value]
        return super().validate(*args, **kwargs)

    of_seats: Sequence[TrainingSeat] = ()


def attendance_form(event: Any, seats: Sequence[TrainingSeat]) -> AttendanceForm:
    """The form of one event's seats; who signed in with the QR code stands as present already."""
    fields: dict[str, Any] = {"of_seats": seats}
    for seat in seats:
        fields[f"came_{seat.person_id}"] = RadioField(
            _l("Attendance"), [InputRequired(_l("Present or absent?"))], default=seat.came.value if seat.came else None,
            choices=[SelectChoice(one.value, one.label) for one in Attendance])
        fields[f"why_{seat.person_id}"] = StringField(_l("Why absent"), [Length(max=100)], default=seat.absence)
    made: AttendanceForm = type("AttendanceOfEvent", (AttendanceForm,), fields)(obj=event)
    return made


class _RuleForm(Form):
    metric = PickField(_l("Figure"), [InputRequired(_l("Choose a figure."))],
                       description=_l("Rates of each person in which more is better."))
    subject = PickField(_l("Subject"), [InputRequired(_l("Choose a subject."))])
    word = StringField(_l("Word in the title"), [Length(max=20)],
                       description=_l("Of the trainings on the subject the one with this word is offered first."))
    below = IntegerField(_l("How far under the store"), [InputRequired(_l("Say from how far on.")),
                                                        NumberRange(1, 90)], default=NEED_POINTS, render_kw=_NUMBER)
    below_in = CodedField(_l("Counted in"), Below, [InputRequired(_l("Choose one."))], default=Below.POINTS)
    cases = IntegerField(_l("Fewest cases"), [InputRequired(_l("Say how many.")), NumberRange(1, 1000)],
                         default=NEED_CASES, render_kw=_NUMBER, description=_l("Fewer say too little about a person."))
    floor_only = BooleanField(_l("Without DCC"), description=_l("For figures that are lower by nature from afar."))
    active = BooleanField(_l("Use this line"), default=True,
                          description=_l("Not ticked, the line stays and finds nobody."))


class NewRuleForm(AddForm, _RuleForm):
    pass


class ChangeRuleForm(EditForm, _RuleForm):
    pass
