"""What is told of the exceptions of the queue: for which order, before which, and who signed when."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from portal.catalogue import queries as catalogue
from portal.core.clock import today
from portal.core.panel import Reading
from portal.customers.models import Customer, Lead
from portal.extensions import db
from portal.org.queries import names
from portal.vehicles.models import Vehicle

from . import queries
from .lists import EXCEPTION_STANDS, EXCEPTION_TONES
from .models import Order, QueueException

ON_HOME = 3             # cards; the rest has a page


@dataclass(frozen=True)
class Told:
    """An exception; the customer passed over is told by the order's number and whose it is."""
    asked: QueueException
    order: Order
    customer: str
    consultant: str
    earlier: Order
    earlier_consultant: str
    vehicle: Vehicle
    what: str                       # model and colour
    asker: str
    manager: str                    # "" while nobody has signed
    decider: str
    opens: bool = True              # whether the reader sees the order, and so the customer and the reason

    @property
    def state(self) -> Any:
        return EXCEPTION_STANDS[self.asked.stand]

    @property
    def tone(self) -> str:
        return EXCEPTION_TONES.get(self.asked.stand, "")

    @property
    def days(self) -> int:
        """How much later than the one passed over the order was signed."""
        return (self.order.signed_on - self.earlier.signed_on).days

    @property
    def kept_until(self) -> date | None:
        return self.asked.answer_by_on if self.asked.waiting else None

    @property
    def is_kept(self) -> bool:
        """Whether others are refused the vehicle; once the day is over they may take it."""
        return self.kept_until is not None and self.kept_until >= today()


@dataclass(frozen=True)
class ToSign:
    cards: list[Told]
    total: int


def of_order(order: Order) -> list[Told]:
    """The newest first."""
    return told(QueueException.order_id == order.id)


def of_vehicle(reading: Reading) -> list[Told] | None:
    """For its page; who may not open the order reads its number and whose it is."""
    opened = queries.exceptions(reading.rights["orders.read"]).where(
        QueueException.vehicle_id == reading.row.id).with_only_columns(QueueException.id)
    return told(QueueException.vehicle_id == reading.row.id, opened=lambda: set(db.session.scalars(opened))) or None


def to_sign(reading: Reading) -> ToSign | None:
    ids = db.session.scalars(queries.to_sign(reading.rights, reading.reader.id)
                             .with_only_columns(QueueException.id).order_by(QueueException.asked_at)).all()
    return ToSign(told(QueueException.id.in_(ids[:ON_HOME])), len(ids)) if ids else None


def told(*which: ColumnElement[bool], opened: Any = None) -> list[Told]:
    """In words: `opened()` gives the ids that the reader may open, without it he may open all."""
    earlier, passed = aliased(Order), aliased(Lead)
    rows: Sequence[Any] = db.session.execute(
        select(QueueException, Order, Customer.name, Lead.owner_id, earlier, passed.owner_id, Vehicle)
        .join(Order, Order.id == QueueException.order_id).join(Customer, Customer.id == Order.customer_id)
        .join(Lead, Lead.id == Order.lead_id).join(earlier, earlier.id == QueueException.earlier_id)
        .join(passed, passed.id == earlier.lead_id).join(Vehicle, Vehicle.id == QueueException.vehicle_id)
        .where(*which).order_by(QueueException.asked_at.desc(), QueueException.id.desc())).all()
    if not rows:
        return []
    may_open = opened() if opened else {row[0].id for row in rows}
    models = catalogue.model_names({vehicle.model_id for *_rest, vehicle in rows})
    who = names({person for asked, order, _name, owner, before, before_owner, _vehicle in rows for person in (
        asked.asked_by_id, asked.manager_by_id, asked.decided_by_id, owner or order.signed_by_id,
        before_owner or before.signed_by_id)})

    def named(person_id: int | None) -> str:
        return who.get(person_id, "")
    return [Told(asked, order, name if asked.id in may_open else "", named(owner or order.signed_by_id), before,
                 named(before_owner or before.signed_by_id), vehicle,
                 f"{models.get(vehicle.model_id or 0, '')} {vehicle.colour}".strip(), named(asked.asked_by_id),
                 named(asked.manager_by_id), named(asked.decided_by_id), asked.id in may_open)
            for asked, order, name, owner, before, before_owner, vehicle in rows]
