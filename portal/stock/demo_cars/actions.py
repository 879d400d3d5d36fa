"""Keeping demo cars fit to drive: maintenance, insurance and inspection by a day, and done."""
from datetime import date

from flask_babel import gettext as _

from portal.core.action import Refused, action, locked, seen
from portal.core.clock import today
from portal.extensions import db
from portal.org.models import Person
from portal.vehicles.models import CarUpkeep, Upkeep, Use, Vehicle

from . import upkeep as queries


@action("upkeep.planned")
def plan_upkeep(vehicle: Vehicle, *, by: Person, kind: Upkeep, due_on: date, version: int | None = None,
                once: str | None = None) -> CarUpkeep:
    """Say by which day a demo car needs it; `version` where a day was set before."""
    locked(vehicle)
    if vehicle.use is not Use.DEMO or not vehicle.is_here:
        raise Refused(_("This vehicle is no demo car."))
    row = queries.owed_of(vehicle.id, kind)
    if row is None:
        row = CarUpkeep(vehicle_id=vehicle.id, store_id=vehicle.store_id, kind=kind, owed=1)
        db.session.add(row)
    elif version is None:
        raise Refused(_("Somebody has set the day meanwhile: %(day)s.", day=row.due_on), field="due_on")
    else:
        seen(row, version)
    row.due_on = due_on
    return row


@action("upkeep.done")
def finish_upkeep(upkeep: CarUpkeep, *, by: Person, version: int, done_on: date, next_on: date | None = None,
                  note: str = "") -> CarUpkeep | None:
    """It was done; the next one, where a day is said, is owed from now on. A car on its way out needs none."""
    seen(upkeep, version)
    if upkeep.owed is None:
        raise Refused(_("It is done already."))
    if done_on > today():
        raise Refused(_("That day is still to come."), field="done_on")
    if next_on is not None and next_on <= done_on:
        raise Refused(_("After the day on which it was done."), field="next_on")
    upkeep.done_on, upkeep.done_by_id, upkeep.note, upkeep.owed = done_on, by.id, note, None
    if next_on is None:
        return None
    db.session.flush()
    row = CarUpkeep(vehicle_id=upkeep.vehicle_id, store_id=upkeep.store_id, kind=upkeep.kind, due_on=next_on, owed=1)
    db.session.add(row)
    return row
