"""Load: days as they were committed to, reported, instructed and signed, for a demo store."""
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from portal.extensions import db

from .models import Aim, Commitment, DayCommitment, DayInstruction, DayReport, DaySigning, SignedAs


@dataclass(frozen=True)
class DatedCommitment:
    """Leads that were to order, and orders that were to be delivered with the lead they hang on."""
    store_id: int
    person_id: int
    on: date
    made_at: datetime
    made_by_id: int
    orders: tuple[int, ...] = ()
    deliveries: Mapping[int, int] = field(default_factory=dict)     # order → lead
    more_orders: int = 0
    more_deliveries: int = 0


@dataclass(frozen=True)
class DatedReport:
    store_id: int
    person_id: int
    on: date
    problem: str = ""
    help: str = ""
    next_steps: str = ""
    handed_in_at: datetime | None = None
    instruction: str = ""
    read_by_id: int | None = None           # who instructed and read it
    read_at: datetime | None = None


def commitments(rows: Iterable[DatedCommitment]) -> int:
    """Take one for each person and day; returns how many there were."""
    taken = 0
    for row in rows:
        made = DayCommitment(store_id=row.store_id, person_id=row.person_id, on=row.on, made_at=row.made_at,
                             made_by_id=row.made_by_id, more_orders=row.more_orders,
                             more_deliveries=row.more_deliveries)
        db.session.add(made)
        db.session.flush()
        keys: list[tuple[Aim, int, int | None]] = [(Aim.DELIVERY, lead_id, order_id)
                                                   for order_id, lead_id in sorted(row.deliveries.items())]
        keys += [(Aim.ORDER, lead_id, None) for lead_id in sorted(row.orders)]
        db.session.add_all(
            Commitment(day_id=made.id, store_id=row.store_id, lead_id=lead_id, order_id=order_id, aim=aim,
                       ticked_at=row.made_at) for aim, lead_id, order_id in keys)
        taken += 1
    db.session.flush()
    return taken


def reports(rows: Iterable[DatedReport]) -> int:
    """Take reports with what was said to them; returns how many there were."""
    taken = 0
    for row in rows:
        whose = {"store_id": row.store_id, "person_id": row.person_id, "on": row.on}
        if row.problem or row.help or row.next_steps:
            db.session.add(DayReport(**whose, problem=row.problem, help=row.help, next_steps=row.next_steps))
        if row.instruction:
            db.session.add(DayInstruction(**whose, instruction=row.instruction, written_by_id=row.read_by_id,
                                          written_at=row.read_at))
        if row.handed_in_at:
            db.session.add(DaySigning(**whose, signed_as=SignedAs.OWN, signed_by_id=row.person_id,
                                      signed_at=row.handed_in_at))
        if row.read_at:
            db.session.add(DaySigning(**whose, signed_as=SignedAs.LEADER, signed_by_id=row.read_by_id,
                                      signed_at=row.read_at))
        taken += 1
    db.session.flush()
    return taken
