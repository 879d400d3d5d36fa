"""Closing: which leads ordered, by where the period met them, and how leads end."""
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Exists, Select, and_, case, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from portal.catalogue.splits import BY_SERIES
from portal.core.days import days_between
from portal.core.metric import Aim, Kind, Metric, Split, fact, facts_of
from portal.core.period import Periods, Unit
from portal.customers.metrics.leads import BY_ORIGIN, open_at_start, opened
from portal.customers.metrics.losses import approved
from portal.customers.models import HandOver, Lead, LeadState, Level, LevelSpan, Loss, Origin

from ..models import Delivery, Order, TestDrive
from .drives import driven
from .orders import REAL, signed

LEADS, ORDERS = _l("leads"), _l("orders")
RIPE_COHORT = 90            # days until leads opened together are judged
NEW, CARRIED, OTHER = "new", "carried", "other"                         # 新增, 结转, 其他: where an order comes from
BY_WAY = BY_ORIGIN | BY_SERIES
LINES = {NEW: _l("New"), CARRIED: _l("Carried over"), OTHER: _l("Other")}
STAGES = {"opened": _l("Opened"), "arrived": _l("Arrived"), "driven": _l("Test drive"), "ordered": _l("Ordered"),
          "delivered": _l("Delivered")}
OWN, TAKEN = "own", "taken"
RECEIVED = {OWN: _l("Own before"), TAKEN: _l("Taken over")}


def _ordered(periods: Periods, lead_id: Any, *more: ColumnElement[bool], in_period: bool = True) -> Exists:
    """A lead has an order up to the as-of day, and in the period unless any will do."""
    order = aliased(Order)
    within = (order.signed_on.between(periods.rows.c.start, periods.rows.c.end),) if in_period else ()
    return select(order.id).where(order.lead_id == lead_id, order.voided_at.is_(None),
                                  order.signed_on <= periods.as_of, *within, *more).exists()


def _yes(clause: Any) -> Any:
    return case((clause, 1), else_=0)


def _new_closing(periods: Periods) -> Select[Any]:
    return opened(periods, amount=_yes(_ordered(periods, Lead.id)), base=1).where(Lead.kept)


def _carried_over_closing(periods: Periods) -> Select[Any]:
    return open_at_start(periods, amount=_yes(_ordered(periods, Lead.id)), base=1).where(LevelSpan.level != Level.O)


def _cohort_closing(periods: Periods) -> Select[Any]:
    return opened(periods, amount=_yes(_ordered(periods, Lead.id, in_period=False)), base=1)


def _received(periods: Periods, given: Any) -> ColumnElement[bool]:
    """A hand-over to somebody that stands."""
    return and_(given.to_id.is_not(None), given.undone_at.is_(None), given.on <= periods.as_of)


def _taken_over_closing(periods: Periods) -> Select[Any]:
    """A lead counts once, for its last receiver of the period, and with orders from that day on."""
    later, order = aliased(HandOver), aliased(Order)
    given_on = select(later.id).where(
        later.lead_id == HandOver.lead_id, _received(periods, later), later.on <= periods.rows.c.end,
        or_(later.on > HandOver.on, and_(later.on == HandOver.on, later.id > HandOver.id))).exists()
    ordered = select(order.id).where(
        order.lead_id == HandOver.lead_id, order.voided_at.is_(None), order.signed_on <= periods.as_of,
        order.signed_on.between(HandOver.on, periods.rows.c.end)).exists()
    return fact(periods, HandOver, row_id=HandOver.lead_id, on=HandOver.on, person=HandOver.to_id,
                amount=_yes(ordered), base=1, origin=Lead.origin, series_id=Lead.series_id,
                ).join(Lead, Lead.id == HandOver.lead_id).where(
        Lead.live == 1, Lead.invalid_as.is_(None), _received(periods, HandOver), ~given_on)


def _combined_closing(periods: Periods) -> Select[Any]:
    orders = fact(periods, Order, row_id=Order.lead_id, on=Order.signed_on, person=Order.person_id, base=0,
                  origin=Lead.origin, series_id=Order.series_id).join(Lead, Lead.id == Order.lead_id).where(REAL)
    return facts_of(union_all(orders, opened(periods, amount=0, base=1).where(Lead.kept)))


