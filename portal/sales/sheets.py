"""What sales prints: the agreement that a customer signs before a test drive."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from portal.catalogue import queries as catalogue
from portal.core.sheet import SheetKind
from portal.customers.models import Lead
from portal.customers.queries.leads import first_phone
from portal.extensions import db
from portal.org.models import Store
from portal.org.queries import names
from portal.vehicles.models import Vehicle

from .models import TestDrive

AGREEMENT = "drive_agreement"
TERMS = (
    _l("The driver holds a valid licence for this class of vehicle, has shown it, and has drunk no alcohol and taken "
       "nothing that makes tired."),
    _l("The drive goes along the route agreed with the store, keeps to the traffic rules and speed limits, and is "
       "accompanied by a person of the store, whose advice is followed."),
    _l("Everybody in the vehicle wears the seat belt; nobody smokes, and the driver does not use a phone."),
    _l("The driver does not hand the wheel to anybody else; who only rides along does not drive."),
    _l("The vehicle is insured as the law requires. What the driver causes against these terms or the traffic rules, "
       "fines and points among it, is borne by the driver."),
    _l("In an accident the driver stops at once, and the store and the police are told."),
    _l("The store keeps name, phone and licence number for this drive alone and gives them to nobody; refusing to "
       "be contacted afterwards does not stop the drive."),
)


@dataclass(frozen=True)
class Agreement:
    """Nothing in it where it is blank."""
    store: str
    customer: str = ""
    card_no: str = ""
    phone: str = ""                 # masked
    licence_no: str = ""
    on: date | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    model: str = ""
    plate: str = ""
    vin: str = ""
    km_out: int | None = None
    consultant: str = ""
    accompanied_by: str = ""

    @property
    def terms(self) -> Sequence[Any]:
        return TERMS


def agreement(drive: TestDrive) -> Agreement:
    """Of a drive loaded with its lead and customer."""
    car = db.session.get(Vehicle, drive.vehicle_id) if drive.vehicle_id else None
    called = names({drive.person_id, drive.accompanied_by_id})
    phone = db.session.scalar(select(first_phone(None)).select_from(Lead).where(Lead.id == drive.lead_id))
    return Agreement(
        db.session.get_one(Store, drive.store_id).name, drive.lead.customer.name, drive.lead.card_no, phone or "",
        drive.licence_no, drive.on, drive.starts_at, drive.until,
        catalogue.model_names({drive.model_id}).get(drive.model_id or 0, ""), drive.car, car.vin if car else "",
        drive.km_out, called.get(drive.person_id, ""), called.get(drive.accompanied_by_id, ""))


def blank_agreement(store: Store) -> Agreement:
    return Agreement(store.name)


sheets = (SheetKind(AGREEMENT, _l("Test drive agreement"), "drives.read", "sales/sheets/agreement.html", agreement,
                    endpoint="drives.index", blank="drives.blank_agreement", personal=True),)
