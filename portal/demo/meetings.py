"""The demo store's meetings: the last two days committed to and reported, and today committed to."""
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from sqlalchemy import select

from portal.core.clock import ZONE, now
from portal.core.load import load
from portal.customers.models import Lead
from portal.extensions import db
from portal.meetings.commitments import Tick, may_be_delivered, may_order
from portal.meetings.load import DatedCommitment, DatedReport
from portal.org.models import Person, Role
from portal.org.queries import SELLERS
from portal.sales.models import Delivery, Order

from .found import Member, Opened

DAYS = 2
RECENT = timedelta(days=2)
PROBLEMS = ("两批客户嫌现车颜色不全，要等车。", "置换评估排队，客户等了四十分钟先走了。",
            "上午客流集中，一批没来得及加微。", "按揭审批慢，客户担心月底前提不了车。",
            "竞品店报价低三千，客户还在比。", "试驾车保养，两位客户改约。")
HELPS = ("请评估师周末早上到店。", "请金融专员优先处理两单审批。", "", "", "请内训师带一次竞品话术。")
STEPS = ("先把到期的 H、A 客户打完，再约两位回店。", "上午回访昨天试驾的客户，写清异议。",
         "给等车的客户报一次到车进度。", "约两位置换客户带车来评估。", "补齐昨天两位客户的管理卡。")
WORDS = ("H 级客户明早先联系，卡点写清楚。", "试驾后当天必须回访。", "置换客户我来陪谈。",
         "留档不够，来一批要一批电话。", "")


def hold(opened: Opened, today: date, *, by: Person) -> None:
    """What was ticked is partly what then happened; good consultants keep more of it."""
    random = Random(f"{opened.store.code} meets")
    sellers = [one for one in opened.members if one.part.role in SELLERS and one.is_there(today, today)]
    leaders = {one.part.team: one.person.id for one in sellers if one.part.role is Role.LEADER}
    manager = next(one.person.id for one in opened.members if one.part.role is Role.MANAGER)
    promised, reports = [], []
    for back in range(DAYS, -1, -1):
        day = today - timedelta(days=back)
        for one in (each for each in sellers if each.works(day)):
            store_id, reader = opened.store.id, leaders.get(one.part.team, manager)
            reader = manager if reader == one.person.id else reader
            promised.append(_today(one, store_id, day, random) if not back else _kept(one, store_id, day, random))
            if back:
                reports.append(_report(one, store_id, day, reader, random, read=back > 1 or random.random() < .7))
    load({"day_commitments": promised, "day_reports": reports}, by=by, batch="demo")


def _kept(one: Member, store_id: int, day: date, random: Random) -> DatedCommitment:
    """A day that is over: most of what happened had been ticked, and sometimes one customer more."""
    signed = db.session.scalars(select(Order.lead_id).where(Order.person_id == one.person.id, Order.signed_on == day))
    delivered = db.session.execute(select(Delivery.order_id, Delivery.lead_id).where(
        Delivery.person_id == one.person.id, Delivery.delivered_on == day, Delivery.live == 1))
    orders = [lead_id for lead_id in signed if random.random() < one.part.skill]
    if random.random() < .4:
        orders += _open_before(may_order(one.person.id, store_id, day)[:2], day)[:1]
    deliveries = {order_id: lead_id for order_id, lead_id in delivered}
    return DatedCommitment(store_id, one.person.id, day, _at(day, 8, 40), one.person.id, tuple(dict.fromkeys(orders)),
                           deliveries)


def _today(one: Member, store_id: int, day: date, random: Random) -> DatedCommitment:
    """Some hot customers, and whose vehicle is promised for today or was in the last days."""
    orders = [tick.lead_id for tick in may_order(one.person.id, store_id, day)[:random.choice((0, 0, 1, 1, 2))]]
    promised = [tick for tick in may_be_delivered(one.person.id, store_id, day)
                if tick.on is not None and day - RECENT <= tick.on <= day]
    return DatedCommitment(store_id, one.person.id, day, _at(day, 8, 40), one.person.id, tuple(orders),
                           {tick.key: tick.lead_id for tick in promised[:2]},
                           more_orders=random.choice((0, 0, 0, 0, 1)))


def _report(one: Member, store_id: int, day: date, reader: int, random: Random, *, read: bool) -> DatedReport:
    return DatedReport(
        store_id, one.person.id, day, random.choice(PROBLEMS), random.choice(HELPS), random.choice(STEPS),
        _at(day, 18, random.randrange(10, 55)) if read or random.random() < .6 else None,
        random.choice(WORDS) if read else "", reader if read else None, _at(day, 19, 10) if read else None)


def _open_before(ticks: Iterable[Tick], day: date) -> Sequence[int]:
    """Of these customers the leads that were open on a day."""
    ids = [tick.lead_id for tick in ticks]
    return db.session.scalars(select(Lead.id).where(Lead.id.in_(ids), Lead.opened_on < day).order_by(Lead.id)).all()


def _at(day: date, hour: int, minute: int) -> datetime:
    """On the store's clock; never after this moment."""
    return min(datetime.combine(day, time(hour, minute), ZONE), now())
