"""The figures of training. Source: DOMAIN.md section 7."""
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, case, null

from portal.core.metric import Aim, Kind, Metric, Split, fact
from portal.core.period import Periods

from .models import Attendance, EventState, SeatState, TrainingEvent, TrainingSeat
from .settings import SUBJECT

BY_SUBJECT = {"subject": Split(_l("Subject"), choice=SUBJECT)}


def _attendance(periods: Periods) -> Select[Any]:
    """Those required at a training that took place; a place signed up for freely is not counted against anybody."""
    came = case((TrainingSeat.came == Attendance.PRESENT, 1), else_=0)
    return _seats(periods, amount=came, base=1).where(TrainingSeat.required, TrainingSeat.state == SeatState.TAKEN)


def _minutes(periods: Periods) -> Select[Any]:
    return _seats(periods, amount=TrainingSeat.minutes).where(TrainingSeat.came == Attendance.PRESENT)


def _seats(periods: Periods, **counted: Any) -> Select[Any]:
    """The places at trainings held in the periods, by the training's day."""
    return fact(periods, TrainingEvent, on=TrainingEvent.on, person=TrainingSeat.person_id, lead=null(),
                subject=TrainingEvent.subject, **counted).join(
        TrainingSeat, TrainingSeat.event_id == TrainingEvent.id).where(TrainingEvent.state == EventState.HELD)


attendance = Metric(
    "training_attendance", Kind.RATE, _l("Training attendance"), _l("places"), _attendance, "training_event",
    _l("How many of those required at a training came; the training's day decides the period."),
    _l("required people present / required people"), aim=Aim(95), splits=BY_SUBJECT)
minutes = Metric(
    "training_minutes", Kind.FLOW, _l("Time in training"), _l("minutes"), _minutes, "training_event",
    _l("The length of the trainings that somebody attended, required or signed up for."),
    _l("minutes of the trainings attended"), splits=BY_SUBJECT)
metrics = (attendance, minutes)
