"""The figures that need vehicles and sales together. Source: DOMAIN.md section 7."""
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, or_

from portal.core.metric import Kind, Metric, fact
from portal.core.period import Periods
from portal.customers.metrics.leads import BY_SERIES
from portal.customers.models import Lead
from portal.sales.metrics.orders import BY_SALE, open_at
from portal.sales.models import Delivery, Order
from portal.vehicles.models import Vehicle


def _waiting(periods: Periods) -> Select[Any]:
    """Open orders that no vehicle had been allotted to by the close of the day."""
    return open_at(periods, series_id=Order.series_id).where(
        or_(Order.vin_on.is_(None), Order.vin_on > periods.rows.c.as_at))


def _profit(periods: Periods, amount: Any) -> Select[Any]:
    """Deliveries whose vehicle's cost is known."""
    return fact(periods, Delivery, on=Delivery.delivered_on, person=Delivery.person_id, amount=amount,
                sale_kind=Delivery.sale_kind, series_id=Delivery.series_id, origin=Lead.origin,
                ).join(Lead, Lead.id == Delivery.lead_id).join(Order, Order.id == Delivery.order_id).join(
        Vehicle, Vehicle.id == Order.vehicle_id).where(Delivery.live == 1, Vehicle.cost_fen.is_not(None))


def _first(periods: Periods) -> Select[Any]:
    return _profit(periods, Delivery.price_fen - Vehicle.cost_fen)


def _second(periods: Periods) -> Select[Any]:
    return _profit(periods, Delivery.price_fen - Vehicle.cost_fen + Vehicle.rebate_fen).where(
        Vehicle.rebate_fen.is_not(None))


waiting_orders = Metric(
    "waiting_orders", Kind.LEVEL, _l("Orders waiting for a vehicle"), _l("orders"), _waiting, "sales_order",
    _l("Orders open at the close of the day to which no vehicle had been allotted."),
    _l("open orders without a vehicle at the close of the last day"), splits=BY_SERIES)
gross_profit = Metric(
    "gross_profit", Kind.FLOW, _l("Gross profit GP1"), _l("yuan"), _first, "delivery",
    _l("Agreed price less the vehicle's cost, both with VAT, of deliveries whose cost is known."),
    _l("agreed price − cost"), splits=BY_SALE, needs="cost.read", money=True)
second_profit = Metric(
    "gross_profit_2", Kind.FLOW, _l("Gross profit GP2"), _l("yuan"), _second, "delivery",
    _l("GP1 and the factory's rebate for the vehicle, of deliveries whose cost and rebate are known."),
    _l("agreed price − cost + factory rebate"), splits=BY_SALE, needs="cost.read", money=True)
metrics = (waiting_orders, gross_profit, second_profit)
