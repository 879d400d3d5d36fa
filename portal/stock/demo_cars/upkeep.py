"""Reading what demo cars need: by when, how many days are left, and what was done."""
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, case, select

from portal.core.due import Rows, owed
from portal.core.policy import Rights
from portal.core.scope import Scope, held_on
from portal.extensions import db
from portal.org.models import Membership, Role
from portal.vehicles.models import PAPERS, CarUpkeep, State, Upkeep, Use, Vehicle

from .lists import CAR

AHEAD = timedelta(days=30)              # from then on it is owed
URGENCY = 4                             # after what a customer waits for
RUNS_CARS = (Role.PLANNER, Role.MANAGER)


@dataclass(frozen=True)
class Need:
    """`row` None: nobody has said yet by which day."""
    kind: Upkeep
    row: CarUpkeep | None
    today: date

    @property
    def days(self) -> int | None:
        """Left until the day; below zero once it is over."""
        return (self.row.due_on - self.today).days if self.row else None

    def ends_before(self, on: date) -> bool:
        """Papers that are no longer good on a day, as far as is known."""
        return self.kind in PAPERS and self.row is not None and self.row.due_on < on

    @property
    def tone(self) -> str:
        days = self.days
        return "" if days is None or days > AHEAD.days else "watch" if days >= 0 else "late"


def upkeep(scope: Scope) -> Select[CarUpkeep]:
    """What the demo cars of a scope's stores need or needed: the only door to rows of this table."""
    return select(CarUpkeep).join(Vehicle, Vehicle.id == CarUpkeep.vehicle_id).where(
        scope.in_stores(Vehicle.store_id), Vehicle.live == 1)


def owed_of(vehicle_id: int, kind: Upkeep) -> CarUpkeep | None:
    return db.session.scalar(select(CarUpkeep).where(
        CarUpkeep.vehicle_id == vehicle_id, CarUpkeep.kind == kind, CarUpkeep.owed == 1))


def needs(vehicle_ids: Iterable[int], today: date) -> Mapping[int, Sequence[Need]]:
    """Of each car one of each kind."""
    ids = list(vehicle_ids)
    rows = {(row.vehicle_id, row.kind): row for row in db.session.scalars(select(CarUpkeep).where(
        CarUpkeep.vehicle_id.in_(ids), CarUpkeep.owed == 1))}
    return {vehicle_id: [Need(kind, rows.get((vehicle_id, kind)), today) for kind in Upkeep] for vehicle_id in ids}


def done(vehicle_id: int, kind: Upkeep) -> Sequence[CarUpkeep]:
    """The last times, the newest first."""
    return db.session.scalars(select(CarUpkeep).where(
        CarUpkeep.vehicle_id == vehicle_id, CarUpkeep.kind == kind, CarUpkeep.owed.is_(None))
        .order_by(CarUpkeep.done_on.desc(), CarUpkeep.id.desc()).limit(5)).all()


def titles(ids: set[int]) -> Mapping[int, str]:
    return {row[0]: f"{row[1]} {row[2].label}" for row in db.session.execute(
        select(CarUpkeep.id, CAR, CarUpkeep.kind).join(Vehicle, Vehicle.id == CarUpkeep.vehicle_id)
        .where(CarUpkeep.id.in_(ids)))}


def readable(rights: Rights, ids: set[int]) -> set[int]:
    """For who enters that it was done."""
    if "demo_cars.write" not in rights:
        return set()
    return set(db.session.scalars(upkeep(rights["demo_cars.write"]).where(CarUpkeep.id.in_(ids))
                                  .with_only_columns(CarUpkeep.id)))


def is_near(today: date) -> ColumnElement[bool]:
    """Owed now, of a car that is still driven."""
    return ((CarUpkeep.owed == 1) & (CarUpkeep.due_on <= today + AHEAD) & (Vehicle.state == State.STOCK)
            & (Vehicle.use == Use.DEMO))


def to_see_to(scope: Scope) -> Rows:
    """For who runs the demo cars of the store: its planner, else its manager."""
    runs = select(Membership.person_id).where(
        Membership.store_id == Vehicle.store_id, Membership.role.in_(RUNS_CARS), held_on(scope.today)).order_by(
        case((Membership.role == Role.PLANNER, 0), else_=1), Membership.id).limit(1).correlate(
        Vehicle).scalar_subquery()
    words = case(*((CarUpkeep.kind == kind, f" {kind.label}") for kind in Upkeep), else_="")
    return select(*owed("car_upkeep", CarUpkeep.id, by=runs, due_on=CarUpkeep.due_on, urgency=URGENCY,
                        text=CAR.concat(words))).join(Vehicle, Vehicle.id == CarUpkeep.vehicle_id).where(
        scope.sees(store=Vehicle.store_id, owner=runs), Vehicle.live == 1, is_near(scope.today))
