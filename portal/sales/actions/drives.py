from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from portal.core.action import Refused, action, locked, seen
from portal.core.clock import day_of, now, today
from portal.core.words import hour
from portal.customers import actions as customers
from portal.customers import history
from portal.customers.models import Lead, LeadState, Method, Result
from portal.extensions import db
from portal.org.models import Person
from portal.org.queries import names
from portal.vehicles.models import Use, Vehicle

from .. import queries
from ..models import USUAL_MINUTES, DriveState, TestDrive
from . import trips

LATEST_ENTRY = timedelta(days=1)        # a drive is entered the same day or the next


@action("drive.booked")
def book_drive(lead: Lead, *, by: Person, version: int, once: str | None = None, starts_at: datetime,
               minutes: int = USUAL_MINUTES, vehicle_id: int | None = None, series_id: int | None = None,
               model_id: int | None = None, car: str = "") -> TestDrive:
    """Book a drive for an open lead, in a demo car that nobody else has then."""
    seen(lead, version)
    _check_open(lead)
    if starts_at < now():
        raise Refused(_("That moment is over."), field="starts_at")
    drive = _drive(lead, DriveState.PLANNED, starts_at, series_id=series_id, model_id=model_id, car=car)
    drive.ends_at = starts_at + timedelta(minutes=minutes)
    _take(drive, vehicle_id)
    db.session.add(drive)
    return drive


@action("drive.moved")
def move_drive(drive: TestDrive, *, by: Person, version: int, starts_at: datetime, minutes: int = USUAL_MINUTES,
               vehicle_id: int | None = None) -> TestDrive:
    """At another time, or in another car."""
    seen(drive, version)
    _check_planned(drive)
    if starts_at < now():
        raise Refused(_("That moment is over."), field="starts_at")
    drive.starts_at, drive.on, drive.ends_at = starts_at, day_of(starts_at), starts_at + timedelta(minutes=minutes)
    _take(drive, vehicle_id or drive.vehicle_id)
    return drive


@action("drive.made")
def record_drive(lead: Lead, *, by: Person, version: int, once: str | None = None, starts_at: datetime,
                 vehicle_id: int | None = None, series_id: int | None = None, model_id: int | None = None,
                 car: str = "", accompanied_by_id: int | None = None, licence_no: str = "", km_out: int | None = None,
                 km_in: int | None = None, score: int | None = None, feedback: str = "") -> TestDrive:
    """A drive that was made without a booking."""
    seen(lead, version)
    _check_open(lead)
    drive = _drive(lead, DriveState.DRIVEN, starts_at, series_id=series_id, model_id=model_id, car=car)
    _sit_in(drive, vehicle_id)
    _made(drive, starts_at, accompanied_by_id=accompanied_by_id, licence_no=licence_no, km_out=km_out, km_in=km_in,
          score=score, feedback=feedback)
    db.session.add(drive)
    trips.of_drive(drive, by=by)
    _exchange(lead, drive, by)
    return drive


@action("drive.completed")
def complete_drive(drive: TestDrive, *, by: Person, version: int, starts_at: datetime,
                   vehicle_id: int | None = None, accompanied_by_id: int | None = None, licence_no: str = "",
                   km_out: int | None = None, km_in: int | None = None, score: int | None = None, feedback: str = ""
                   ) -> TestDrive:
    """A booked drive was made, perhaps in another car; credited to the lead's owner of that day."""
    seen(drive, version)
    _check_planned(drive)
    lead = db.session.get_one(Lead, drive.lead_id)
    drive.state, drive.person_id = DriveState.DRIVEN, lead.owner_id
    drive.ends_at = None if drive.ends_at is None else starts_at + (drive.ends_at - drive.starts_at)
    drive.starts_at, drive.on = starts_at, day_of(starts_at)
    _sit_in(drive, vehicle_id)
    _made(drive, starts_at, accompanied_by_id=accompanied_by_id, licence_no=licence_no, km_out=km_out, km_in=km_in,
          score=score, feedback=feedback)
    trips.of_drive(drive, by=by)
    _exchange(lead, drive, by)
    return drive


@action("drive.missed")
def miss_drive(drive: TestDrive, *, by: Person, version: int) -> TestDrive:
    """The customer did not come."""
    seen(drive, version)
    _check_planned(drive)
    if drive.starts_at > now():
        raise Refused(_("It has not begun yet: call it off instead."))
    drive.state = DriveState.MISSED
    return drive


