"""The sheets of trainings 培训活动 and of who attended them 培训记录."""
import re
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from portal.core.clock import ZONE, today
from portal.core.imports import (
    N_,
    Checking,
    Context,
    Fault,
    Field,
    Import,
    Loading,
    Row,
    Verdict,
    day,
    hour,
    nearest,
    number,
    one_of,
    person,
    plain,
    text,
    yes_no,
)
from portal.core.imports.choices import choice_or_new, codes, note_new
from portal.core.load import load
from portal.extensions import db
from portal.org.models import Role

from .load import DatedAttendance, DatedEvent
from .models import EventState, SeatState, TrainingEvent, TrainingSeat
from .seating import meant_for
from .settings import SUBJECT

Key = tuple[date, str]                  # the day and the title name a training of a store
USUAL_HOUR, USUAL_MINUTES = time(9), 60
LONGEST_HOURS = 10
STATES = {"已完成": EventState.HELD, "完成": EventState.HELD, "已举办": EventState.HELD, "已开展": EventState.HELD,
          "计划": EventState.PLANNED, "待开展": EventState.PLANNED, "未开始": EventState.PLANNED,
          "取消": EventState.CANCELLED, "已取消": EventState.CANCELLED, "held": EventState.HELD,
          "planned": EventState.PLANNED, "called off": EventState.CANCELLED}
CAME = {"出勤": True, "到": True, "已到": True, "签到": True, "参加": True, "迟到": True, "present": True, "是": True,
        "√": True, "缺勤": False, "未到": False, "缺席": False, "请假": False, "absent": False, "否": False, "×": False}
ROLES = {"销售顾问": Role.CONSULTANT, "顾问": Role.CONSULTANT, "销售主管": Role.LEADER, "主管": Role.LEADER,
         "网销专员": Role.DCC, "网销": Role.DCC, "前台": Role.RECEPTION, "销售经理": Role.MANAGER, "客服": Role.CARE,
         "财务": Role.FINANCE, "计划员": Role.PLANNER, "内训师": Role.TRAINER, "市场": Role.MARKETING}
EVERYBODY = frozenset({"全员", "全体", "所有人", "everybody"})


def roles(typed: str, context: Context) -> tuple[Role, ...]:
    """销售顾问、网销专员; 全员 names nobody in particular."""
    parts = [part for part in re.split(r"[、,，;；/\s]+", plain(typed)) if part and part not in EVERYBODY]
    one = one_of(ROLES)
    return tuple(dict.fromkeys(one(part, context) for part in parts))


def minutes(typed: str, _context: Context) -> int:
    """Hours of training as sheets have them, in minutes: 1.5 · 1.5小时 · 2学时 · 90分钟."""
    found = re.fullmatch(r"(\d{1,3}(?:\.\d{1,2})?)\s*(分钟|分|min|小时|学时|课时|h)?", plain(typed).lower())
    try:
        typed_number = Decimal(found[1]) if found else None
    except InvalidOperation:
        typed_number = None
    if found is None or typed_number is None:
        raise Fault(N_("Not a number of hours: 1.5 would be right"))
    kept = typed_number if found[2] in ("分钟", "分", "min") else typed_number * 60
    if kept > LONGEST_HOURS * 60:
        raise Fault(N_("At most %(most)s hours"), most=LONGEST_HOURS)
    return round(kept)


def check_events(checking: Checking) -> None:
    there = _there(checking.store_id, checking.rows)
    for row in checking.rows:
        state = _state(row)
        if state is EventState.HELD and row["on"] and row["on"] > today():
            row.wrong("on", N_("That day is still to come"))
        if state is EventState.CANCELLED and not row["why"]:
            row.wrong("why", N_("Say why it was called off"))
        if row["at"] and row["until"] and row["until"] <= row["at"]:
            row.wrong("until", N_("Not after the beginning"))
        if not row.faults and row.verdict is not Verdict.SKIP and _key(row) in there:
            row.skip(N_("The portal has this training; it is changed there"))
        if not row.faults and state is EventState.PLANNED and row["compulsory"] and row["seats"]:
            must = meant_for(checking.store_id, row["on"], row["trainer"], row["roles"] or ())
            if len(must) > row["seats"]:
                row.wrong("seats", N_("%(must)s people must come: that many seats at least"), must=len(must))
    note_new(checking, "subject")


def _there(store_id: int, rows: list[Row]) -> Mapping[Key, TrainingEvent]:
    """The trainings of a store on the days that rows name."""
    days = {row["on"] for row in rows if row["on"]}
    return {(event.on, event.title): event for event in db.session.scalars(select(TrainingEvent).where(
        TrainingEvent.store_id == store_id, TrainingEvent.on.in_(days)).order_by(TrainingEvent.id.desc()))}


def _key(row: Row) -> Key:
    return row["on"], row["title"]


def _state(row: Row) -> EventState:
    """As the sheet says; where it says nothing, what lies behind was held."""
    said: EventState | None = row["state"]
    return said or (EventState.HELD if row["on"] and row["on"] < today() else EventState.PLANNED)


def load_events(loading: Loading) -> None:
    subjects = codes(loading, SUBJECT, "subject")
    load({"training_events": [DatedEvent(
        loading.store_id, subjects[row["subject"]], row["title"],
        datetime.combine(row["on"], row["at"] or USUAL_HOUR, ZONE), _minutes(row), row["trainer"], row["room"] or "",
        row["seats"], row["roles"] or (), bool(row["compulsory"]), row["about"] or "",
        held=_state(row) is EventState.HELD,
        called_off_why=row["why"] if _state(row) is EventState.CANCELLED else "") for row in loading.rows]},
        by=loading.by, batch=loading.batch)


