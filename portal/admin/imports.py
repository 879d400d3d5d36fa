"""The sheets of people, of the roster, and of the calendar."""
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from portal.core.calendar import name_official_day, name_store_day
from portal.core.imports import (
    N_,
    Checking,
    Context,
    Field,
    Import,
    Loading,
    Row,
    code,
    day,
    one_of,
    person,
    text,
)
from portal.core.load import load
from portal.extensions import db
from portal.org.models import FOREVER, Person, Role, Shift, Store, Team

from .load import DatedPerson, DatedRole, DatedShift

ROLES = {
    "销售顾问": Role.CONSULTANT, "顾问": Role.CONSULTANT, "销售主管": Role.LEADER, "销售组长": Role.LEADER,
    "组长": Role.LEADER, "主管": Role.LEADER, "网销专员": Role.DCC, "电销专员": Role.DCC, "网销": Role.DCC,
    "DCC": Role.DCC, "前台": Role.RECEPTION, "前台接待": Role.RECEPTION, "销售经理": Role.MANAGER,
    "展厅经理": Role.MANAGER, "总经理": Role.GENERAL_MANAGER, "店总": Role.GENERAL_MANAGER, "客服": Role.CARE,
    "客服专员": Role.CARE, "财务": Role.FINANCE, "计划员": Role.PLANNER, "库管": Role.PLANNER, "计划": Role.PLANNER,
    "内训师": Role.TRAINER, "市场": Role.MARKETING, "市场专员": Role.MARKETING,
}
SHIFTS = {"上班": Shift.WORK, "班": Shift.WORK, "早班": Shift.WORK, "晚班": Shift.WORK, "休息": Shift.REST,
          "休": Shift.REST, "调休": Shift.REST, "请假": Shift.LEAVE, "假": Shift.LEAVE, "年假": Shift.LEAVE,
          "病假": Shift.LEAVE, "事假": Shift.LEAVE}


WORKING = {"班": True, "上班": True, "调休上班": True, "补班": True, "work": True, "休": False, "休息": False,
           "放假": False, "off": False}
OPEN = {"营业": True, "开店": True, "是": True, "休息": False, "闭店": False, "不营业": False, "否": False}


def check_people(checking: Checking) -> None:
    numbers = {row["staff_no"] for row in checking.rows if row["staff_no"]}
    there = {one.staff_no: one for one in db.session.scalars(select(Person).where(Person.staff_no.in_(numbers)))}
    for row in checking.rows:
        if row["until_on"] and row["from_on"] and row["until_on"] < row["from_on"]:
            row.wrong("until_on", N_("Before the first day, %(day)s"), day=row["from_on"])
        known = there.get(row["staff_no"])
        if known is not None and row["name"] and known.name != row["name"]:
            row.wrong("staff_no", N_("This number is %(name)s's"), name=known.name)


def offer_people(rows: Sequence[Row], context: Context) -> None:
    """Later sheets may name them; they get their ids when they are loaded."""
    for row in rows:
        context.people = {**context.people, **{key: context.people.get(key, 0) for key in (
            row["staff_no"], row["name"]) if key}}


def load_people(loading: Loading) -> None:
    teams = _teams(loading)
    roles: dict[str, list[Row]] = defaultdict(list)
    for row in loading.rows:
        roles[row["staff_no"]].append(row)
    load({"people": [DatedPerson(
        rows[-1]["name"], tuple(DatedRole(
            row["role"], row["from_on"] or row["hired_on"], loading.store_id, teams.get(row["team"]),
            row["until_on"] + timedelta(days=1) if row["until_on"] else FOREVER) for row in rows),
        staff_no=staff_no, title=rows[-1].cells.get("role", ""), phone=rows[-1]["phone"] or "",
        hired_on=rows[0]["hired_on"], left_on=rows[-1]["left_on"]) for staff_no, rows in roles.items()]},
        by=loading.by, batch=loading.batch)


