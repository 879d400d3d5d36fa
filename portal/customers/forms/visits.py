"""What is typed into the register: reception's half, the consultant's half, and what is done with an entry."""
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, IntegerField, SelectMultipleField, StringField, TelField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from portal.catalogue import queries as catalogue
from portal.core.agreement import choice_pairs
from portal.core.clock import today
from portal.core.fields import CodedField, MomentField, PickField, TileField
from portal.core.form import AddForm, EditForm, Form
from portal.core.words import grouped

from .. import levels, phones
from ..actions.visits import Entry, Leaving
from ..book import LOOK
from ..models import Kind, Level, Visit

TICKS = (("test_drive", _l("Test drive made")), ("trade_in", _l("Has a trade-in")), ("instalment", _l("Instalments")),
         ("added_wechat", _l("WeChat added")))
ANSWERS = (("", _l("Not a call")), ("yes", _l("Taken")), ("no", _l("Missed")))
FIRST = (("", _l("By the book")), ("yes", _l("First time")), ("no", _l("Again")))
AS_BOOL: Mapping[Any, bool | None] = {"yes": True, "no": False}
MORE = frozenset({"came_at", "left_at", "person_id", "party_size", "source", "area", "wechat", "first", "answered",
                  "transport", "plate", "outcome", "remarks"})        # fields that fold away
LOOKED_UP = {"hx-trigger": "input changed delay:300ms", "hx-target": "#known",
                    "hx-sync": "this:replace", "maxlength": "30"}


class VisitForm(Form):
    """An entry. `later` is the button of a party that is still there: the consultant's half stays open."""
    kind = CodedField(_l("How they came"), Kind, [InputRequired()], default=Kind.VISIT)
    purpose = TileField(_l("Purpose of the visit"), [InputRequired()], default=LOOK)
    phone = TelField(_l("Phone"), [Optional(), Length(max=30)],
                     description=_l("Once complete, it is looked up in the store's book"))
    no_phone = BooleanField(_l("Left no phone"))
    name = StringField(_l("Customer's name"), [Optional(), Length(max=60)], render_kw={"translate": "no"})
    series_id = TileField(_l("Series wanted"), [Optional()])
    level = CodedField(_l("Level at leaving"), Level, [Optional()])
    ticks = SelectMultipleField(_l("Also"), choices=[SelectChoice(*tick) for tick in TICKS], validators=[Optional()])
    outcome = TextAreaField(_l("How it went"), [Optional(), Length(max=500)])
    came_at = MomentField(_l("Came at"), [Optional()])
    left_at = MomentField(_l("Left at"), [Optional()])
    party_size = IntegerField(_l("Party size"), [Optional(), NumberRange(1, 99)], default=1)
    person_id = PickField(_l("Consultant"), [Optional()])
    first = TileField(_l("First time"), [Optional()], default="")
    answered = TileField(_l("The call was"), [Optional()], default="")
    source = PickField(_l("Source"), [Optional()])
    area = StringField(_l("Area"), [Optional(), Length(max=60)])
    wechat = StringField(_l("WeChat"), [Optional(), Length(max=60)])
    transport = PickField(_l("Came by"), [Optional()])
    plate = PickField(_l("Plate situation"), [Optional()])
    remarks = StringField(_l("Remarks"), [Optional(), Length(max=200)])

    def look_up_at(self, address: str) -> None:
        """Ask the portal whose the number is while it is typed."""
        self.phone.render_kw = LOOKED_UP | {"hx-get": address}

    def offer(self, store_id: int, colleagues: Iterable[tuple[int, str]]) -> None:
        """What the store lets choose."""
        self.purpose.offer(choice_pairs("purpose", store_id=store_id, on=today()))
        self.series_id.offer(catalogue.series_choices(), empty=_("Not yet"))
        self.first.offer(FIRST)
        self.answered.offer(ANSWERS)
        self.person_id.offer(colleagues, empty=_("Nobody yet"))
        for kind in ("source", "transport", "plate"):
            self[kind].offer(choice_pairs(kind, store_id=store_id, on=today()), empty="–")
        self.level.choices = [SelectChoice(level.value, told.letter, {"second": told.words})
                              for level, told in levels.choosable(store_id, Level.N)]

    def validate_phone(self, field: Any) -> None:
        if self.no_phone.data:
            field.data = ""
            return
        try:
            phones.normal(field.data or "")
        except phones.WrongPhone as wrong:
            raise ValidationError(str(wrong)) from wrong

    def entry(self, *, person_id: int | None, keeps_phone: bool = False) -> Entry:
        """Reception's half as the action takes it; `keeps_phone`: a number not shown stands unless one is typed."""
        half = {field.name: self[field.name].data for field in fields(Entry) if field.name in self}
        half |= {name: half[name] or "" for name in ("transport", "source")}
        phone = None if keeps_phone and not self.phone.data and not self.no_phone.data else self.phone.data or ""
        return Entry(**half | {
            "phone": phone, "person_id": person_id, "party_size": self.party_size.data or 1,
            "ticked_first": AS_BOOL.get(self.first.data), "answered": AS_BOOL.get(self.answered.data),
            "added_wechat": "added_wechat" in (self.ticks.data or ())})

    def leaving(self) -> Leaving:
        ticked = {name: name in (self.ticks.data or ()) for name in ("test_drive", "trade_in", "instalment")}
        return Leaving(left_at=self.left_at.data, level=self.level.data, plate=self.plate.data or "",
                       outcome=self.outcome.data or "", **ticked)


class NewVisitForm(AddForm, VisitForm):
    pass


class EditVisitForm(EditForm, VisitForm):
    """An entry as it stands; its number is there only for who may read it."""
    def __init__(self, visit: Visit, phone: str) -> None:
        shown = Shown(visit, grouped(phone) if phone else "")
        super().__init__(obj=shown, ticks=[name for name, _words in TICKS if getattr(visit, name)],
                         first=_word(visit.ticked_first), answered=_word(visit.answered))


class Shown:
    """A visit with the phone as its reader sees it."""
    def __init__(self, visit: Visit, phone: str) -> None:
        self.visit, self.phone = visit, phone

    def __getattr__(self, name: str) -> Any:
        return getattr(self.visit, name)


class SignOffForm(Form):
    day = DateField(_l("Day"), [InputRequired()])


class JoinForm(EditForm):
    to_id = PickField(_l("Same party as"), [InputRequired()])


class VoidForm(EditForm):
    reason = StringField(_l("Why"), [InputRequired(), Length(max=200)])


class VisitButton(EditForm):
    """A button on an entry."""


def _word(answer: bool | None) -> str:
    return "" if answer is None else "yes" if answer else "no"