def _minutes(row: Row) -> int:
    if row["minutes"]:
        return int(row["minutes"])
    if row["until"]:
        begins: time = row["at"] or USUAL_HOUR
        return max((row["until"].hour - begins.hour) * 60 + row["until"].minute - begins.minute, 1)
    return USUAL_MINUTES


def check_records(checking: Checking) -> None:
    """Each names a training that the portal has or that the same file brings, and somebody of the store."""
    there = _there(checking.store_id, checking.rows)
    brought = {_key(row): row for row in checking.earlier.get(events.key, {}).values()}
    known = {(event_id, person_id) for event_id, person_id in db.session.execute(
        select(TrainingSeat.event_id, TrainingSeat.person_id).where(
            TrainingSeat.event_id.in_({event.id for event in there.values()}), TrainingSeat.came.is_not(None),
            TrainingSeat.state == SeatState.TAKEN))}
    for row in checking.rows:
        if row["on"] and row["on"] > today():
            row.wrong("on", N_("That day is still to come"))
        if row["person"] is None and row["name"] is None and not row.faults:
            row.wrong("person", N_("Nothing stands here, and it is needed"))
        if row["on"] is None or row["title"] is None:
            continue
        event, in_file = there.get(_key(row)), brought.get(_key(row))
        if event is None and in_file is None:
            _unknown(row, [title for on, title in (*there, *brought) if on == row["on"]])
        elif event is not None and event.state is EventState.CANCELLED or (
                event is None and in_file is not None and _state(in_file) is EventState.CANCELLED):
            row.wrong("title", N_("This training was called off"))
        elif event is not None and row.verdict is not Verdict.SKIP and (event.id, _who(row)) in known:
            row.skip(N_("The portal knows already whether this person came"))


def _unknown(row: Row, titles: list[str]) -> None:
    if near := nearest(row["title"], titles):
        row.wrong("title", N_("No training of this title on that day, perhaps %(near)s"), near=near)
    else:
        row.wrong("title", N_("No training of this title on that day: bring the trainings first"))


def _who(row: Row) -> int:
    return int(row["person"] or row["name"] or 0)


def load_records(loading: Loading) -> None:
    there = _there(loading.store_id, loading.rows)
    load({"training_attendance": [DatedAttendance(
        there[_key(row)].id, _who(row), bool(row["required"]), row["came"], row["absence"] or "", row["hours"])
        for row in loading.rows]}, by=loading.by, batch=loading.batch)


events = Import("training_events", _l("Trainings"), 150, ("培训活动", "培训计划", "培训安排", "trainings"), (
    Field("on", _l("Day"), ("培训日期", "日期", "date", "day"), day, required=True),
    Field("title", _l("Topic"), ("培训主题", "主题", "课程", "课程名称", "topic", "title"), text(60), required=True),
    Field("subject", _l("Subject"), ("培训科目", "科目", "类别", "培训类别", "subject"), choice_or_new(SUBJECT),
          required=True),
    Field("trainer", _l("Trainer"), ("讲师", "讲师工号", "培训讲师", "trainer"), person, required=True),
    Field("at", _l("Begins"), ("开始时间", "开始", "begins", "start"), hour),
    Field("until", _l("Ends"), ("结束时间", "结束", "ends", "end"), hour),
    Field("minutes", _l("Minutes"), ("时长", "时长(分钟)", "分钟", "minutes"), number(10, 600)),
    Field("room", _l("Room"), ("地点", "培训地点", "场地", "room", "place"), text(40)),
    Field("seats", _l("Seats"), ("名额", "人数上限", "座位", "seats"), number(1, 500)),
    Field("roles", _l("Meant for these roles"), ("培训对象", "对象", "参训岗位", "roles"), roles),
    Field("compulsory", _l("Whom it is meant for must come"), ("必训", "是否必训", "必须参加", "compulsory"), yes_no),
    Field("about", _l("What it covers"), ("培训内容", "内容", "about"), text(500)),
    Field("state", _l("State"), ("状态", "state"), one_of(STATES)),
    Field("why", _l("Why it is called off"), ("取消原因", "why called off"), text(200)),
), load=load_events, identity=("on", "title"), shown=("on", "title"), check=check_events, updates=False,
    needs="training.write")

records = Import("training_records", _l("Training attendance"), 155, (
    "培训记录", "参训记录", "培训签到", "attendance"), (
    Field("on", _l("Day"), ("培训日期", "日期", "date", "day"), day, required=True),
    Field("title", _l("Topic"), ("培训主题", "主题", "课程", "课程名称", "topic", "title"), text(60), required=True),
    Field("person", _l("Staff number"), ("工号", "员工号", "staff no.", "staff number"), person),
    Field("name", _l("Name"), ("姓名", "员工", "参训人", "name"), person),
    Field("required", _l("Must come"), ("应到", "必到", "必训", "must come", "required"), yes_no),
    Field("came", _l("Attendance"), ("出勤", "出勤情况", "签到", "是否参加", "attendance"), one_of(CAME),
          required=True),
    Field("absence", _l("Why absent"), ("缺勤原因", "原因", "备注", "why absent"), text(100)),
    Field("hours", _l("Hours"), ("学时", "课时", "时长", "hours"), minutes),
), load=load_records, identity=("on", "title", "person"), shown=("on", "title", "name"), check=check_records,
    updates=False, needs="training.write")

imports = (events, records)
