"""Reading trainings: events and seats within a scope, and what a person may see and do."""
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, false, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from portal.core.agreement import words
from portal.core.period import Period
from portal.core.policy import Rights, me, my_memberships
from portal.core.scope import Scope
from portal.extensions import db
from portal.org.models import Person, Role, Team
from portal.org.queries import Member, members

from .models import (
    Attendance,
    EventState,
    SeatState,
    TrainingAudience,
    TrainingEvent,
    TrainingMaterial,
    TrainingPlan,
    TrainingSeat,
)
from .settings import SUBJECT
from .skilled import MentorPair, MentorTask

AHEAD = timedelta(days=14)          # trainings that one is asked to sign up for on the home page
TASKS_AHEAD = timedelta(days=7)     # of mentoring
NOT_TRAINED = frozenset({Role.GROUP, Role.ADMIN})


@dataclass(frozen=True)
class Line:
    """An event as calendars and lists show it."""
    event: TrainingEvent
    subject: str
    taken: int
    waiting: int
    mine: TrainingSeat | None

    @property
    def ends_at(self) -> datetime:
        return ends_at(self.event)

    @property
    def takes_part(self) -> bool:
        return self.mine is not None and self.mine.state is not SeatState.GIVEN_UP

    @property
    def is_full(self) -> bool:
        return self.event.seats is not None and self.taken >= self.event.seats


def events(scope: Scope) -> Select[TrainingEvent]:
    """The trainings of the stores in `scope`: the only door to rows of this table."""
    return select(TrainingEvent).where(scope.in_stores(TrainingEvent.store_id))


def event_page(scope: Scope) -> Select[TrainingEvent]:
    return events(scope).options(joinedload(TrainingEvent.trainer))


def seats(scope: Scope) -> Select[TrainingSeat]:
    """Who comes to trainings, of the people in `scope`."""
    return select(TrainingSeat).where(scope.sees(store=TrainingSeat.store_id, owner=TrainingSeat.person_id))


def plans(scope: Scope) -> Select[TrainingPlan]:
    return select(TrainingPlan).where(scope.in_stores(TrainingPlan.store_id))


def materials(scope: Scope) -> Select[TrainingMaterial]:
    return select(TrainingMaterial).where(scope.in_stores(TrainingMaterial.store_id))


def ends_at(event: TrainingEvent) -> datetime:
    return event.starts_at + timedelta(minutes=event.minutes)


def lines(scope: Scope, period: Period, reader_id: int) -> list[Line]:
    """The events of a period in the order of their hours, with the reader's own seat; in one query."""
    return lines_of(events(scope).where(TrainingEvent.on.between(period.start, period.end)), reader_id)


def lines_of(found: Select[TrainingEvent], reader_id: int) -> list[Line]:
    """Events as lines, by their hours."""
    def counted(state: SeatState) -> ScalarSelect[int]:
        seat = aliased(TrainingSeat)
        return select(func.count()).where(seat.event_id == TrainingEvent.id, seat.state == state
                                          ).correlate(TrainingEvent).scalar_subquery()
    rows = db.session.execute(
        found.outerjoin(TrainingSeat, and_(TrainingSeat.event_id == TrainingEvent.id,
                                           TrainingSeat.person_id == reader_id))
        .add_columns(TrainingSeat, counted(SeatState.TAKEN), counted(SeatState.WAITING))
        .options(joinedload(TrainingEvent.trainer)).order_by(TrainingEvent.starts_at, TrainingEvent.id))
    return [Line(event, subject_of(event), taken, waiting, mine) for event, mine, taken, waiting in rows]


def seats_of(event_id: int) -> list[TrainingSeat]:
    """Everybody's place at an event: those who come by the rota, then the waiting list in its order."""
    rows = db.session.scalars(select(TrainingSeat).options(joinedload(TrainingSeat.person)).where(
        TrainingSeat.event_id == event_id).join(Person, Person.id == TrainingSeat.person_id)
        .order_by(Person.rota_rank, Person.pinyin, Person.id)).all()
    taken = [row for row in rows if row.state is SeatState.TAKEN]
    waiting = sorted((row for row in rows if row.state is SeatState.WAITING), key=lambda row: (row.asked_at, row.id))
    return [*taken, *waiting, *(row for row in rows if row.state is SeatState.GIVEN_UP)]


def seat_of(event_id: int, person_id: int) -> TrainingSeat | None:
    return db.session.scalars(select(TrainingSeat).where(
        TrainingSeat.event_id == event_id, TrainingSeat.person_id == person_id)).one_or_none()


