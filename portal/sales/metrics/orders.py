"""Figures of orders and deliveries."""
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, or_, union_all

from portal.catalogue.splits import BY_SERIES
from portal.core.metric import Kind, Metric, Split, fact, facts_of
from portal.core.period import Periods
from portal.customers.metrics.leads import BY_ORIGIN
from portal.customers.models import Lead

from .. import forecast
from ..models import Cancellation, Delivery, Order

ORDERS, VEHICLES = _l("orders"), _l("vehicles")
BY_SALE = {"sale_kind": Split(_l("Sale kind"))} | BY_SERIES | BY_ORIGIN
REAL = Order.voided_at.is_(None)            # a cancelled order was one, a voided one never


def signed(periods: Periods, **more: Any) -> Select[Any]:
    """Orders by the day they were signed, for the lead's owner then."""
    return _orders(periods, Order.signed_on, **more)


def _orders(periods: Periods, on: Any, **more: Any) -> Select[Any]:
    return fact(periods, Order, on=on, person=Order.person_id, sale_kind=Order.sale_kind, series_id=Order.series_id,
                origin=Lead.origin, **more).join(Lead, Lead.id == Order.lead_id).where(REAL)


def _cancelled(periods: Periods, **more: Any) -> Select[Any]:
    return fact(periods, Cancellation, row_id=Cancellation.order_id, lead=Order.lead_id, on=Cancellation.cancelled_on,
                person=Cancellation.person_id, sale_kind=Order.sale_kind, series_id=Order.series_id,
                origin=Lead.origin, **more,
                ).join(Order, Order.id == Cancellation.order_id).join(Lead, Lead.id == Order.lead_id).where(REAL)


def _signed(periods: Periods) -> Select[Any]:
    return signed(periods)


def _taken_back(periods: Periods) -> Select[Any]:
    return _cancelled(periods)


def _net_orders(periods: Periods) -> Select[Any]:
    return facts_of(union_all(signed(periods), _cancelled(periods, amount=-1)))


def _open_orders(periods: Periods) -> Select[Any]:
    return open_at(periods, sale_kind=Order.sale_kind, series_id=Order.series_id, origin=Lead.origin)


def open_at(periods: Periods, **more: Any) -> Select[Any]:
    """Orders neither delivered nor cancelled at the close of the period's last day, or of the as-of day."""
    day = periods.rows.c.as_at
    return fact(periods, Order, on=day, person=Order.person_id, when=periods.known_at(Order.signed_on), **more).join(
        Lead, Lead.id == Order.lead_id).where(
        REAL, or_(Order.cancelled_on.is_(None), Order.cancelled_on > day),
        or_(Order.delivered_on.is_(None), Order.delivered_on > day))


def _invoiced(periods: Periods) -> Select[Any]:
    return _orders(periods, Order.invoiced_on)


def _reported(periods: Periods) -> Select[Any]:
    return _orders(periods, Order.reported_on)


def _deliveries(periods: Periods) -> Select[Any]:
    return _delivered(periods)


def _revenue(periods: Periods) -> Select[Any]:
    return _delivered(periods, amount=Delivery.price_fen)


def _delivered(periods: Periods, **more: Any) -> Select[Any]:
    return fact(periods, Delivery, on=Delivery.delivered_on, person=Delivery.person_id, sale_kind=Delivery.sale_kind,
                series_id=Delivery.series_id, origin=Lead.origin, **more,
                ).join(Lead, Lead.id == Delivery.lead_id).where(Delivery.live == 1)


orders = Metric(
    "orders", Kind.FLOW, _l("Orders"), ORDERS, _signed, "sales_order",
    _l("Orders signed, for the owner of the lead at that moment. A changed order is the same order."),
    _l("orders signed"), splits=BY_SALE, forecast=forecast.orders)
cancelled = Metric(
    "cancelled_orders", Kind.FLOW, _l("Cancelled orders"), ORDERS, _taken_back, "sales_order",
    _l("Orders cancelled, whenever they were signed."), _l("orders cancelled"), splits=BY_SALE)
net_orders = Metric(
    "net_orders", Kind.FLOW, _l("Net orders"), ORDERS, _net_orders, "sales_order",
    _l("Orders signed less orders cancelled in the period, whenever those were signed."),
    _l("orders signed − orders cancelled"), splits=BY_SALE)
open_orders = Metric(
    "open_orders", Kind.LEVEL, _l("Open orders"), ORDERS, _open_orders, "sales_order",
    _l("Orders signed and neither delivered nor cancelled at the close of the day."),
    _l("orders open at the close of the last day"), splits=BY_SALE)
invoiced = Metric(
    "invoiced", Kind.FLOW, _l("Vehicles invoiced"), VEHICLES, _invoiced, "sales_order",
    _l("Orders by the day of their invoice."), _l("orders invoiced"), splits=BY_SALE)
reported = Metric(
    "reported", Kind.FLOW, _l("Vehicles reported"), VEHICLES, _reported, "sales_order",
    _l("Orders by the day they were reported to the factory as retail."), _l("orders reported"), splits=BY_SALE)
deliveries = Metric(
    "deliveries", Kind.FLOW, _l("Deliveries"), VEHICLES, _deliveries, "delivery",
    _l("Vehicles handed to their buyers, for the owner of the lead at that moment."), _l("vehicles delivered"),
    splits=BY_SALE, forecast=forecast.deliveries)
revenue = Metric(
    "revenue", Kind.FLOW, _l("Revenue"), _l("yuan"), _revenue, "delivery",
    _l("Agreed vehicle prices of the deliveries, VAT included."), _l("sum of the agreed prices of deliveries"),
    splits=BY_SALE, money=True)
