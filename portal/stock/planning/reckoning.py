"""Reckoning: the suggested order quantity of each model, line by line, as at the close of a day.

expected demand over lead time and cover (open leads by the share of their level, and customers still to come at the
pace of the last three full months) + orders waiting − free in the store − free on the way. Source: DOMAIN.md section 9.
"""
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any

from sqlalchemy import Select, func, or_, select

from portal.catalogue.queries import models as catalogue_models
from portal.core.agreement import agreed
from portal.core.period import Period, month
from portal.customers.models import Lead
from portal.extensions import db
from portal.sales import forecast
from portal.sales.models import Delivery, Order
from portal.vehicles.models import Hold, State, Use, Vehicle, VehicleMove

MONTHS = 3
ONE_DAY = timedelta(days=1)
CENT = Decimal("0.01")
Counted = Select[*tuple[Any, ...]]      # model, how many


@dataclass(frozen=True)
class Span:
    """How long an order has to last: until it arrives, and the cover after that."""
    lead_days: int
    cover_days: int

    @property
    def days(self) -> int:
        return self.lead_days + self.cover_days


@dataclass(frozen=True)
class Reckoned:
    model_id: int
    series_id: int
    delivered: int
    pace: Decimal
    leads: Decimal
    waiting: int
    free: int
    coming: int

    @property
    def suggested(self) -> int:
        """Whole vehicles, never less than none."""
        demand = max(self.pace, self.leads)
        return max(ceil(demand + self.waiting - self.free - self.coming), 0)


def span_of(store_id: int, on: date) -> Span:
    return Span(*(agreed(f"stock_{name}", store_id=store_id, on=on) for name in Span.__dataclass_fields__))


def reckon(store_id: int, as_of: date, span: Span) -> list[Reckoned]:
    """All live models of our own series that sell, are wished for, waited for or there; in the catalogue's order."""
    last = month(as_of).previous()
    three = Period(last.previous().previous().start, last.end)
    delivered = _counted(select(Order.model_id, func.count()).join(Delivery, Delivery.order_id == Order.id).where(
        Delivery.store_id == store_id, Delivery.live == 1, Delivery.delivered_on.between(*three)))
    waiting = _counted(waiting_at(store_id, as_of))
    free, coming = (_counted(_standing(store_id, as_of, *states)) for states in (
        (State.STOCK,), (State.TRANSIT, State.ALLOCATED)))
    models = [(model.id, model.series_id) for model in db.session.scalars(catalogue_models())]
    leads = _leads(store_id, as_of, span, models, delivered)
    found = [Reckoned(model_id, series_id, delivered[model_id],
                      _cents(Fraction(delivered[model_id] * span.days, three.length)), _cents(leads[model_id]),
                      waiting[model_id], free[model_id], coming[model_id]) for model_id, series_id in models]
    return [one for one in found if one.delivered or one.leads or one.waiting or one.free or one.coming]


def waiting_at(store_id: int, on: date) -> Counted:
    """Orders by model that were open at the close of a day and had no vehicle."""
    return select(Order.model_id, func.count()).where(
        Order.store_id == store_id, Order.voided_at.is_(None), Order.signed_on <= on,
        or_(Order.vin_on.is_(None), Order.vin_on > on), or_(Order.cancelled_on.is_(None), Order.cancelled_on > on),
        or_(Order.delivered_on.is_(None), Order.delivered_on > on))


def _standing(store_id: int, on: date, *states: State) -> Counted:
    """Vehicles by model that were nobody's at the close of a day and no demo cars."""
    return select(Vehicle.model_id, func.count()).join(VehicleMove, VehicleMove.vehicle_id == Vehicle.id).where(
        Vehicle.live == 1, VehicleMove.store_id == store_id, VehicleMove.from_on <= on, VehicleMove.to_on > on,
        VehicleMove.state.in_(states), VehicleMove.hold == Hold.FREE, VehicleMove.use != Use.DEMO)


def _counted(rows: Counted) -> Counter[int]:
    """By model; what has none is planned by nobody."""
    return Counter({model_id: count for model_id, count in db.session.execute(
        rows.group_by(rows.selected_columns[0])) if model_id is not None})


def _leads(store_id: int, as_of: date, span: Span, models: list[tuple[int, int]],
           delivered: Counter[int]) -> Mapping[int, Fraction]:
    """Open leads at the share of their level that orders within the span. One that names a series alone is shared out
    among its models as they were delivered, or equally."""
    rows = [row for row in forecast.orders(store_id, Period(as_of + ONE_DAY, as_of + span.days * ONE_DAY), as_of).rows
            if row.table == "lead"]
    wished = {lead_id: (series_id, model_id) for lead_id, series_id, model_id in db.session.execute(
        select(Lead.id, Lead.series_id, Lead.model_id).where(
            Lead.store_id == store_id, Lead.live == 1, Lead.series_id.is_not(None)))} if rows else {}
    of_series: dict[int, list[int]] = {}
    for model_id, series_id in models:
        of_series.setdefault(series_id, []).append(model_id)
    found: dict[int, Fraction] = {model_id: Fraction() for model_id, _series in models}
    for row in rows:
        of, wanted = wished.get(row.row_id, (None, None))
        if wanted is not None and wanted in found:
            found[wanted] += row.share
            continue
        among = of_series.get(of or 0, [])
        weights = [delivered[each] for each in among]
        if not any(weights):
            weights = [1] * len(among)
        for one, weight in zip(among, weights, strict=True):
            found[one] += row.share * Fraction(weight, sum(weights))
    return found


def _cents(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / value.denominator).quantize(CENT)
