"""Tables of assessing: the bank of questions, tests and role-plays, tries at them, ratings, certificates."""
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.void import Void
from portal.extensions import KINDS, Coded, Model, Technical, coded
from portal.org.models import Person, Role

from .models import TrainingEvent


class AssessmentKind(Coded):
    WRITTEN = "written", _l("Written test")
    QUIZ = "quiz", _l("Product quiz")
    ROLE_PLAY = "role_play", _l("Role-play")


class TryState(Coded):
    OPEN = "open", _l("Begun")
    PASSED = "passed", _l("Passed")
    FAILED = "failed", _l("Not passed")


class TrainingQuestion(Model):
    """A question of the store's bank. Tests hold copies of it, so it may be said better at any time."""
    __tablename__ = "training_question"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    subject: Mapped[str] = mapped_column(String(40))                # a line of the store's subjects
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    text: Mapped[str] = mapped_column(String(300))
    options: Mapped[list[str]] = mapped_column(JSON)
    right: Mapped[list[int]] = mapped_column(JSON)                  # places among the options, from 0
    why: Mapped[str] = mapped_column(String(300), default="")       # told with the right answers
    retired_on: Mapped[date | None]                                 # no new test takes it

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (Index(None, "store_id", "subject"),)


class TrainingAssessment(Model):
    """How people are assessed: questions that the portal marks, or criteria that a trainer scores.

    `paper` is a copy of the questions, or the criteria: papers.py reads it. It never changes once a try was begun.
    """
    __tablename__ = "training_assessment"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("training_event.id"), index=True)   # NULL: open to all
    kind: Mapped[AssessmentKind] = mapped_column(coded(AssessmentKind))
    title: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(40))
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    on: Mapped[date]                                                # counts for this day: the event's, else opens_on
    opens_on: Mapped[date]
    closes_on: Mapped[date]                                         # the last day on which a try may begin
    compulsory: Mapped[bool] = mapped_column(default=False)         # of one open to all: everybody owes it
    pass_mark: Mapped[int]                                          # percent of the points
    tries: Mapped[int]                                              # the first one and the retakes
    retake_days: Mapped[int] = mapped_column(default=0)             # after a try, until the next may begin
    draw: Mapped[int | None]                                        # questions a try, drawn; NULL: all of them
    certificate: Mapped[str] = mapped_column(String(60), default="")    # its name; empty: a pass gives none
    months: Mapped[int | None]                                      # that a certificate holds
    paper: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    answers_opened_on: Mapped[date | None]                          # right answers are shown to all who handed in
    withdrawn_on: Mapped[date | None]

    event: Mapped[TrainingEvent | None] = relationship(lazy="raise")
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (CheckConstraint("(months IS NULL) = (certificate = '')", name="certificate"),
                      Index(None, "store_id", "on"), Index(None, "store_id", "closes_on"))


class TrainingTry(Void, Model):
    """Somebody's try at an assessment. `no` counts from 1; of a person's tries the last that is live is `latest`."""
    __tablename__ = "training_try"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    assessment_id: Mapped[int] = mapped_column(ForeignKey("training_assessment.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    no: Mapped[int]
    latest: Mapped[int | None]                                      # 1 or NULL
    state: Mapped[TryState] = mapped_column(coded(TryState))
    shown: Mapped[list[Any]] = mapped_column(JSON, default=list)    # [question, [its options]] in the order shown
    begun_at: Mapped[datetime]
    made_on: Mapped[date | None]                                    # handed in or scored
    points: Mapped[int] = mapped_column(default=0)
    out_of: Mapped[int] = mapped_column(default=0)
    next_on: Mapped[date | None]                                    # failed: from when the next try; NULL: none left
    marked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))      # NULL: by the portal
    remark: Mapped[str] = mapped_column(String(300), default="")

    assessment: Mapped[TrainingAssessment] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise")
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("assessment_id", "person_id", "no", "live"),
                      UniqueConstraint("assessment_id", "person_id", "latest"),
                      CheckConstraint("(state = 'open') = (made_on IS NULL)", name="handed_in"),
                      Index(None, "person_id", "made_on"), Index(None, "store_id", "made_on"))


class TrainingAnswer(Model):
    """What was chosen for a question, or given for a criterion; `place` counts those of the paper from 0."""
    __tablename__ = "training_answer"
    id: Mapped[int] = mapped_column(primary_key=True)
    try_id: Mapped[int] = mapped_column(ForeignKey("training_try.id"))
    place: Mapped[int]
    question_id: Mapped[int | None] = mapped_column(ForeignKey("training_question.id"), index=True)
    chosen: Mapped[list[int]] = mapped_column(JSON, default=list)
    right: Mapped[bool | None]                                      # NULL until it is marked, and of a criterion
    points: Mapped[int | None]                                      # of a criterion
    remark: Mapped[str] = mapped_column(String(100), default="")

    __table_args__ = (UniqueConstraint("try_id", "place"),)


class TrainingRating(Technical, Model):
    """What somebody who was there thinks of a training. No change line tells whose word it is; nor does a page."""
    __tablename__ = "training_rating"
    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("training_event.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    stars: Mapped[int]
    remark: Mapped[str] = mapped_column(String(200), default="")

    __table_args__ = (UniqueConstraint("event_id", "person_id"),
                      CheckConstraint("stars BETWEEN 1 AND 5", name="stars"))


class TrainingCertificate(Void, Model):
    """What a pass gave, named and valid up to a day."""
    __tablename__ = "training_certificate"
    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    try_id: Mapped[int] = mapped_column(ForeignKey("training_try.id"))
    title: Mapped[str] = mapped_column(String(60))
    issued_on: Mapped[date]
    valid_until: Mapped[date]                                       # the last day

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise")
    __table_args__ = (UniqueConstraint("try_id", "live"), Index(None, "person_id", "title", "issued_on"),
                      Index(None, "store_id", "valid_until"))

    @property
    def number(self) -> str:
        return f"PX{self.issued_on:%y%m}-{self.id:04}"


class RequiredCertificate(Model):
    """A certificate 必备证书 that everybody who has a role in the store must hold, from a day until it was ended;
    `live` is NULL from then on.
    """
    __tablename__ = "required_certificate"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    title: Mapped[str] = mapped_column(String(60))                  # as the assessments name it that give it
    role: Mapped[Role] = mapped_column(coded(Role))
    from_on: Mapped[date]
    until_on: Mapped[date | None]                                   # the first day on which it is required no more
    live: Mapped[int | None] = mapped_column(KINDS[int].evaluates_none(), default=1)

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (CheckConstraint("(live IS NULL) = (until_on IS NOT NULL)", name="ended"),
                      UniqueConstraint("store_id", "role", "title", "live"))
