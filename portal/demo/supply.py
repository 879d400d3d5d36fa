"""The demo store's order plans: of the last months and this one, and the next one's as the planner drafted it."""
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
    {0: (1, "老客户转介绍集中"), 2: (-1, "在途车月底到齐")},
    {2: (1, "展车要换新")},
)


def plan(opened: Opened, today: date, *, by: Person) -> None:
    """In the main store alone; placed on the third of a month, the next month's still a draft."""
    planner = next((one.person.id for one in opened.members if one.part.account == "planner"), None)
    if opened.store.code != HOUSES[0].code or planner is None:
        return
    this = month(today)
    months = [this.previous().previous(), this.previous(), this, this.next()]
    load({"supply_plans": [DatedSupplyPlan(
        opened.store.id, one.start, min(one.start, today) - timedelta(days=1), planner,
        placed_on=one.start + timedelta(days=2) if one.start <= today - timedelta(days=2) else None, more=more)
        for one, more in zip(months, CHANGED, strict=True)]}, by=by, batch="demo")
