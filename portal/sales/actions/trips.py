"""The log of a demo car: each line goes on where the one before ended; kilometres do not run backwards."""
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import func, select

from portal.core.action import Refused, action, locked, seen
from portal.core.clock import today
from portal.core.words import day, number
from portal.extensions import db
from portal.org.models import Person, Role
from portal.org.queries import members
from portal.vehicles.models import PAPERS, CarUpkeep, Upkeep, Use, Vehicle

from ..models import CarTrip, Purpose, TestDrive

LATEST_ENTRY = timedelta(days=7)


@action("trip.noted")
def note_trip(vehicle: Vehicle, *, by: Person, on: date, purpose: Purpose, km_out: int, km_in: int,
              person_id: int | None = None, note: str = "", once: str | None = None) -> CarTrip:
    """A line that is no test drive: those are written with the drive."""
    locked(vehicle)
    if vehicle.use is not Use.DEMO or not vehicle.is_here:
        raise Refused(_("This vehicle is no demo car."))
    if not today() - LATEST_ENTRY <= on <= today():
        raise Refused(_("Today, or up to a week ago."), field="on")
    check_papers(vehicle, on, field="on", to=purpose)
    return _line(vehicle, on=on, purpose=purpose, km_out=km_out, km_in=km_in, person_id=person_id or by.id, note=note)


@action("trip.voided")
def void_trip(trip: CarTrip, *, by: Person, version: int, reason: str) -> CarTrip:
    """A line that was mistyped; that of a test drive goes with the drive."""
    seen(trip, version)
    if trip.drive_id is not None:
        raise Refused(_("This line belongs to a test drive: it is voided there."))
    trip.void(by=by, reason=reason)
    return trip


def check_papers(vehicle: Vehicle, on: date, *, field: str, to: Purpose = Purpose.TEST_DRIVE) -> None:
    """In the course of an action: nobody drives a car whose insurance or inspection has run out, but to the workshop
    for the inspection."""
    ended = db.session.scalars(select(CarUpkeep).where(
        CarUpkeep.vehicle_id == vehicle.id, CarUpkeep.owed == 1, CarUpkeep.kind.in_(PAPERS), CarUpkeep.due_on < on)
        .order_by(CarUpkeep.due_on)).all()
    if to is Purpose.SERVICE:
        ended = [one for one in ended if one.kind is not Upkeep.INSPECTION]
    if not ended:
        return
    runs = {one.role: one.name for one in reversed(members(vehicle.store_id, today()))}
    what = ", ".join(f"{one.kind.label} {day(one.due_on)}" for one in ended)
    name = runs.get(Role.PLANNER) or runs.get(Role.MANAGER)
    raise Refused(_("%(car)s must not be driven, it has run out: %(what)s. %(name)s sees to it.",
                    car=vehicle.plate or vehicle.tail, what=what, name=name) if name else
                  _("%(car)s must not be driven, it has run out: %(what)s.", car=vehicle.plate or vehicle.tail,
                    what=what), field=field)


def of_drive(drive: TestDrive, *, by: Person) -> None:
    """In the course of an action: the line of a drive that was made, if its kilometres are known."""
    if drive.vehicle_id is None or drive.km_out is None or drive.km_in is None:
        return
    db.session.flush()
    vehicle = locked(db.session.get_one(Vehicle, drive.vehicle_id))
    _line(vehicle, on=drive.on, purpose=Purpose.TEST_DRIVE, km_out=drive.km_out, km_in=drive.km_in,
          person_id=drive.accompanied_by_id or drive.person_id or by.id, drive_id=drive.id)


def without_drive(drive: TestDrive, *, by: Person, reason: str) -> None:
    """In the course of an action: the drive never was."""
    for trip in db.session.scalars(select(CarTrip).where(CarTrip.drive_id == drive.id, CarTrip.live == 1)):
        trip.void(by=by, reason=reason)


def _line(vehicle: Vehicle, *, on: date, km_out: int, km_in: int, purpose: Purpose, person_id: int, note: str = "",
          drive_id: int | None = None) -> CarTrip:
    if km_in < km_out:
        raise Refused(_("Not less than the kilometres on leaving."), field="km_in")
    of_car = (CarTrip.vehicle_id == vehicle.id, CarTrip.live == 1)
    before = db.session.scalar(select(func.max(CarTrip.km_in)).where(*of_car, CarTrip.on < on))
    same_day = db.session.scalar(select(CarTrip).where(
        *of_car, CarTrip.on == on, CarTrip.km_out < km_in, CarTrip.km_in > km_out).order_by(CarTrip.km_out).limit(1))
    after = db.session.scalar(select(func.min(CarTrip.km_out)).where(*of_car, CarTrip.on > on))
    if before is not None and km_out < before:
        raise Refused(_("The log of this car stands at %(km)s km already.", km=number(before)), field="km_out")
    if same_day:
        raise Refused(_("On that day the log has a line from %(first)s to %(last)s km already.",
                        first=number(same_day.km_out), last=number(same_day.km_in)), field="km_out")
    if after is not None and km_in > after:
        raise Refused(_("On a later day the log begins at %(km)s km.", km=number(after)), field="km_in")
    trip = CarTrip(store_id=vehicle.store_id, vehicle_id=vehicle.id, drive_id=drive_id, purpose=purpose, on=on,
                   km_out=km_out, km_in=km_in, person_id=person_id, note=note)
    db.session.add(trip)
    db.session.flush()
    return trip
