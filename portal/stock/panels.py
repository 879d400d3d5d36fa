"""What the stock shows on pages of areas that do not know it."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import case, func

from portal.catalogue import queries as catalogue
from portal.core.metric import figures_of
from portal.core.panel import Panel, Reading, WeekLine
from portal.core.period import ONE_DAY, day
from portal.customers.models import LeadState
from portal.extensions import db
from portal.vehicles import queries as vehicles
from portal.vehicles.metrics import long_stock, stock
from portal.vehicles.models import Hold, Vehicle
from portal.vehicles.queries import WAYS

from .limits import limits_of
from .metrics import waiting_orders

OFFERED = 3


@dataclass(frozen=True)
class OldCar:
    id: int
    tail: str
    model: str
    colour: str
    days: int
    tone: str


@dataclass(frozen=True)
class Owed:
    """What waits for the planner."""
    late: int                       # should have arrived
    coming: int                     # arrive today
    away: int                       # reserved or sold, without their certificate
    today: date

    @property
    def yesterday(self) -> date:
        return self.today - ONE_DAY


def _old_cars(reading: Reading) -> list[OldCar] | None:
    """The oldest free vehicles of the series that a lead wants, once they are older than the limit to watch."""
    lead = reading.row
    if lead.state is not LeadState.OPEN or lead.series_id is None:
        return None
    limits, today = limits_of(lead.store_id, reading.as_of), reading.as_of
    rows: Sequence[Vehicle] = db.session.scalars(vehicles.vehicles(reading.rights["vehicles.read"]).where(
        Vehicle.store_id == lead.store_id, vehicles.in_stock(), Vehicle.hold == Hold.FREE,
        Vehicle.series_id == lead.series_id, Vehicle.arrived_on.is_not(None))
        .order_by(Vehicle.arrived_on, Vehicle.id).limit(OFFERED)).all()
    models = catalogue.model_names({row.model_id for row in rows})
    return [OldCar(row.id, row.tail, models.get(row.model_id or 0, ""), row.colour, days, limits.tone(days))
            for row in rows if (days := vehicles.age(row, today) or 0) > limits.age_watch] or None


def _owed(reading: Reading) -> Owed | None:
    """For who takes vehicles in and gives them to orders, and has no customers of his own."""
    if "leads.write" in reading.rights:
        return None
    scope, today = reading.rights["vehicles.write"], reading.as_of
    here = vehicles.vehicles(scope).where(Vehicle.state.in_(vehicles.THERE)).with_only_columns(
        func.count(case((Vehicle.state.in_(WAYS) & (Vehicle.expected_on < today), 1))),
        func.count(case((Vehicle.state.in_(WAYS) & (Vehicle.expected_on == today), 1))),
        func.count(case(((Vehicle.hold != Hold.FREE) & vehicles.certificate_away(), 1))))
    late, coming, away = db.session.execute(here).one()
    return Owed(late, coming, away, today) if late or coming or away else None


def _of_week(reading: Reading) -> WeekLine | None:
    """On the store's sheet, as at the close of the week; teams and people have no stock."""
    about = reading.row
    if about.team_id or about.person_id:
        return None
    scope, last = reading.rights["vehicles.read"].only(stores=frozenset({about.store_id})), day(reading.as_of)
    keys = [metric.key for metric in (stock, long_stock, waiting_orders)]
    found = figures_of(keys, scope, [last], reading.as_of)
    here, old, waiting = (found.of(key, last).amount for key in keys)
    if not here and not waiting:
        return None
    return WeekLine(_("Stock"), _(
        "%(here)s in stock, %(old)s of them over %(days)s days; %(waiting)s orders wait for a vehicle",
        here=here, old=old, days=limits_of(about.store_id, reading.as_of).age_plan, waiting=waiting))


panels = (
    Panel("week", 10, "vehicles.read", _of_week, ""),
    Panel("lead", 30, "vehicles.read", _old_cars, "stock/_old_cars.html"),
    Panel("home", 25, "vehicles.write", _owed, "stock/_owed_panel.html"),
)
