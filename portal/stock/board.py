"""The board: what a store has, what it sells a month, who waits; by series, model or colour. Source: DOMAIN.md 9."""
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, and_, case, func, select

from portal.catalogue import queries as catalogue
from portal.catalogue.filters import UNSAID
from portal.core.days import days_between
from portal.core.period import month
from portal.extensions import Coded, db
from portal.goals.split import largest_remainder
from portal.goals.targets import targets_of
from portal.memo import per_transaction
from portal.sales.models import Delivery, Order
from portal.sales.queries import open_orders
from portal.vehicles.models import Hold, State, Use, Vehicle
from portal.vehicles.queries import THERE, WAYS, in_stock

from .limits import Limits

MONTHS = 3                          # full ones, whose deliveries make the average
DAYS_OF_A_YEAR = 365
FEN = 100                           # of a yuan
KEYS = ("series_id", "model_id", "colour")
Counted = Select[*tuple[Any, ...]]  # the keys, then what is counted


class Grain(Coded):
    """How fine the board is."""
    SERIES = "series", _l("By series")
    MODEL = "model", _l("By model")
    COLOUR = "colour", _l("By colour")


@dataclass
class Counts:
    """What a line counts; lines add up to the store."""
    here: int = 0                   # in stock: display and reserved cars in, demo cars out
    free: int = 0
    reserved: int = 0               # those on their way too
    transit: int = 0
    allocated: int = 0
    coming: int = 0                 # in transit or allocated, and nobody's yet
    demo: int = 0
    waiting: int = 0                # open orders without a vehicle
    ready: int = 0                  # of these: a vehicle of the same model and colour stands free
    soon: int = 0                   # … or is on its way
    delivered: int = 0              # in the last three full months
    oldest: int = 0                 # days in store
    days: int = 0                   # of all together
    watch: int = 0                  # older than the limits
    clear: int = 0
    plan: int = 0
    cost_days: int = 0              # fen × days in store, demo cars too

    def add(self, **values: Any) -> None:
        for name, value in values.items():
            known = getattr(self, name)
            setattr(self, name, max(known, int(value or 0)) if name == "oldest" else known + int(value or 0))

    def match(self) -> None:
        """Of one model in one colour: how many of those that wait could have a vehicle."""
        self.ready = min(self.waiting, self.free)
        self.soon = min(self.waiting - self.ready, self.coming)

    @property
    def per_month(self) -> Decimal:
        return Decimal(self.delivered) / MONTHS

    @property
    def depth(self) -> Decimal | None:
        """Stock against a month's deliveries; None where nothing was delivered."""
        return self.here / self.per_month if self.delivered else None

    @property
    def mean_age(self) -> Decimal | None:
        return Decimal(self.days) / self.here if self.here else None


@dataclass
class Line:
    """A series, model, or model in a colour; what has no model or series stands as such."""
    series_id: int | None
    model_id: int | None
    colour: str | None
    name: str
    counts: Counts
    where: Mapping[str, Any]        # what narrows the lists of vehicles and orders to it


@dataclass(frozen=True)
class Board:
    lines: Sequence[Line]
    whole: Counts
    limits: Limits
    planned: int | None             # deliveries, for the next month
    counted: tuple[date, date]      # the first and the last day of the months whose deliveries are counted

    def forward(self, counts: Counts) -> Decimal | None:
        """Stock against the deliveries planned for the next month. Targets have no series: a line takes its share of
        the deliveries of the last three full months; None where there is no target or nothing was delivered."""
        if not self.planned or (counts is not self.whole and not counts.delivered):
            return None
        share = Decimal(1) if counts is self.whole else Decimal(counts.delivered) / self.whole.delivered
        return counts.here / (self.planned * share)

    def capital_fen(self, counts: Counts) -> int:
        """What the money in the vehicles of a line, or of the whole, has cost so far, in whole yuan; the lines add up.
        cost × rate × days / 365."""
        return FEN * self._capital[id(counts)]

    @cached_property
    def _capital(self) -> Mapping[int, int]:
        whole = int(self.whole.cost_days * self.limits.capital_rate / 100 / DAYS_OF_A_YEAR / FEN)
        shares = largest_remainder(whole, [Fraction(line.counts.cost_days) for line in self.lines]) if whole else (
            [0] * len(self.lines))
        return {id(self.whole): whole, **{id(line.counts): share
                                          for line, share in zip(self.lines, shares, strict=True)}}


def board(store_id: int, today: date, limits: Limits, grain: Grain, *, cost: bool) -> Board:
    """Four statements, whatever the store has. `cost`: for who may see what vehicles cost."""
    lines: dict[tuple[Any, ...], Line] = {}
    whole = Counts()
    for keys, counts in _finest(store_id, today, limits, cost=cost).items():
        _line(lines, keys, grain).counts.add(**vars(counts))
        whole.add(**vars(counts))
    next_month = month(today).next()
    planned = targets_of(store_id, ["deliveries"], [next_month], today).of("deliveries", next_month)
    return Board(_in_order(lines.values()), whole, limits, planned, _full_months(today))


