"""The demo store's order plans: of the last two months, and this one's as the planner drafted it."""
from datetime import date, timedelta

from portal.core.load import load
from portal.core.period import month
from portal.org.models import Person
from portal.stock.planning.load import DatedSupplyPlan

from .cast import HOUSES
from .found import Opened

CHANGED = (
    {0: (2, "厂家本月该车型有额外返利"), 3: (-1, "该配置下月改款")},
    {1: (3, "团购客户意向 3 台"), 4: (-2, "颜色调不到，先少订")},
    {2: (1, "展车要换新")},
)


def plan(opened: Opened, today: date, *, by: Person) -> None:
    """In the main store alone; the third of a month, this month's still a draft."""
    planner = next((one.person.id for one in opened.members if one.part.account == "planner"), None)
    if opened.store.code != HOUSES[0].code or planner is None:
        return
    months = [month(today).previous().previous(), month(today).previous(), month(today).next()]
    load({"supply_plans": [DatedSupplyPlan(
        opened.store.id, one.start, min(one.start, today) - timedelta(days=1), planner,
        placed_on=one.start + timedelta(days=2) if one.end < today else None, more=more)
        for one, more in zip(months, CHANGED, strict=True)]}, by=by, batch="demo")
