"""Trainings on the home page and on the week sheet."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import Select, and_, select, union_all

from portal.core.panel import Panel, Reading, WeekLine
from portal.core.period import ONE_DAY, Period
from portal.core.policy import Rights, me
from portal.core.words import day
from portal.extensions import db
from portal.memo import per_transaction
from portal.org.queries import members

from . import due_assessed, queries
from .assessed import TrainingAssessment, TrainingTry, TryState
from .models import Attendance, EventState, SeatState, TrainingEvent, TrainingSeat

MOST, MOST_READ = 3, 24


class OpenTest(NamedTuple):
    assessment_id: int
    title: str
    closes_on: date


@dataclass(frozen=True)
class Training:
    """`mine` are the reader's next trainings, `offered` those to sign up for, `to_close` wait for attendance, and in
    those `called_off` the reader had a place.
    """
    mine: Sequence[queries.Line]
    offered: Sequence[queries.Line]
    to_close: Sequence[queries.Line]
    tests: Sequence[OpenTest] = ()
    called_off: Sequence[queries.Line] = ()


def _home(reading: Reading) -> Training | None:
    """What the reader takes part in, may sign up for, has to close as its trainer, or need not come to any more."""
    reader, today = reading.reader.id, reading.as_of
    lines = queries.lines_of(queries.concerning(reading.rights, reader).limit(MOST_READ), reader)
    called_off = [line for line in lines if line.event.state is EventState.CANCELLED]
    found = [line for line in lines if line not in called_off]
    late = [line for line in found if line.event.on < today]
    coming = [line for line in found if line.event.on >= today]
    mine = [line for line in coming if line.takes_part or line.event.trainer_id == reader]
    its = Training(mine[:MOST], [line for line in coming if line not in mine and not line.is_full][:MOST], late[:MOST],
                   _tests(reading), called_off[:MOST])
    return its if its.mine or its.offered or its.to_close or its.tests or its.called_off else None


def _tests(reading: Reading) -> list[OpenTest]:
    """Tests and quizzes that the reader may take now, the first to close in front."""
    sources = due_assessed.open_to(reading.rights, reading.reader.id)
    if not sources:
        return []
    both = union_all(*sources).subquery()
    return [OpenTest(*row) for row in db.session.execute(
        select(both.c.row_id, both.c.text, both.c.due_on).order_by(both.c.due_on, both.c.row_id).limit(MOST))]


def waiting(rights: Rights) -> list[Select[Any]]:
    """What the badge of the menu counts: trainings that wait for the reader, and tests open to them."""
    return [*queries.waiting(rights), *due_assessed.open_to(rights, me().id)]


def _of_week(reading: Reading) -> WeekLine | None:
    """Trainings held in the week, with who came; those of the week after."""
    assert reading.period
    about, week = reading.row, reading.period
    coming = Period(week.end + ONE_DAY, week.end + timedelta(days=7))
    rows = _of_people(about, Period(week.start, coming.end))
    held = [row for row in rows if row.on in week and row.state is EventState.HELD]
    to_come = [row for row in rows if row.on in coming and row.state is EventState.PLANNED]
    assessed = _assessed(about, week)
    if not held and not to_come and not assessed:
        return None
    parts = [_("held: %(trainings)s", trainings=_("; ").join(
        _("%(title)s %(day)s, %(present)s of %(of)s came", title=row.title, day=day(row.on), present=row.present,
          of=row.seats) for row in held))] if held else []
    parts += [_("coming: %(trainings)s", trainings=_("; ").join(
        f"{row.title} {day(row.on)}" for row in to_come))] if to_come else []
    parts += [_("assessed: %(results)s", results=_("; ").join(
        _("%(title)s, %(passed)s of %(of)s passed", title=title, passed=passed, of=of)
        for title, passed, of in assessed))] if assessed else []
    return WeekLine(_("Training"), _("; ").join(parts))


def _assessed(about: Any, week: Period) -> list[tuple[str, int, int]]:
    """The assessments of the week's trainings: (title, who passed, who was assessed) of the sheet's people."""
    people = _people_of(about, week.end)
    found: dict[tuple[int, str], list[bool]] = {}
    for row_id, title, person_id, passed in _results(about.store_id, week):
        if person_id in people:
            found.setdefault((row_id, title), []).append(passed)
    return [(title, sum(each), len(each)) for (_id, title), each in found.items()]


@per_transaction
def _results(store_id: int, week: Period) -> Sequence[tuple[int, str, int, bool]]:
    """The last tries handed in by the week's end at what was assessed in it: one look for all sheets."""
    return [(row_id, title, person_id, state is TryState.PASSED) for row_id, title, person_id, state in
            db.session.execute(select(TrainingAssessment.id, TrainingAssessment.title, TrainingTry.person_id,
                                      TrainingTry.state).join(
                TrainingTry, and_(TrainingTry.assessment_id == TrainingAssessment.id, TrainingTry.latest == 1,
                                  TrainingTry.made_on <= week.end))
                .where(TrainingAssessment.store_id == store_id, TrainingAssessment.on.between(week.start, week.end))
                .order_by(TrainingAssessment.on, TrainingAssessment.id))]


def _people_of(about: Any, on: date) -> set[int]:
    """The sheet's people: one person, a team as it is today, or the store."""
    return {about.person_id} if about.person_id else {
        one.person_id for one in members(about.store_id, on) if about.team_id in (None, one.team_id)}


@dataclass(frozen=True)
class Counted:
    """An event with the seats of some people, and how many of them came."""
    title: str
    on: date
    state: EventState
    seats: int
    present: int


def _of_people(about: Any, period: Period) -> Sequence[Counted]:
    """Events with the seats of the sheet's people."""
    people = _people_of(about, period.end)
    found: list[Counted] = []
    for (_id, title, on, state), seats in groupby(_seats(about.store_id, period), key=lambda row: row[:4]):
        theirs = [came for *_event, person_id, came in seats if person_id in people]
        if theirs:
            found.append(Counted(title, on, state, len(theirs), theirs.count(Attendance.PRESENT)))
    return found


@per_transaction
def _seats(store_id: int, period: Period) -> Sequence[tuple[Any, ...]]:
    """Who has a seat in the store's events of some days: one look for all sheets."""
    return [tuple(row) for row in db.session.execute(
        select(TrainingEvent.id, TrainingEvent.title, TrainingEvent.on, TrainingEvent.state,
               TrainingSeat.person_id, TrainingSeat.came)
        .join(TrainingSeat, and_(TrainingSeat.event_id == TrainingEvent.id, TrainingSeat.state == SeatState.TAKEN))
        .where(TrainingEvent.store_id == store_id, TrainingEvent.on.between(period.start, period.end))
        .order_by(TrainingEvent.on, TrainingEvent.id))]


panels = (
    Panel("home", 50, "training.read", _home, "training/_home_panel.html", badge="training.index"),
    Panel("week", 40, "training.read", _of_week, ""),
)
