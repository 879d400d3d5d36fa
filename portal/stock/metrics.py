"""The figures that need vehicles and sales together. Source: DOMAIN.md section 7."""
from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Date, Select, and_, case, func, literal, null, or_, select, union_all

from portal.catalogue.splits import BY_SERIES
from portal.core.days import days_after, days_between
from portal.core.metric import Aim, Kind, Metric, fact, facts_of
from portal.core.period import Period, Periods, Unit, month
from portal.customers.models import Lead
from portal.sales.metrics.orders import BY_SALE, open_at
from portal.sales.metrics.reserve import planned_next_month
from portal.sales.models import Delivery, Order
from portal.vehicles.metrics import counts, stand_at
from portal.vehicles.models import Vehicle, VehicleMove

from .capital import capital_cost

MONTHS = 3                  # full ones, whose deliveries make the average


def _waiting(periods: Periods) -> Select[Any]:
    """Open orders that no vehicle had been allotted to by the close of the day."""
    return open_at(periods, series_id=Order.series_id).where(
        or_(Order.vin_on.is_(None), Order.vin_on > periods.rows.c.as_at))


def _profit(periods: Periods, amount: Any, base: Any = None) -> Select[Any]:
    """Deliveries whose vehicle's cost is known."""
    return fact(periods, Delivery, on=Delivery.delivered_on, person=Delivery.person_id, amount=amount, base=base,
                sale_kind=Delivery.sale_kind, series_id=Delivery.series_id, origin=Lead.origin,
                ).join(Lead, Lead.id == Delivery.lead_id).join(Order, Order.id == Delivery.order_id).join(
        Vehicle, Vehicle.id == Order.vehicle_id).where(Delivery.live == 1, Vehicle.cost_fen.is_not(None))


def _first(base: Any = None) -> Callable[[Periods], Select[Any]]:
    """GP1, against `base` where it is a rate."""
    return lambda periods: _profit(periods, Delivery.price_fen - Vehicle.cost_fen, base)


def _second(base: Any = None) -> Callable[[Periods], Select[Any]]:
    """GP2: with the factory's rebate, where it is known."""
    return lambda periods: _profit(periods, Delivery.price_fen - Vehicle.cost_fen + Vehicle.rebate_fen, base).where(
        Vehicle.rebate_fen.is_not(None))


def _depth(periods: Periods) -> Select[Any]:
    """Three rows' worth of each vehicle against the deliveries of three months: the stock against those of one."""
    spans = union_all(*(
        select(literal(n).label("period"), _day(first.start).label("first"), _day(last.end).label("last"))
        for n, (first, last) in enumerate(map(_three_months, _days(periods))))).subquery("spans")
    delivered = select(
        spans.c.period, Order.vehicle_id.label("row_id"), Delivery.delivered_on.label("on"), Delivery.store_id,
        null().label("person_id"), null().label("lead_id"), literal(0).label("amount"), literal(1).label("base"),
        Delivery.series_id).select_from(Delivery).join(Order, Order.id == Delivery.order_id).join(
        spans, Delivery.delivered_on.between(spans.c.first, spans.c.last)).where(
        Delivery.live == 1, Delivery.delivered_on <= periods.as_of)
    return facts_of(union_all(stand_at(periods, amount=MONTHS, base=0, series_id=Vehicle.series_id), delivered))


def _days(periods: Periods) -> list[date]:
    return [min(period.end, periods.as_of) for period in periods.periods]


def _three_months(on: date) -> tuple[Period, Period]:
    """The first and the last of the last three full months."""
    last = month(on).previous()
    return last.previous().previous(), last


def _day(day: date) -> Any:
    return func.date(literal(day), type_=Date())


def _forward_depth(periods: Periods) -> Select[Any]:
    return facts_of(union_all(stand_at(periods, base=0), *planned_next_month(periods)))


