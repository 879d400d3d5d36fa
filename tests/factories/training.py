"""Trainings and places at them; Monday 2026-11-23 is the day of the tests."""
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from portal.core.clock import ZONE
from portal.extensions import db
from portal.org.models import Membership
from portal.training import papers
from portal.training.assessed import AssessmentKind, TrainingAssessment, TrainingQuestion, TrainingTry, TryState
from portal.training.models import Attendance, EventState, SeatState, TrainingEvent, TrainingSeat

from .org import add, person

MONDAY = date(2026, 11, 23)


def at(on, hour=14, minute=0):
    return datetime.combine(on, time(hour, minute), ZONE)


def add_event(title="试驾邀约", *, store_id, trainer="Qiao", on=MONDAY, hour=14, minutes=60, **values):
    return add(TrainingEvent, version=1, store_id=store_id, title=title, on=on, starts_at=at(on, hour), minutes=minutes,
               trainer_id=person(trainer).id, **{"subject": "sales", "state": EventState.PLANNED} | values)


def add_held(title="报价谈判", *, on=date(2026, 11, 17), **values):
    return add_event(title, on=on, state=EventState.HELD, ended_on=on, **values)


def add_seat(event_id, name, **values):
    """A place of somebody; `came` True or False where attendance was taken."""
    who = person(name)
    store_id = db.session.scalar(select(Membership.store_id).where(Membership.person_id == who.id))
    came = values.pop("came", None)
    return add(TrainingSeat, version=1, event_id=event_id, store_id=store_id, person_id=who.id, **{
        "state": SeatState.TAKEN, "required": False, "asked_at": at(MONDAY, 8),
        "came": None if came is None else Attendance.PRESENT if came else Attendance.ABSENT,
        "minutes": 60 if came else 0} | values)


def event(event_id):
    db.session.rollback()
    return db.session.get_one(TrainingEvent, event_id)


def seat(event_id, name):
    db.session.rollback()
    return db.session.scalar(select(TrainingSeat).where(TrainingSeat.event_id == event_id,
                                                        TrainingSeat.person_id == person(name).id))


def add_question(text="首付三成时先说什么？", options=("月供", "总价", "利率"), right=(0,), *, store_id, **values):
    return add(TrainingQuestion, version=1, store_id=store_id, subject="sales", text=text, options=list(options),
               right=list(right), why="", **values)


def add_test(event_id, *, store_id, questions, **values):
    """A written test of questions by their ids, open from Monday for two weeks; without an event a quiz."""
    rows = [db.session.get_one(TrainingQuestion, each) for each in questions]
    kind = AssessmentKind.WRITTEN if event_id else AssessmentKind.QUIZ
    return _assessment(event_id, store_id, values, kind=kind, paper=papers.copies(rows))


def add_role_play(event_id, *, store_id, criteria=(("需求分析", 60), ("异议处理", 40)), **values):
    paper = [{"text": text, "weight": weight, "most": 5} for text, weight in criteria]
    return _assessment(event_id, store_id, values, kind=AssessmentKind.ROLE_PLAY, paper=paper)


def _assessment(event_id, store_id, values, **more):
    return add(TrainingAssessment, version=1, store_id=store_id, event_id=event_id, made_by_id=person("admin").id
               if person("admin") else person("Qiao").id, **{
                   "title": "价格谈判测验", "subject": "sales", "on": MONDAY, "opens_on": MONDAY,
                   "closes_on": MONDAY + timedelta(days=14), "pass_mark": 80, "tries": 2} | more | values)


def add_try(assessment_id, name, *, passed=None, on=MONDAY, no=1, latest=1, points=None, **values):
    """Somebody's last try; `passed` True or False where it was handed in."""
    row = db.session.get_one(TrainingAssessment, assessment_id)
    state = TryState.OPEN if passed is None else TryState.PASSED if passed else TryState.FAILED
    return add(TrainingTry, version=1, store_id=row.store_id, assessment_id=assessment_id, person_id=person(name).id,
               no=no, latest=latest, state=state, begun_at=at(on), made_on=None if passed is None else on,
               shown=[[place, [*range(len(one.get("options", ())))]] for place, one in enumerate(row.paper)],
               points=points if points is not None else len(row.paper) if passed else 0,
               out_of=0 if passed is None else len(row.paper), **values)


def assessment(assessment_id):
    db.session.rollback()
    return db.session.get_one(TrainingAssessment, assessment_id)