def _teams(loading: Loading) -> dict[str, int]:
    """The store's teams by name; those that the sheet names first are made."""
    teams = {team.name: team.id for team in db.session.scalars(
        select(Team).where(Team.store_id == loading.store_id, Team.live == 1))}
    for name in dict.fromkeys(row["team"] for row in loading.rows if row["team"]):
        if name not in teams:
            team = Team(store_id=loading.store_id, name=name, rank=len(teams))
            db.session.add(team)
            db.session.flush()
            teams[name] = team.id
    return teams


def check_roster(checking: Checking) -> None:
    for row in checking.rows:
        if row["person"] is None and row["name"] is None and not row.faults:
            row.wrong("person", N_("Nothing stands here, and it is needed"))
        elif row["stand_in"] and row["stand_in"] == _who(row):
            row.wrong("stand_in", N_("Nobody stands in for himself"))


def load_roster(loading: Loading) -> None:
    load({"roster": [DatedShift(loading.store_id, _who(row), row["on"], row["shift"], row["stand_in"])
                     for row in loading.rows]}, by=loading.by, batch=loading.batch)


def _who(row: Row) -> int:
    return int(row["person"] or row["name"] or 0)


people = Import("people", _l("People and their roles"), 10, ("人员花名册", "花名册", "人员", "员工"), (
    Field("staff_no", _l("Staff number"), ("工号", "员工号", "员工编号"), code(20), required=True),
    Field("name", _l("Name"), ("姓名", "员工姓名"), text(40), required=True),
    Field("phone", _l("Phone"), ("手机号", "电话", "手机", "联系电话"), text(20), masked=True),
    Field("role", _l("Role"), ("岗位", "职务", "职位"), one_of(ROLES), required=True),
    Field("team", _l("Team"), ("组别", "销售组", "小组", "所属组"), text(40)),
    Field("from_on", _l("In this role from"), ("任职起", "任职日期", "任职开始"), day),
    Field("until_on", _l("In this role until"), ("任职止", "任职结束"), day),
    Field("hired_on", _l("Joined on"), ("入职日期", "入职时间"), day, required=True),
    Field("left_on", _l("Left on"), ("离职日期", "离职时间"), day),
), load=load_people, identity=("staff_no", "from_on"), shown=("staff_no", "name"), check=check_people,
    offers=offer_people,
    needs="people.read")

roster = Import("roster", _l("Roster"), 20, ("排班表", "排班", "班表"), (
    Field("on", _l("Day"), ("日期",), day, required=True),
    Field("person", _l("Staff number"), ("工号", "员工号"), person),
    Field("name", _l("Name"), ("姓名", "员工", "销售顾问"), person),
    Field("shift", _l("Shift"), ("班次", "班别", "排班"), one_of(SHIFTS), required=True),
    Field("stand_in", _l("Stand-in"), ("代班工号", "代班", "代班人"), person),
), load=load_roster, identity=("on", "person"), shown=("on", "name"), check=check_roster,
    needs="roster.write")

def load_official(loading: Loading) -> None:
    for row in loading.rows:
        name_official_day(row["on"], by=loading.by, working=row["working"], name=row["name"])


def load_store_days(loading: Loading) -> None:
    store = db.session.get_one(Store, loading.store_id)
    for row in loading.rows:
        name_store_day(store, row["on"], by=loading.by, open=row["open"], note=row["note"] or "")


official = Import("official_days", _l("Official days"), 25, ("节假日", "放假安排", "节假日安排"), (
    Field("on", _l("Day"), ("日期", "date"), day, required=True),
    Field("working", _l("Working day"), ("类型", "安排", "kind"), one_of(WORKING), required=True),
    Field("name", _l("Holiday"), ("节日", "名称", "节假日", "name"), text(40), required=True),
), load=load_official, identity=("on",), shown=("on", "name"), needs="calendar.write")

store_days = Import("store_days", _l("Open days"), 26, ("营业日历", "门店日历"), (
    Field("on", _l("Day"), ("日期",), day, required=True),
    Field("open", _l("Open for business"), ("营业", "是否营业", "状态"), one_of(OPEN), required=True),
    Field("note", _l("Note"), ("备注", "说明"), text(60)),
), load=load_store_days, identity=("on",), shown=("on", "note"), needs="settings.write")

imports = (people, roster, official, store_days)
