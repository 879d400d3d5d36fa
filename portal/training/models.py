from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Coded, Model, Seldom, coded
from portal.org.models import Person, Role, Team


class EventState(Coded):
    PLANNED = "planned", _l("To come")
    HELD = "held", _l("Held")                   # attendance has been taken
    CANCELLED = "cancelled", _l("Called off")


class SeatState(Coded):
    TAKEN = "taken", _l("Signed up")
    WAITING = "waiting", _l("On the waiting list")
    GIVEN_UP = "given_up", _l("Signed off")


class Attendance(Coded):
    PRESENT = "present", _l("Present")
    ABSENT = "absent", _l("Absent")


class TrainingPlan(Model):
    """What a store means to train on a subject in a year: events in each quarter."""
    __tablename__ = "training_plan"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    year: Mapped[int]
    subject: Mapped[str] = mapped_column(String(40))                # a line of the store's subjects
    aim: Mapped[str] = mapped_column(String(200), default="")
    first: Mapped[int] = mapped_column(default=0)                   # events meant for each quarter
    second: Mapped[int] = mapped_column(default=0)
    third: Mapped[int] = mapped_column(default=0)
    fourth: Mapped[int] = mapped_column(default=0)

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("store_id", "year", "subject"),)

    @property
    def quarters(self) -> tuple[int, int, int, int]:
        return self.first, self.second, self.third, self.fourth


class TrainingEvent(Model):
    """A training 培训活动: what about, by whom, where and when, and for whom."""
    __tablename__ = "training_event"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    state: Mapped[EventState] = mapped_column(coded(EventState), default=EventState.PLANNED)
    subject: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(60))
    on: Mapped[date]
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    trainer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    room: Mapped[str] = mapped_column(String(40), default="")
    seats: Mapped[int | None]                                       # NULL: as many as come
    compulsory: Mapped[bool] = mapped_column(default=False)         # whom it is meant for must come
    about: Mapped[str] = mapped_column(String(500), default="")
    series_id: Mapped[int | None]                                   # the first event of its series; NULL: single
    ended_on: Mapped[date | None]                                   # attendance taken, or called off
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    called_off_why: Mapped[str] = mapped_column(String(200), default="")

    trainer: Mapped[Person] = relationship(foreign_keys=[trainer_id], lazy="raise")
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (CheckConstraint("(state = 'planned') = (ended_on IS NULL)", name="ended"),
                      Index(None, "store_id", "on"), Index(None, "trainer_id", "on"))


class TrainingAudience(Model):
    """Whom a training is meant for: a role, a team, or one person, who then must come. None at all: everybody."""
    __tablename__ = "training_audience"
    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("training_event.id"), index=True)
    role: Mapped[Role | None] = mapped_column(coded(Role))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    team: Mapped[Team | None] = relationship(lazy="raise")


class TrainingMaterial(Model):
    """A link or a file to prepare with."""
    __tablename__ = "training_material"
    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("training_event.id"), index=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    title: Mapped[str] = mapped_column(String(60))
    link: Mapped[str] = mapped_column(String(300), default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))


class Below(Coded):
    """How the distance under the store is said: in points of a percent, or as a share of the store's own figure."""
    POINTS = "points", _l("Points of a percent")
    PERCENT = "percent", _l("Percent of the store's figure")


class NeedRule(Seldom, Model):
    """A figure in which who lies well under the store needs training, and the subject of that training."""
    __tablename__ = "need_rule"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    metric: Mapped[str] = mapped_column(String(60))                 # the key of a rate
    subject: Mapped[str] = mapped_column(String(40))                # a line of the store's subjects
    word: Mapped[str] = mapped_column(String(20), default="")       # in the title of the training that fits best
    below: Mapped[int]                                              # how far under the store a need begins
    below_in: Mapped[Below] = mapped_column(coded(Below))
    cases: Mapped[int]                                              # that somebody must have; fewer say too little
    floor_only: Mapped[bool] = mapped_column(default=False)         # DCC is not looked at
    active: Mapped[bool] = mapped_column(default=True)
    live: Mapped[int | None] = mapped_column(default=1)             # 1, or NULL once it was taken away

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("store_id", "metric", "live"),)


class TrainingSeat(Model):
    """Somebody's place at a training: signed up for or required, on the waiting list, and whether they came."""
    __tablename__ = "training_seat"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    event_id: Mapped[int] = mapped_column(ForeignKey("training_event.id"))
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    required: Mapped[bool] = mapped_column(default=False)
    state: Mapped[SeatState] = mapped_column(coded(SeatState))
    asked_at: Mapped[datetime]                                      # the order of the waiting list
    moved_up_at: Mapped[datetime | None]                            # from the waiting list
    came: Mapped[Attendance | None] = mapped_column(coded(Attendance))
    signed_in_at: Mapped[datetime | None]                           # by the person, with the QR code
    minutes: Mapped[int] = mapped_column(default=0)                 # attended
    absence: Mapped[str] = mapped_column(String(100), default="")   # why

    event: Mapped[TrainingEvent] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("event_id", "person_id"), Index(None, "person_id", "event_id"),
                      Index(None, "store_id", "person_id"))
