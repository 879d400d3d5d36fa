"""The sheets of test drives, orders with their changes, and deliveries."""
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import select

from portal.catalogue.load import series_ids
from portal.catalogue.vin import is_vin, normal_vin
from portal.core.clock import day_of
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
    code,
    day,
    moment,
    money,
    number,
    one_of,
    person,
    text,
)
from portal.core.imports.choices import choice_or_new, codes, note_new
from portal.core.load import load
from portal.customers.history import DatedTurn
from portal.customers.imports import cells
from portal.customers.load import DatedLead
from portal.customers.models import Lead, LeadState, Level, LevelSpan, Turn
from portal.extensions import db

from .actions.deliveries import Check
from .load import DatedCancellation, DatedChange, DatedDelivery, DatedDrive, DatedOrder
from .models import DepositKind, Order, Refund, SaleKind

AT_ONCE = 500
SALE_KINDS = {"零售": SaleKind.RETAIL, "大客户": SaleKind.FLEET, "团购": SaleKind.FLEET, "二网": SaleKind.SECOND_TIER}
DEPOSITS = {"定金": DepositKind.EARNEST, "订金": DepositKind.DEPOSIT}
REFUNDS = {"退还": Refund.RETURNED, "退回": Refund.RETURNED, "已退": Refund.RETURNED, "不退": Refund.KEPT,
           "没收": Refund.KEPT, "双倍返还": Refund.TWICE}
CHANGED = {"购车人": "buyer", "颜色": "colour", "成交价": "price_fen", "车价": "price_fen", "指导价": "list_price_fen",
           "预计交车日期": "expected_on", "预计交车": "expected_on"}
DONE = frozenset({"完成", "已完成", "是", "√"})
FIVE = 5                        # of a score; ten-point ones are halved


def vin(typed: str, _context: Context) -> str:
    kept = normal_vin(typed)
    if not is_vin(kept):
        raise Fault(N_("Not a VIN: it has 17 letters and digits without I, O and Q, this one %(count)s"),
                    count=len(kept))
    return kept


# Test drives

def check_drives(checking: Checking) -> None:
    cells.check_cards(checking)
    cells.note_series(checking)


def load_drives(loading: Loading) -> None:
    series = series_ids(row["series"] for row in loading.rows)
    leads = cells.leads_by_card(loading.store_id, (row["card"] for row in loading.rows))
    load({"drives": [DatedDrive(
        loading.store_id, row["card"], leads[row["card"]].owner_id, row["at"],
        accompanied_by_id=row["person"] if row["person"] != leads[row["card"]].owner_id else None,
        series_id=series.get(row["series"]), car=row["car"] or "", km_out=0 if row["km"] else None, km_in=row["km"],
        score=_five(row["score"]), feedback=row["feedback"] or "") for row in loading.rows]},
        by=loading.by, batch=loading.batch)


def _five(score: int | None) -> int | None:
    return score if score is None or score <= FIVE else (score + 1) // 2


# Orders

def check_orders(checking: Checking) -> None:
    cells.check_cards(checking)
    there = orders_by_no(checking.store_id, (row["no"] for row in checking.rows))
    wanted = {row["vin"] for row in checking.rows if row["vin"]}
    taken = {order.vin: order.order_no for order in db.session.scalars(
        select(Order).where(Order.live == 1, Order.vin.in_(wanted)))}
    for row in checking.rows:
        if row["no"] in there and row.verdict is Verdict.ADD:
            row.update(N_("The portal has this order: it gets what it lacks"))
        twin = taken.setdefault(row["vin"], row["no"]) if row["vin"] and not row["cancelled"] else row["no"]
        if twin != row["no"]:
            row.wrong("vin", N_("This vehicle is in the order %(no)s"), no=twin)
        if row["cancelled"] and row["signed"] and row["cancelled"] < row["signed"]:
            row.wrong("cancelled", N_("Before the signing on %(day)s"), day=day_of(row["signed"]))
    note_new(checking, "payment", "cancel_why")
    cells.note_series(checking)


