"""Reading assessments: what is laid on, how people did, what they hold, how a training was rated."""
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from portal.core.period import Period
from portal.core.policy import Rights
from portal.core.scope import Scope
from portal.core.words import day
from portal.extensions import db
from portal.org.models import Membership, Person

from . import papers
from .assessed import (
    TrainingAnswer,
    TrainingAssessment,
    TrainingCertificate,
    TrainingQuestion,
    TrainingRating,
    TrainingTry,
    TryState,
)
from .models import Attendance, EventState, SeatState, TrainingEvent, TrainingSeat

FEWEST = 5      # below these neither ratings nor, to who may not read results, how many passed: they tell of one person


def questions(scope: Scope) -> Select[TrainingQuestion]:
    """The bank of the stores in `scope`."""
    return select(TrainingQuestion).where(scope.in_stores(TrainingQuestion.store_id))


def assessments(scope: Scope) -> Select[TrainingAssessment]:
    return select(TrainingAssessment).where(scope.in_stores(TrainingAssessment.store_id))


def tries(scope: Scope) -> Select[TrainingTry]:
    """How the people in `scope` did; what was voided stays in the change record alone."""
    return select(TrainingTry).where(scope.sees(store=TrainingTry.store_id, owner=TrainingTry.person_id),
                                     TrainingTry.live == 1)


def certificates(scope: Scope) -> Select[TrainingCertificate]:
    return select(TrainingCertificate).where(
        scope.sees(store=TrainingCertificate.store_id, owner=TrainingCertificate.person_id),
        TrainingCertificate.live == 1)


def latest(assessment_id: int, person_id: int) -> TrainingTry | None:
    return db.session.scalars(select(TrainingTry).where(
        TrainingTry.assessment_id == assessment_id, TrainingTry.person_id == person_id,
        TrainingTry.latest == 1)).one_or_none()


def last_live(assessment_id: int, person_id: int) -> TrainingTry | None:
    return db.session.scalars(select(TrainingTry).where(
        TrainingTry.assessment_id == assessment_id, TrainingTry.person_id == person_id, TrainingTry.live == 1)
        .order_by(TrainingTry.no.desc()).limit(1)).one_or_none()


def answers(try_id: int) -> list[TrainingAnswer]:
    return list(db.session.scalars(select(TrainingAnswer).where(TrainingAnswer.try_id == try_id)
                                   .order_by(TrainingAnswer.place)))


def takes_part(row: TrainingAssessment, person_id: int) -> bool:
    """Of an event who has a place and was not absent; of a quiz everybody in the store."""
    if row.event_id is None:
        return True
    return db.session.scalar(select(TrainingSeat.id).where(
        TrainingSeat.event_id == row.event_id, TrainingSeat.person_id == person_id, takes_the_test())) is not None


def takes_the_test() -> ColumnElement[bool]:
    """Seats of an event that its assessments are for."""
    return and_(TrainingSeat.state == SeatState.TAKEN,
                or_(TrainingSeat.came.is_(None), TrainingSeat.came == Attendance.PRESENT))


def refusal(row: TrainingAssessment, person_id: int, last: TrainingTry | None, *, on: date) -> str | None:
    """Why somebody may not begin a try on a day; None where they may."""
    if row.withdrawn_on:
        return _("This assessment was withdrawn.")
    if is_called_off(row):
        return _("This training was called off.")
    if not takes_part(row, person_id):
        return _("Only who takes part in the training is assessed.")
    return _no_more(row, last, on)


def is_called_off(row: TrainingAssessment) -> bool:
    """Its training does not take place, and so nobody is assessed."""
    event = db.session.get(TrainingEvent, row.event_id) if row.event_id else None
    return event is not None and event.state is EventState.CANCELLED


def _no_more(row: TrainingAssessment, last: TrainingTry | None, on: date) -> str | None:
    """Why there is no further try on a day, by the tries made and the days of the assessment."""
    if last is not None and last.state is TryState.PASSED:
        return _("Passed already.")
    if last is not None and last.no >= row.tries:
        return _("All tries have been made.")
    if on < row.opens_on:
        return _("It opens on %(day)s.", day=day(row.opens_on))
    if on > row.closes_on:
        return _("It was open until %(day)s.", day=day(row.closes_on))
    if last is not None and last.next_on is not None and on < last.next_on:
        return _("The next try is on %(day)s at the earliest.", day=day(last.next_on))
    return None


