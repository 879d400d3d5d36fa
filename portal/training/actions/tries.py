"""Tries at an assessment: begin one, keep answers as they are given, hand in, score a role-play, void a mistake."""
from collections.abc import Mapping, Sequence
from datetime import timedelta
from random import SystemRandom
from typing import NamedTuple

from flask_babel import gettext as _
from sqlalchemy import select

from portal.core.action import Refused, action, locked, seen
from portal.core.clock import now, today
from portal.extensions import db
from portal.org.models import Person

from .. import papers, results
from ..assessed import (
    AssessmentKind,
    TrainingAnswer,
    TrainingAssessment,
    TrainingCertificate,
    TrainingTry,
    TryState,
)

Given = Mapping[int, Sequence[int]]         # question of the paper → options chosen


class Scored(NamedTuple):
    """What a trainer gives for a criterion."""
    points: int
    remark: str = ""


@action("training.try_begun")
def begin(row: TrainingAssessment, *, by: Person) -> TrainingTry:
    """A try with its questions shuffled for good; the one that is open already, where there is one. The assessment's
    row is locked: nobody begins two.
    """
    locked(row)
    if row.kind is AssessmentKind.ROLE_PLAY:
        raise Refused(_("The trainer scores a role-play."))
    last = results.latest(row.id, by.id)
    if last is not None and last.state is TryState.OPEN:
        return last
    made = _next(row, by.id, last, TrainingTry(state=TryState.OPEN, shown=papers.shuffled(row, SystemRandom())))
    db.session.flush()
    return made


@action("training.answered")
def keep(attempt: TrainingTry, *, by: Person, given: Given) -> TrainingTry:
    """Answers as far as they are given; what is acknowledged is kept."""
    _open(attempt)
    _keep(attempt, given)
    return attempt


@action("training.handed_in")
def hand_in(attempt: TrainingTry, *, by: Person, given: Given, anyway: bool = False) -> TrainingTry:
    """The portal marks it: a question counts with all its right options and no wrong one."""
    _open(attempt)
    row = db.session.get_one(TrainingAssessment, attempt.assessment_id)
    _keep(attempt, given)
    answers = {answer.place: answer for answer in results.answers(attempt.id)}
    asked = papers.in_order(row, attempt.shown)
    lacking = sum(1 for item in asked if item.place not in answers or not answers[item.place].chosen)
    if lacking and not anyway:
        raise Refused(_("%(count)s questions are without an answer.", count=lacking), field="anyway")
    for item in asked:
        answer = answers.get(item.place) or _answer(attempt, item)
        answer.right = set(answer.chosen) == item.right
        answers[item.place] = answer
    points = sum(1 for answer in answers.values() if answer.right)
    _mark(attempt, row, points, len(asked))
    return attempt


@action("training.role_play_scored")
def score(row: TrainingAssessment, person_id: int, *, by: Person, scores: Mapping[int, Scored], remark: str = "",
          once: str | None = None) -> TrainingTry:
    """The points of each criterion, by the trainer; `scores` by the criterion's place."""
    locked(row)
    sheet = papers.criteria(row)
    for one in sheet:
        if one.place not in scores or not 0 <= scores[one.place].points <= one.most:
            raise Refused(_("Points from 0 to %(most)s for each criterion.", most=one.most))
    last = results.latest(row.id, person_id)
    made = _next(row, person_id, last, TrainingTry(state=TryState.OPEN, marked_by_id=by.id, remark=remark))
    db.session.flush()
    db.session.add_all(TrainingAnswer(try_id=made.id, place=place, points=given.points, remark=given.remark)
                       for place, given in scores.items())
    _mark(made, row, *papers.points_of(sheet, {place: given.points for place, given in scores.items()}))
    return made


@action("training.try_voided")
def void(attempt: TrainingTry, *, by: Person, version: int, why: str) -> TrainingTry:
    """A mistake or a breach: it counts no more, its certificate holds no more, and it may be made again."""
    if not why:
        raise Refused(_("Say why it is voided."), field="why")
    row = locked(db.session.get_one(TrainingAssessment, attempt.assessment_id))
    seen(attempt, version)
    if attempt.live is None or attempt.latest is None:
        raise Refused(_("Only the last try can be voided."))
    for held in db.session.scalars(select(TrainingCertificate).where(
            TrainingCertificate.try_id == attempt.id, TrainingCertificate.live == 1)):
        held.void(by=by, reason=why)
    attempt.latest = None
    attempt.void(by=by, reason=why)
    db.session.flush()
    if before := results.last_live(row.id, attempt.person_id):
        before.latest = 1
    return attempt


def _next(row: TrainingAssessment, person_id: int, last: TrainingTry | None, made: TrainingTry) -> TrainingTry:
    """The row of the try to be made, where one may be made now."""
    if refusal := results.refusal(row, person_id, last, on=today()):
        raise Refused(refusal)
    if last is not None:
        last.latest = None
        db.session.flush()                  # the new one takes its place in the unique key
    made.store_id, made.assessment_id, made.person_id = row.store_id, row.id, person_id
    made.no, made.latest, made.begun_at = last.no + 1 if last else 1, 1, now()
    db.session.add(made)
    return made


def _open(attempt: TrainingTry) -> None:
    locked(attempt)
    if attempt.live is None or attempt.state is not TryState.OPEN:
        raise Refused(_("This test has been handed in."))


def _keep(attempt: TrainingTry, given: Given) -> None:
    row = db.session.get_one(TrainingAssessment, attempt.assessment_id)
    there = {answer.place: answer for answer in results.answers(attempt.id)}
    for item in papers.in_order(row, attempt.shown):
        chosen = sorted({*given.get(item.place, ())} & {option.place for option in item.options})
        if len(chosen) > 1 and not item.several:
            raise Refused(_("One answer to each question of one right answer."))
        answer = there.get(item.place)
        if answer is None and chosen:
            answer = _answer(attempt, item)
        if answer is not None and answer.chosen != chosen:
            answer.chosen = chosen
    db.session.flush()


def _answer(attempt: TrainingTry, item: papers.Item) -> TrainingAnswer:
    answer = TrainingAnswer(try_id=attempt.id, place=item.place, question_id=item.question_id, chosen=[])
    db.session.add(answer)
    return answer


def _mark(attempt: TrainingTry, row: TrainingAssessment, points: int, out_of: int) -> None:
    passed, day = papers.passes(points, out_of, row.pass_mark), today()
    attempt.state, attempt.made_on = TryState.PASSED if passed else TryState.FAILED, day
    attempt.points, attempt.out_of = points, out_of
    attempt.next_on = None if passed or attempt.no >= row.tries else day + timedelta(days=row.retake_days)
    db.session.flush()
    if passed and row.certificate and row.months:
        db.session.add(TrainingCertificate(
            store_id=row.store_id, person_id=attempt.person_id, try_id=attempt.id, title=row.certificate,
            issued_on=day, valid_until=papers.months_after(day, row.months)))
        db.session.flush()
