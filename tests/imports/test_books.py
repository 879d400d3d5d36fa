"""A store's books, in the form stores keep them, brought into an empty store."""
import re
from datetime import date

import pytest
from sqlalchemy import func, select

from portal.customers.models import (
    Closed,
    Contact,
    Customer,
    CustomerPhone,
    Lead,
    LeadState,
    Level,
    LevelSpan,
    Loss,
    NumberState,
    Party,
    Turn,
    Visit,
)
from portal.extensions import db
from portal.imports.models import ImportBatch, State
from portal.org.models import Membership, OfficialDay, Person, Role, RosterDay, Shift, StoreDay, Team
from portal.sales.models import Delivery, Order, OrderChange, TestDrive
from portal.vehicles.models import Vehicle, VehicleMove

from ..core.test_imports import book
from ..desk import Desk
from ..factories.org import add_person, add_store
from ..kept import kept
from .test_files import bring

D = date


def table(text):
    """Rows of cells as people type them: a line each, parted by |."""
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


PEOPLE = table("""
工号 | 姓名   | 岗位     | 组别     | 任职起     | 入职日期
E1   | 单晓敏 | 销售顾问 | 销售一组 | 2023-05-08 | 2023-05-08
E2   | 欧阳磊 | 销售顾问 | 销售一组 | 2024-08-01 | 2024-08-01
""")
ROSTER = table("""
日期       | 工号 | 班次 | 代班工号
2025-11-03 | E1   | 休息 | E2
2025-11-03 | E2   | 上班 |
""")
LEADS = table("""
意向卡号|客户姓名|手机号|归属工号|来源口径|信息来源|意向车系|建卡时间|当前级别|状态|无效原因|下次回访日期
K1|程兰|193 0000 7925|E1|网络|垂直媒体|云岭S7|2025-11-01 9:54|C|在跟||
K2|郑静|13900000514|E1|展厅|转介绍|云岭M6|2025-11-02 10:33||已交车||
K3|彭磊|+86 13300004252|E2|来电|来电|云岭S7|2025-11-07 8:00||战败||
K4|何峰|13500002662||展厅|自然来店||2025-11-08 8:00|B|在跟||2025-12-01
K5|马轩|13500002663|E2|网络|网络||2025-11-09 8:00||无效|重复|
""")
CONTACTS = table("""
跟进编号|意向卡号|计划时间|应跟进日期|实际跟进时间|跟进人工号|方式|目的|跟进前级别|跟进后级别|联系结果|改期时间|作废时间
1|K1|2025-11-01 9:54|2025-11-02|2025-11-02 9:00|E1|电话|首次|A|C|有效||
2|K1|2025-11-02 9:00|2025-11-17|||||||||
3|K1|||2025-11-10 9:00|E1|微信|推进|C|C|有效||
4|K1|2025-11-10 9:00|2025-11-25|||||||||
5|K2|2025-11-02 10:33|2025-11-03|2025-11-03 9:00|E1|来店|邀约|H|H|有效||
6|K2|2025-11-05 14:00|2025-11-08|||||O||||2025-11-07 16:00
7|K3|2025-11-07 8:00|2025-11-07|2025-11-07 9:00|E2|电话|首次|N|N|未接通||
""")
REGISTER = table("""
登记号|日期|到店时间|离店时间|类型|来店目的|首次/再次|人数|客户姓名|手机号|信息来源|离店级别|工号|代接|意向卡号|接听|并入登记号
L1|2025-11-02|10:33|11:16|来店|看车咨询|首次|2|郑静|13900000514|转介绍|H|E1|否|K2||
L2|2025-11-02|10:35|11:16|来店|看车咨询|首次|1|||转介绍||E1|否|||L1
L3|2025-11-04|9:00|9:40|来店|看车咨询|首次|1|郑静|13900000514|转介绍|H|E2|是|K2||
L4|2025-11-05|9:00||来电|看车咨询|首次|1|||来电|||否||否|
""")
DRIVES = table("""
试驾编号 | 意向卡号 | 试驾时间         | 车系   | 公里数 | 陪驾工号 | 客户评分
1        | K2       | 2025-11-02 10:53 | 云岭M6 | 4      | E2       | 8
""")
ORDERS = table("""
订单号|意向卡号|工号|签订时间|车系|指导价|成交价|定金|定金性质|付款方式|销售类型|配车VIN|配车日期|定金到账日期|开票日期
D1|K2|E1|2025-11-05 14:00|云岭M6|199800|19.37万|5000|订金|贷款|零售|LYXA6B2H0SA100023|2025-11-06|2025-11-05|2025-11-07
""")
CHANGES = table("""
订单号 | 时间            | 项目   | 原值   | 新值
D1     | 2025-11-06 9:00 | 购车人 | 郑静   | 袁晨丽
D1     | 2025-11-06 9:00 | 成交价 | 194700 | 193700
""")
STOCK = table("""
VIN|车系|颜色|状态|入库日期|库位|进价|合格证
LYXA6B2H0SA100023|云岭M6|白|在库|2025-10-20|A 区|176,000|在店
LYXA6B2H0SA100024|云岭M6|黑|展车|2025-09-01|展厅|17.5万|质押
LYXA6B2H0SA100025|云岭M6|黑|在途||||
""")
DELIVERIES = table("""
订单号 | VIN               | 交车时间         | 工号 | 交车检查表
D1     | LYXA6B2H0SA100023 | 2025-11-07 16:00 | E1   | 完成
""")
CHECKS = table("""
核查时间         | 手机号      | 结果 | 核查人工号
2025-11-29 13:00 | 13500002662 | 空号 | 客服
""")
BOOKS = {"来店登记表": REGISTER, "意向客户表": LEADS, "跟进记录": CONTACTS, "试驾": DRIVES, "订单": ORDERS,
         "订单变更": CHANGES, "交车": DELIVERIES, "人员花名册": PEOPLE, "号码核查": CHECKS, "排班表": ROSTER,
         "库存台账": STOCK, "延保台账": table("合同|年限\nL|S")}


