"""Capital cost 资金占用成本: what the money in vehicles costs. Source: DOMAIN.md section 7."""
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import BigInteger, ColumnElement, Select, and_, case, cast, func, null

from portal.catalogue.splits import BY_SERIES
from portal.core.agreement import agreed_in
from portal.core.days import days_after, days_between
from portal.core.metric import Kind, Metric, fact
from portal.core.period import Periods
from portal.core.scope import Scope
from portal.vehicles import queries as vehicles
from portal.vehicles.models import State, Vehicle, VehicleMove

RATE = "stock_capital_rate"
DAYS_OF_A_YEAR = 365


def cost_of(days: Any, store: Any, on: Any) -> ColumnElement[int]:
    """Fen: cost × rate × days / 365, of each vehicle to the fen, so that rows add up to what is shown."""
    rate = agreed_in(RATE, store=store, on=on)
    return cast(func.round(Vehicle.cost_fen * days * rate / (100.0 * DAYS_OF_A_YEAR)), BigInteger)


def in_store(scope: Scope) -> Select[Vehicle]:
    """What money lies in: all that stands in the store, demo cars too."""
    return vehicles.vehicles(scope).where(Vehicle.state == State.STOCK, Vehicle.cost_fen.is_not(None))


def cost_so_far(today: date) -> ColumnElement[int]:
    """Since the store took it in."""
    return cost_of(days_between(Vehicle.arrived_on, today), Vehicle.store_id, today)


def _capital_cost(periods: Periods) -> Select[Any]:
    """The days of the period on which a vehicle stood in the store; the day of leaving costs nothing."""
    rows = periods.rows.c
    first = case((VehicleMove.from_on > rows.start, VehicleMove.from_on), else_=rows.start)
    after = case((VehicleMove.to_on <= rows.as_at, VehicleMove.to_on), else_=days_after(rows.as_at, 1))
    return fact(periods, VehicleMove, row_id=VehicleMove.vehicle_id, lead=null(), on=rows.as_at, person=null(),
                amount=cost_of(days_between(first, after), VehicleMove.store_id, rows.as_at),
                series_id=Vehicle.series_id,
                when=and_(rows.start <= rows.as_at, VehicleMove.from_on <= rows.as_at, VehicleMove.to_on > rows.start),
                ).join(Vehicle, Vehicle.id == VehicleMove.vehicle_id).where(
        Vehicle.live == 1, VehicleMove.state == State.STOCK, Vehicle.cost_fen.is_not(None),
        VehicleMove.to_on > VehicleMove.from_on)


capital_cost = Metric(
    "capital_cost", Kind.WINDOW, _l("Capital cost"), _l("yuan"), _capital_cost, "vehicle",
    _l("What the money in the vehicles of the store cost over the period, demo cars too; the day of leaving costs "
       "nothing. At the rate that held on its last day, of vehicles whose cost is known."),
    _l("cost × yearly rate × days in store / 365"), splits=BY_SERIES, needs="cost.read", money=True)
