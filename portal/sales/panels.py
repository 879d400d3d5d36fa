"""What sales shows on pages of areas that do not know it."""
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.catalogue import queries as catalogue
from portal.core.panel import Panel, Reading
from portal.extensions import db

from . import queries
from .lists import DRIVE_TONES, ORDER_STATES, ORDER_TONES
from .models import Order, TestDrive


@dataclass(frozen=True)
class OrderLine:
    id: int
    no: str
    state: Any
    tone: str
    signed_on: date
    model: str
    price_fen: int


@dataclass(frozen=True)
class DriveLine:
    id: int
    starts_at: datetime
    state: Any
    tone: str
    model: str


@dataclass(frozen=True)
class OfLead:
    orders: list[OrderLine]
    drives: list[DriveLine]


def _of_lead(reading: Reading) -> OfLead | None:
    orders = db.session.scalars(queries.orders(reading.rights["orders.read"]).where(Order.lead_id == reading.row.id)
                                .order_by(Order.signed_on.desc(), Order.id.desc())).all()
    drives = db.session.scalars(queries.drives(reading.rights["orders.read"])
                                .where(TestDrive.lead_id == reading.row.id)
                                .order_by(TestDrive.starts_at.desc())).all()
    if not (orders or drives):
        return None
    models = catalogue.model_names({o.model_id for o in orders} | {d.model_id for d in drives})
    return OfLead([OrderLine(o.id, o.order_no, ORDER_STATES[o.state], ORDER_TONES.get(o.state, ""), o.signed_on,
                             models.get(o.model_id or 0, ""), o.price_fen) for o in orders],
                  [DriveLine(d.id, d.starts_at, d.state.label, DRIVE_TONES.get(d.state, ""),
                             models.get(d.model_id or 0, "")) for d in drives])


of_lead = Panel("lead", 20, "orders.read", _of_lead, "sales/_of_lead.html")
