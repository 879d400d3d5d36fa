"""Load: the question bank, and assessments as they were made, with results, certificates and ratings."""
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from portal.core.clock import day_start
from portal.extensions import db
from portal.org.models import Role

from . import papers
from .assessed import (
    AssessmentKind,
    RequiredCertificate,
    TrainingAnswer,
    TrainingAssessment,
    TrainingCertificate,
    TrainingQuestion,
    TrainingRating,
    TrainingTry,
    TryState,
)
from .models import TrainingEvent

MIDDAY = timedelta(hours=12)


@dataclass(frozen=True)
class BankQuestion:
    store_id: int
    subject: str
    text: str
    options: Sequence[str]
    right: Sequence[int]
    why: str = ""


@dataclass(frozen=True)
class RequiredFrom:
    store_id: int
    title: str
    role: Role
    from_on: date


@dataclass(frozen=True)
class DatedTry:
    """`given` of a test: the options chosen of each question of the paper; of a role-play: (points,) a criterion."""
    person_id: int
    on: date
    given: Sequence[Sequence[int]]
    remark: str = ""


@dataclass(frozen=True)
class DatedAssessment:
    """`event` names a training of the store by title and day; None for a quiz. `questions` are texts of the bank,
    `criteria` of a role-play (text, weight). Tries stand in the order of their days.
    """
    store_id: int
    event: tuple[str, date] | None
    kind: AssessmentKind
    title: str
    subject: str
    opens_on: date
    closes_on: date
    made_by_id: int
    questions: Sequence[str] = ()
    criteria: Sequence[tuple[str, int]] = ()
    points_each: int = 5
    pass_mark: int = 80
    allowed: int = 2
    compulsory: bool = False
    certificate: str = ""
    months: int | None = None
    tries: Sequence[DatedTry] = ()


@dataclass(frozen=True)
class DatedRating:
    store_id: int
    event: tuple[str, date]
    person_id: int
    stars: int
    remark: str = ""


def questions(rows: Iterable[BankQuestion]) -> int:
    taken = [TrainingQuestion(store_id=row.store_id, subject=row.subject, text=row.text, options=list(row.options),
                              right=list(row.right), why=row.why) for row in rows]
    db.session.add_all(taken)
    db.session.flush()
    return len(taken)


def assessments(rows: Iterable[DatedAssessment]) -> int:
    """Take assessments with their tries, marked as the portal marks them, and the certificates that follow."""
    given = list(rows)
    stores = {row.store_id for row in given}
    bank = {(row.store_id, row.text): row for row in db.session.scalars(
        select(TrainingQuestion).where(TrainingQuestion.store_id.in_(stores)))}
    events = _events(stores)
    made = [_assessment(row, [bank[row.store_id, text] for text in row.questions], events) for row in given]
    db.session.add_all(made)
    db.session.flush()
    pairs = [(row, laid_on, tries) for row, laid_on in zip(given, made, strict=True)
             for tries in _by_person(row.tries)]
    attempts = [(one, _attempt(row, laid_on, one, no, last=no == len(tries)), laid_on)
                for row, laid_on, tries in pairs for no, one in enumerate(tries, 1)]
    db.session.add_all(attempt for _one, attempt, _row in attempts)
    db.session.flush()
    for one, attempt, laid_on in attempts:
        db.session.add_all(_answers(one, attempt, laid_on))
        if attempt.state is TryState.PASSED and laid_on.months:
            db.session.add(TrainingCertificate(
                store_id=attempt.store_id, person_id=attempt.person_id, try_id=attempt.id, title=laid_on.certificate,
                issued_on=one.on, valid_until=papers.months_after(one.on, laid_on.months)))
    db.session.flush()
    return len(made)


def required(rows: Iterable[RequiredFrom]) -> int:
    """Take certificates that must be held; returns how many."""
    made = [RequiredCertificate(store_id=row.store_id, title=row.title, role=row.role, from_on=row.from_on)
            for row in rows]
    db.session.add_all(made)
    db.session.flush()
    return len(made)


def ratings(rows: Iterable[DatedRating]) -> int:
    given = list(rows)
    events = _events({row.store_id for row in given})
    db.session.add_all(TrainingRating(event_id=events[row.store_id, *row.event].id, person_id=row.person_id,
                                      stars=row.stars, remark=row.remark) for row in given)
    db.session.flush()
    return len(given)


def _events(stores: Iterable[int]) -> dict[tuple[int, str, date], TrainingEvent]:
    return {(row.store_id, row.title, row.on): row for row in db.session.scalars(
        select(TrainingEvent).where(TrainingEvent.store_id.in_(set(stores))))}


def _assessment(row: DatedAssessment, asked: Sequence[TrainingQuestion],
                events: dict[tuple[int, str, date], TrainingEvent]) -> TrainingAssessment:
    event = events[row.store_id, *row.event] if row.event else None
    sheet: list[dict[str, Any]] = [{"text": text, "weight": weight, "most": row.points_each}
                                   for text, weight in row.criteria]
    return TrainingAssessment(
        store_id=row.store_id, event_id=event.id if event else None, kind=row.kind, title=row.title,
        subject=row.subject, on=event.on if event else row.opens_on, opens_on=row.opens_on, closes_on=row.closes_on,
        compulsory=row.compulsory, pass_mark=row.pass_mark, tries=row.allowed, retake_days=1, draw=None,
        certificate=row.certificate, months=row.months, made_by_id=row.made_by_id,
        paper=papers.copies(asked) if asked else sheet)


def _by_person(tries: Iterable[DatedTry]) -> list[list[DatedTry]]:
    found: dict[int, list[DatedTry]] = {}
    for one in tries:
        found.setdefault(one.person_id, []).append(one)
    return list(found.values())


def _attempt(row: DatedAssessment, laid_on: TrainingAssessment, one: DatedTry, no: int, *, last: bool) -> TrainingTry:
    if row.kind is AssessmentKind.ROLE_PLAY:
        points, out_of = papers.points_of(papers.criteria(laid_on),
                                          {place: given[0] for place, given in enumerate(one.given)})
    else:
        right = [item.right for item in papers.items(laid_on)]
        points, out_of = sum(set(given) == each for given, each in zip(one.given, right, strict=True)), len(right)
    passed = papers.passes(points, out_of, row.pass_mark)
    return TrainingTry(
        store_id=row.store_id, assessment_id=laid_on.id, person_id=one.person_id, no=no, latest=1 if last else None,
        state=TryState.PASSED if passed else TryState.FAILED, begun_at=day_start(one.on) + MIDDAY, made_on=one.on,
        shown=[[item.place, [*range(len(item.options))]] for item in papers.items(laid_on)
               ] if row.kind is not AssessmentKind.ROLE_PLAY else [],
        points=points, out_of=out_of, next_on=None if passed or no >= row.allowed else one.on + timedelta(days=1),
        marked_by_id=row.made_by_id if row.kind is AssessmentKind.ROLE_PLAY else None, remark=one.remark)


def _answers(one: DatedTry, attempt: TrainingTry, laid_on: TrainingAssessment) -> list[TrainingAnswer]:
    if laid_on.kind is AssessmentKind.ROLE_PLAY:
        return [TrainingAnswer(try_id=attempt.id, place=place, points=given[0])
                for place, given in enumerate(one.given)]
    return [TrainingAnswer(try_id=attempt.id, place=item.place, question_id=item.question_id, chosen=sorted(given),
                           right=set(given) == item.right)
            for item, given in zip(papers.items(laid_on), one.given, strict=True)]
