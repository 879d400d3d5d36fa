"""Figures of test drives."""
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, and_, case, or_, select
from sqlalchemy.orm import aliased

from portal.catalogue.splits import BY_SERIES
from portal.core.days import days_after
from portal.core.metric import Aim, Kind, Metric, fact
from portal.core.period import Periods
from portal.customers.metrics.leads import BY_ORIGIN
from portal.customers.metrics.visits import FIRST_KEPT_VISIT, PARTIES
from portal.customers.models import Lead, Visit

from ..models import DriveState, Order, TestDrive

DRIVES_WITHIN = 30          # days after the first visit
ORDERS_WITHIN = 30          # days after the first drive of the period


def driven(drive: Any = TestDrive) -> ColumnElement[bool]:
    return and_(drive.live == 1, drive.state == DriveState.DRIVEN)


def _test_drives(periods: Periods) -> Select[Any]:
    return fact(periods, TestDrive, on=TestDrive.on, person=TestDrive.person_id, series_id=TestDrive.series_id,
                origin=Lead.origin).join(Lead, Lead.id == TestDrive.lead_id).where(Lead.live == 1, driven())


def _drive_rate(periods: Periods) -> Select[Any]:
    drove = select(TestDrive.id).where(
        TestDrive.lead_id == Visit.lead_id, driven(), TestDrive.on <= periods.as_of,
        TestDrive.on.between(Visit.came_on, days_after(Visit.came_on, DRIVES_WITHIN))).exists()
    return fact(periods, Visit, on=Visit.came_on, person=Visit.person_id, amount=case((drove, 1), else_=0), base=1,
                series_id=Visit.series_id).where(FIRST_KEPT_VISIT)


def _drive_closing(periods: Periods) -> Select[Any]:
    """A lead counts with its first drive of the period."""
    earlier = aliased(TestDrive)
    before = select(earlier.id).where(
        earlier.lead_id == TestDrive.lead_id, driven(earlier), earlier.on >= periods.rows.c.start,
        or_(earlier.on < TestDrive.on, and_(earlier.on == TestDrive.on, earlier.id < TestDrive.id))).exists()
    ordered = select(Order.id).where(
        Order.lead_id == TestDrive.lead_id, Order.voided_at.is_(None), Order.signed_on <= periods.as_of,
        Order.signed_on.between(TestDrive.on, days_after(TestDrive.on, ORDERS_WITHIN))).exists()
    return fact(periods, TestDrive, on=TestDrive.on, person=TestDrive.person_id,
                amount=case((ordered, 1), else_=0), base=1, series_id=TestDrive.series_id, origin=Lead.origin,
                ).join(Lead, Lead.id == TestDrive.lead_id).where(Lead.live == 1, driven(), ~before)


test_drives = Metric(
    "test_drives", Kind.FLOW, _l("Test drives"), _l("test drives"), _test_drives, "test_drive",
    _l("Test drives made, for the owner of the lead; a colleague who goes along gets no credit."),
    _l("test drives made"), splits=BY_SERIES | BY_ORIGIN)
drive_rate = Metric(
    "drive_rate", Kind.RATE, _l("Test-drive rate"), PARTIES, _drive_rate, "visit",
    _l("How many kept first visits drive, on that day or within 30 days after; the visit's day decides the period."),
    _l("kept first visits with a test drive / kept first visits"), ripens=DRIVES_WITHIN, aim=Aim(60),
    splits=BY_SERIES)
drive_closing = Metric(
    "drive_closing", Kind.RATE, _l("Test-drive closing rate"), _l("leads"), _drive_closing, "test_drive",
    _l("How many leads with a test drive in the period ordered within 30 days after its first one; each lead once."),
    _l("leads with a test drive that ordered within 30 days / leads with a test drive"),
    ripens=ORDERS_WITHIN, over_edges=True, aim=Aim(), splits=BY_SERIES | BY_ORIGIN)