@pytest.fixture
def manager(app, desk):
    add_person("店经理", Role.MANAGER, store_id=add_store())
    return desk.sign_in("店经理")


def brought(desk, **sheets):
    bring(desk, book(**(sheets or BOOKS)), "台账.xlsx")
    return db.session.scalar(select(func.max(ImportBatch.id)))


def put_in(desk, **sheets):
    batch_id = brought(desk, **sheets)
    desk.send(f"/imports/{batch_id}/apply", page=f"/imports/{batch_id}", status=303)
    db.session.expire_all()
    assert db.session.get(ImportBatch, batch_id).state is State.APPLIED
    return batch_id


@pytest.fixture
@kept
def books(app):
    """The books put in by the manager; the id of the file."""
    add_person("店经理", Role.MANAGER, store_id=add_store())
    return put_in(Desk(app).sign_in("店经理"))


def lead(card):
    return db.session.scalars(select(Lead).where(Lead.card_no == card, Lead.live == 1)).one()


def live(model):
    rows = select(func.count()).select_from(model)
    return db.session.scalar(rows.where(model.live == 1) if hasattr(model, "live") and model is not Team else rows)


DAYS = table("""
date|kind|name|basis
2027-01-01|off|元旦|notice
2027-01-03|work|元旦|notice
""")
OPEN_DAYS = table("""
日期       | 营业 | 备注
2026-12-31 | 休息 | 盘点
""")


ALL = (Customer, CustomerPhone, Lead, Contact, LevelSpan, Visit, TestDrive, Order, OrderChange, Delivery, Loss,
       RosterDay, Membership, Vehicle)


def test_every_row_of_the_books_can_be_read_and_unread_sheets_have_no_fault(manager):
    page = manager.open(f"/imports/{brought(manager)}")
    assert "导入可用的 29 行" in page.words and "有误0" in page.words and "尚无功能读取" in page.words