def taken_count(event_id: int) -> int:
    return db.session.scalar(select(func.count()).where(
        TrainingSeat.event_id == event_id, TrainingSeat.state == SeatState.TAKEN)) or 0


def audience(event_id: int) -> list[TrainingAudience]:
    return list(db.session.scalars(select(TrainingAudience).options(joinedload(TrainingAudience.team)).where(
        TrainingAudience.event_id == event_id).order_by(TrainingAudience.id)))


def materials_of(event_id: int) -> list[TrainingMaterial]:
    return list(db.session.scalars(select(TrainingMaterial).where(
        TrainingMaterial.event_id == event_id).order_by(TrainingMaterial.id)))


def series_of(event: TrainingEvent) -> list[TrainingEvent]:
    """The events of its series by day; none for a single event."""
    if event.series_id is None:
        return []
    return list(db.session.scalars(select(TrainingEvent).where(
        TrainingEvent.series_id == event.series_id, TrainingEvent.state != EventState.CANCELLED)
        .order_by(TrainingEvent.on, TrainingEvent.id)))


def later_of(event: TrainingEvent) -> list[TrainingEvent]:
    """Those of its series that are still to come after it."""
    return [each for each in series_of(event) if each.on > event.on and each.state is EventState.PLANNED]


def people(store_id: int, on: date) -> list[Member]:
    """Who of a store may be trained on a day."""
    return [one for one in members(store_id, on) if one.role not in NOT_TRAINED]


def teams(store_id: int) -> list[tuple[int, str]]:
    rows = db.session.execute(select(Team.id, Team.name).where(Team.store_id == store_id, Team.live == 1)
                              .order_by(Team.rank, Team.id))
    return [(row.id, row.name) for row in rows]


def subject_of(event: TrainingEvent) -> str:
    return words(SUBJECT, event.subject, store_id=event.store_id)


@dataclass(frozen=True)
class Attended:
    """A line of somebody's training record."""
    event_id: int
    on: date
    subject: str
    title: str
    trainer: str
    required: bool
    came: Attendance | None
    minutes: int
    absence: str


def record(person_id: int, period: Period) -> list[Attended]:
    """The trainings that a person was to attend or attended, in the order of their days."""
    trainer = select(Person.name).where(Person.id == TrainingEvent.trainer_id).scalar_subquery()
    rows = db.session.execute(
        select(TrainingSeat, TrainingEvent, trainer).join(TrainingEvent, TrainingEvent.id == TrainingSeat.event_id)
        .where(TrainingSeat.person_id == person_id, TrainingEvent.state == EventState.HELD,
               or_(TrainingSeat.state == SeatState.TAKEN, TrainingSeat.came == Attendance.PRESENT),
               TrainingEvent.on.between(period.start, period.end))
        .order_by(TrainingEvent.on, TrainingEvent.id))
    return [Attended(event.id, event.on, words(SUBJECT, event.subject, store_id=event.store_id), event.title, name,
                     seat.required, seat.came, seat.minutes, seat.absence) for seat, event, name in rows]


