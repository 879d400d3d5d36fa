"""The demo store's counts: at the ends of the last two months, and one that began this morning."""
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random

from sqlalchemy import select

from portal.core.clock import ZONE
from portal.core.issue import Slot
from portal.core.load import load
from portal.extensions import db
from portal.org.models import Person, Role
from portal.stock.counts.load import DatedCount, DatedLine
from portal.stock.counts.models import Answer, Settlement
from portal.vehicles.models import State, Vehicle, VehicleMove

from .found import Opened

UNKNOWN = "LFV2A21K0E5990417"
SETTLED = (                                 # what was not as expected: place among the lines, and how it was settled
    (4, Answer.MISSING, "", "", Settlement.FOUND, "在维修车间做售前检查"),
    (11, Answer.SEEN, "后院", "", Settlement.MOVED, "交车区腾位时挪过去的"),
    (17, Answer.DAMAGED, "", "左前门划痕 5 厘米", Settlement.REPAIR, "送喷漆，费用由运输商承担"),
    (23, Answer.SEEN, "C 区", "", Settlement.PUT_BACK, "洗车后停错，已开回"),
)


def hold(opened: Opened, today: date, *, by: Person) -> None:
    """By the planner, with a consultant's help; the manager where there is no planner."""
    leads = {one.part.role: one.person.id for one in opened.members}
    holder = leads.get(Role.PLANNER, leads[Role.MANAGER])
    helper = next((one.person.id for one in opened.members if one.part.role is Role.CONSULTANT), holder)
    told = [_closed(opened, on, number, holder, helper) for number, on in enumerate(_month_ends(today))]
    if Role.PLANNER in leads:
        told.append(_begun(opened, today, holder, helper))
    load({"stock_counts": [one for one in told if one.lines]}, by=by, batch="demo")


def _month_ends(today: date) -> Iterator[date]:
    last = today.replace(day=1) - timedelta(days=1)
    yield last.replace(day=1) - timedelta(days=1)
    yield last


def _closed(opened: Opened, on: date, number: int, holder: int, helper: int) -> DatedCount:
    """The earlier one found everything; the later one had differences."""
    lines = [replace(line, answer=Answer.SEEN, said_by_id=(holder, helper)[n % 3 == 0])
             for n, line in enumerate(_expected(opened.store.id, on))]
    if number:
        for place, answer, seen_at, remark, settlement, reason in SETTLED:
            if place < len(lines):
                lines[place] = replace(lines[place], answer=answer, seen_place=seen_at, remark=remark,
                                       settlement=settlement, reason=reason)
        lines.append(DatedLine(UNKNOWN, "后院", answer=Answer.EXTRA, said_by_id=helper, remark="二手车暂放",
                               settlement=Settlement.NOT_OURS, reason="二手车部寄放，当日开走"))
    began = datetime.combine(on, time(17, 30), ZONE)
    return DatedCount(opened.store.id, f"{on.month} 月末盘点", holder, began, lines,
                      began + timedelta(hours=18), {Slot.MAKER: began + timedelta(hours=18, minutes=20),
                                                    Slot.MANAGER: began + timedelta(hours=19)})


def _begun(opened: Opened, today: date, holder: int, helper: int) -> DatedCount:
    """Two of the places are nearly done."""
    random, lines = Random(f"{opened.store.code} counts {today}"), _expected(opened.store.id, today)
    first = list(dict.fromkeys(line.place for line in lines))[:2]
    told = [replace(line, answer=Answer.SEEN, said_by_id=(holder, helper)[first.index(line.place)])
            if line.place in first and random.random() < .85 else line for line in lines]
    return DatedCount(opened.store.id, "周六盘点" if today.weekday() == 5 else "抽查盘点", holder,
                      datetime.combine(today, time(8, 40), ZONE), told)


def _expected(store_id: int, on: date) -> Sequence[DatedLine]:
    """What stood in a store at the close of a day, by place."""
    rows = db.session.execute(
        select(Vehicle.id, Vehicle.vin, VehicleMove.place, VehicleMove.use, VehicleMove.held_for)
        .join(Vehicle, Vehicle.id == VehicleMove.vehicle_id)
        .where(Vehicle.live == 1, VehicleMove.store_id == store_id, VehicleMove.state == State.STOCK,
               VehicleMove.from_on <= on, VehicleMove.to_on > on)
        .order_by(VehicleMove.place, Vehicle.tail, Vehicle.id))
    return [DatedLine(vin, place, vehicle_id, use, held_for) for vehicle_id, vin, place, use, held_for in rows]