@action("drive.called_off")
def call_off_drive(drive: TestDrive, *, by: Person, version: int) -> TestDrive:
    seen(drive, version)
    _check_planned(drive)
    drive.state = DriveState.CALLED_OFF
    return drive


@action("drive.voided")
def void_drive(drive: TestDrive, *, by: Person, version: int, reason: str) -> TestDrive:
    """A drive that never was: it leaves every figure, the row stays."""
    seen(drive, version)
    if not reason:
        raise Refused(_("Say why it is voided."), field="reason")
    drive.void(by=by, reason=reason)
    trips.without_drive(drive, by=by, reason=reason)
    return drive


def _drive(lead: Lead, state: DriveState, starts_at: datetime, *, series_id: int | None, model_id: int | None,
           car: str) -> TestDrive:
    return TestDrive(store_id=lead.store_id, lead_id=lead.id, person_id=lead.owner_id, state=state,
                     on=day_of(starts_at), starts_at=starts_at, series_id=series_id or lead.series_id,
                     model_id=model_id or lead.model_id, car=car)


def _made(drive: TestDrive, starts_at: datetime, *, km_out: int | None, km_in: int | None, score: int | None,
          accompanied_by_id: int | None, licence_no: str, feedback: str) -> None:
    if starts_at > now():
        raise Refused(_("That moment has not come yet."), field="starts_at")
    if day_of(starts_at) < today() - LATEST_ENTRY:
        raise Refused(_("Today or yesterday."), field="starts_at")
    if km_out is not None and km_in is not None and km_in < km_out:
        raise Refused(_("Not less than the kilometres on leaving."), field="km_in")
    if score is not None and not 1 <= score <= 5:
        raise Refused(_("From 1 to 5."), field="score")
    drive.km_out, drive.km_in, drive.score = km_out, km_in, score
    drive.accompanied_by_id, drive.licence_no, drive.feedback = accompanied_by_id, licence_no, feedback


def _exchange(lead: Lead, drive: TestDrive, by: Person) -> None:
    """A drive is an exchange with the customer, unless the arrival on that day has been noted as one."""
    db.session.flush()
    owed = history.owed(lead)
    if lead.state is LeadState.OPEN and owed is not None and owed.planned_on < drive.on:
        customers.record_follow_up(lead, by=by, version=lead.version, made_on=drive.on, method=Method.VISIT,
                                   result=Result.REAL, note=drive.feedback)


def _check_open(lead: Lead) -> None:
    if lead.state is not LeadState.OPEN:
        raise Refused(_("This lead is not open: %(state)s.", state=lead.state.label))


def _check_planned(drive: TestDrive) -> None:
    if drive.live is None or drive.state is not DriveState.PLANNED:
        raise Refused(_("This drive is not booked any more: %(state)s.", state=drive.state.label))


def _sit_in(drive: TestDrive, vehicle_id: int | None) -> None:
    """The demo car of a drive; its model is the one that is driven."""
    if vehicle_id is None:
        return
    vehicle = locked(db.session.get_one(Vehicle, vehicle_id))       # of two who book it at once one waits here
    if vehicle.live is None or vehicle.use is not Use.DEMO or not vehicle.is_here or (
            vehicle.store_id != drive.store_id):
        raise Refused(_("This is no demo car of the store any more: %(state)s.", state=vehicle.word),
                      field="vehicle_id")
    trips.check_papers(vehicle, drive.on, field="vehicle_id")
    drive.vehicle_id, drive.car = vehicle.id, vehicle.plate or vehicle.tail
    drive.series_id, drive.model_id = vehicle.series_id or drive.series_id, vehicle.model_id or drive.model_id


def _take(drive: TestDrive, vehicle_id: int | None) -> None:
    """For a booking: the car, if nobody has it between its start and its end."""
    _sit_in(drive, vehicle_id)
    if drive.vehicle_id is not None:
        of_day = queries.bookings(drive.vehicle_id, drive.on)
    elif drive.car:
        of_day = db.session.scalars(select(TestDrive).where(
            TestDrive.store_id == drive.store_id, TestDrive.on == drive.on, TestDrive.live == 1,
            TestDrive.car == drive.car, TestDrive.state == DriveState.PLANNED)).all()
    else:
        return
    taken = next((one for one in of_day if one.id != drive.id and one.starts_at < drive.until
                  and drive.starts_at < one.until), None)
    if taken:
        raise Refused(_("%(name)s has %(car)s from %(from)s to %(to)s.", name=names({taken.person_id}).get(
            taken.person_id, "–"), car=drive.car, to=hour(taken.until), **{"from": hour(taken.starts_at)}),
            field="starts_at")
