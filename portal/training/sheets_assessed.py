"""What assessing prints: the score sheet of a role-play to score by hand, and certificates."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select

from portal.core.agreement import words
from portal.core.sheet import SheetKind
from portal.extensions import db
from portal.org.models import Person, Store

from . import papers, queries
from .assessed import TrainingAssessment, TrainingCertificate, TrainingTry
from .models import Attendance, SeatState
from .settings import SUBJECT

USUAL_POINTS = 5        # that a criterion of a role-play is given at best
SCORE, CERTIFICATE = "training_score", "training_certificate"


@dataclass(frozen=True)
class ScoreSheet:
    """To be scored by hand, one article for each of `people`; an empty name, no pass mark, a criterion without text or
    weight are to be written in.
    """
    store: str
    title: str
    subject: str
    on: date | None
    pass_mark: int | None
    criteria: Sequence[papers.Criterion]
    people: Sequence[str]

    @property
    def most(self) -> int:
        return max((one.most for one in self.criteria), default=0)


@dataclass(frozen=True)
class Certificate:
    number: str
    store: str
    name: str
    staff_no: str
    title: str
    assessment: str
    mark: str
    issued_on: date
    valid_until: date


def score_sheet(row: TrainingAssessment) -> ScoreSheet:
    """One for each who takes part; a blank one where nobody does yet."""
    people = [seat.person.name for seat in queries.seats_of(row.event_id or 0)
              if seat.state is SeatState.TAKEN and seat.came is not Attendance.ABSENT]
    return ScoreSheet(db.session.get_one(Store, row.store_id).name, row.title,
                      words(SUBJECT, row.subject, store_id=row.store_id), row.on, row.pass_mark,
                      papers.criteria(row), people or [""])


def blank_score_sheet(store: Store) -> ScoreSheet:
    """For a role-play on the spot: criteria and weights are written in as well."""
    rows = [papers.Criterion(place, "", 0, USUAL_POINTS) for place in range(papers.MOST_CRITERIA)]
    return ScoreSheet(store.name, "", "", None, None, rows, [""])


def certificates(found: Select[TrainingCertificate]) -> list[Certificate]:
    """One page for each, in one query for all."""
    rows = db.session.execute(
        found.join(Person, Person.id == TrainingCertificate.person_id)
        .join(Store, Store.id == TrainingCertificate.store_id)
        .join(TrainingTry, TrainingTry.id == TrainingCertificate.try_id)
        .join(TrainingAssessment, TrainingAssessment.id == TrainingTry.assessment_id)
        .add_columns(Person.name, Person.staff_no, Store.name, TrainingTry.points, TrainingTry.out_of,
                     TrainingAssessment.title)
        .order_by(TrainingCertificate.title, Person.rota_rank, Person.pinyin, TrainingCertificate.id))
    return [Certificate(row.number, store, name, staff_no or "", row.title, title, papers.mark(points, out_of),
                        row.issued_on, row.valid_until)
            for row, name, staff_no, store, points, out_of, title in rows]


sheets = (
    SheetKind(SCORE, _l("Role-play score sheet"), "training.write", "training/sheets/score.html", score_sheet,
              endpoint="training.assessments", blank="training.blank_score_sheet", personal=True),
    SheetKind(CERTIFICATE, _l("Training certificate"), "training.results", "training/sheets/certificate.html",
              certificates, endpoint="training.certificates", personal=True),
)
