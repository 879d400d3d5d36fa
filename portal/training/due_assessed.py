"""What is owed for assessments: a test to take, a role-play to score, a certificate to earn, or to earn anew."""
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, or_, select
from sqlalchemy.orm import aliased

from portal.core.due import Rows, owed
from portal.core.policy import Rights
from portal.core.scope import Scope, held_on
from portal.org.models import Membership, Role

from .assessed import (
    AssessmentKind,
    RequiredCertificate,
    TrainingAssessment,
    TrainingCertificate,
    TrainingTry,
    TryState,
)
from .models import Attendance, EventState, SeatState, TrainingEvent, TrainingSeat
from .queries import NOT_TRAINED
from .required import has_the_role, holds_until, is_to_be_kept, notice
from .results import in_service, renewed_by, takes_the_test

AFTER_CONTACTS = 4              # urgency


def to_take(scope: Scope) -> Rows:
    """Tests of the trainings that somebody takes part in, from their day until they close."""
    return _takes(TrainingSeat, TrainingSeat.person_id).join(
        TrainingEvent, TrainingEvent.id == TrainingSeat.event_id).join(
        TrainingAssessment, TrainingAssessment.event_id == TrainingEvent.id).outerjoin(
        TrainingTry, _last_of(TrainingSeat.person_id)).where(
        scope.sees(store=TrainingSeat.store_id, owner=TrainingSeat.person_id), takes_the_test(),
        TrainingEvent.state != EventState.CANCELLED, TrainingAssessment.kind != AssessmentKind.ROLE_PLAY,
        _may_be_taken(scope))


def to_take_quiz(scope: Scope) -> Rows:
    """Quizzes that everybody in the store is to take."""
    return _takes(Membership, Membership.person_id).join(
        TrainingAssessment, TrainingAssessment.store_id == Membership.store_id).outerjoin(
        TrainingTry, _last_of(Membership.person_id)).where(
        scope.sees(store=Membership.store_id, owner=Membership.person_id), held_on(scope.today),
        Membership.role.not_in({*NOT_TRAINED, Role.GENERAL_MANAGER}), TrainingAssessment.event_id.is_(None),
        TrainingAssessment.compulsory, _may_be_taken(scope)).distinct()


def open_to(rights: Rights, reader_id: int) -> list[Rows]:
    """The tests and quizzes that a reader may take now; none for who takes no training."""
    if "training.join" not in rights:
        return []
    scope = rights["training.join"].only(persons=frozenset({reader_id}))
    return [to_take(scope), to_take_quiz(scope)]


def to_score(scope: Scope) -> Rows:
    """Role-plays that lack somebody's scores, for the trainer of the event."""
    scored = select(TrainingTry.id).where(
        TrainingTry.assessment_id == TrainingAssessment.id, TrainingTry.person_id == TrainingSeat.person_id,
        TrainingTry.latest == 1).exists()
    lacking = select(TrainingSeat.id).where(
        TrainingSeat.event_id == TrainingEvent.id, TrainingSeat.state == SeatState.TAKEN,
        TrainingSeat.came == Attendance.PRESENT, ~scored).exists()
    return select(*owed("training_assessment", TrainingAssessment.id, by=TrainingEvent.trainer_id,
                        due_on=TrainingAssessment.closes_on, urgency=AFTER_CONTACTS,
                        text=TrainingAssessment.title)).select_from(TrainingAssessment).join(
        TrainingEvent, TrainingEvent.id == TrainingAssessment.event_id).where(
        scope.sees(store=TrainingEvent.store_id, owner=TrainingEvent.trainer_id),
        TrainingAssessment.kind == AssessmentKind.ROLE_PLAY, TrainingEvent.state == EventState.HELD, _open_on(scope),
        lacking)


def to_renew(scope: Scope) -> Rows:
    """Certificates to be kept up that end soon or have just ended, for whom they were made."""
    return _ends(scope, TrainingCertificate.person_id).where(
        scope.sees(store=TrainingCertificate.store_id, owner=TrainingCertificate.person_id))


