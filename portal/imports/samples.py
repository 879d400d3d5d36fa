"""Samples: what a row of each blank sheet looks like. Together they tell one small store, so that all of them read.

Fields are those of the areas' imports, by the import's key; a field that is left out stays empty.
"""
from collections.abc import Mapping, Sequence

from portal.core.imports import Import
from portal.core.imports.reading import SAMPLE

Sample = Mapping[str, str]

CARD, ENTRY, ORDER, VIN, PHONE = "K000001", "L000001", "D251100001", "LSVAA4182E2184847", "13800000001"

SAMPLES: Mapping[str, Sequence[Sample]] = {
    "people": (
        {"staff_no": "E101", "name": "林知远", "phone": "13900000101", "role": "销售顾问", "team": "销售一组",
         "from_on": "2024-03-01", "hired_on": "2024-03-01"},
        {"staff_no": "E102", "name": "苏晴", "phone": "13900000102", "role": "销售主管", "team": "销售一组",
         "from_on": "2023-06-01", "hired_on": "2022-05-09"}),
    "roster": (
        {"on": "2025-11-03", "person": "E101", "name": "林知远", "shift": "上班"},
        {"on": "2025-11-04", "person": "E101", "name": "林知远", "shift": "休息", "stand_in": "E102"}),
    "official_days": (
        {"on": "2027-10-01", "working": "放假", "name": "国庆节"},
        {"on": "2027-10-09", "working": "调休上班", "name": "国庆节"}),
    "store_days": ({"on": "2027-02-06", "open": "休息", "note": "除夕闭店"},),
    "leads": (
        {"card": CARD, "name": "陈女士", "phone": PHONE, "wechat": "是", "area": "城东", "staff_no": "E101",
         "consultant": "林知远", "origin": "展厅", "source": "自然来店", "series": "探岳", "opened": "2025-11-03 10:20",
         "level": "A", "state": "已交车"},),
    "contacts": (
        {"no": "1", "card": CARD, "planned": "2025-11-03 10:40", "planner": "E101", "due": "2025-11-04",
         "made": "2025-11-04 09:30", "maker": "E101", "method": "电话", "purpose": "首次", "before": "A", "after": "A",
         "result": "有效", "note": "周末带家人再来试驾"},),
    "register": (
        {"no": ENTRY, "on": "2025-11-03", "came": "10:05", "left": "11:00", "kind": "来店", "purpose": "看车咨询",
         "first": "首次", "party": "2", "name": "陈女士", "phone": PHONE, "wechat": "是", "area": "城东",
         "source": "自然来店", "series": "探岳", "drive": "是", "level": "A", "trade_in": "否", "instalment": "是",
         "staff_no": "E101", "consultant": "林知远", "outcome": "对比同级车，关注油耗", "card": CARD},
        {"no": "L000002", "on": "2025-11-03", "came": "14:30", "left": "14:40", "kind": "来店", "purpose": "提车",
         "first": "再次", "party": "1", "staff_no": "E102", "consultant": "苏晴"}),
    "number_checks": (
        {"at": "2025-11-10 13:30", "card": CARD, "phone": PHONE, "found": "正常", "checker": "客服"},),
    "drives": (
        {"no": "1", "card": CARD, "at": "2025-11-03 10:30", "series": "探岳", "car": "试001", "km": "8",
         "person": "E101", "score": "9", "feedback": "座椅舒服"},),
    "vehicles": (
        {"vin": VIN, "series": "探岳", "colour": "极地白", "state": "在库", "arrived": "2025-10-20", "place": "A区",
         "produced": "2025-09-28", "list": "189800", "cost": "17.6万", "bank": "工行", "due": "2026-01-18",
         "certificate": "在店"},
        {"vin": "LFV2A21K9D3017001", "series": "探岳", "colour": "曜石黑", "state": "在途", "expected": "2025-12-06"}),
    "orders": (
        {"no": ORDER, "card": CARD, "staff_no": "E101", "consultant": "林知远", "signed": "2025-11-08 16:10",
         "series": "探岳", "colour": "极地白", "list": "189800", "price": "178800", "deposit": "5000", "kind": "定金",
         "payment": "贷款", "sale": "零售", "expected": "2025-11-15", "vin": VIN, "vin_on": "2025-11-09",
         "deposit_paid": "2025-11-08", "paid": "2025-11-12", "invoiced": "2025-11-13", "reported": "2025-11-14"},),
    "order_changes": (
        {"no": ORDER, "at": "2025-11-10 09:30", "what": "成交价", "before": "179800", "after": "178800",
         "reason": "补活动优惠"},),
    "deliveries": (
        {"no": ORDER, "vin": VIN, "at": "2025-11-15 16:00", "staff_no": "E101", "consultant": "林知远",
         "plate": "鄂A12345", "checks": "完成"},),
    "training_events": (
        {"on": "2025-11-10", "title": "新车型产品知识", "subject": "产品", "trainer": "E102", "at": "9:00",
         "until": "10:30", "room": "培训室", "seats": "12", "roles": "销售顾问", "compulsory": "是",
         "state": "已完成"},),
    "training_records": (
        {"on": "2025-11-10", "title": "新车型产品知识", "person": "E101", "name": "林知远", "required": "是",
         "came": "出勤", "hours": "1.5"},),
    "posts": (
        {"on": "2025-11-05", "kind": "建议", "title": "试驾车每天早上充好电",
         "text": "早上两台试驾车没电，客户等了半小时", "wish": "下班前值班人插上充电枪",
         "author": "E101", "anonymous": "否", "responsible": "E102",
         "answer_by": "2025-11-10", "state": "已完成", "answered_on": "2025-11-07", "answered_by": "E102",
         "answer": "已排进值班表"},
        {"on": "2025-11-12", "kind": "问题", "title": "展厅下午太热", "anonymous": "是", "responsible": "E102",
         "answer_by": "2025-11-17", "state": "不采纳", "answered_on": "2025-11-14",
         "answer": "空调月底统一检修，先开风扇"}),
}


def rows(kind: Import) -> list[list[str]]:
    """The sample rows of a blank sheet, under its headings; each begins with the mark that keeps it from being read."""
    found = [[sample.get(field.key, "") for field in kind.fields] for sample in SAMPLES.get(kind.key, ())]
    return [[SAMPLE + first, *others] for first, *others in found]
