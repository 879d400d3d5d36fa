"""The lists of assessing: the bank, assessments, results, certificates."""
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, case, false, func, or_, select
from sqlalchemy.orm import aliased

from portal.catalogue.queries import series_names
from portal.core import words
from portal.core.clock import today
from portal.core.lists import Choice, Column, Dates, Day, Link, List, Name, Number, Search, State, Tab, Text, Words
from portal.core.policy import Rights
from portal.core.scope import Scope
from portal.extensions import Coded
from portal.org.models import Person

from . import results
from .assessed import (
    AssessmentKind,
    TrainingAnswer,
    TrainingAssessment,
    TrainingCertificate,
    TrainingQuestion,
    TrainingTry,
    TryState,
)
from .lists import subjects


class Validity(Coded):
    VALID = "valid", _l("Valid")
    ENDED = "ended", _l("Expired")


TRY_TONES = {TryState.PASSED: "ok", TryState.FAILED: "late", TryState.OPEN: "info"}
NOTICE_DAYS = 30
USE = {"used": _l("In use"), "retired": _l("Out of use")}
WINDOW = {"open": _l("Open now"), "over": _l("Over"), "coming": _l("Still to come")}


@dataclass(frozen=True)
class FullDay(Day):
    """With its year: 2027-05-31 周一."""

    def html(self, values: Sequence[Any]) -> Any:
        return words.full_day


def _said_subjects() -> Any:
    return subjects(None)


def _answered(right: bool) -> Any:
    marked = TrainingAnswer.right.is_not(None)
    return select(func.sum(case((TrainingAnswer.right.is_(True), 1), else_=0)) if right else func.count()).where(
        TrainingAnswer.question_id == TrainingQuestion.id, marked).correlate(TrainingQuestion).scalar_subquery()


def _in_use(code: str) -> ColumnElement[bool]:
    return TrainingQuestion.retired_on.is_(None) if code == "used" else TrainingQuestion.retired_on.is_not(None)


questions = List(
    "training_questions", _l("Question bank"), results.questions, id=TrainingQuestion.id, sort="subject",
    rows=_l("questions"), empty=_l("Questions stand here once a trainer has typed one; tests are made of them."),
    export="training.export",
    columns=(
        Column("text", _l("Exam question"), TrainingQuestion.text, Text(), head=True,
               link=Link("training.question", "question_id")),
        Column("subject", _l("Subject"), TrainingQuestion.subject, Words(said=_said_subjects)),
        Column("series", _l("Series"), TrainingQuestion.series_id, Words(said=series_names)),
        Column("asked", _l("Times asked"), _answered(right=False), Number(), sort=False),
        Column("right", _l("Answered right"), _answered(right=True), Number(), sort=False),
        Column("retired", _l("Out of use since"), TrainingQuestion.retired_on, Day(), phone="hidden"),
    ),
    filters=(
        Search("w", _l("Exam question"), columns=(TrainingQuestion.text,)),
        Choice("subject", _l("Subject"), column=TrainingQuestion.subject, among=subjects),
        Choice("use", _l("In use or not"), among=USE, clause=_in_use),
    ),
    tabs=(Tab(_l("In use"), "use=used"), Tab(_l("Out of use"), "use=retired")),
)


def _of_tries(*also: Any) -> Any:
    each = aliased(TrainingTry)
    return select(func.count()).where(
        each.assessment_id == TrainingAssessment.id, each.latest == 1, each.made_on.is_not(None),
        *(clause(each) for clause in also)).correlate(TrainingAssessment).scalar_subquery()


def _counted(*also: Any) -> Callable[[Rights], Any]:
    """How many, for who reads the results of the store; to others from so many on that nobody is told apart."""
    def value(rights: Rights) -> Any:
        counted = _of_tries(*also)
        sees = rights.get("training.results")
        return case((or_(sees.in_stores(TrainingAssessment.store_id) if sees else false(),
                         _of_tries() >= results.FEWEST), counted))
    return value


def _window(code: str) -> ColumnElement[bool]:
    match code:
        case "open":
            return (TrainingAssessment.opens_on <= today()) & (TrainingAssessment.closes_on >= today())
        case "over":
            return TrainingAssessment.closes_on < today()
    return TrainingAssessment.opens_on > today()


def _assessments(scope: Scope) -> Select[TrainingAssessment]:
    return results.assessments(scope).where(TrainingAssessment.withdrawn_on.is_(None))