def to_have_renewed(scope: Scope) -> Rows:
    """The same for the trainers of the store."""
    trains = aliased(Membership)
    return _ends(scope, trains.person_id).join(trains, and_(
        trains.store_id == TrainingCertificate.store_id, trains.role == Role.TRAINER, trains.from_on <= scope.today,
        trains.until_on > scope.today, trains.person_id != TrainingCertificate.person_id)).where(
        scope.sees(store=trains.store_id, owner=trains.person_id))


def _takes(table: Any, person: Any) -> Rows:
    return select(*owed("training_assessment", TrainingAssessment.id, by=person, due_on=TrainingAssessment.closes_on,
                        urgency=AFTER_CONTACTS, text=TrainingAssessment.title)).select_from(table)


def _last_of(person: Any) -> ColumnElement[bool]:
    return and_(TrainingTry.assessment_id == TrainingAssessment.id, TrainingTry.person_id == person,
                TrainingTry.latest == 1)


def _open_on(scope: Scope) -> ColumnElement[bool]:
    return and_(TrainingAssessment.withdrawn_on.is_(None), TrainingAssessment.opens_on <= scope.today,
                TrainingAssessment.closes_on >= scope.today)


def _may_be_taken(scope: Scope) -> ColumnElement[bool]:
    return and_(_open_on(scope), or_(TrainingTry.id.is_(None), TrainingTry.state == TryState.OPEN,
                                     and_(TrainingTry.state == TryState.FAILED,
                                          TrainingTry.no < TrainingAssessment.tries,
                                          or_(TrainingTry.next_on.is_(None), TrainingTry.next_on <= scope.today))))


def _ends(scope: Scope, person: Any) -> Rows:
    """The newest of each name, of people in the store, within the days of notice before and after its end."""
    days = _notice(scope)
    return select(*owed("training_certificate", TrainingCertificate.id, by=person,
                        due_on=TrainingCertificate.valid_until, urgency=AFTER_CONTACTS,
                        text=TrainingCertificate.title)).select_from(TrainingCertificate).where(
        TrainingCertificate.live == 1,
        TrainingCertificate.valid_until.between(scope.today - days, scope.today + days),
        ~renewed_by(scope.today), in_service(scope.today), is_to_be_kept(scope.today))


def to_earn(scope: Scope) -> Rows:
    """Certificates that somebody must hold by the role and does not; what has just ended is to be renewed."""
    joined_later = Membership.from_on > RequiredCertificate.from_on
    return select(*owed("required_certificate", RequiredCertificate.id, by=Membership.person_id, due_on=case(
        (joined_later, Membership.from_on), else_=RequiredCertificate.from_on), urgency=AFTER_CONTACTS,
        text=RequiredCertificate.title)).select_from(RequiredCertificate).join(
        Membership, has_the_role(scope.today)).where(
        scope.sees(store=Membership.store_id, owner=Membership.person_id), _is_lacking(scope))


def to_have_earned(scope: Scope) -> Rows:
    """For the trainers of the store: each certificate that somebody else must hold and does not."""
    trains = aliased(Membership)
    lacks = select(Membership.id).where(has_the_role(scope.today), Membership.person_id != trains.person_id,
                                        _is_lacking(scope)).correlate(RequiredCertificate, trains)
    return select(*owed("required_certificate", RequiredCertificate.id, by=trains.person_id,
                        due_on=RequiredCertificate.from_on, urgency=AFTER_CONTACTS, text=RequiredCertificate.title)
                  ).select_from(RequiredCertificate).join(trains, and_(
                      trains.store_id == RequiredCertificate.store_id, trains.role == Role.TRAINER,
                      trains.from_on <= scope.today, trains.until_on > scope.today)).where(
        scope.sees(store=trains.store_id, owner=trains.person_id), RequiredCertificate.live == 1, lacks.exists())


def _is_lacking(scope: Scope) -> ColumnElement[bool]:
    """It is required now or within the days of notice, and nothing held reaches into them."""
    days = _notice(scope)
    return and_(RequiredCertificate.live == 1, RequiredCertificate.from_on <= scope.today + days,
                ~holds_until(scope.today - days, earned_by=scope.today))


def _notice(scope: Scope) -> timedelta:
    return notice(min(scope.stores, default=None), scope.today)


due = (to_take, to_take_quiz, to_score, to_renew, to_have_renewed, to_earn, to_have_earned)