@dataclass(frozen=True)
class Standing:
    """How a person stands at an assessment; `last` is None before the first try."""
    person_id: int
    name: str
    last: TrainingTry | None

    @property
    def mark(self) -> str:
        return papers.mark(self.last.points, self.last.out_of) if self.last and self.last.made_on else ""

    def may_score(self, row: TrainingAssessment, on: date) -> bool:
        """A role-play may be scored: the first time, or again where a retake is due."""
        return row.withdrawn_on is None and not is_called_off(row) and _no_more(row, self.last, on) is None


def standings(row: TrainingAssessment, scope: Scope) -> list[Standing]:
    """Of everybody who is assessed and whom the reader may see, in rota order; of a quiz, of who began it."""
    tried = and_(TrainingTry.assessment_id == row.id, TrainingTry.person_id == Person.id, TrainingTry.latest == 1)
    if row.event_id is not None:
        found = select(Person.id, Person.name, TrainingTry).select_from(Person).join(
            TrainingSeat, and_(TrainingSeat.person_id == Person.id, TrainingSeat.event_id == row.event_id,
                               scope.sees(store=TrainingSeat.store_id, owner=TrainingSeat.person_id))
            ).outerjoin(TrainingTry, tried).where(or_(takes_the_test(), TrainingTry.id.is_not(None)))
    else:
        found = select(Person.id, Person.name, TrainingTry).select_from(Person).join(TrainingTry, tried).where(
            scope.sees(store=TrainingTry.store_id, owner=TrainingTry.person_id))
    return [Standing(*each) for each in db.session.execute(
        found.order_by(Person.rota_rank, Person.pinyin, Person.id))]


@dataclass(frozen=True)
class Line:
    """An assessment with how the reader stands at it, and of all: how many tried and passed."""
    row: TrainingAssessment
    mine: TrainingTry | None
    tried: int
    passed: int


def of_event(event_id: int, reader_id: int) -> list[Line]:
    """The assessments of an event, in one query."""
    each = aliased(TrainingTry)
    counted = select(each.assessment_id, func.count().label("tried"),
                     func.sum(case((each.state == TryState.PASSED, 1), else_=0)).label("passed")).where(
        each.latest == 1, each.made_on.is_not(None)).group_by(each.assessment_id).subquery()
    rows = db.session.execute(
        select(TrainingAssessment, TrainingTry, func.coalesce(counted.c.tried, 0), func.coalesce(counted.c.passed, 0))
        .outerjoin(counted, counted.c.assessment_id == TrainingAssessment.id)
        .outerjoin(TrainingTry, and_(TrainingTry.assessment_id == TrainingAssessment.id,
                                     TrainingTry.person_id == reader_id, TrainingTry.latest == 1))
        .where(TrainingAssessment.event_id == event_id, TrainingAssessment.withdrawn_on.is_(None))
        .order_by(TrainingAssessment.id))
    return [Line(row, mine, tried, int(passed)) for row, mine, tried, passed in rows]


@dataclass(frozen=True)
class Rating:
    """What participants think of a training; `mean` of the stars and `remarks` only where enough have said something,
    so that nobody is told apart.
    """
    count: int
    mean: Decimal | None
    remarks: Sequence[str]


def rating(event_id: int) -> Rating:
    rows = db.session.execute(select(TrainingRating.stars, TrainingRating.remark).where(
        TrainingRating.event_id == event_id).order_by(TrainingRating.remark)).all()
    if len(rows) < FEWEST:
        return Rating(len(rows), None, ())
    return Rating(len(rows), Decimal(sum(row.stars for row in rows)) / len(rows), [row.remark for row in rows
                                                                                  if row.remark])


def rating_by(event_id: int, person_id: int) -> TrainingRating | None:
    return db.session.scalars(select(TrainingRating).where(
        TrainingRating.event_id == event_id, TrainingRating.person_id == person_id)).one_or_none()


def certificate_of(try_id: int) -> TrainingCertificate | None:
    return db.session.scalars(select(TrainingCertificate).where(
        TrainingCertificate.try_id == try_id, TrainingCertificate.live == 1)).one_or_none()


def held_by(person_id: int, on: date) -> list[TrainingCertificate]:
    """What a person had earned by a day, the newest of each name, those that end first in front."""
    found = {row.title: row for row in db.session.scalars(select(TrainingCertificate).where(
        TrainingCertificate.person_id == person_id, TrainingCertificate.issued_on <= on, TrainingCertificate.live == 1)
        .order_by(TrainingCertificate.issued_on, TrainingCertificate.id))}
    return sorted(found.values(), key=lambda row: row.valid_until)


