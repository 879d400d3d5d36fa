"""The figures that vehicles alone give. Source: DOMAIN.md section 7."""
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, and_, case, func, null

from portal.catalogue.splits import BY_SERIES
from portal.core.agreement import agreed_in
from portal.core.days import days_between
from portal.core.metric import Aim, Kind, Metric, Split, fact
from portal.core.period import Periods

from .models import Move, State, Use, Vehicle, VehicleMove
from .settings import PLAN

VEHICLES = _l("vehicles")
BUCKETS: Mapping[str, Any] = {"30": _l("up to 30 days"), "45": _l("31 to 45 days"), "90": _l("46 to 90 days"),
                              "150": _l("91 to 150 days"), "more": _l("over 150 days")}


def counts(move: Any = VehicleMove) -> ColumnElement[bool]:
    """Stock at the close of a day: display and reserved cars in, demo cars out."""
    return and_(move.state == State.STOCK, move.use != Use.DEMO)


def stand_at(periods: Periods, **more: Any) -> Select[Any]:
    """A row for each vehicle in stock at the close of the period's last day; nobody is credited with it."""
    return fact(periods, VehicleMove, row_id=VehicleMove.vehicle_id, lead=null(), on=periods.rows.c.as_at,
                person=null(), when=periods.meet(VehicleMove.from_on, VehicleMove.to_on, at="as_at"), **more,
                ).join(Vehicle, Vehicle.id == VehicleMove.vehicle_id).where(Vehicle.live == 1, counts())


def bucket_of(days: Any) -> ColumnElement[str]:
    """The code of the bucket in which so many days in store fall."""
    return case((days <= 30, "30"), (days <= 45, "45"), (days <= 90, "90"), (days <= 150, "150"), else_="more")


def in_stock(periods: Periods, **more: Any) -> Select[Any]:
    """The same with what it can be split by."""
    days = days_between(VehicleMove.arrived_on, periods.rows.c.as_at)
    return stand_at(periods, series_id=Vehicle.series_id, bucket=bucket_of(days), hold=VehicleMove.hold, **more)


def _stock(periods: Periods) -> Select[Any]:
    return in_stock(periods)


def _long_stock(periods: Periods) -> Select[Any]:
    as_at = periods.rows.c.as_at
    return in_stock(periods).where(days_between(VehicleMove.arrived_on, as_at) > agreed_in(
        PLAN, store=VehicleMove.store_id, on=as_at))


def _age(periods: Periods) -> Select[Any]:
    return in_stock(periods, amount=days_between(VehicleMove.arrived_on, periods.rows.c.as_at)).where(
        VehicleMove.arrived_on.is_not(None))


def _intake(periods: Periods) -> Select[Any]:
    """An arrival entered late stands after the moves made since; no move stands before its arrival, which leads the
    index to those of the periods."""
    return fact(periods, VehicleMove, row_id=VehicleMove.vehicle_id, lead=null(), person=null(),
                on=func.coalesce(VehicleMove.arrived_on, VehicleMove.from_on), series_id=Vehicle.series_id,
                ).join(Vehicle, Vehicle.id == VehicleMove.vehicle_id).where(
        Vehicle.live == 1, VehicleMove.what == Move.TAKEN_IN,
        VehicleMove.from_on >= min(period.start for period in periods.periods))


SPLITS = BY_SERIES | {"bucket": Split(_l("Days in store"), said=lambda: BUCKETS),
                      "hold": Split(_l("Reserved or free"))}
stock = Metric(
    "stock", Kind.LEVEL, _l("Stock"), VEHICLES, _stock, "vehicle",
    _l("Vehicles in the store at the close of the day: display and reserved cars counted, demo cars not."),
    _l("vehicles in stock at the close of the last day"), splits=SPLITS)
long_stock = Metric(
    "long_stock", Kind.LEVEL, _l("Long in stock"), VEHICLES, _long_stock, "vehicle",
    _l("Vehicles that at the close of the day had been in the store for longer than the store's limit for an action "
       "plan."),
    _l("vehicles in stock for longer than that limit"), aim=Aim(0, at_most=True), splits=BY_SERIES)
stock_age = Metric(
    "stock_age", Kind.MEDIAN, _l("Stock age"), _l("days"), _age, "vehicle",
    _l("Days since the store took them in, of the vehicles in stock at the close of the day."),
    _l("median of the days in store"), over_edges=True, splits=BY_SERIES)
intake = Metric(
    "intake", Kind.FLOW, _l("Intake"), VEHICLES, _intake, "vehicle",
    _l("Vehicles taken in from the factory, by the day of their arrival; those from other stores of the group not."),
    _l("vehicles taken in from the factory"), splits=BY_SERIES)
metrics = (stock, long_stock, stock_age, intake)
