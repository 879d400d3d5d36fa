"""The week that look/sheets draws: store, team and person of week 47 in 2026."""

from datetime import date
from decimal import Decimal

from portal.core.issue import Signer, Slot
from portal.reviews.week import (
    Against,
    Cohort,
    Count,
    CustomerRow,
    FigureRow,
    Further,
    LossCount,
    LossRow,
    PartRow,
    PersonRow,
    Promise,
    Stage,
    StepRow,
    StockRow,
    WeekSheet,
)


def state_of(pace):
    return "ok" if pace >= 0 else "watch" if pace >= -10 else "late"


def state_of_rate(actual, aim):
    return state_of(Decimal(actual.amount) * 100 / Decimal(actual.base) - aim)


def day(text):
    return date(2026, int(text[:2]), int(text[3:]))


def flow(key, week, month, pace, forecast, per_day, year):
    return FigureRow(
        key,
        Against(Count(week[1]), week[0]),
        Against(Count(month[1]), month[0]),
        Decimal(pace),
        state_of(Decimal(pace)),
        forecast,
        Decimal(per_day),
        Count(year),
    )


def rate(key, aim, week, month, year):
    return FigureRow(
        key,
        Against(Count(*week), aim),
        Against(Count(*month), aim),
        None,
        state_of_rate(Count(*month), aim),
        None,
        None,
        Count(*year) if year else None,
    )


NAMES = ("胡先生 孙先生 王女士 董先生 林女士 范先生 周女士 欧阳先生 钱先生 于女士 曹先生 丁女士").split()
SERIES = ("宝来 迈腾 探岳 迈腾 速腾 探岳 探岳 高尔夫 宝来 速腾 迈腾 探岳").split()


def customers(count):
    return tuple(
        CustomerRow(
            f"K26-{1133 + n}",
            "O" if n in (4, 6, 8, 10) else "H",
            NAMES[n % 12],
            SERIES[n % 12],
            "邓浩然",
            (5, 9, 1, 3)[n % 4],
            n % 4 == 1,
            day("11-19"),
            ("未接", "来店", "试驾", "微信")[n % 4],
            day("11-21") if n < 2 else day("11-23"),
            "逾期" if n < 2 else "交" if n == 4 else "",
        )
        for n in range(count)
    )


def stock(rows):
    return tuple(StockRow(*row) for row in rows)


PERSON_STOCK = stock(
    (
        ("O", 4, 0, 2, 0, 3, 0, 0, 0, 3),
        ("H", 6, 2, 3, 1, 2, 1, 1, 0, 6, 2),
        ("A", 11, 3, 2, 3, 0, 1, 2, 0, 10),
        ("B", 14, 4, 3, 2, 0, 0, 4, 0, 15),
        ("C", 9, 2, 0, 1, 0, 0, 1, 0, 9),
        ("N", 5, 1, 0, 1, 0, 0, 1, 0, 4),
    )
)
BASE = {
    "store": "永驰江城店",
    "week_no": 47,
    "year": 2026,
    "start": day("11-16"),
    "end": day("11-22"),
    "open_days": 7,
    "month_no": 11,
    "month_passed": 22,
    "month_days": 30,
    "month_progress": Decimal("73.3"),
}


def person_sheet(customer_count=9, steps=3, **changes):
    lines = (
        StepRow("失联 6 位逐个回访，无效号报客服", "邓浩然", day("11-13"), "open", None, "", 1),
        StepRow("H 级客户每天联系，写清卡点", "邓浩然", day("11-22"), "open"),
        StepRow("探岳话术演练一次", "李卓", day("11-20"), "done", day("11-19"), "82 分"),
    )
    lines = (lines * 8)[:steps]
    return WeekSheet(
        **BASE
        | {
            "name": "邓浩然",
            "kind": "person",
            "team": "销售一组",
            "steps": lines,
            "promises": (Promise("deliveries", 3, 3), Promise("orders", 3, 2)),
            "figures": (
                flow("deliveries", (3, 3), (13, 9), "-4.1", 12, "0.5", 2),
                flow("orders", (4, 2), (15, 10), "-6.7", 14, "0.6", 3),
                flow("visits", (15, 14), (62, 46), "0.9", None, "2.0", 13),
                rate("kept_rate", 80, (9, 12), (36, 46), (5, 7)),
                flow("test_drives", (8, 7), (34, 25), "0.2", None, "1.1", 6),
                rate("follow_up_timeliness", 95, (33, 37), (117, 128), (27, 30)),
            ),
            "customers": customers(customer_count),
            "customer_count": customer_count,
            "losses": (
                LossRow("K26-1051", "他品牌", "价格促销", "范女士", "比亚迪宋 L 13.58 万"),
                LossRow("K26-1066", "放弃", "按揭未批", "尤先生"),
            ),
            "loss_total": 2,
            "stock": PERSON_STOCK,
            "levels_up": 9,
            "levels_down": 6,
            "ordered": 2,
            "delivered": 3,
            "signers": (
                Signer(Slot.OWN, "本人"),
                Signer(Slot.LEADER, "主管", "周敏"),
                Signer(Slot.MANAGER, "经理", "沈国平"),
            ),
        }
        | changes
    )


