"""Commitments of a day: whom one may tick, what was ticked, and what became of it."""
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, case, false, or_, select

from portal.catalogue.queries import series_names
from portal.customers import levels
from portal.customers.models import OPEN_STATES, Customer, Lead, Level
from portal.customers.names import polite
from portal.extensions import db
from portal.sales.models import Delivery, Order
from portal.sales.queries import open_orders

from .models import Aim, Commitment, DayCommitment

HOT = (Level.H, Level.A)
MOST = 40                           # candidates on the page: the most urgent


@dataclass(frozen=True)
class Tick:
    """A customer who may be ticked, or was; `key` is the lead, of a delivery the order."""
    aim: Aim
    key: int
    lead_id: int
    name: str                       # whole
    polite: str                     # surname and title
    card_no: str
    series: str
    level: levels.Shown
    on: date | None                 # next contact, of a delivery the day it is expected
    due: bool = False               # a contact is owed today
    vin: bool = False               # of a delivery: a vehicle is allotted
    done: bool = False              # ordered, delivered on the day


@dataclass(frozen=True)
class Committed:
    """What a person committed to for a day; nothing where `row` is None."""
    row: DayCommitment | None = None
    ticks: Sequence[Tick] = field(default=())

    def named(self, aim: Aim) -> list[Tick]:
        return [one for one in self.ticks if one.aim is aim]

    @property
    def orders(self) -> list[Tick]:
        return self.named(Aim.ORDER)

    @property
    def deliveries(self) -> list[Tick]:
        return self.named(Aim.DELIVERY)

    @property
    def more_orders(self) -> int:
        """Expected beside those named."""
        return self.row.more_orders if self.row else 0

    @property
    def more_deliveries(self) -> int:
        return self.row.more_deliveries if self.row else 0

    @property
    def order_count(self) -> int:
        return len(self.orders) + self.more_orders

    @property
    def delivery_count(self) -> int:
        return len(self.deliveries) + self.more_deliveries


NOTHING = Committed()


def committed(person_ids: Collection[int], on: date) -> Mapping[int, Committed]:
    """What these people committed to for a day, with what became of it, by person."""
    rows = {row.id: row for row in db.session.scalars(
        select(DayCommitment).where(DayCommitment.person_id.in_(person_ids), DayCommitment.on == on))}
    ticks: dict[int, list[Tick]] = {day_id: [] for day_id in rows}
    orders_first = case((Commitment.aim == Aim.ORDER, 0), else_=1)
    found = db.session.execute(
        _columns(select(Commitment.day_id, Commitment.aim, Commitment.order_id)
                 .join(Lead, Lead.id == Commitment.lead_id).outerjoin(Order, Order.id == Commitment.order_id))
        .where(Commitment.day_id.in_(rows)).order_by(orders_first, Commitment.id)).all() if rows else []
    ordered = _ordered([row.Lead.id for row in found if row.aim is Aim.ORDER], on)
    delivered = _delivered([row.order_id for row in found if row.aim is Aim.DELIVERY], on)
    for row in found:
        done = row.Lead.id in ordered if row.aim is Aim.ORDER else row.order_id in delivered
        ticks[row.day_id].append(_tick(row, row.aim, on, done=done))
    return {row.person_id: Committed(row, ticks[row.id]) for row in rows.values()}


def committed_by(person_id: int, on: date) -> Committed:
    return committed({person_id}, on).get(person_id, NOTHING)


def may_order(person_id: int, store_id: int, on: date) -> list[Tick]:
    """The customers of a person who may order today: H and A ones, and whoever is to be contacted; hot ones first."""
    rows = db.session.execute(
        _columns(select(Lead.id.label("order_id")).select_from(Lead).outerjoin(Order, false()))
        .where(_owned(person_id, store_id), Lead.level != Level.O,
               or_(Lead.level.in_(HOT), Lead.next_contact_on <= on))
        .order_by(Lead.urgency, Lead.next_contact_on, Lead.id).limit(MOST)).all()
    return [_tick(row, Aim.ORDER, on) for row in rows]


def may_be_delivered(person_id: int, store_id: int, on: date) -> list[Tick]:
    """The open orders of a person's customers, the first expected first."""
    rows = db.session.execute(
        _columns(select(Order.id.label("order_id")).join(Lead, Lead.id == Order.lead_id))
        .where(_owned(person_id, store_id), open_orders())
        .order_by(case((Order.expected_on.is_(None), 1), else_=0), Order.expected_on, Order.id).limit(MOST)).all()
    return [_tick(row, Aim.DELIVERY, on) for row in rows]


def _owned(person_id: int, store_id: int) -> Any:
    return (Lead.owner_id == person_id) & (Lead.store_id == store_id) & Lead.state.in_(OPEN_STATES) & (Lead.live == 1)


def _columns(rows: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return rows.join(Customer, Customer.id == Lead.customer_id).add_columns(
        Lead, Customer.name, Customer.title, Customer.is_company, Order.expected_on, Order.vin, Order.series_id)


def _tick(row: Any, aim: Aim, on: date, *, done: bool = False) -> Tick:
    lead: Lead = row.Lead
    delivery = aim is Aim.DELIVERY
    return Tick(
        aim, row.order_id if delivery else lead.id, lead.id, row.name, polite(row.name, row.title, row.is_company),
        lead.card_no, series_names().get((row.series_id if delivery else None) or lead.series_id or 0, ""),
        levels.shown(lead.level, lead.store_id), row.expected_on if delivery else lead.next_contact_on,
        lead.next_contact_on is not None and lead.next_contact_on <= on, bool(row.vin), done)


def _ordered(lead_ids: Collection[int], on: date) -> set[int]:
    """Which of these leads signed an order on the day, cancelled since or not."""
    return set(db.session.scalars(select(Order.lead_id).where(
        Order.lead_id.in_(lead_ids), Order.signed_on == on, Order.voided_at.is_(None)))) if lead_ids else set()


def _delivered(order_ids: Collection[int], on: date) -> set[int]:
    return set(db.session.scalars(select(Delivery.order_id).where(
        Delivery.order_id.in_(order_ids), Delivery.delivered_on == on, Delivery.live == 1))) if order_ids else set()