assessments = List(
    "training_assessments", _l("Assessments"), _assessments, id=TrainingAssessment.id, sort="-on",
    rows=_l("assessments"),
    empty=_l("Tests and role-plays stand here once a trainer has laid one on: from the page of a training, or as a "
             "quiz open to everybody."),
    export="training.export",
    columns=(
        Column("on", _l("Day"), TrainingAssessment.on, Day()),
        Column("title", _l("Heading"), TrainingAssessment.title, Text(), head=True,
               link=Link("training.assessment", "assessment_id")),
        Column("kind", _l("Kind"), TrainingAssessment.kind, Words()),
        Column("subject", _l("Subject"), TrainingAssessment.subject, Words(said=_said_subjects)),
        Column("series", _l("Series"), TrainingAssessment.series_id, Words(said=series_names), shown=False),
        Column("until", _l("Open until"), TrainingAssessment.closes_on, Day()),
        Column("mark", _l("Pass mark"), TrainingAssessment.pass_mark, Number(), phone="hidden"),
        Column("tried", _l("Assessed"), _counted(), Number(), sort=False),
        Column("passed", _l("Passed"), _counted(lambda each: each.state == TryState.PASSED), Number(), sort=False),
        Column("certificate", _l("Certificate earned"), TrainingAssessment.certificate, Text(), shown=False),
    ),
    filters=(
        Search("w", _l("Heading"), columns=(TrainingAssessment.title,)),
        Choice("kind", _l("Kind"), column=TrainingAssessment.kind, among=AssessmentKind),
        Choice("subject", _l("Subject"), column=TrainingAssessment.subject, among=subjects),
        Choice("window", _l("Open"), among=WINDOW, clause=_window),
        Dates("on", _l("Day"), column=TrainingAssessment.on),
    ),
    tabs=(Tab(_l("Open now"), "window=open&sort=until"), Tab(_l("Still to come"), "window=coming&sort=on"),
          Tab(_l("Over"), "window=over")),
)


def _joined(found: Select[Any]) -> Select[Any]:
    return found.join(Person, Person.id == TrainingTry.person_id).join(
        TrainingAssessment, TrainingAssessment.id == TrainingTry.assessment_id)


def _results(scope: Scope) -> Select[Any]:
    return _joined(results.tries(scope)).where(TrainingTry.made_on.is_not(None))


tries = List(
    "training_results", _l("Results"), _results, id=TrainingTry.id, sort="-made", rows=_l("results"),
    empty=_l("Results stand here once somebody has handed a test in or was scored."), export="training.export",
    personal=True,
    columns=(
        Column("made", _l("Day"), TrainingTry.made_on, Day()),
        Column("name", _l("Name"), Person.name, Name(), sort=Person.pinyin, head=True,
               link=Link("training.result", "try_id")),
        Column("title", _l("Assessment"), TrainingAssessment.title, Text(),
               link=Link("training.assessment", "assessment_id", TrainingTry.assessment_id)),
        Column("kind", _l("Kind"), TrainingAssessment.kind, Words()),
        Column("subject", _l("Subject"), TrainingAssessment.subject, Words(said=_said_subjects), phone="hidden"),
        Column("no", _l("Try"), TrainingTry.no, Number()),
        Column("mark", _l("Mark"), TrainingTry.points * 100.0 / func.nullif(TrainingTry.out_of, 0), Number(1)),
        Column("state", _l("State"), TrainingTry.state, State(tone=lambda state: TRY_TONES.get(state, ""))),
    ),
    filters=(
        Search("w", _l("Name"), columns=(Person.name, TrainingAssessment.title)),
        Choice("state", _l("State"), column=TrainingTry.state,
               among={state.value: state.label for state in (TryState.PASSED, TryState.FAILED)}),
        Choice("kind", _l("Kind"), column=TrainingAssessment.kind, among=AssessmentKind),
        Dates("made", _l("Day"), column=TrainingTry.made_on),
    ),
    tabs=(Tab(_l("Passed"), "state=passed"), Tab(_l("Not passed"), "state=failed")),
)


def _holds(_rights: Any) -> Any:
    return case((TrainingCertificate.valid_until >= today(), Validity.VALID.value), else_=Validity.ENDED.value)


def _valid(code: str) -> ColumnElement[bool]:
    match code:
        case "soon":
            return TrainingCertificate.valid_until.between(today(), today() + timedelta(days=NOTICE_DAYS))
        case "ended":
            return TrainingCertificate.valid_until < today()
    return TrainingCertificate.valid_until >= today()


def _certificates(scope: Scope) -> Select[Any]:
    """Of each name the newest of everybody who works in the store."""
    return results.certificates(scope).join(Person, Person.id == TrainingCertificate.person_id).where(
        ~results.renewed_by(scope.today), results.in_service(scope.today))


certificates = List(
    "training_certificates", _l("Certificates"), _certificates, id=TrainingCertificate.id, sort="until",
    rows=_l("certificates"),
    empty=_l("Certificates stand here once somebody has passed an assessment that gives one."),
    export="training.export", personal=True,
    columns=(
        Column("name", _l("Name"), Person.name, Name(), sort=Person.pinyin, head=True,
               link=Link("training.certificate", "certificate_id")),
        Column("title", _l("Certificate earned"), TrainingCertificate.title, Text()),
        Column("issued", _l("Earned on"), TrainingCertificate.issued_on, FullDay()),
        Column("until", _l("Valid until"), TrainingCertificate.valid_until, FullDay()),
        Column("state", _l("State"), _holds, State(
            said=lambda: {one.value: one.label for one in Validity},
            tone=lambda code: "ok" if code == Validity.VALID.value else "late"), sort=False),
    ),
    filters=(
        Search("w", _l("Name"), columns=(Person.name, TrainingCertificate.title)),
        Choice("valid", _l("State"), among={"valid": _l("Valid"), "soon": _l("Ends within 30 days"),
                                            "ended": _l("Expired")}, clause=_valid),
        Dates("until", _l("Valid until"), column=TrainingCertificate.valid_until),
    ),
    tabs=(Tab(_l("Valid"), "valid=valid"), Tab(_l("Ends within 30 days"), "valid=soon"),
          Tab(_l("Expired"), "valid=ended", late=True)),
)

lists = (questions, assessments, tries, certificates)