def team_row(name, target, actual, pace, forecast, orders, kept, timely, overdue):
    return PartRow(
        name,
        Against(Count(actual), target),
        Decimal(pace),
        state_of(Decimal(pace)),
        forecast,
        orders,
        Count(*kept),
        Count(*timely),
        overdue,
    )


def store_sheet(step_count=5, customer_count=119, **changes):
    people = (
        ("陈思远", 12, 14, "12.4"),
        ("林晓雨", 10, 13, "3.6"),
        ("邓浩然", 9, 13, "-4.1"),
        ("何静", 8, 12, "-6.6"),
    )
    lines = tuple(
        StepRow(text, who, day("11-14"), "open", None, "", 1)
        for text, who in (
            ("三组陪访每人 3 批，补留档话术", "许佳宁"),
            ("网销首响排班到 21:00", "白露"),
            ("库龄超 150 天 2 台定出清价", "季红"),
            ("探岳与宋 L 对比话术上墙", "李卓"),
            ("周末外展两场", "周敏"),
        )
    )[:step_count]
    return WeekSheet(
        **BASE
        | {
            "name": "永驰江城店",
            "kind": "store",
            "team": "",
            "steps": lines,
            "promises": (Promise("deliveries", 34, 31), Promise("orders", 40, 33)),
            "figures": (
                flow("deliveries", (35, 31), (150, 104), "-4.0", 141, "5.8", 28),
                flow("orders", (38, 33), (162, 114), "-2.9", 157, "6", 30),
                flow("net_orders", (36, 31), (154, 108), "-3.2", None, "5.8", 29),
                flow("first_visits", (190, 186), (810, 588), "-0.7", None, "27.8", 171),
                rate("kept_rate", 80, (148, 186), (479, 588), (130, 171)),
                rate("drive_rate", 60, (99, 148), (331, 479), (80, 130)),
                rate("follow_up_timeliness", 95, (348, 375), (1012, 1081), (320, 351)),
                rate("first_response", 90, (64, 76), (179, 228), None),
            ),
            "parts": (
                team_row("销售一组 周敏", 52, 39, "1.7", 52, 11, (53, 63), (120, 126), 2),
                team_row("销售二组 冯立强", 50, 35, "-3.3", 48, 12, (45, 56), (110, 117), 4),
                team_row("销售三组 许佳宁", 48, 30, "-10.8", 41, 10, (50, 68), (112, 126), 9),
            ),
            "total": team_row("", 150, 104, "-4.0", 141, 33, (148, 186), (348, 375), 15),
            "funnel": tuple(
                Stage(key, n)
                for key, n in (("opened", 148), ("arrived", 131), ("driven", 99), ("ordered", 19), ("delivered", 2))
            ),
            "cohorts": tuple(
                Cohort(f"第 {week} 周", Count(*leads))
                for week, leads in ((34, (31, 141)), (33, (29, 137)), (32, (30, 160)), (31, (37, 172)))
            ),
            "customers": customers(min(customer_count, 12)),
            "customer_count": customer_count,
            "loss_reasons": ("价格", "车型", "按揭", "缺货", "跟进"),
            "loss_counts": (
                LossCount("他品牌", (6, 3, 0, 1, 1), 11),
                LossCount("同品牌他店", (3, 0, 0, 2, 1), 6),
                LossCount("放弃", (1, 0, 2, 0, 0), 3),
                LossCount("不明", (0, 0, 0, 0, 0), 2),
            ),
            "loss_total": 22,
            "losses_waiting": 5,
            "competitors": ("比亚迪宋 L 5", "星越 L 2", "凯美瑞 2"),
            "stock": stock(
                (
                    ("O", 62, 0, 33, 0, 31, 0, 0, 0, 64, 1),
                    ("H", 58, 11, 29, 9, 28, 4, 2, 0, 55, 5),
                    ("A", 97, 38, 24, 40, 4, 7, 12, 0, 96, 6),
                    ("B", 88, 61, 22, 32, 1, 9, 38, 0, 91, 3),
                    ("C", 41, 26, 14, 10, 0, 2, 28, 0, 41, 0),
                    ("N", 30, 12, 4, 2, 0, 0, 15, 0, 29, 0),
                )
            ),
            "people": tuple(
                PersonRow(name, team, Against(Count(actual), target), Decimal(pace), state_of(Decimal(pace)))
                for team in ("销售一组", "销售二组", "销售三组")
                for name, actual, target, pace in people
            ),
            "further": (
                Further("培训", "完成 混动系统 11 / 12 人，11 人合格；下周 11-24 周二 18:00 探岳话术演练"),
            ),
            "signers": (
                Signer(Slot.MAKER, "制表"),
                Signer(Slot.MANAGER, "销售经理", "沈国平"),
                Signer(Slot.GENERAL_MANAGER, "总经理", "陆建华"),
            ),
        }
        | changes
    )
