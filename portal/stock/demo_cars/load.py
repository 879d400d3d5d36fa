"""Load: what demo cars need and needed, for a demo store."""
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portal.extensions import db
from portal.vehicles.models import CarUpkeep, Upkeep


@dataclass(frozen=True)
class DatedUpkeep:
    """Without `done_on` it is still owed."""
    store_id: int
    vehicle_id: int
    kind: Upkeep
    due_on: date
    done_on: date | None = None
    done_by_id: int | None = None
    note: str = ""


def upkeep(rows: Iterable[DatedUpkeep]) -> int:
    """Take them; returns how many there were."""
    taken = [CarUpkeep(store_id=row.store_id, vehicle_id=row.vehicle_id, kind=row.kind, due_on=row.due_on,
                       owed=None if row.done_on else 1, done_on=row.done_on, done_by_id=row.done_by_id, note=row.note)
             for row in rows]
    db.session.add_all(taken)
    db.session.flush()
    return len(taken)
