"""Assessing: lay a test or a role-play on, change and withdraw it, show the right answers."""
from collections.abc import Sequence
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from portal.core.action import Refused, action, seen
from portal.core.clock import today
from portal.extensions import db
from portal.org.models import Person

from .. import papers
from ..assessed import AssessmentKind, TrainingAssessment, TrainingQuestion, TrainingTry
from ..models import EventState, TrainingEvent


@action("training.assessment_laid_on")
def lay_on(*, by: Person, store_id: int, event: TrainingEvent | None, subject: str, title: str,
           questions: Sequence[TrainingQuestion], opens_on: date, closes_on: date, pass_mark: int, tries: int,
           retake_days: int = 0, draw: int | None = None, series_id: int | None = None, compulsory: bool = False,
           certificate: str = "", months: int | None = None, once: str | None = None) -> TrainingAssessment:
    """A written test of an event, or without one a product quiz open to everybody; of copies of the questions."""
    _window(opens_on, closes_on)
    _drawn(questions, draw)
    return _add(TrainingAssessment(
        store_id=store_id, event_id=event.id if event else None, title=title, subject=subject, opens_on=opens_on,
        on=event.on if event else opens_on, kind=AssessmentKind.WRITTEN if event else AssessmentKind.QUIZ,
        closes_on=closes_on, pass_mark=pass_mark, tries=tries, retake_days=retake_days, draw=draw,
        series_id=series_id, compulsory=compulsory,
        paper=papers.copies(questions), made_by_id=by.id, **_certificate(certificate, months)), event)


@action("training.role_play_laid_on")
def lay_on_role_play(event: TrainingEvent, *, by: Person, title: str, criteria: Sequence[tuple[str, int]],
                     points_each: int, opens_on: date, closes_on: date, pass_mark: int, tries: int,
                     retake_days: int = 0, certificate: str = "", months: int | None = None,
                     once: str | None = None) -> TrainingAssessment:
    """A role-play of an event; `criteria` are (what is scored, weight in percent)."""
    _window(opens_on, closes_on)
    return _add(TrainingAssessment(
        store_id=event.store_id, event_id=event.id, kind=AssessmentKind.ROLE_PLAY, title=title, subject=event.subject,
        on=event.on, opens_on=opens_on, closes_on=closes_on, pass_mark=pass_mark, tries=tries,
        retake_days=retake_days, draw=None,
        paper=_sheet(criteria, points_each), made_by_id=by.id, **_certificate(certificate, months)), event)


@action("training.assessment_changed")
def change_assessment(row: TrainingAssessment, *, by: Person, version: int, title: str, opens_on: date,
                      closes_on: date, pass_mark: int, tries: int, retake_days: int = 0, compulsory: bool = False,
                      certificate: str = "", months: int | None = None) -> TrainingAssessment:
    """Its terms; once somebody has begun, the pass mark stays, and so does what is asked."""
    seen(row, version)
    _open(row)
    _window(opens_on, closes_on)
    if pass_mark != row.pass_mark and has_begun(row):
        raise Refused(_("Somebody has begun: the pass mark stays as it was."), field="pass_mark")
    row.title, row.opens_on, row.closes_on, row.pass_mark = title, opens_on, closes_on, pass_mark
    row.tries, row.retake_days, row.compulsory = tries, retake_days, compulsory
    if row.event_id is None:
        row.on = opens_on
    for key, value in _certificate(certificate, months).items():
        setattr(row, key, value)
    return row


@action("training.assessment_withdrawn")
def withdraw(row: TrainingAssessment, *, by: Person, version: int) -> TrainingAssessment:
    """Nobody takes it any more; only while nobody has begun, for results stay."""
    seen(row, version)
    _open(row)
    if has_begun(row):
        raise Refused(_("Somebody has begun: let it end on another day instead."))
    row.withdrawn_on = today()
    return row


@action("training.answers_opened")
def open_answers(row: TrainingAssessment, *, by: Person) -> TrainingAssessment:
    """The right answers are shown to everybody who handed in, whatever tries they have left."""
    row.answers_opened_on = row.answers_opened_on or today()
    return row


def follow(event: TrainingEvent, before: date) -> None:
    """In the course of an action that moved an event: its assessments move with it."""
    moved = event.on - before
    if moved:
        for row in db.session.scalars(select(TrainingAssessment).where(TrainingAssessment.event_id == event.id)):
            row.on, row.opens_on, row.closes_on = event.on, row.opens_on + moved, row.closes_on + moved


def has_begun(row: TrainingAssessment) -> bool:
    return db.session.scalar(select(TrainingTry.id).where(
        TrainingTry.assessment_id == row.id).limit(1)) is not None


def _add(row: TrainingAssessment, event: TrainingEvent | None) -> TrainingAssessment:
    if event is not None and event.state is EventState.CANCELLED:
        raise Refused(_("This training was called off."))
    db.session.add(row)
    db.session.flush()
    return row


def _open(row: TrainingAssessment) -> None:
    if row.withdrawn_on:
        raise Refused(_("This assessment was withdrawn."))


def _window(opens_on: date, closes_on: date) -> None:
    if closes_on < opens_on:
        raise Refused(_("It ends before it begins."), field="closes_on")
    if closes_on - opens_on > timedelta(days=366):
        raise Refused(_("Open for a year at most."), field="closes_on")


def _drawn(questions: Sequence[TrainingQuestion], draw: int | None) -> None:
    if not questions:
        raise Refused(_("Choose at least one question."), field="questions")
    if draw is not None and draw > len(questions):
        raise Refused(_("Only %(count)s questions are chosen.", count=len(questions)), field="draw")


def _sheet(criteria: Sequence[tuple[str, int]], points_each: int) -> list[dict[str, object]]:
    if not criteria:
        raise Refused(_("Name at least one criterion."), field="criteria")
    if (total := sum(weight for _text, weight in criteria)) != papers.WHOLE:
        raise Refused(_("The weights make %(total)s %%; they are to make 100 %%.", total=total), field="criteria")
    return [{"text": text, "weight": weight, "most": points_each} for text, weight in criteria]


def _certificate(name: str, months: int | None) -> dict[str, str | int | None]:
    if name and months is None:
        raise Refused(_("Say for how many months it holds."), field="months")
    if months is not None and not name:
        raise Refused(_("Give the certificate a name."), field="certificate")
    return {"certificate": name, "months": months}
