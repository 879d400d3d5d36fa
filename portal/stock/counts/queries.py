"""Reading: a count belongs to a store, and whoever may see its counts sees all lines of them."""
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from portal.core.policy import Rights
from portal.core.scope import Scope
from portal.extensions import db
from portal.org.models import Store
from portal.sales import queries as sales
from portal.sales.models import Order
from portal.vehicles.models import State, Vehicle

from .models import Answer, CountDifference, CountLine, CountState, StockCount

LEAST_TYPED = 2


@dataclass(frozen=True)
class Place:
    """How far a place has been counted; `expected` by the books, `extra` beyond them. Places add up to the store."""
    name: str
    expected: int = 0
    told: int = 0                   # of those expected
    missing: int = 0
    damaged: int = 0
    elsewhere: int = 0              # expected here, seen at another place
    extra: int = 0

    @property
    def left(self) -> int:
        return self.expected - self.told

    @property
    def differences(self) -> int:
        return self.missing + self.damaged + self.elsewhere + self.extra


@dataclass(frozen=True)
class Known:
    """Where the portal thinks a vehicle is."""
    vehicle: Vehicle
    store: str


def counts(scope: Scope) -> Select[StockCount]:
    """The counts of the stores in `scope`; voided ones not."""
    return select(StockCount).where(StockCount.live == 1, scope.in_stores(StockCount.store_id))


def lines(scope: Scope) -> Select[CountLine]:
    return select(CountLine).join(StockCount, StockCount.id == CountLine.count_id).where(
        StockCount.live == 1, scope.in_stores(CountLine.store_id)).options(joinedload(CountLine.vehicle))


def differences(scope: Scope) -> Select[CountDifference]:
    return select(CountDifference).join(StockCount, StockCount.id == CountDifference.count_id).where(
        StockCount.live == 1, scope.in_stores(CountDifference.store_id)).options(
        joinedload(CountDifference.line).joinedload(CountLine.vehicle))


def running(store_id: int) -> StockCount | None:
    """The count that is not closed yet."""
    return db.session.scalars(select(StockCount).where(
        StockCount.store_id == store_id, StockCount.running == 1)).one_or_none()


def expected_now(store_id: int) -> Select[Vehicle]:
    """What stands in a store by the books: display and demo cars too."""
    return select(Vehicle).where(Vehicle.live == 1, Vehicle.store_id == store_id, Vehicle.state == State.STOCK)


def places_now(store_id: int) -> Sequence[tuple[str, int]]:
    """The places of a store, and how many vehicles stand at each."""
    return [(row[0], row[1]) for row in db.session.execute(
        expected_now(store_id).with_only_columns(Vehicle.place, func.count()).group_by(Vehicle.place)
        .order_by(Vehicle.place == "", Vehicle.place))]


def progress(count_id: int) -> list[Place]:
    """By place, those without a place last."""
    def number(clause: Any) -> Any:
        return func.count(case((clause, 1)))
    expected, told = CountLine.use.is_not(None), CountLine.answer.is_not(None)
    away = and_(CountLine.answer == Answer.SEEN, CountLine.seen_place != "", CountLine.seen_place != CountLine.place)
    rows = db.session.execute(
        select(CountLine.place, number(expected), number(and_(expected, told)),
               number(CountLine.answer == Answer.MISSING), number(CountLine.answer == Answer.DAMAGED), number(away),
               number(CountLine.answer == Answer.EXTRA))
        .where(CountLine.count_id == count_id).group_by(CountLine.place)
        .order_by(CountLine.place == "", CountLine.place))
    return [Place(*row) for row in rows]


def whole(places: Sequence[Place]) -> Place:
    return Place("", *(sum(getattr(place, name) for place in places)
                       for name in ("expected", "told", "missing", "damaged", "elsewhere", "extra")))


def at_place(count_id: int, place: str) -> Sequence[CountLine]:
    """What is expected at a place and what was found there; those that nobody has answered come first."""
    return db.session.scalars(
        select(CountLine).where(CountLine.count_id == count_id,
                                or_(CountLine.place == place, CountLine.seen_place == place) if place
                                else CountLine.place == "")
        .options(joinedload(CountLine.vehicle))
        .order_by(CountLine.answer.is_not(None), func.substr(CountLine.vin, -6), CountLine.id)).all()