@per_transaction
def _finest(store_id: int, today: date, limits: Limits, *, cost: bool) -> Mapping[tuple[Any, ...], Counts]:
    """Each model in each colour, which every grain adds up."""
    finest: dict[tuple[Any, ...], Counts] = defaultdict(Counts)
    for rows in (_vehicles(store_id, today, limits, cost=cost), _waiting(store_id), _delivered(store_id, today)):
        names = [column.name for column in rows.selected_columns][len(KEYS):]
        for row in db.session.execute(rows):
            finest[tuple(row[:len(KEYS)])].add(**dict(zip(names, row[len(KEYS):], strict=True)))
    for counts in finest.values():
        counts.match()
    return finest


def _line(lines: dict[tuple[Any, ...], Line], keys: Sequence[Any], grain: Grain) -> Line:
    series_id, model_id, colour = keys
    key = {Grain.SERIES: (series_id,), Grain.MODEL: (series_id, model_id)}.get(grain, (series_id, model_id, colour))
    if key not in lines:
        fine = grain is not Grain.SERIES
        where = {name: value or UNSAID for name, value in zip(("series", "model", "colour"), key, strict=False)}
        lines[key] = Line(series_id, model_id if fine else None, colour if grain is Grain.COLOUR else None,
                          _name(series_id, model_id if fine else None, colour if grain is Grain.COLOUR else ""),
                          Counts(), where)
    return lines[key]


def _name(series_id: int | None, model_id: int | None, colour: str) -> str:
    of_model = catalogue.model_names({model_id}).get(model_id or 0) or catalogue.series_names().get(series_id or 0, "–")
    return f"{of_model} {colour}".strip()


def _in_order(lines: Iterable[Line]) -> list[Line]:
    """In the catalogue's order; what neither is there nor waited for says nothing."""
    order = {series_id: place for place, (series_id, _name) in enumerate(catalogue.series_choices())}
    said = (line for line in lines if any(getattr(line.counts, field.name) for field in fields(Counts)
                                          if field.name != "delivered"))
    return sorted(said, key=lambda line: (order.get(line.series_id or 0, len(order)), line.name))


def _vehicles(store_id: int, today: date, limits: Limits, *, cost: bool) -> Counted:
    days, here = days_between(Vehicle.arrived_on, today), in_stock()

    def count(clause: Any) -> Any:
        return func.count(case((clause, 1)))
    cost_days = [func.sum(case((Vehicle.state == State.STOCK, Vehicle.cost_fen * days), else_=0)).label("cost_days")]
    return select(
        Vehicle.series_id, Vehicle.model_id, Vehicle.colour, count(here).label("here"),
        count(and_(here, Vehicle.hold == Hold.FREE)).label("free"),
        count(Vehicle.hold != Hold.FREE).label("reserved"),
        count(Vehicle.state == State.TRANSIT).label("transit"),
        count(Vehicle.state == State.ALLOCATED).label("allocated"),
        count(and_(Vehicle.state.in_(WAYS), Vehicle.hold == Hold.FREE)).label("coming"),
        count(and_(Vehicle.state == State.STOCK, Vehicle.use == Use.DEMO)).label("demo"),
        func.max(case((here, days))).label("oldest"), func.sum(case((here, days), else_=0)).label("days"),
        count(and_(here, days > limits.age_watch)).label("watch"),
        count(and_(here, days > limits.age_clear)).label("clear"),
        count(and_(here, days > limits.age_plan)).label("plan"), *(cost_days if cost else ()),
    ).where(Vehicle.live == 1, Vehicle.store_id == store_id,
            Vehicle.state.in_(THERE)).group_by(Vehicle.series_id, Vehicle.model_id, Vehicle.colour)


def _waiting(store_id: int) -> Counted:
    return select(Order.series_id, Order.model_id, Order.colour, func.count().label("waiting")).where(
        Order.store_id == store_id, open_orders(), Order.vehicle_id.is_(None)
    ).group_by(Order.series_id, Order.model_id, Order.colour)


def _full_months(today: date) -> tuple[date, date]:
    last = month(today).previous()
    return last.previous().previous().start, last.end


def _delivered(store_id: int, today: date) -> Counted:
    return select(Order.series_id, Order.model_id, Order.colour, func.count().label("delivered")).join(
        Delivery, Delivery.order_id == Order.id).where(
        Delivery.store_id == store_id, Delivery.live == 1, Delivery.delivered_on.between(*_full_months(today))
    ).group_by(Order.series_id, Order.model_id, Order.colour)