def _order_lines(periods: Periods) -> Select[Any]:
    """Each order in one line; the first of a lead in the period is new or carried over, where the lead was."""
    span, earlier = aliased(LevelSpan), aliased(Order)
    second = select(earlier.id).where(
        earlier.lead_id == Order.lead_id, earlier.voided_at.is_(None), earlier.signed_on >= periods.rows.c.start,
        or_(earlier.signed_on < Order.signed_on,
            and_(earlier.signed_on == Order.signed_on, earlier.id < Order.id))).exists()
    was_open = select(span.id).where(
        span.lead_id == Order.lead_id, span.from_on <= periods.rows.c.eve, span.to_on > periods.rows.c.eve,
        span.state == LeadState.OPEN, span.level != Level.O, span.owner_id.is_not(None)).exists()
    is_new = and_(Lead.kept, Lead.invalid_as.is_(None),
                  Lead.opened_on.between(periods.rows.c.start, periods.rows.c.end))
    received = select(HandOver.id).where(
        HandOver.lead_id == Order.lead_id, _received(periods, HandOver),
        HandOver.on.between(periods.rows.c.start, Order.signed_on)).exists()
    line = case((second, OTHER), (is_new, NEW), (was_open, CARRIED), else_=OTHER)
    return signed(periods, line=line, taken_over=case((received, TAKEN), else_=OWN))


def _ends(periods: Periods) -> Select[Any]:
    """The last end of each lead in the period: an order, or a loss that was approved. Of one day the order is last."""
    loss, order = aliased(Loss), aliased(Order)
    end = periods.rows.c.end
    order_after = select(order.id).where(
        order.lead_id == Loss.lead_id, order.voided_at.is_(None), order.signed_on >= Loss.asked_on,
        order.signed_on <= end, order.signed_on <= periods.as_of).exists()
    loss_after = select(loss.id).where(
        loss.lead_id == Order.lead_id, approved(periods, loss), loss.asked_on > Order.signed_on, loss.asked_on <= end,
        loss.asked_on <= periods.as_of).exists()
    other_loss = _later(loss, Loss, "asked_on", periods, approved(periods, loss))
    other_order = _later(order, Order, "signed_on", periods, order.voided_at.is_(None))
    lost = fact(periods, Loss, row_id=Loss.lead_id, on=Loss.asked_on, person=Loss.owner_id, base=1,
                origin=Lead.origin).join(Lead, Lead.id == Loss.lead_id).where(
        Lead.live == 1, approved(periods), ~order_after, ~other_loss)
    ordered = fact(periods, Order, row_id=Order.lead_id, on=Order.signed_on, person=Order.person_id, amount=0, base=1,
                   origin=Lead.origin).join(Lead, Lead.id == Order.lead_id).where(
        Lead.live == 1, REAL, ~loss_after, ~other_order)
    return facts_of(union_all(lost, ordered))


def _later(other: Any, table: Any, day: str, periods: Periods, counts: ColumnElement[bool]) -> Exists:
    """Another row of the same kind ended the lead later in the period."""
    its, own = getattr(other, day), getattr(table, day)
    return select(other.id).where(
        other.lead_id == table.lead_id, counts, its <= periods.rows.c.end, its <= periods.as_of,
        or_(its > own, and_(its == own, other.id > table.id))).exists()


def _sales_cycle(periods: Periods) -> Select[Any]:
    return signed(periods, amount=days_between(Lead.opened_on, Order.signed_on))


def _funnel(periods: Periods) -> Select[Any]:
    """Leads opened in the period, once for each stage they reached; a later stage shows that those before were."""
    drove = select(TestDrive.id).where(TestDrive.lead_id == Lead.id, driven(), TestDrive.on <= periods.as_of).exists()
    delivered = select(Delivery.id).where(Delivery.lead_id == Lead.id, Delivery.live == 1,
                                          Delivery.delivered_on <= periods.as_of).exists()
    ordered = or_(_ordered(periods, Lead.id, in_period=False), delivered)
    driven_or_later = or_(drove, ordered)
    stages = {"opened": literal(1) == 1, "arrived": or_(Lead.arrived_on <= periods.as_of, driven_or_later),
              "driven": driven_or_later, "ordered": ordered, "delivered": delivered}
    return facts_of(union_all(*(opened(periods, stage=stage).where(reached) for stage, reached in stages.items())))


def _closing_aim(showroom: int) -> Aim:
    return Aim(split="origin", units=(Unit.MONTH,), firsts={
        "showroom": (_l("Showroom"), showroom), "call": (_l("Call"), None), "web": (_l("Web"), None)})