def load_orders(loading: Loading) -> None:
    series = series_ids(row["series"] for row in loading.rows)
    payments, reasons = codes(loading, "payment", "payment"), codes(loading, "cancel_why", "cancel_why")
    leads = cells.leads_by_card(loading.store_id, (row["card"] for row in loading.rows))
    buyers = {row["no"]: row["after"] for row in loading.file.get("order_changes", ()) if row["what"] == "buyer"}
    _turn(loading, ((leads[row["card"]], turn) for row in loading.rows for turn in _turns(row, leads[row["card"]])))
    load({"orders": [DatedOrder(
        loading.store_id, row["card"], row["no"], day_of(row["signed"]), cells.who(row), row["price"],
        sale_kind=row["sale"] or SaleKind.RETAIL, deposit_kind=row["kind"] or DepositKind.DEPOSIT,
        deposit_fen=row["deposit"] or 0, series_id=series.get(row["series"]), colour=row["colour"] or "",
        list_price_fen=row["list"], payment=payments[row["payment"]], expected_on=row["expected"], vin=row["vin"],
        vin_on=row["vin"] and (row["vin_on"] or day_of(row["signed"])), deposit_paid_on=row["deposit_paid"],
        paid_on=row["paid"], invoiced_on=row["invoiced"], reported_on=row["reported"],
        buyer=buyers.get(row["no"], ""), cancellation=_cancellation(row, loading, reasons))
        for row in loading.rows]}, by=loading.by, batch=loading.batch)


def _cancellation(row: Row, loading: Loading, reasons: Mapping[Any, str]) -> DatedCancellation | None:
    if not row["cancelled"]:
        return None
    usual = Refund.KEPT if row["kind"] is DepositKind.EARNEST else Refund.RETURNED
    return DatedCancellation(day_of(row["cancelled"]), loading.by.id, cells.who(row), row["refund"] or usual,
                             why=reasons[row["cancel_why"]])


def _turns(row: Row, lead: Lead) -> list[DatedTurn]:
    owner = lead.owner_id
    turns = [DatedTurn(day_of(row["signed"]), Turn.ORDERED, Level.O, owner)]
    if row["cancelled"]:
        back_to = lead.level if lead.level is not Level.O else Level.H
        turns.append(DatedTurn(day_of(row["cancelled"]), Turn.ORDER_CANCELLED, back_to, owner))
    return turns


def _turn(loading: Loading, told: Iterable[tuple[Lead, DatedTurn]]) -> None:
    """Put turns into the lives of leads that do not have them yet, whatever the day."""
    turns = list(told)
    known = set(db.session.execute(select(LevelSpan.lead_id, LevelSpan.began).where(
        LevelSpan.lead_id.in_({lead.id for lead, _turn in turns}))).all())
    ended = {lead.id for lead, _turn in turns if lead.state is LeadState.DELIVERED}
    missing = [(lead, turn) for lead, turn in turns if (lead.id, turn.turn) not in known
               and not (turn.turn is Turn.DELIVERED and lead.id in ended)]
    load({"leads": [DatedLead(lead.customer_id, lead.store_id, lead.card_no, lead.origin, lead.opened_at, turns=(turn,))
                    for lead, turn in missing]}, by=loading.by, batch=loading.batch)


def orders_by_no(store_id: int, numbers: Iterable[str | None]) -> Mapping[str, Order]:
    wanted = sorted({number for number in numbers if number})
    found: dict[str, Order] = {}
    for start in range(0, len(wanted), AT_ONCE):
        found |= {order.order_no: order for order in db.session.scalars(select(Order).where(
            Order.store_id == store_id, Order.voided_at.is_(None),
            Order.order_no.in_(wanted[start:start + AT_ONCE])))}
    return found


# What came after the signing

def check_known(checking: Checking) -> None:
    """The order must be in the portal or come with the same file."""
    there = orders_by_no(checking.store_id, (row["no"] for row in checking.rows))
    told = {row["no"] for row in checking.earlier.get("orders", {}).values()}
    for row in checking.rows:
        if row["no"] and row["no"] not in told and row["no"] not in there:
            row.wrong("no", N_("The portal has no order %(no)s, nor has a row of this file that is without fault"),
                      no=row["no"])


