"""Reading: plans and their lines; a plan belongs to a store."""
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select

from portal.core.policy import Rights
from portal.core.scope import Scope
from portal.extensions import db
from portal.sales.models import Order

from .models import PlanState, SupplyLine, SupplyPlan

HALF_A_YEAR = 6                 # plans


def plans(scope: Scope) -> Select[SupplyPlan]:
    return select(SupplyPlan).where(SupplyPlan.live == 1, scope.in_stores(SupplyPlan.store_id)).order_by(
        SupplyPlan.month_on.desc(), SupplyPlan.id.desc())


def lines(scope: Scope) -> Select[SupplyLine]:
    """The lines of live plans."""
    return select(SupplyLine).join(SupplyPlan, SupplyPlan.id == SupplyLine.plan_id).where(
        SupplyPlan.live == 1, scope.in_stores(SupplyLine.store_id))


def lines_of(plan: SupplyPlan) -> Sequence[SupplyLine]:
    """As they were reckoned: in the catalogue's order."""
    return db.session.scalars(select(SupplyLine).where(SupplyLine.plan_id == plan.id).order_by(SupplyLine.id)).all()


def until(plan: SupplyPlan) -> date:
    """The last day that a plan has to last."""
    return plan.as_of_on + timedelta(days=plan.lead_days + plan.cover_days)


@dataclass(frozen=True)
class Became:
    """What became of a plan over its span so far, by model: delivered, and still waiting for a vehicle at its end."""
    sold: Mapping[int, int]
    waiting: Mapping[int, int]
    last: date                      # the last day counted
    over: bool

    @property
    def all_sold(self) -> int:
        return sum(self.sold.values())

    @property
    def all_waiting(self) -> int:
        return sum(self.waiting.values())


def became(plan: SupplyPlan, today: date) -> Became | None:
    """None on the day it was reckoned: nothing has come of it. In one statement."""
    yesterday = today - timedelta(days=1)
    last = min(until(plan), yesterday)
    if last <= plan.as_of_on:
        return None
    sold = and_(Order.delivered_on > plan.as_of_on, Order.delivered_on <= last)
    waits = and_(Order.signed_on <= last, or_(Order.vin_on.is_(None), Order.vin_on > last),
                 or_(Order.cancelled_on.is_(None), Order.cancelled_on > last),
                 or_(Order.delivered_on.is_(None), Order.delivered_on > last))
    since = or_(Order.delivered_on.is_(None), Order.delivered_on > plan.as_of_on)       # all others are neither
    rows = db.session.execute(select(
        Order.model_id, func.count(case((sold, 1))), func.count(case((waits, 1)))).where(
        Order.store_id == plan.store_id, Order.voided_at.is_(None), Order.model_id.is_not(None), since,
        ).group_by(Order.model_id)).all()
    return Became(Counter({model_id or 0: sold for model_id, sold, _waits in rows}),
                  Counter({model_id or 0: waits for model_id, _sold, waits in rows}), last, until(plan) <= yesterday)


@dataclass(frozen=True)
class Summed:
    """A plan in one line."""
    plan: SupplyPlan
    expected: Any
    suggested: int
    ordered: int
    changed: int                    # models whose quantity the planner changed
    became: Became | None


def summed(scope: Scope, today: date, most: int = 24) -> list[Summed]:
    """The newest plans; what became of them is asked of half a year's alone."""
    chosen = db.session.scalars(plans(scope).limit(most)).all()
    sums = {row[0]: row[1:] for row in db.session.execute(select(
        SupplyLine.plan_id, func.sum(case((SupplyLine.pace > SupplyLine.leads, SupplyLine.pace),
                                          else_=SupplyLine.leads)),
        func.sum(SupplyLine.suggested), func.sum(SupplyLine.ordered),
        func.count(case((SupplyLine.ordered != SupplyLine.suggested, 1)))).where(
        SupplyLine.plan_id.in_([plan.id for plan in chosen])).group_by(SupplyLine.plan_id))}
    return [Summed(plan, expected or 0, int(suggested or 0), int(ordered or 0), int(changed or 0),
                   became(plan, today) if n < HALF_A_YEAR and plan.state is PlanState.PLACED else None)
            for n, plan in enumerate(chosen)
            for expected, suggested, ordered, changed in (sums.get(plan.id, (0, 0, 0, 0)),)]


def labels(ids: set[int]) -> Mapping[int, str]:
    """A plan is called by its month."""
    return {row[0]: f"{row[1]:%Y-%m}" for row in db.session.execute(
        select(SupplyPlan.id, SupplyPlan.month_on).where(SupplyPlan.id.in_(ids)))}


def opened_by(rights: Rights, ids: set[int]) -> set[int]:
    return set(db.session.scalars(plans(rights["planning.read"]).where(SupplyPlan.id.in_(ids)).order_by(None)
                                  .with_only_columns(SupplyPlan.id))) if "planning.read" in rights else set()
