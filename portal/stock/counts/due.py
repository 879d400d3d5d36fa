"""What is owed in counts: to finish one, to settle its differences, to search for what is missing."""
from sqlalchemy import case, select

from portal.core.days import days_after
from portal.core.due import Rows, owed
from portal.core.scope import Scope
from portal.vehicles.models import State, Vehicle

from .actions import TO_SETTLE
from .models import CountDifference, CountLine, CountState, Settlement, StockCount

AFTER_HOT = 3


def to_finish(scope: Scope) -> Rows:
    """Counts that are going on, for who opened them: to be counted on their day, settled some days later."""
    settled_by = days_after(StockCount.on, TO_SETTLE.days)
    return select(*owed("stock_count", StockCount.id, by=StockCount.opened_by_id,
                        due_on=case((StockCount.state == CountState.COUNTING, StockCount.on), else_=settled_by),
                        urgency=AFTER_HOT, text=StockCount.title)).where(
        scope.sees(store=StockCount.store_id, owner=StockCount.opened_by_id), StockCount.live == 1,
        StockCount.running == 1)


def to_record(scope: Scope) -> Rows:
    """Vehicles settled as sold that stand here by the books, for who settled it: their delivery is to be recorded."""
    return select(*owed("stock_count_difference", CountDifference.id, by=CountDifference.decided_by_id,
                        due_on=CountDifference.answer_by_on, urgency=AFTER_HOT, text=CountLine.vin)).join(
        CountLine, CountLine.id == CountDifference.line_id).join(
        StockCount, StockCount.id == CountDifference.count_id).join(
        Vehicle, Vehicle.id == CountLine.vehicle_id).where(
        scope.sees(store=CountDifference.store_id, owner=CountDifference.decided_by_id), StockCount.live == 1,
        CountDifference.waiting.is_(None), CountDifference.settlement == Settlement.SOLD,
        Vehicle.state == State.STOCK, Vehicle.store_id == CountDifference.store_id)


def to_search(scope: Scope) -> Rows:
    """Vehicles that somebody searches for."""
    return select(*owed("stock_count_difference", CountDifference.id, by=CountDifference.searcher_id,
                        due_on=CountDifference.answer_by_on, urgency=AFTER_HOT, text=CountLine.vin)).join(
        CountLine, CountLine.id == CountDifference.line_id).join(
        StockCount, StockCount.id == CountDifference.count_id).where(
        scope.sees(store=CountDifference.store_id, owner=CountDifference.searcher_id), StockCount.live == 1,
        CountDifference.waiting == 1, CountDifference.searcher_id.is_not(None))