def check_deliveries(checking: Checking) -> None:
    check_known(checking)
    there = orders_by_no(checking.store_id, (row["no"] for row in checking.rows))
    for row in checking.rows:
        if (order := there.get(row["no"])) and order.delivered_on:
            row.skip(N_("Delivered on %(day)s already"), day=order.delivered_on)


def check_changes(checking: Checking) -> None:
    check_known(checking)
    for row in checking.rows:
        for key in ("before", "after"):
            try:
                row.values[key] = _value(row["what"], row[key], checking.context)
            except Fault as fault:
                row.faults.append((key, fault))


def _value(what: str | None, typed: str | None, context: Context) -> Any:
    """A value that changed, as the order's column has it."""
    if not typed or not what:
        return typed
    if what.endswith("_fen"):
        return money(typed, context)
    return day(typed, context).isoformat() if what.endswith("_on") else typed


def load_changes(loading: Loading) -> None:
    """What changed on one day is one change of the order."""
    orders = orders_by_no(loading.store_id, (row["no"] for row in loading.rows))
    days: dict[tuple[str, date], list[Row]] = defaultdict(list)
    for row in loading.rows:
        days[row["no"], day_of(row["at"])].append(row)
    load({"orders": [_known(orders[no], changes=(DatedChange(
        on, loading.by.id, {row["what"]: row["before"] for row in rows}, {row["what"]: row["after"] for row in rows},
        rows[0]["reason"] or _("From the store's books")),)) for (no, on), rows in days.items()]},
        by=loading.by, batch=loading.batch)


def load_deliveries(loading: Loading) -> None:
    orders = orders_by_no(loading.store_id, (row["no"] for row in loading.rows))
    leads = {lead.id: lead for lead in db.session.scalars(select(Lead).where(
        Lead.id.in_({order.lead_id for order in orders.values()})))}
    handed = []
    for row in loading.rows:
        order = orders[row["no"]]
        lead, on = leads[order.lead_id], max(day_of(row["at"]), order.signed_on)
        handed.append((lead, DatedTurn(on, Turn.DELIVERED, Level.O, lead.owner_id, LeadState.DELIVERED)))
        load({"orders": [_known(order, vin=row["vin"], vin_on=on, delivery=DatedDelivery(
            on, lead.owner_id, cells.who(row) or order.person_id, row["vin"] or order.vin or "",
            plate=row["plate"] or "", checks=dict.fromkeys(map(str, Check), True) if row["checks"] in DONE else {}))]},
            by=loading.by, batch=loading.batch)
    _turn(loading, handed)


def _known(order: Order, **more: Any) -> DatedOrder:
    return DatedOrder(order.store_id, "", order.order_no, order.signed_on, order.person_id, order.price_fen, **more)


drives = Import("drives", _l("Test drives"), 70, ("试驾", "试乘试驾", "试驾记录"), (
    Field("no", lazy_pgettext("row", "No."), ("试驾编号", "编号", "序号"), code(20)),
    Field("card", _l("Card no."), ("意向卡号", "卡号"), code(20), required=True),
    Field("at", _l("When"), ("试驾时间", "试驾日期", "日期"), moment, required=True),
    Field("series", _l("Series"), ("车系", "试驾车系", "试驾车型", "车型"), text(40)),
    Field("car", _l("Demo car"), ("试驾车", "车牌", "试驾车VIN"), text(40)),
    Field("km", _l("Kilometres"), ("公里数", "里程", "试驾里程"), number(0, 500)),
    Field("person", _l("Accompanied by"), ("陪驾工号", "陪驾", "试驾专员"), person),
    Field("score", _l("Customer's score"), ("客户评分", "评分"), number(1, 10)),
    Field("feedback", _l("Customer's words"), ("客户反馈", "备注"), text(500)),
), load=load_drives, identity=("card", "at"), shown=("card", "at"), check=check_drives, updates=False,
    needs="drives.write")

