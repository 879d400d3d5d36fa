from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from portal.core.action import Refused, action, seen
from portal.core.clock import day_of, now, today
from portal.customers import actions as customers
from portal.customers import history
from portal.customers.models import Lead, LeadState, Method, Result
from portal.extensions import db
from portal.org.models import Person

from ..models import DriveState, TestDrive

LATEST_ENTRY = timedelta(days=1)        # a drive is entered the same day or the next


@action("drive.booked")
def book_drive(lead: Lead, *, by: Person, version: int, once: str | None = None, starts_at: datetime,
               series_id: int | None = None, model_id: int | None = None, car: str = "") -> TestDrive:
    """Book a drive for an open lead; the same car cannot be out twice within the hour."""
    seen(lead, version)
    _check_open(lead)
    if starts_at < now():
        raise Refused(_("That moment is over."), field="starts_at")
    _check_free(lead.store_id, car, starts_at)
    drive = _drive(lead, DriveState.PLANNED, starts_at, series_id=series_id, model_id=model_id, car=car)
    db.session.add(drive)
    return drive


@action("drive.made")
def record_drive(lead: Lead, *, by: Person, version: int, once: str | None = None, starts_at: datetime,
                 series_id: int | None = None, model_id: int | None = None, car: str = "",
                 accompanied_by_id: int | None = None, licence_no: str = "", km_out: int | None = None,
                 km_in: int | None = None, score: int | None = None, feedback: str = "") -> TestDrive:
    """A drive that was made without a booking."""
    seen(lead, version)
    _check_open(lead)
    drive = _drive(lead, DriveState.DRIVEN, starts_at, series_id=series_id, model_id=model_id, car=car)
    _made(drive, starts_at, accompanied_by_id=accompanied_by_id, licence_no=licence_no, km_out=km_out, km_in=km_in,
          score=score, feedback=feedback)
    db.session.add(drive)
    _exchange(lead, drive, by)
    return drive


@action("drive.completed")
def complete_drive(drive: TestDrive, *, by: Person, version: int, starts_at: datetime,
                   accompanied_by_id: int | None = None, licence_no: str = "", km_out: int | None = None,
                   km_in: int | None = None, score: int | None = None, feedback: str = "") -> TestDrive:
    """A booked drive was made; credited to the lead's owner of that day."""
    seen(drive, version)
    _check_planned(drive)
    lead = db.session.get_one(Lead, drive.lead_id)
    drive.state, drive.person_id = DriveState.DRIVEN, lead.owner_id
    drive.starts_at, drive.on = starts_at, day_of(starts_at)
    _made(drive, starts_at, accompanied_by_id=accompanied_by_id, licence_no=licence_no, km_out=km_out, km_in=km_in,
          score=score, feedback=feedback)
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


def _check_free(store_id: int, car: str, starts_at: datetime) -> None:
    hour = timedelta(hours=1)
    if car and db.session.scalars(select(TestDrive.id).where(
            TestDrive.store_id == store_id, TestDrive.on == day_of(starts_at), TestDrive.live == 1,
            TestDrive.car == car, TestDrive.state == DriveState.PLANNED,
            TestDrive.starts_at > starts_at - hour, TestDrive.starts_at < starts_at + hour).limit(1)).first():
        raise Refused(_("%(car)s is booked at that time.", car=car), field="starts_at")