def tries_of(person_id: int, period: Period) -> list[tuple[TrainingTry, TrainingAssessment]]:
    """Somebody's assessments of a period with the last try at each, by the day they count for."""
    return [(attempt, row) for attempt, row in db.session.execute(
        select(TrainingTry, TrainingAssessment).join(
            TrainingAssessment, TrainingAssessment.id == TrainingTry.assessment_id)
        .where(TrainingTry.person_id == person_id, TrainingTry.latest == 1, TrainingTry.made_on.is_not(None),
               TrainingAssessment.on.between(period.start, period.end))
        .order_by(TrainingAssessment.on, TrainingAssessment.id))]


def titles(ids: set[int]) -> Mapping[int, str]:
    return {row.id: row.title for row in db.session.execute(
        select(TrainingAssessment.id, TrainingAssessment.title).where(TrainingAssessment.id.in_(ids)))}


def readable(rights: Rights, ids: set[int]) -> set[int]:
    return _of(assessments, rights, "training.read", TrainingAssessment, ids)


def try_titles(ids: set[int]) -> Mapping[int, str]:
    return {row[0]: f"{row[1]} · {row[2]}" for row in db.session.execute(
        select(TrainingTry.id, Person.name, TrainingAssessment.title).join(
            Person, Person.id == TrainingTry.person_id).join(
            TrainingAssessment, TrainingAssessment.id == TrainingTry.assessment_id).where(TrainingTry.id.in_(ids)))}


def readable_tries(rights: Rights, ids: set[int]) -> set[int]:
    return _of(tries, rights, "training.results", TrainingTry, ids)


def certificate_titles(ids: set[int]) -> Mapping[int, str]:
    return {row[0]: f"{row[1]} · {row[2]}" for row in db.session.execute(
        select(TrainingCertificate.id, Person.name, TrainingCertificate.title).join(
            Person, Person.id == TrainingCertificate.person_id).where(TrainingCertificate.id.in_(ids)))}


def readable_certificates(rights: Rights, ids: set[int]) -> set[int]:
    return _of(certificates, rights, "training.results", TrainingCertificate, ids)


def question_titles(ids: set[int]) -> Mapping[int, str]:
    return {row.id: row.text for row in db.session.execute(
        select(TrainingQuestion.id, TrainingQuestion.text).where(TrainingQuestion.id.in_(ids)))}


def readable_questions(rights: Rights, ids: set[int]) -> set[int]:
    return _of(questions, rights, "training.write", TrainingQuestion, ids)


def _of(query: Callable[[Scope], Select[Any]], rights: Rights, needs: str, table: Any, ids: set[int]) -> set[int]:
    if needs not in rights:
        return set()
    return set(db.session.scalars(query(rights[needs]).where(table.id.in_(ids)).with_only_columns(table.id)))


def search(rights: Rights, text: str, limit: int) -> list[tuple[str, int, str, str]]:
    """For the search in the head: assessments by title or certificate, the newest first."""
    if len(text.strip()) < 2:
        return []
    rows = db.session.execute(
        assessments(rights["training.read"]).where(TrainingAssessment.withdrawn_on.is_(None), or_(
            TrainingAssessment.title.icontains(text.strip(), autoescape=True),
            TrainingAssessment.certificate.icontains(text.strip(), autoescape=True)))
        .order_by(TrainingAssessment.on.desc(), TrainingAssessment.id.desc()).limit(limit)
        .with_only_columns(TrainingAssessment.id, TrainingAssessment.title, TrainingAssessment.on))
    return [("training_assessment", row[0], row[1], row[2].isoformat()) for row in rows]


def renewed_by(day: Any) -> ColumnElement[bool]:
    """A newer certificate of the same name was made by a day."""
    newer = aliased(TrainingCertificate)
    return exists(select(newer.id).where(
        newer.person_id == TrainingCertificate.person_id, newer.title == TrainingCertificate.title, newer.live == 1,
        newer.issued_on <= day, or_(newer.issued_on > TrainingCertificate.issued_on, and_(
            newer.issued_on == TrainingCertificate.issued_on, newer.id > TrainingCertificate.id))))


def in_service(day: Any) -> ColumnElement[bool]:
    """Whose it is works in the store on a day."""
    return exists(select(Membership.id).where(
        Membership.person_id == TrainingCertificate.person_id, Membership.store_id == TrainingCertificate.store_id,
        Membership.from_on <= day, Membership.until_on > day))
