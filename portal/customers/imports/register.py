"""The visit register 来店(电)客户登记表."""
from datetime import datetime, time

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from portal.catalogue.load import series_ids
from portal.core.clock import ZONE
from portal.core.imports import (
    N_,
    Checking,
    Field,
    Import,
    Loading,
    Row,
    choice,
    code,
    day,
    hour,
    number,
    one_of,
    person,
    text,
    yes_no,
)
from portal.core.imports.choices import choice_or_new, codes, note_new
from portal.core.load import load
from portal.customers.book import LOOK
from portal.customers.load import DatedVisit
from portal.customers.models import Kind, Visit
from portal.extensions import db

from . import cells

KINDS = {"来店": Kind.VISIT, "到店": Kind.VISIT, "来电": Kind.CALL, "电话": Kind.CALL, "网络": Kind.WEB,
         "网销": Kind.WEB, "线上": Kind.WEB}
FIRST = {"首次": True, "首次到店": True, "新客": True, "再次": False, "再次到店": False, "老客": False}


def check(checking: Checking) -> None:
    numbers = {row["no"] for row in checking.rows} | {row["joined"] for row in checking.rows}
    there = set(db.session.scalars(select(Visit.entry_no).where(
        Visit.store_id == checking.store_id, Visit.live == 1, Visit.entry_no.in_(numbers - {None}))))
    told = {row["no"] for row in checking.rows}
    cells.check_cards(checking)
    for row in checking.rows:
        if row["no"] in there:
            row.skip(N_("In the register already"))
        if row["came"] and row["left"] and row["left"] < row["came"]:
            row.wrong("left", N_("Earlier than the arrival at %(time)s"), time=f"{row['came']:%H:%M}")
        if row["joined"] and row["joined"] not in there | told:
            row.wrong("joined", N_("No entry has the number %(number)s"), number=row["joined"])
        if row["phone"] and not row["name"]:
            row.note(N_("A phone without a name makes no customer: the entry is not kept"))
    _note_ticks(checking)
    note_new(checking, "source", "transport", "plate")
    cells.note_series(checking)


def _note_ticks(checking: Checking) -> None:
    """The store's book overrides a tick: whose phone came to look before comes again."""
    seen: set[str] = set()
    wanted = [row for row in checking.rows if row["phone"] and row["on"] and row["purpose"] in (None, LOOK)]
    for row in sorted(wanted, key=lambda row: (row["on"], row["came"] or time())):
        if row["first"] and row["phone"] in seen:
            row.note(N_("Ticked as first, but this phone came before: it counts as again"))
        seen.add(row["phone"])


def load_visits(loading: Loading) -> None:
    series = series_ids(row["series"] for row in loading.rows)
    sources, transports, plates = (codes(loading, kind, kind) for kind in ("source", "transport", "plate"))
    owners = {card: lead.owner_id for card, lead in
              cells.leads_by_card(loading.store_id, (row["card"] for row in loading.rows)).items()}
    load({"visits": [DatedVisit(
        loading.store_id, row["no"] or f"T{row.digest[:12]}", row["kind"], row["purpose"] or LOOK, _at(row, "came"),
        loading.by.id, left_at=_at(row, "left") if row["left"] else None, party_size=row["party"] or 1,
        transport=transports[row["transport"]], ticked_first=row["first"], answered=row["answered"],
        name=row["name"] or "", phone=row["phone"] or "", added_wechat=bool(row["wechat"]),
        wechat=row["wechat"] if row["wechat"] not in (None, cells.ADDED) else "", area=row["area"] or "",
        source=sources[row["source"]], series_id=series.get(row["series"]), person_id=cells.who(row),
        received_for_id=_owner_off(row, owners), given_at=_at(row, "came") if cells.who(row) else None,
        test_drive=row["drive"], level=row["level"], trade_in=row["trade_in"], instalment=row["instalment"],
        plate=plates[row["plate"]], outcome=row["outcome"] or "", remarks=row["remarks"] or "",
        result_at=_at(row, "left" if row["left"] else "came"), card_no=row["card"] or "",
        joined_to_no=row["joined"] or "") for row in loading.rows]}, by=loading.by, batch=loading.batch)


def _at(row: Row, key: str) -> datetime:
    return datetime.combine(row["on"], row[key] or time(12), ZONE)


def _owner_off(row: Row, owners: dict[str, int | None]) -> int | None:
    """代接: whose customer the consultant on the entry received."""
    owner = owners.get(row["card"])
    return owner if row["received_for"] and owner != cells.who(row) else None


register = Import("register", _l("Visit register"), 50, ("来店登记表", "来店登记", "来店(电)客户登记表", "客流登记"), (
    Field("no", _l("Entry no."), ("登记号", "登记编号", "序号", "编号"), code(20)),
    Field("on", _l("Day"), ("日期", "来店日期", "登记日期"), day, required=True),
    Field("came", _l("Time in"), ("到店时间", "来店时间", "进店时间", "时间"), hour),
    Field("left", _l("Time out"), ("离店时间",), hour),
    Field("kind", _l("Kind"), ("类型", "来访类型", "来店/来电", "方式"), one_of(KINDS), required=True),
    Field("purpose", _l("Purpose"), ("来店目的", "目的"), choice("purpose")),
    Field("first", _l("First or again"), ("首次/再次", "首次再次", "是否首次"), one_of(FIRST)),
    Field("party", _l("Party"), ("人数", "来店人数", "同行人数"), number(1, 99)),
    Field("transport", _l("Transport"), ("交通工具", "来店方式", "交通"), choice_or_new("transport")),
    Field("name", _l("Customer"), ("客户姓名", "姓名", "客户", "客户名称"), text(60)),
    Field("phone", _l("Phone"), ("手机号", "电话", "联系电话", "客户电话", "手机"), cells.phone, masked=True),
    Field("wechat", _l("WeChat"), ("微信", "加微", "微信号"), cells.wechat),
    Field("area", _l("Area"), ("区域", "地区", "居住区域"), text(60)),
    Field("source", _l("Source"), ("信息来源", "来源", "渠道", "来源渠道"), choice_or_new("source")),
    Field("series", _l("Model of interest"), ("意向车系", "意向车型", "车系", "车型"), text(40)),
    Field("drive", _l("Test drive"), ("试驾", "试乘试驾", "是否试驾"), yes_no),
    Field("level", _l("Level at leaving"), ("离店级别", "级别", "意向级别"), cells.level),
    Field("trade_in", _l("Trade-in"), ("置换", "是否置换"), yes_no),
    Field("instalment", _l("Instalment"), ("分期", "贷款", "是否贷款"), yes_no),
    Field("plate", _l("Plate situation"), ("牌照", "牌照情况"), choice_or_new("plate")),
    Field("staff_no", _l("Staff number"), ("工号", "顾问工号"), person),
    Field("consultant", _l("Sales consultant"), ("销售顾问", "顾问", "接待顾问", "接待人"), person),
    Field("received_for", _l("Received for a colleague"), ("代接",), yes_no),
    Field("outcome", _l("What happened"), ("接洽情况", "洽谈内容", "接待情况", "洽谈情况"), text(500)),
    Field("card", _l("Card no."), ("意向卡号", "转卡号", "卡号"), code(20)),
    Field("answered", _l("Answered"), ("接听", "是否接听"), yes_no),
    Field("joined", _l("Same party as entry"), ("并入登记号", "并入"), code(20)),
    Field("remarks", _l("Remarks"), ("备注",), text(200)),
), load=load_visits, identity=("no",), shown=("on", "name", "consultant"), check=check, updates=False,
    needs="visits.write")
