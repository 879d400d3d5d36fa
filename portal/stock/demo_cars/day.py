"""The day of the demo cars: who has which one when, and which hours are free."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import and_, case, literal, select

from portal.catalogue import queries as catalogue
from portal.core.clock import ZONE, now, today
from portal.core.policy import Rights
from portal.core.scope import Scope
from portal.customers.models import Customer, Lead, LeadState
from portal.customers.queries.leads import leads as worked_on
from portal.customers.queries.leads import seen_by
from portal.extensions import db
from portal.org.queries import names
from portal.sales import queries as sales
from portal.sales.models import USUAL_MINUTES, DriveState, TestDrive
from portal.vehicles.models import Vehicle

from . import upkeep

FIRST, LAST = 9, 17                 # hours at which a drive begins
OFFERED = 20                        # leads to choose from


@dataclass(frozen=True)
class Booking:
    """A drive as the reader may see it: of another's customer only when, and by whom."""
    id: int | None                  # of one that the reader opens
    starts_at: datetime
    until: datetime
    state: DriveState
    consultant: str
    customer: str


@dataclass(frozen=True)
class CarDay:
    vehicle: Vehicle
    model: str
    km: int | None                  # what its log stands at
    bookings: Sequence[Booking]
    free: Sequence[datetime]        # hours at which a usual drive can begin; none without its papers
    needs: Sequence[upkeep.Need]    # maintenance and papers

    def ended(self, on: date) -> Sequence[upkeep.Need]:
        """The papers without which nobody drives it, that have run out by a day."""
        return [need for need in self.needs if need.ends_before(on)]


def day_of_cars(store_id: int, on: date, rights: Rights) -> list[CarDay]:
    """Four statements, whatever the day holds."""
    cars = db.session.scalars(sales.demo_cars(store_id)).all()
    ids = [car.id for car in cars]
    reads = seen_by(rights["drives.read"]) if "drives.read" in rights else literal(False)
    rows = db.session.execute(
        select(TestDrive, Customer.name, case((reads, 1), else_=0)).join(Lead, Lead.id == TestDrive.lead_id)
        .join(Customer, Customer.id == Lead.customer_id)
        .where(TestDrive.vehicle_id.in_(ids), TestDrive.on == on, TestDrive.live == 1,
               TestDrive.state != DriveState.CALLED_OFF).order_by(TestDrive.starts_at, TestDrive.id)).all()
    models, kilometres = catalogue.model_names({car.model_id for car in cars}), sales.kilometres(ids)
    who, needed = names({drive.person_id for drive, _name, _mine in rows}), upkeep.needs(ids, today())
    found = []
    for car in cars:
        taken = [(drive, name, mine) for drive, name, mine in rows if drive.vehicle_id == car.id]
        found.append(CarDay(
            car, models.get(car.model_id or 0, ""), kilometres.get(car.id),
            [Booking(drive.id if mine else None, drive.starts_at, drive.until, drive.state,
                     who.get(drive.person_id, ""), name if mine else "") for drive, name, mine in taken],
            [] if any(need.ends_before(on) for need in needed[car.id]) else
            _free(on, [drive for drive, _name, _mine in taken if drive.state is DriveState.PLANNED]),
            needed[car.id]))
    return found


def _free(on: date, booked: Sequence[TestDrive]) -> list[datetime]:
    """The full hours still to come at which nobody has the car for the usual time."""
    hours = (datetime.combine(on, time(hour), ZONE) for hour in range(FIRST, LAST + 1))
    usual = timedelta(minutes=USUAL_MINUTES)
    return [hour for hour in hours if hour > now() and not any(
        one.starts_at < hour + usual and hour < one.until for one in booked)]


def open_leads(scope: Scope, text: str) -> Sequence[tuple[Lead, str]]:
    """Whom a drive can be booked for: the reader's open leads, who is to be called first before the others."""
    rows = worked_on(scope).join(Customer, Customer.id == Lead.customer_id).where(
        and_(Lead.state == LeadState.OPEN, Lead.owner_id.is_not(None)))
    if text:
        rows = rows.where(Customer.name.contains(text, autoescape=True))
    return [(row[0], row[1]) for row in db.session.execute(
        rows.add_columns(Customer.name).order_by(Lead.next_contact_on, Lead.id).limit(OFFERED))]
