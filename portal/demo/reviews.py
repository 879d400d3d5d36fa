"""The demo store's weekly reviews: two weeks issued and signed on Mondays, with the steps agreed at them."""
from datetime import date, datetime, time, timedelta

from flask_babel import force_locale

from portal.core.clock import ZONE, now
from portal.core.issue import About, one_reading
from portal.core.load import load
from portal.core.period import Period, week
from portal.org.models import Person, Role
from portal.reviews import queries
from portal.reviews.load import DatedSheet
from portal.reviews.review import Review
from portal.reviews.week import WeekSheet
from portal.steps.load import DatedStep

from .found import Opened

WEEKS = 2
CAUSES = ("两位 H 客户等置换评估，评估师周三才在。", "周末两批客户被竞品店截走，报价慢了半天。",
          "本周客流比上周少，新增留档不够。", "老客户跟进集中在后半周，前三天漏了几个。",
          "试驾车保养停了两天，约好的改到下周。")
PLANS = ("周末前约三位 H 客户回店定车。", "每天上午先打完当天到期的回访。", "把失联客户逐个换方式再联系一次。",
         "新到客户当天加微信发对比图。", "把本月待交客户的保险和牌照一次办齐。")
PRACTICES = ("离店 1 小时内把对比图发到微信，再次到店明显增多。",
             "试驾前先问清每天的路线，照着开一遍，当场订车的多了。",
             "报价单上把金融月供和全款并排写，客户少跑一趟。",
             "交车当天请客户拍一张合影，三天内转介绍两位。",
             "早会前把当天到期的客户打完，下午专心接待。")
INSTRUCTION = "H 级客户每天写清卡点，周三晚会逐个过。"
# text, days from the Monday of the review until it is due, and until it was done (None: still open), what came of it
STEPS = (("失联客户逐个回访，无效号报客服", 3, None, ""), ("试驾后当天回访，写清异议", 4, None, ""),
         ("竞品对比话术演练一次", 2, 2, "已演练，记录在群里"))


def hold(opened: Opened, today: date, *, by: Person) -> None:
    """Issue the last weeks that have closed; all but the last are closed again."""
    people = {m.part.role: m.person.id for m in opened.members}
    manager = people.get(Role.MANAGER) or people[Role.LEADER]
    last = week(today).previous()
    for back in reversed(range(WEEKS)):
        of_week = week(last.start - timedelta(weeks=back))
        with one_reading(), force_locale("zh_CN"):
            review = Review(opened.store.id, of_week)
            sheets = [(about, review.sheet(about)) for about in queries.abouts(opened.store.id, of_week.end)]
        rows = [_issued(n, about, data, of_week, manager, opened.store.code, closed=back > 0)
                for n, (about, data) in enumerate(sheets, start=1)]
        load({"week_sheets": rows}, by=by, batch="demo")
        if back == 1:
            load({"steps": _steps(opened, of_week, manager, today)}, by=by, batch="demo")


def _issued(n: int, about: About, data: WeekSheet, of_week: Period, manager: int, code: str, *,
            closed: bool) -> DatedSheet:
    monday = of_week.next().start
    at = [min(datetime.combine(monday, time(hour, (n * 3) % 60), ZONE), now()) for hour in (8, 10, 18)]
    parts = {"causes": CAUSES[n % len(CAUSES)], "plan": PLANS[n % len(PLANS)], "instruction": INSTRUCTION}
    if about.person_id is None:
        parts["practice"] = PRACTICES[(of_week.start.isocalendar().week + n) % len(PRACTICES)]
    for row in data.figures:
        if row.key in ("deliveries", "orders") and row.week.target:
            parts[f"promise.{row.key}"] = str(int(row.week.target))
    return DatedSheet(about, of_week, data, f"{code}-{of_week.key.replace('-', '')}-{n:03}", manager, at[0], parts,
                      {signer.slot: at[1] for signer in data.signers}, at[2] if closed else None)


def _steps(opened: Opened, of_week: Period, manager: int, today: date) -> list[DatedStep]:
    """What was agreed at the review of a week: two steps still open, one done."""
    monday = of_week.next().start
    owners = [m.person.id for m in opened.members if m.part.role is Role.CONSULTANT][:len(STEPS)]
    return [DatedStep(opened.store.id, owner, text, monday + timedelta(days=due), monday, manager,
                      None if done is None else min(monday + timedelta(days=done), today), outcome)
            for owner, (text, due, done, outcome) in zip(owners, STEPS, strict=False)]
