"""What sales shows on pages of areas that do not know it."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, select

from portal.catalogue import queries as catalogue
from portal.core.panel import Panel, Reading
from portal.core.scope import Scope
from portal.core.words import yuan
from portal.customers.history import noon
from portal.customers.models import Customer, Lead, LeadState, Level
from portal.customers.queries.timeline import Moment
from portal.extensions import db
from portal.memo import per_transaction
from portal.org.queries import names

from . import exceptions, leaving, queries
from .lists import DRIVE_TONES, ORDER_STATES, ORDER_TONES
from .models import DriveState, Order, SaleKind, TestDrive

ON_HOME = 6             # lines; the rest has a page


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
class NextOrder:
    lead_id: int
    order_id: int | None            # of an order that waits for delivery
    may_sign: bool


@dataclass(frozen=True)
class OfLead:
    orders: list[OrderLine]
    drives: list[DriveLine]


@per_transaction
def _orders(scope: Scope, lead_id: int) -> Sequence[Order]:
    """Of a lead, the newest first: for its card and for its history."""
    return db.session.scalars(queries.orders(scope).where(Order.lead_id == lead_id)
                              .order_by(Order.signed_on.desc(), Order.id.desc())).all()


@per_transaction
def _drives(scope: Scope, lead_id: int) -> Sequence[TestDrive]:
    return db.session.scalars(queries.drives(scope).where(TestDrive.lead_id == lead_id)
                              .order_by(TestDrive.starts_at.desc())).all()


def _of_lead(reading: Reading) -> OfLead | None:
    orders = _orders(reading.rights["orders.read"], reading.row.id)
    drives = _drives(reading.rights["orders.read"], reading.row.id)
    if not (orders or drives):
        return None
    models = catalogue.model_names({o.model_id for o in orders} | {d.model_id for d in drives})
    return OfLead([OrderLine(o.id, o.order_no, ORDER_STATES[o.state], ORDER_TONES.get(o.state, ""), o.signed_on,
                             models.get(o.model_id or 0, ""), o.price_fen) for o in orders],
                  [DriveLine(d.id, d.starts_at, d.state.label, DRIVE_TONES.get(d.state, ""),
                             models.get(d.model_id or 0, "")) for d in drives])


def _open_lead(reading: Reading) -> int | None:
    """The lead, while something can be sold on it."""
    return reading.row.id if reading.row.state is LeadState.OPEN and reading.row.owner_id else None


def _next_order(reading: Reading) -> NextOrder | None:
    """The order that waits for delivery; another one is signed beside it only where a fleet buys."""
    if _open_lead(reading) is None:
        return None
    if reading.row.level is not Level.O:
        return NextOrder(reading.row.id, None, True)
    waiting = db.session.scalars(queries.undelivered(lead_id=reading.row.id).order_by(Order.id.desc())).first()
    return NextOrder(reading.row.id, waiting.id if waiting else None,
                     waiting is None or waiting.sale_kind is SaleKind.FLEET)


def _drives_told(reading: Reading) -> list[Moment]:
    rows = _drives(reading.rights["drives.read"], reading.row.id)
    models, who = catalogue.model_names({row.model_id for row in rows}), names({row.person_id for row in rows})
    return [Moment(row.starts_at, f"{_('Test drive')} · {row.state.label}", " · ".join(filter(None, (
                models.get(row.model_id or 0, ""), _("score %(score)s / 5", score=row.score) if row.score else "",
                row.feedback))), who.get(row.person_id, ""),
                {DriveState.DRIVEN: "main", DriveState.PLANNED: "plan"}.get(row.state, "")) for row in rows]


def _orders_told(reading: Reading) -> list[Moment]:
    rows = _orders(reading.rights["orders.read"], reading.row.id)
    models, who = catalogue.model_names({row.model_id for row in rows}), names({row.signed_by_id for row in rows})
    told = []
    for row in rows:
        text = " · ".join(filter(None, (models.get(row.model_id or 0, ""), row.colour,
                                        _("%(price)s yuan", price=yuan(row.price_fen)))))
        told.append(Moment(noon(row.signed_on), _("Order signed"), text, who.get(row.signed_by_id, ""), "main",
                           row.order_no, level_after=Level.O, timed=False))
        for on, title in ((row.cancelled_on, _("Order cancelled")), (row.delivered_on, _("Delivered"))):
            if on:
                told.append(Moment(noon(on), title, tag=row.order_no, kind="main", timed=False))
    return told


@dataclass(frozen=True)
class WaitingLine:
    id: int
    customer: str
    what: str                       # model and colour, then the order's number
    expected_on: date | None


@dataclass(frozen=True)
class Waiting:
    """Open orders that wait for what the reader does, the one expected first before the others."""
    lines: list[WaitingLine]
    total: int


def _waiting(scope: Scope, what: ColumnElement[bool]) -> Waiting | None:
    found = db.session.execute(
        queries.with_customer(queries.orders(scope)).where(queries.open_orders(), what)
        .with_only_columns(Order.id, Order.order_no, Order.model_id, Order.colour, Order.expected_on,
                           Customer.name.label("customer"), func.count().over().label("total"))
        .order_by(Order.expected_on.is_(None), Order.expected_on, Order.id).limit(ON_HOME)).all()
    if not found:
        return None
    models = catalogue.model_names({row.model_id for row in found})
    return Waiting([WaitingLine(row.id, row.customer, " · ".join(filter(None, (
        f"{models.get(row.model_id or 0, '')} {row.colour}".strip(), row.order_no))), row.expected_on)
        for row in found], found[0].total)


def _to_allot(reading: Reading) -> Waiting | None:
    """For the planner; who signs orders, too, has them among his own."""
    if "orders.write" in reading.rights:
        return None
    return _waiting(reading.rights["orders.allot"], Order.vin.is_(None))


def _handed_over(reading: Reading) -> list[tuple[int, str]]:
    """The open orders that go along with leads handed over."""
    ids = [row.lead.id for row in reading.row]
    rows = db.session.scalars(queries.orders(reading.rights["orders.read"]).where(
        Order.lead_id.in_(ids), queries.open_orders())).all()
    who = names([*(row.signed_by_id for row in rows), *(row.deliverer_id for row in rows)])
    return [(row.lead_id, " · ".join(filter(None, (
        row.order_no, row.vin, _("signed with %(name)s", name=who.get(row.signed_by_id, "–")),
        _("delivered by %(name)s", name=who.get(row.deliverer_id, "–")),
        _("share %(percent)s%%", percent=row.deliverer_share) if row.deliverer_share else "")))) for row in rows]


@dataclass(frozen=True)
class OrderOfVehicle:
    """An order of a vehicle: who may not open it reads its number and whose it is."""
    id: int
    no: str
    state: Any
    tone: str
    customer: str
    consultant: str
    expected_on: date | None
    opens: bool


def _of_vehicle(reading: Reading) -> list[OrderOfVehicle] | None:
    rows = db.session.execute(
        select(Order, Customer.name, Lead.owner_id).join(Lead, Lead.id == Order.lead_id)
        .join(Customer, Customer.id == Order.customer_id)
        .where(Order.vehicle_id == reading.row.id, Order.voided_at.is_(None))
        .order_by(Order.live.is_(None), Order.signed_on.desc(), Order.id.desc())).all()
    opened = set(db.session.scalars(queries.orders(reading.rights["orders.read"]).where(
        Order.id.in_([row[0].id for row in rows])).with_only_columns(Order.id))) if rows else set()
    who = names({owner_id or order.signed_by_id for order, _name, owner_id in rows})
    return [OrderOfVehicle(
        order.id, order.order_no, ORDER_STATES[order.state], ORDER_TONES.get(order.state, ""),
        name if order.id in opened else "", who.get(owner_id or order.signed_by_id, ""),
        order.expected_on if order.state == "allotted" else None, order.id in opened)
        for order, name, owner_id in rows] or None


panels = (
    Panel("vehicle", 10, "orders.read", _of_vehicle, "sales/_of_vehicle.html"),
    Panel("vehicle", 20, "orders.read", exceptions.of_vehicle, "sales/_exceptions.html"),
    Panel("approvals", 25, "exceptions.decide", exceptions.to_sign, "sales/_to_sign_panel.html", "exceptions.index"),
    Panel("lead", 20, "orders.read", _of_lead, "sales/_of_lead.html"),
    Panel("lead_do", 10, "drives.write", _open_lead, "sales/_do_drive.html"),
    Panel("lead_do", 20, "orders.write", _next_order, "sales/_do_order.html"),
    Panel("lead_history", 10, "drives.read", _drives_told, ""),
    Panel("lead_history", 20, "orders.read", _orders_told, ""),
    Panel("home", 20, "orders.allot", _to_allot, "sales/_to_allot_panel.html"),
    Panel("leaver", 10, "orders.read", leaving.going_over, "sales/_leaver.html", save=leaving.hand_over,
          undo=leaving.give_back),
    Panel("handed_over", 10, "orders.read", _handed_over, ""),
)
