"""What speaks against a vehicle's leaving: customers who are to drive it, and an order that it is kept for."""
from flask_babel import gettext as _

from portal.core.action import Refused
from portal.core.clock import today
from portal.core.words import hour
from portal.extensions import db
from portal.org.models import Person
from portal.org.queries import names
from portal.vehicles.models import Vehicle

from .. import queries
from .allotting import check_kept

NAMED = 3


def check_leaves(vehicle: Vehicle, *, by: Person) -> None:
    """In the course of an action that takes it from where customers and orders count on it."""
    drives = db.session.scalars(queries.booked_from(vehicle.id, today()).limit(NAMED)).all()
    if drives:
        who = names(drive.person_id for drive in drives)
        booked = ", ".join(f"{drive.on} {hour(drive.starts_at)} {who.get(drive.person_id, '–')}" for drive in drives)
        raise Refused(_("Test drives are booked with this car, move or call them off first: %(drives)s.",
                        drives=booked))
    check_kept(vehicle)