orders = Import("orders", _l("Orders"), 80, ("订单", "订单台账", "销售订单"), (
    Field("no", _l("Order no."), ("订单号", "订单编号", "合同号"), code(30), required=True),
    Field("card", _l("Card no."), ("意向卡号", "卡号"), code(20), required=True),
    Field("staff_no", _l("Staff number"), ("工号", "顾问工号"), person),
    Field("consultant", _l("Sales consultant"), ("销售顾问", "顾问"), person),
    Field("signed", _l("Signed on"), ("签订时间", "签订日期", "订单日期", "下订日期"), moment, required=True),
    Field("series", _l("Series"), ("车系", "车型"), text(40)),
    Field("colour", _l("Colour"), ("颜色", "外观颜色", "车色"), text(40)),
    Field("list", _l("List price"), ("指导价", "厂家指导价", "标价"), money),
    Field("price", _l("Agreed price"), ("成交价", "车价", "合同价"), money, required=True),
    Field("deposit", _l("Amount taken"), ("定金", "订金", "定金金额"), money),
    Field("kind", _l("Kind of money"), ("定金性质", "定金类型"), one_of(DEPOSITS)),
    Field("payment", _l("Payment"), ("付款方式", "购车方式"), choice_or_new("payment")),
    Field("sale", _l("Sale"), ("销售类型", "销售性质"), one_of(SALE_KINDS)),
    Field("expected", _l("Expected"), ("预计交车日期", "预计交车"), day),
    Field("vin", _l("VIN"), ("配车VIN", "VIN", "车架号"), vin),
    Field("vin_on", _l("Vehicle allotted"), ("配车日期",), day),
    Field("cancelled", _l("Cancelled on"), ("退订时间", "退订日期"), moment),
    Field("cancel_why", _l("Why it is cancelled"), ("退订原因",), choice_or_new("cancel_why")),
    Field("refund", _l("What became of the money"), ("定金处理",), one_of(REFUNDS)),
    Field("deposit_paid", _l("Deposit received"), ("定金到账日期", "定金到账"), day),
    Field("paid", _l("Full payment or loan received"), ("全款放款日期", "全款/放款到账", "放款日期", "全款到账"), day),
    Field("invoiced", _l("Invoiced"), ("开票日期", "开票"), day),
    Field("reported", _l("Reported as retail"), ("零售上报日期", "零售上报", "上报日期"), day),
), load=load_orders, identity=("no",), shown=("no", "card", "consultant"), check=check_orders,
    needs="orders.write")

changes = Import("order_changes", _l("Changed orders"), 90, ("订单变更", "改单"), (
    Field("no", _l("Order no."), ("订单号", "订单编号"), code(30), required=True),
    Field("at", _l("When"), ("时间", "变更时间", "日期"), moment, required=True),
    Field("what", _l("What changed"), ("项目", "变更项目"), one_of(CHANGED), required=True),
    Field("before", _l("Before"), ("原值", "变更前"), text(100)),
    Field("after", _l("After"), ("新值", "变更后"), text(100), required=True),
    Field("reason", _l("Why it changes"), ("原因", "变更原因"), text(200)),
), load=load_changes, identity=("no", "at", "what"), shown=("no", "at"), check=check_changes, updates=False,
    needs="orders.write")

deliveries = Import("deliveries", _l("Deliveries"), 100, ("交车", "交车台账", "交车记录"), (
    Field("no", _l("Order no."), ("订单号", "订单编号"), code(30), required=True),
    Field("vin", _l("VIN"), ("VIN", "车架号"), vin, required=True),
    Field("at", _l("Delivered on"), ("交车时间", "交车日期"), moment, required=True),
    Field("staff_no", _l("Staff number"), ("工号", "交车工号"), person),
    Field("consultant", _l("Delivers"), ("销售顾问", "交车人", "交车顾问"), person),
    Field("plate", _l("Number plate"), ("车牌号", "车牌"), text(20)),
    Field("checks", _l("Checklist"), ("交车检查表", "交车确认"), text(20)),
), load=load_deliveries, identity=("no",), shown=("no", "at", "consultant"), check=check_deliveries, updates=False,
    needs="orders.write")

imports = (drives, orders, changes, deliveries)
