"""What is owed for trainings: to attend one today, and for the trainer to say who came."""
from sqlalchemy import select

from portal.core.due import Rows, owed
from portal.core.scope import Scope

from .models import EventState, SeatState, TrainingEvent, TrainingSeat

WITH_APPOINTMENTS = 1       # urgency: at its hour
AFTER_CONTACTS = 4


def to_attend(scope: Scope) -> Rows:
    """Today's trainings of who has a place and has not signed in."""
    return select(*owed("training_seat", TrainingSeat.id, by=TrainingSeat.person_id, due_on=TrainingEvent.on,
                        urgency=WITH_APPOINTMENTS, text=TrainingEvent.title, at=TrainingEvent.starts_at)).join(
        TrainingEvent, TrainingEvent.id == TrainingSeat.event_id).where(
        scope.sees(store=TrainingSeat.store_id, owner=TrainingSeat.person_id), TrainingEvent.on == scope.today,
        TrainingEvent.state == EventState.PLANNED, TrainingSeat.state == SeatState.TAKEN, TrainingSeat.came.is_(None))


def to_close(scope: Scope) -> Rows:
    """Trainings whose day is over, for their trainer: who came."""
    return select(*owed("training_event", TrainingEvent.id, by=TrainingEvent.trainer_id, due_on=TrainingEvent.on,
                        urgency=AFTER_CONTACTS, text=TrainingEvent.title)).where(
        scope.sees(store=TrainingEvent.store_id, owner=TrainingEvent.trainer_id),
        TrainingEvent.state == EventState.PLANNED, TrainingEvent.on < scope.today)