def test_people_come_with_team_and_role_and_the_roster_names_them(books):
    people = {p.name: p for p in db.session.scalars(select(Person))}
    held = db.session.scalars(select(Membership).where(Membership.person_id == people["单晓敏"].id)).one()
    assert (people["单晓敏"].staff_no, held.role, held.from_on) == ("E1", Role.CONSULTANT, D(2023, 5, 8))
    assert db.session.get(Team, held.team_id).name == "销售一组" and people["单晓敏"].account is None
    rest = db.session.scalars(select(RosterDay).where(RosterDay.shift == Shift.REST)).one()
    assert (rest.person_id, rest.stand_in_id) == (people["单晓敏"].id, people["欧阳磊"].id)


def test_leads_stand_where_the_books_say_with_their_levels_day_by_day(books):
    assert [(lead(c).state, lead(c).level) for c in ("K1", "K2", "K3", "K4", "K5")] == [
        (LeadState.OPEN, Level.C), (LeadState.DELIVERED, Level.O), (LeadState.LOST, Level.N),
        (LeadState.OPEN, Level.B), (LeadState.INVALID, Level.N)]
    spans = db.session.execute(select(LevelSpan.from_on, LevelSpan.began, LevelSpan.level).where(
        LevelSpan.lead_id == lead("K2").id).order_by(LevelSpan.n)).all()
    assert [tuple(span) for span in spans] == [(D(2025, 11, 2), Turn.OPENED, Level.H),
                                               (D(2025, 11, 5), Turn.ORDERED, Level.O)]
    assert lead("K2").ended_on == D(2025, 11, 7)
    assert lead("K4").owner_id is None and lead("K4").next_contact_on is None, "nobody owns it: it is in the pool"
    assert db.session.scalars(select(Loss)).one().lead_id == lead("K3").id


def test_an_exchange_that_nobody_planned_closes_the_contact_that_was_owed(books):
    contacts = db.session.execute(select(Contact.due_on, Contact.closed_as, Contact.closed_on).where(
        Contact.lead_id == lead("K1").id).order_by(Contact.planned_on)).all()
    assert [tuple(c) for c in contacts] == [
        (D(2025, 11, 2), Closed.MADE, D(2025, 11, 2)), (D(2025, 11, 17), Closed.MADE, D(2025, 11, 10)),
        (D(2025, 11, 25), None, None)]
    assert lead("K1").next_contact_on == D(2025, 11, 25)


def test_the_register_counts_parties_as_the_book_says(books):
    visits = {v.entry_no: v for v in db.session.scalars(select(Visit).where(Visit.live == 1))}
    assert [visits[no].party for no in ("L1", "L2", "L3", "L4")] == [Party.FIRST, None, Party.AGAIN, Party.FIRST]
    assert visits["L1"].kept and visits["L1"].lead_id == lead("K2").id
    assert visits["L2"].joined_to_id == visits["L1"].id
    assert visits["L3"].received_for_id == lead("K2").owner_id and visits["L4"].answered is False


def test_orders_come_with_money_change_and_delivery(books):
    order = db.session.scalars(select(Order).where(Order.live == 1)).one()
    assert (order.price_fen, order.deposit_fen, order.buyer, order.delivered_on, order.invoiced_on) == (
        19370000, 500000, "袁晨丽", D(2025, 11, 7), D(2025, 11, 7))
    change = db.session.scalars(select(OrderChange)).one()
    assert change.after == {"buyer": "袁晨丽", "price_fen": 19370000}
    drive = db.session.scalars(select(TestDrive)).one()
    assert (drive.km_in, drive.score) == (4, 4) and drive.accompanied_by_id != drive.person_id


