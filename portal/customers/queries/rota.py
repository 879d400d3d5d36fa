"""Who is there to receive customers on a day, and whose turn it is."""
from datetime import date

from sqlalchemy import exists, select

from portal.core.scope import held_on
from portal.extensions import db
from portal.org.models import Membership, Role, RosterDay, Shift

OFF = (Shift.REST, Shift.LEAVE)


def is_off(person_id: int, day: date) -> bool:
    """Whether the roster has the person at rest or on leave that day."""
    return db.session.scalar(select(exists().where(
        RosterDay.person_id == person_id, RosterDay.on == day, RosterDay.shift.in_(OFF)))) or False


def is_internet_sales(person_id: int | None, day: date) -> bool:
    """Whether a person's roles that day are internet sales and nothing else."""
    roles = set(db.session.scalars(select(Membership.role).where(Membership.person_id == person_id, held_on(day))))
    return roles == {Role.DCC}