def of_count(count_id: int) -> Sequence[CountLine]:
    """All lines, by place and end of the VIN."""
    return db.session.scalars(
        select(CountLine).where(CountLine.count_id == count_id).options(joinedload(CountLine.vehicle))
        .order_by(CountLine.place == "", CountLine.place, func.substr(CountLine.vin, -6), CountLine.id)).all()


def differences_of(count_id: int) -> Sequence[CountDifference]:
    """Those to be settled first."""
    return db.session.scalars(
        select(CountDifference).join(CountDifference.line).where(CountDifference.count_id == count_id)
        .options(joinedload(CountDifference.line).joinedload(CountLine.vehicle))
        .order_by(CountDifference.settlement.is_not(None), CountLine.answer, CountLine.place, CountLine.id)).all()


def orders_of(rights: Rights, vehicles: Iterable[Vehicle | None]) -> Mapping[str, Order]:
    """The orders for which vehicles are held, by number, as far as the reader may open them."""
    numbers = {vehicle.held_for for vehicle in vehicles if vehicle and vehicle.held_for}
    if not numbers or "orders.read" not in rights:
        return {}
    return {row.order_no: row for row in db.session.scalars(
        sales.orders(rights["orders.read"]).where(Order.order_no.in_(numbers), Order.live == 1))}


def known(text: str) -> list[Known]:
    """The live vehicles of the group that end like this, with their stores."""
    fits = Vehicle.vin == text if len(text) == 17 else Vehicle.tail == text
    return [Known(*row) for row in db.session.execute(
        select(Vehicle, Store.name).join(Store, Store.id == Vehicle.store_id)
        .where(Vehicle.live == 1, fits).order_by(Vehicle.id).limit(6))]


def stores_of(lines_of: Sequence[CountLine]) -> Mapping[int, str]:
    """The names of the stores that have these lines' vehicles now, by store."""
    ids = {line.vehicle.store_id for line in lines_of if line.vehicle}
    return {row[0]: row[1] for row in db.session.execute(select(Store.id, Store.name).where(Store.id.in_(ids)))} \
        if ids else {}


def waiting(rights: Rights) -> list[Select[StockCount]]:
    """For the menu: the counts that are going on."""
    return [counts(rights["counts.read"]).where(StockCount.state != CountState.CLOSED)]


def titles(ids: set[int]) -> Mapping[int, str]:
    return {row.id: f"{row.title} {row.on:%m-%d}" for row in db.session.execute(
        select(StockCount.id, StockCount.title, StockCount.on).where(StockCount.id.in_(ids)))}


def readable(rights: Rights, ids: set[int]) -> set[int]:
    return set(db.session.scalars(counts(rights["counts.read"]).where(StockCount.id.in_(ids))
                                  .with_only_columns(StockCount.id))) if "counts.read" in rights else set()


def line_titles(ids: set[int]) -> Mapping[int, str]:
    return {row[0]: row[1] for row in db.session.execute(
        select(CountLine.id, CountLine.vin).where(CountLine.id.in_(ids)))}


def difference_titles(ids: set[int]) -> Mapping[int, str]:
    return {row[0]: row[1] for row in db.session.execute(
        select(CountDifference.id, CountLine.vin).join(CountDifference.line).where(CountDifference.id.in_(ids)))}


def settled_by(rights: Rights, ids: set[int]) -> set[int]:
    """The differences that somebody may settle."""
    return set(db.session.scalars(select(CountDifference.id).where(
        CountDifference.id.in_(ids), rights["counts.write"].in_stores(CountDifference.store_id)))
    ) if "counts.write" in rights else set()


def search(rights: Rights, text: str, limit: int) -> list[tuple[str, int, str, str]]:
    """For the search in the head: counts by their title, the newest first."""
    typed = text.strip()
    if len(typed) < LEAST_TYPED:
        return []
    rows = db.session.execute(
        counts(rights["counts.read"]).where(StockCount.title.icontains(typed, autoescape=True))
        .order_by(StockCount.on.desc()).limit(limit)
        .with_only_columns(StockCount.id, StockCount.title, StockCount.on))
    return [("stock_count", row[0], row[1], row[2].isoformat()) for row in rows]