def test_the_stock_ledger_comes_before_the_orders_that_take_its_vehicles(books):
    stands = {row.vin[-2:]: (row.state, row.use, row.place, row.certificate) for row in db.session.scalars(
        select(Vehicle))}
    assert stands == {"23": ("delivered", "sale", "", "here"), "24": ("stock", "display", "展厅", "pledged"),
                      "25": ("transit", "sale", "", "here")}
    moves = db.session.execute(select(VehicleMove.what, VehicleMove.from_on).join(
        Vehicle, Vehicle.id == VehicleMove.vehicle_id).where(Vehicle.vin.endswith("23")).order_by(
        VehicleMove.from_on, VehicleMove.id)).all()
    assert [tuple(move) for move in moves] == [
        ("taken_in", D(2025, 10, 20)), ("reserved", D(2025, 11, 6)), ("sold", D(2025, 11, 7)),
        ("delivered", D(2025, 11, 7))]


def test_a_dead_number_takes_kept_away(books):
    number = db.session.scalars(select(CustomerPhone).where(CustomerPhone.customer_id == lead("K4").customer_id)).one()
    assert number.found is NumberState.DEAD and not lead("K4").kept and lead("K1").kept


def test_the_same_books_twice_add_nothing(books, desk):
    manager = desk.sign_in("店经理")
    before = {model: live(model) for model in ALL}
    page = manager.open(f"/imports/{brought(manager)}")
    assert "跳过29" in page.words and "导入可用的" not in page.words
    assert {model: live(model) for model in ALL} == before


def test_the_books_are_taken_back_and_put_in_again(manager):
    batch_id = put_in(manager)
    before = {model: live(model) for model in ALL}
    manager.send(f"/imports/{batch_id}/undo", page=f"/imports/{batch_id}", status=303)
    gone = {model: live(model) for model in ALL if model is not Membership}
    assert set(gone.values()) == {0} and live(Membership) == 1
    assert "D1" not in manager.open("/orders").words, "an order taken back stands in no list"
    put_in(manager)
    assert {model: live(model) for model in ALL} == before
    assert "共 1 条" in manager.open("/orders").words, "nor beside the one put in again"


def test_of_two_files_that_build_on_each_other_the_later_is_taken_back_first_then_the_earlier(manager):
    first = put_in(manager, **BOOKS | {"来店登记表": [*REGISTER[:1], *REGISTER[2:]]})
    second = put_in(manager)
    assert "不能" in manager.send(f"/imports/{first}/undo", page=f"/imports/{first}", status=422).words
    for batch_id in (second, first):
        manager.send(f"/imports/{batch_id}/undo", page=f"/imports/{batch_id}", status=303)
    assert {model: live(model) for model in ALL if model is not Membership} == dict.fromkeys(
        (model for model in ALL if model is not Membership), 0)


def test_an_administrator_brings_the_official_days_and_sees_no_books(books, desk):
    add_person("管理员", Role.ADMIN)
    desk.sign_in("管理员")
    bring(desk, book(Sheet1=DAYS), "放假.xlsx")
    days = db.session.scalar(select(func.max(ImportBatch.id)))
    desk.send(f"/imports/{days}/apply", page=f"/imports/{days}", status=303)
    assert {day.on: day.working for day in db.session.scalars(select(OfficialDay))} == {
        D(2027, 1, 1): False, D(2027, 1, 3): True}
    desk.open(f"/imports/{books}", status=404)
    assert "台账.xlsx" not in desk.open("/imports").text
    assert "意向客户" not in desk.open("/imports/new").words


def test_a_manager_brings_the_stores_open_days_but_not_the_official_ones(manager):
    put_in(manager, 营业日历=OPEN_DAYS)
    assert [(day.on, day.open, day.note) for day in db.session.scalars(select(StoreDay))] == [
        (D(2026, 12, 31), False, "盘点")]
    batch_id = brought(manager, Sheet1=DAYS)
    assert "尚无功能读取" in manager.open(f"/imports/{batch_id}").words


def faults_of(desk, sheet_name, rows, **sheets):
    """The faults of one sheet, brought with the others."""
    batch_id = brought(desk, **(BOOKS | sheets | {sheet_name: rows}))
    place = list(BOOKS).index(sheet_name)
    page = desk.open(f"/imports/{batch_id}/sheets/{place}?v=fault")
    return re.findall(r'<td class="lead-cell">([^<]+)</td><td class="cell-fault', page.text)