new_closing = Metric(
    "new_closing", Kind.RATE, _l("New closing rate"), LEADS, _new_closing, "lead",
    _l("How many kept leads opened in the period ordered in it. Cancelled orders count."),
    _l("kept leads opened in the period that ordered in it / kept leads opened in the period"),
    over_edges=True, aim=_closing_aim(15), splits=BY_WAY)


def _new_closing_of(origin: Origin, name: Any) -> Metric:
    """The same of one origin: each is planned, tracked and printed for itself."""
    return Metric(
        f"new_closing_{origin.value}", Kind.RATE, name, LEADS,
        lambda periods: _new_closing(periods).where(Lead.origin == origin), "lead",
        _l("How many kept leads of that origin opened in the period ordered in it. Cancelled orders count."),
        _l("kept leads of the origin opened in the period that ordered in it / those opened in the period"),
        over_edges=True, splits=BY_SERIES)


new_closing_by_origin = (
    _new_closing_of(Origin.SHOWROOM, _l("New closing rate, showroom")),
    _new_closing_of(Origin.CALL, _l("New closing rate, call")),
    _new_closing_of(Origin.WEB, _l("New closing rate, web")),
)
carried_over_closing = Metric(
    "carried_over_closing", Kind.RATE, _l("Carried-over closing rate"), LEADS, _carried_over_closing, "lead",
    _l("How many leads below level O at the close of the day before the period ordered in it, for their owner then."),
    _l("leads open at the start that ordered in the period / leads open at the start"),
    over_edges=True, aim=_closing_aim(10), splits=BY_WAY)
cohort_closing = Metric(
    "cohort_closing", Kind.RATE, _l("Cohort closing rate"), LEADS, _cohort_closing, "lead",
    _l("How many leads opened in the period have ordered up to now; those added by WeChat alone are among them."),
    _l("leads opened in the period with an order up to now / leads opened in the period"), ripens=RIPE_COHORT,
    aim=Aim(split="origin", firsts={"showroom": (_l("Showroom"), 20), "call": (_l("Call"), None),
                                    "web": (_l("Web"), None)}), splits=BY_WAY)
taken_over_closing = Metric(
    "taken_over_closing", Kind.RATE, _l("Taken-over closing rate"), LEADS, _taken_over_closing, "lead",
    _l("How many leads received from DCC, the pool or a colleague ordered afterwards in the period; each lead once, "
       "for its last receiver."),
    _l("leads received that ordered in the period / leads received"), over_edges=True, aim=Aim(), splits=BY_WAY)
combined_closing = Metric(
    "combined_closing", Kind.RATE, _l("Combined closing rate"), LEADS, _combined_closing, "lead",
    _l("Orders against kept leads opened, both of the period: it can pass 100 %."),
    _l("orders / kept leads opened"), splits=BY_WAY)
order_lines = Metric(
    "order_lines", Kind.WINDOW, _l("Orders by where they come from"), ORDERS, _order_lines, "sales_order",
    _l("Each order in one line: new (its kept lead was opened in the period), carried over (below O and owned at the "
       "start), other (revived, frozen, pool, second order, never kept). The lines add up to the orders."),
    _l("orders signed, by what their lead was at the start of the period"),
    splits=BY_WAY | {"line": Split(_l("Line"), said=lambda: LINES),
                     "taken_over": Split(_l("Taken over"), said=lambda: RECEIVED),
                     "sale_kind": Split(_l("Sale kind"))})
lost_rate = Metric(
    "lost_rate", Kind.RATE, _l("Lost rate"), LEADS, _ends, "lead",
    _l("Leads that ended lost among all that ended, ordered or lost; the last end in the period counts, once, and "
       "coming back to life takes nothing back."),
    _l("leads ended lost / leads ended"), over_edges=True, aim=Aim(at_most=True), splits=BY_ORIGIN)
sales_cycle = Metric(
    "sales_cycle", Kind.MEDIAN, _l("Sales cycle"), _l("days"), _sales_cycle, "sales_order",
    _l("Calendar days from the first opening of the lead to each order signed in the period."),
    _l("median of the days from opening to order"), splits=BY_WAY)
funnel = Metric(
    "funnel", Kind.FLOW, _l("Funnel"), LEADS, _funnel, "lead",
    _l("Leads opened in the period by the stages they have reached up to now: opened, arrived, driven, ordered, "
       "delivered; each stage holds those of the later ones."),
    _l("leads opened in the period that reached a stage"),
    splits=BY_WAY | {"stage": Split(_l("Stage"), said=lambda: STAGES)})
