"""The demo store's training: each whole year of the books by a weekly plan, at least one, and two weeks to come."""
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import NamedTuple

from portal.core.clock import ZONE
from portal.core.load import load
from portal.org.models import Person, Role
from portal.org.queries import SELLERS
from portal.training.load import DatedEvent, DatedSeat, YearPlan

from . import exams
from .found import Member, Opened

WEEKS, AHEAD = 52, 3
ROOMS = ("培训室", "展厅洽谈区", "二楼会议室")
REST = "调休"
ABSENCES = ("在接待客户", "外出交车", "病假")


class Course(NamedTuple):
    subject: str
    title: str
    minutes: int
    sellers: bool = True            # they must come; else whoever wants signs up
    seats: int | None = None


WEEKLY = (
    Course("product", "新车型卖点六方位", 60), Course("sales", "需求分析话术", 60),
    Course("product", "竞品对比：同级 SUV", 60), Course("negotiation", "报价与价格谈判", 90),
    Course("market", "本月竞品动态", 45), Course("sales", "试驾邀约与陪驾要点", 90),
    Course("process", "订单资料与合规", 45), Course("talk", "电话邀约到店", 60),
    Course("service", "交车仪式与三天回访", 60),
)
OPEN = (
    Course("talk", "异议处理演练", 90, False, 8), Course("service", "客户投诉应对", 60, False, 12),
    Course("market", "短视频直播基础", 90, False, 6), Course("negotiation", "置换与金融话术", 60, False, 10),
)
AIMS = {"product": "新车型上市两周内全员过关", "sales": "试驾率到 60%", "negotiation": "单车优惠不超限",
        "market": "每月一次竞品更新", "service": "满意度 9.2 以上", "talk": "邀约到店率到 25%",
        "process": "资料一次交齐", "new_hire": "新人三个月内独立接待"}


def hold(opened: Opened, first: date, today: date, *, by: Person) -> None:
    """The store's trainer teaches, the manager where there is none."""
    random = Random(f"{opened.store.code} trains")
    leads = {one.part.role: one.person.id for one in opened.members}
    trainer = leads.get(Role.TRAINER, leads[Role.MANAGER])
    years = max(1, (today - first).days // 365)
    events = [_event(opened, course, on, trainer, today, random) for course, on in _courses(years * WEEKS, today)]
    plans = [YearPlan(opened.store.id, year, subject, aim, _quarters(events, subject, year))
             for year in range(today.year - years, today.year + 1) for subject, aim in AIMS.items()]
    load({"training_events": events, "training_plans": plans}, by=by, batch="demo")
    exams.hold(opened, events, today, by=by)


def _courses(weeks: int, today: date) -> Iterator[tuple[Course, date]]:
    monday = today - timedelta(days=today.weekday())
    for week in range(-weeks, AHEAD):
        start = monday + timedelta(weeks=week)
        yield WEEKLY[week % len(WEEKLY)], start + timedelta(days=week * 2 % 5)
        if week % 2 == 0:
            yield OPEN[week // 2 % len(OPEN)], start + timedelta(days=3)
        if week % 13 == 5:
            yield Course("new_hire", "新人入职第一课", 120, False), start + timedelta(days=2)


def _event(opened: Opened, course: Course, on: date, trainer: int, today: date, random: Random) -> DatedEvent:
    there = [one for one in opened.members if one.is_there(on, today) and one.person.id != trainer
             and one.part.role is not Role.GENERAL_MANAGER]
    sellers = [one for one in there if one.part.role in SELLERS and one.works(on)]
    if course.subject == "new_hire":
        people = [one for one in there if (on - today + one.part.since).days < 90]
    else:
        people = sellers if course.sellers else random.sample(there, min(len(there), (course.seats or 9) + 2))
    held = on < today
    off = held and random.random() < .03
    places = [_seat(one, course, on, place, held and not off, random) for place, one in enumerate(people)]
    return DatedEvent(
        opened.store.id, course.subject, course.title, datetime.combine(on, time(9 if course.sellers else 16), ZONE),
        course.minutes, trainer, random.choice(ROOMS), course.seats, SELLERS if course.sellers else (),
        course.sellers, held=held and not off, called_off_why="讲师临时出差" if off else "", people=places)


def _seat(one: Member, course: Course, on: date, place: int, held: bool, random: Random) -> DatedSeat:
    waiting = course.seats is not None and place >= course.seats
    if not held or waiting:
        return DatedSeat(one.person.id, course.sellers, waiting)
    came = one.works(on) and random.random() < .9 + .1 * one.part.skill
    return DatedSeat(one.person.id, course.sellers, came=came,
                     absence="" if came else random.choice(ABSENCES) if one.works(on) else REST)


def _quarters(events: Sequence[DatedEvent], subject: str, year: int) -> tuple[int, int, int, int]:
    """A little more than was held: a plan that is nearly kept."""
    first, second, third, fourth = (
        sum(1 for event in events if event.subject == subject and event.starts_at.year == year
            and (event.starts_at.astimezone(ZONE).month - 1) // 3 == quarter) for quarter in range(4))
    return first, second, third + (subject == "talk"), fourth + 1