def held(store_id: int, year: Period) -> Mapping[tuple[str, int], tuple[int, int]]:
    """(subject, quarter from 0) → events held, and still planned."""
    found: dict[tuple[str, int], tuple[int, int]] = {}
    for subject, on, state in db.session.execute(select(TrainingEvent.subject, TrainingEvent.on, TrainingEvent.state)
                                                 .where(TrainingEvent.store_id == store_id,
                                                        TrainingEvent.on.between(year.start, year.end),
                                                        TrainingEvent.state != EventState.CANCELLED)):
        done, coming = found.get((subject, (on.month - 1) // 3), (0, 0))
        is_held = state is EventState.HELD
        found[subject, (on.month - 1) // 3] = (done + is_held, coming + (not is_held))
    return found


def concerning(rights: Rights, reader_id: int) -> Select[TrainingEvent]:
    """Planned trainings that somebody takes part in, may sign up for in the next days, or gives and has to close; and
    those called off in which one has a place, until their day is over.
    """
    scope = rights["training.read"]
    own = aliased(TrainingSeat)
    seat = select(own.id).where(own.event_id == TrainingEvent.id, own.person_id == reader_id)
    mine = and_(TrainingEvent.on >= scope.today, seat.where(own.state != SeatState.GIVEN_UP).exists())
    gives = TrainingEvent.trainer_id == reader_id
    offered = and_(TrainingEvent.on > scope.today, TrainingEvent.on <= scope.today + AHEAD,
                   TrainingEvent.trainer_id != reader_id, ~seat.exists(), _is_meant_for_me()
                   ) if "training.join" in rights else false()
    return events(scope).where(or_(
        and_(TrainingEvent.state == EventState.PLANNED, or_(mine, gives, offered)),
        and_(TrainingEvent.state == EventState.CANCELLED, mine)))


def _is_meant_for_me() -> ColumnElement[bool]:
    """For the reader's role or team, or for everybody."""
    roles = {held.role for held in my_memberships()}
    teams = {held.team_id for held in my_memberships() if held.team_id}
    lines = select(TrainingAudience.id).where(TrainingAudience.event_id == TrainingEvent.id)
    for_me = lines.where(or_(TrainingAudience.role.in_(roles), TrainingAudience.team_id.in_(teams)))
    return or_(for_me.exists(), ~lines.where(TrainingAudience.person_id.is_(None)).exists())


def waiting(rights: Rights) -> list[Select[Any]]:
    """What the badge counts: trainings that concern the reader, and what he and a mentor have set themselves."""
    return [concerning(rights, me().id), tasks_to_come(me().id, rights["training.read"].today)]


def search(rights: Rights, text: str, limit: int) -> list[tuple[str, int, str, str]]:
    """For the search in the head: trainings by title or place, the newest first."""
    if len(text.strip()) < 2:
        return []
    rows = db.session.execute(
        events(rights["training.read"]).where(or_(
            TrainingEvent.title.icontains(text.strip(), autoescape=True),
            TrainingEvent.room.icontains(text.strip(), autoescape=True)))
        .order_by(TrainingEvent.on.desc(), TrainingEvent.id.desc()).limit(limit)
        .with_only_columns(TrainingEvent.id, TrainingEvent.title, TrainingEvent.on))
    return [("training_event", row[0], row[1], row[2].isoformat()) for row in rows]


def titles(ids: set[int]) -> Mapping[int, str]:
    return {row.id: f"{row.title} {row.on:%m-%d}" for row in db.session.execute(
        select(TrainingEvent.id, TrainingEvent.title, TrainingEvent.on).where(TrainingEvent.id.in_(ids)))}


def readable(rights: Rights, ids: set[int]) -> set[int]:
    if "training.read" not in rights:
        return set()
    return set(db.session.scalars(events(rights["training.read"]).where(TrainingEvent.id.in_(ids))
                                  .with_only_columns(TrainingEvent.id)))


def seat_titles(ids: set[int]) -> Mapping[int, str]:
    return {row[0]: f"{row[1]} {row[2]:%m-%d}" for row in db.session.execute(
        select(TrainingSeat.id, TrainingEvent.title, TrainingEvent.on)
        .join(TrainingEvent, TrainingEvent.id == TrainingSeat.event_id).where(TrainingSeat.id.in_(ids)))}


def busy(people_ids: Iterable[int], first: date, last: date, but: int | None) -> Select[TrainingSeat]:
    """The seats of people at other trainings on some days."""
    return select(TrainingSeat).options(joinedload(TrainingSeat.event)).join(
        TrainingEvent, TrainingEvent.id == TrainingSeat.event_id).where(and_(
            TrainingSeat.person_id.in_(set(people_ids)), TrainingSeat.state == SeatState.TAKEN,
            TrainingEvent.on.between(first, last), TrainingEvent.state == EventState.PLANNED,
            TrainingEvent.id != (but or 0)))


def rooms(store_id: int) -> list[str]:
    """The places of a store that trainings were held at, for the form to suggest."""
    return list(db.session.scalars(select(TrainingEvent.room).where(
        TrainingEvent.store_id == store_id, TrainingEvent.room != "").group_by(
        TrainingEvent.room).order_by(func.count().desc(), TrainingEvent.room).limit(12)))


def tasks_to_come(person_id: int, today: date) -> Select[MentorTask]:
    """What somebody as mentor or as who is trained has to see to in the days to come, or is late with."""
    return select(MentorTask).join(MentorPair, MentorPair.id == MentorTask.pair_id).where(
        or_(MentorPair.mentor_id == person_id, MentorPair.person_id == person_id), MentorPair.live == 1,
        MentorTask.done_on.is_(None), MentorTask.due_on <= today + TASKS_AHEAD)
