"""What the planner does: drafts a month's plan, changes quantities with a reason, places it."""
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from portal.core.action import Refused, action, locked, seen
from portal.core.clock import today
from portal.core.period import month
from portal.extensions import db
from portal.org.models import Person, Store

from .models import PlanState, SupplyLine, SupplyPlan
from .reckoning import Span, reckon, span_of

MOST = 999              # vehicles of a model in a month


@action("supply.drafted")
def draft_plan(store: Store, *, by: Person, month_on: date, once: str | None = None) -> SupplyPlan:
    """Reckon what to order for a month, as at yesterday's close; each store has one plan a month."""
    this_month = month(today())
    if month_on not in (this_month.start, this_month.next().start):
        raise Refused(_("This month or the next."), field="month_on")
    if db.session.scalar(select(SupplyPlan.id).where(
            SupplyPlan.store_id == store.id, SupplyPlan.month_on == month_on, SupplyPlan.live == 1)):
        raise Refused(_("There is a plan for this month already."), field="month_on")
    return draft(store.id, month_on, today() - timedelta(days=1), span_of(store.id, today()), by_id=by.id)


def draft(store_id: int, month_on: date, as_of: date, span: Span, *, by_id: int) -> SupplyPlan:
    """In the course of an action or a load."""
    plan = SupplyPlan(store_id=store_id, month_on=month_on, state=PlanState.DRAFT, as_of_on=as_of,
                      lead_days=span.lead_days, cover_days=span.cover_days, drafted_by_id=by_id)
    db.session.add(plan)
    db.session.flush()
    db.session.add_all(SupplyLine(
        plan_id=plan.id, store_id=store_id, series_id=one.series_id, model_id=one.model_id, delivered=one.delivered,
        pace=one.pace, leads=one.leads, waiting=one.waiting, free=one.free, coming=one.coming,
        suggested=one.suggested, ordered=one.suggested) for one in reckon(store_id, as_of, span))
    db.session.flush()
    return plan


@action("supply.changed")
def change_quantity(line: SupplyLine, *, by: Person, version: int, ordered: int, reason: str = "") -> SupplyLine:
    """Another quantity than the suggested one says why."""
    seen(line, version)
    _draft(locked(db.session.get_one(SupplyPlan, line.plan_id)))
    if not 0 <= ordered <= MOST:
        raise Refused(_("From 0 to %(most)s.", most=MOST), field="ordered")
    if ordered != line.suggested and not reason:
        raise Refused(_("Say why it is not the suggested quantity."), field="reason")
    line.ordered, line.reason = ordered, reason if ordered != line.suggested else ""
    return line


@action("supply.placed")
def place_plan(plan: SupplyPlan, *, by: Person, version: int) -> SupplyPlan:
    """Ordered from the factory: nothing is changed any more."""
    seen(plan, version)
    _draft(plan)
    plan.state, plan.placed_by_id, plan.placed_on = PlanState.PLACED, by.id, today()
    return plan


@action("supply.voided")
def void_plan(plan: SupplyPlan, *, by: Person, version: int, reason: str) -> SupplyPlan:
    """A draft that is not wanted, or is to be reckoned anew."""
    seen(plan, version)
    _draft(plan)
    plan.void(by=by, reason=reason)
    return plan


def _draft(plan: SupplyPlan) -> None:
    if plan.live is None or plan.state is not PlanState.DRAFT:
        raise Refused(_("This plan has been ordered already."))
