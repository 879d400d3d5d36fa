"""The list of trainings."""
from typing import Any

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from sqlalchemy import case, func, select

from portal.core.agreement import Choice as ChoiceLine
from portal.core.lists import (
    Choice,
    Column,
    Dates,
    Day,
    Hour,
    Link,
    List,
    Number,
    Person,
    Search,
    State,
    Tab,
    Text,
    Words,
)
from portal.extensions import db

from . import queries
from .models import Attendance, EventState, SeatState, TrainingEvent, TrainingSeat
from .settings import SUBJECT

TONES = {EventState.PLANNED: "info", EventState.HELD: "ok"}


def subjects(_scope: Any) -> dict[str, str]:
    """The codes that the stores use, with their words in the reader's language."""
    words = ChoiceLine.words_zh if str(get_locale()).startswith("zh") else ChoiceLine.words_en
    rows = db.session.execute(select(ChoiceLine.code, func.min(words), func.min(ChoiceLine.rank)).where(
        ChoiceLine.kind == SUBJECT).group_by(ChoiceLine.code).order_by(func.min(ChoiceLine.rank), ChoiceLine.code))
    return {row[0]: row[1] for row in rows}


def _seats(*also: Any) -> Any:
    return select(func.count()).where(TrainingSeat.event_id == TrainingEvent.id, TrainingSeat.state == SeatState.TAKEN,
                                      *also).correlate(TrainingEvent).scalar_subquery()


_PRESENT = case((TrainingEvent.state == EventState.HELD, _seats(TrainingSeat.came == Attendance.PRESENT)))

events = List(
    "trainings", _l("Trainings"), queries.events, id=TrainingEvent.id, sort="-on", rows=_l("trainings"),
    empty=_l("Trainings stand here once the trainer has planned one."), export="training.export",
    columns=(
        Column("on", _l("Day"), TrainingEvent.on, Day(), sort=TrainingEvent.starts_at),
        Column("at", _l("Begins"), TrainingEvent.starts_at, Hour(), sort=False),
        Column("title", _l("Topic"), TrainingEvent.title, Text(), head=True, link=Link("training.event", "event_id")),
        Column("subject", _l("Subject"), TrainingEvent.subject, Words(said=lambda: subjects(None))),
        Column("trainer", _l("Trainer"), TrainingEvent.trainer_id, Person(), sort=False),
        Column("room", _l("Room"), TrainingEvent.room, Text(), phone="hidden"),
        Column("taken", _l("Signed up"), _seats(), Number(), sort=False),
        Column("seats", _l("Seats"), TrainingEvent.seats, Number(), phone="hidden"),
        Column("present", _l("Present"), _PRESENT, Number(), sort=False),
        Column("state", _l("State"), TrainingEvent.state, State(tone=lambda state: TONES.get(state, ""))),
    ),
    filters=(
        Search("w", _l("Topic"), columns=(TrainingEvent.title, TrainingEvent.room)),
        Choice("subject", _l("Subject"), column=TrainingEvent.subject, among=subjects),
        Choice("state", _l("State"), column=TrainingEvent.state, among=EventState),
        Dates("on", _l("Day"), column=TrainingEvent.on),
    ),
    tabs=(Tab(_l("To come"), "state=planned&sort=on"), Tab(_l("Held"), "state=held"),
          Tab(_l("Called off"), "state=cancelled")),
)