def changed(rows, column, value, at=1):
    """The sheet with another value in a column of its first row."""
    place = rows[0].index(column)
    return [row if n != at else [*row[:place], value, *row[place + 1:]] for n, row in enumerate(rows)]


@pytest.mark.any_database
@pytest.mark.parametrize("sheet, rows, said", [
    ("来店登记表", changed(REGISTER, "手机号", "1390000051"), "少 1 位"),
    ("来店登记表", changed(REGISTER, "离店时间", "9:15"), "早于到店 10:33"),
    ("来店登记表", changed(REGISTER, "工号", "小单"), "可能是 单晓敏"),
    ("来店登记表", changed(REGISTER, "离店级别", "E"), "只有 O H A B C N"),
    ("来店登记表", changed(REGISTER, "意向卡号", "K99"), "没有意向卡 K99"),
    ("来店登记表", changed(REGISTER, "并入登记号", "L99"), "没有登记号 L99"),
    ("来店登记表", changed(REGISTER, "日期", "2025-13-08"), "没有 13 月"),
    ("意向客户表", changed(LEADS, "手机号", ""), "电话或微信"),
    ("意向客户表", changed(LEADS, "建卡时间", "2030-01-01"), "还没到"),
    ("跟进记录", changed(CONTACTS, "意向卡号", "K99"), "没有意向卡 K99"),
    ("订单", changed(ORDERS, "配车VIN", "LYXA6B2H0SA10002"), "17 位"),
    ("订单", changed(ORDERS, "成交价", "很多"), "不是金额"),
    ("库存台账", changed(STOCK, "VIN", "LYXA6B2H0SA10002"), "17 位"),
    ("库存台账", changed(STOCK, "入库日期", "2030-01-01"), "还没到"),
    ("交车", changed(DELIVERIES, "订单号", "D9"), "没有订单 D9"),
    ("人员花名册", changed(PEOPLE, "岗位", "董事长"), "只有"),
    ("号码核查", changed(CHECKS, "手机号", "13500009999"), "没有客户"),
])
def test_what_is_wrong_is_said_with_what_would_be_right(manager, sheet, rows, said):
    assert any(said in each for each in faults_of(manager, sheet, rows))


def test_a_row_that_rests_on_a_faulty_one_says_so_and_is_right_once_that_is_mended(manager):
    faulty = changed(LEADS, "建卡时间", "2030-01-01", at=2)
    said = faults_of(manager, "来店登记表", REGISTER, 意向客户表=faulty)
    assert any("K2" in each and "那一行有误" in each for each in said)
    assert not any("K2" in each for each in faults_of(manager, "来店登记表", REGISTER))


def test_what_the_books_bring_that_is_new_to_the_store_is_said_on_its_row(manager):
    page = manager.open(f"/imports/{brought(manager)}/sheets/1?v=add")
    assert "“垂直媒体”" in page.text and "“云岭M6”" in page.text and "公海" in page.text


def test_the_daily_export_of_another_system_closes_what_is_owed_and_owes_the_next(books, desk):
    heads = "|".join(CONTACTS[0])
    export = table(f"""
{heads}
4|K1|2025-11-10 9:00|2025-11-25|2025-11-24 9:00|E1|电话|推进|C|B|有效||
8|K1|2025-11-24 9:00|2025-12-01|||||B||||
""")
    put_in(desk.sign_in("店经理"), 跟进记录=export)
    contacts = db.session.execute(select(Contact.due_on, Contact.closed_as, Contact.owed).where(
        Contact.lead_id == lead("K1").id).order_by(Contact.planned_on, Contact.id)).all()
    assert [tuple(c) for c in contacts][-2:] == [(D(2025, 11, 25), Closed.MADE, None), (D(2025, 12, 1), None, 1)]
    assert (lead("K1").next_contact_on, lead("K1").level) == (D(2025, 12, 1), Level.B)