def _turnover(periods: Periods) -> Select[Any]:
    """The closings of days at which a vehicle stood in the store, against the deliveries of the period."""
    rows = periods.rows.c
    first = case((VehicleMove.from_on > rows.start, VehicleMove.from_on), else_=rows.start)
    after = case((VehicleMove.to_on <= rows.as_at, VehicleMove.to_on), else_=days_after(rows.as_at, 1))
    stood = fact(periods, VehicleMove, row_id=VehicleMove.vehicle_id, lead=null(), on=rows.as_at, person=null(),
                 amount=days_between(first, after), base=0, series_id=Vehicle.series_id,
                 when=and_(rows.start <= rows.as_at, VehicleMove.from_on <= rows.as_at,
                           VehicleMove.to_on > rows.start),
                 ).join(Vehicle, Vehicle.id == VehicleMove.vehicle_id).where(Vehicle.live == 1, counts())
    delivered = fact(periods, Delivery, row_id=Order.vehicle_id, lead=null(), on=Delivery.delivered_on, person=null(),
                     amount=0, base=1, series_id=Delivery.series_id,
                     ).join(Order, Order.id == Delivery.order_id).where(Delivery.live == 1)
    return facts_of(union_all(stood, delivered))


waiting_orders = Metric(
    "waiting_orders", Kind.LEVEL, _l("Orders waiting for a vehicle"), _l("orders"), _waiting, "sales_order",
    _l("Orders open at the close of the day to which no vehicle had been allotted."),
    _l("open orders without a vehicle at the close of the last day"), splits=BY_SERIES)
gross_profit = Metric(
    "gross_profit", Kind.FLOW, _l("Gross profit GP1"), _l("yuan"), _first(), "delivery",
    _l("Agreed price less the vehicle's cost, both with VAT, of deliveries whose cost is known."),
    _l("agreed price − cost"), splits=BY_SALE, needs="cost.read", money=True)
second_profit = Metric(
    "gross_profit_2", Kind.FLOW, _l("Gross profit GP2"), _l("yuan"), _second(), "delivery",
    _l("GP1 and the factory's rebate for the vehicle, of deliveries whose cost and rebate are known."),
    _l("agreed price − cost + factory rebate"), splits=BY_SALE, needs="cost.read", money=True)
profit_each = Metric(
    "gross_profit_each", Kind.RATE, _l("GP1 per vehicle"), _l("yuan"), _first(1), "delivery",
    _l("GP1 over the deliveries whose cost is known."), _l("GP1 / deliveries"), splits=BY_SALE, needs="cost.read",
    money=True, places=0)
profit_rate = Metric(
    "gross_profit_rate", Kind.RATE, _l("GP1 rate"), _l("yuan"), _first(Delivery.price_fen), "delivery",
    _l("GP1 as a rate of the revenue of the same deliveries."), _l("GP1 / agreed prices of the deliveries"),
    splits=BY_SALE, needs="cost.read", money=True)
second_each = Metric(
    "gross_profit_2_each", Kind.RATE, _l("GP2 per vehicle"), _l("yuan"), _second(1), "delivery",
    _l("GP2 over the deliveries whose cost and rebate are known."), _l("GP2 / deliveries"), splits=BY_SALE,
    needs="cost.read", money=True, places=0)
second_rate = Metric(
    "gross_profit_2_rate", Kind.RATE, _l("GP2 rate"), _l("yuan"), _second(Delivery.price_fen), "delivery",
    _l("GP2 as a rate of the revenue of the same deliveries."), _l("GP2 / agreed prices of the deliveries"),
    splits=BY_SALE, needs="cost.read", money=True)
depth = Metric(
    "stock_depth", Kind.RATE, _l("Stock depth"), _l("months"), _depth, "vehicle",
    _l("How many months the stock lasts at the pace of the last three full months; each vehicle stands for three, as "
       "the deliveries of three months stand below."),
    _l("3 × vehicles in stock / deliveries of the last three full months"), over_edges=True, places=2, splits=BY_SERIES)
forward_depth = Metric(
    "forward_depth", Kind.RATE, _l("Forward depth"), _l("months"), _forward_depth, "vehicle",
    _l("The stock at the close of the last day against the next month's target of deliveries."),
    _l("vehicles in stock / deliveries planned for the next month"), over_edges=True, places=2)
turnover_days = Metric(
    "turnover_days", Kind.RATE, _l("Turnover days"), _l("days"), _turnover, "vehicle",
    _l("How many days a vehicle stands for each one that is delivered: the mean of all daily closings, times the days, "
       "over the deliveries."),
    _l("sum of the stock at each day's close / deliveries"), over_edges=True, places=1,
    aim=Aim(45, at_most=True, units=(Unit.MONTH, Unit.QUARTER, Unit.YEAR), high=365), splits=BY_SERIES)
metrics = (waiting_orders, depth, forward_depth, turnover_days, capital_cost, gross_profit, profit_each, profit_rate,
           second_profit, second_each, second_rate)
