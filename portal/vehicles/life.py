"""Life: what each move makes of a vehicle, and the dated states that tell it."""
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from portal.core.clock import now, today
from portal.extensions import db
from portal.org.models import FOREVER, Person

from .models import Hold, Move, State, Use, Vehicle, VehicleMove


@dataclass(frozen=True)
class Stand:
    """How a vehicle stands between two moves."""
    store_id: int
    state: State = State.ALLOCATED
    use: Use = Use.SALE
    hold: Hold = Hold.FREE
    held_for: str = ""
    place: str = ""
    arrived_on: date | None = None


@dataclass(frozen=True)
class Told:
    """A move on a day, with what it needs: the store it goes to, the place it is parked at, the order that has it."""
    what: Move
    on: date
    store_id: int | None = None
    place: str | None = None
    held_for: str = ""
    reason: str = ""
    by_id: int | None = None
    at: datetime | None = None


def _arrived(stand: Stand, told: Told) -> Stand:
    return replace(stand, state=State.STOCK, arrived_on=told.on, place=told.place or "")


AFTER: Mapping[Move, Callable[[Stand, Told], Stand]] = {
    Move.ALLOCATED: lambda stand, told: replace(stand, state=State.ALLOCATED),
    Move.SHIPPED: lambda stand, told: replace(stand, state=State.TRANSIT),
    Move.TAKEN_IN: _arrived,
    Move.RECEIVED: _arrived,
    Move.TRANSFERRED: lambda stand, told: replace(stand, store_id=told.store_id or stand.store_id, arrived_on=None,
                                                  state=State.TRANSIT, use=Use.SALE, place=""),
    Move.PARKED: lambda stand, told: replace(stand, place=told.place or ""),
    Move.ON_DISPLAY: lambda stand, told: replace(stand, use=Use.DISPLAY),
    Move.MADE_DEMO: lambda stand, told: replace(stand, use=Use.DEMO),
    Move.FOR_SALE: lambda stand, told: replace(stand, use=Use.SALE),
    Move.RESERVED: lambda stand, told: replace(stand, hold=Hold.RESERVED, held_for=told.held_for),
    Move.SOLD: lambda stand, told: replace(stand, hold=Hold.SOLD),
    Move.UNSOLD: lambda stand, told: replace(stand, hold=Hold.RESERVED),
    Move.FREED: lambda stand, told: replace(stand, hold=Hold.FREE, held_for=""),
    Move.DELIVERED: lambda stand, told: replace(stand, state=State.DELIVERED, use=Use.SALE, place=""),
    Move.CAME_BACK: lambda stand, told: replace(stand, state=State.STOCK),
    Move.RETURNED: lambda stand, told: replace(stand, state=State.RETURNED, use=Use.SALE, place=""),
}
COMING_AND_GOING = (Move.ALLOCATED, Move.SHIPPED, Move.TAKEN_IN, Move.RECEIVED, Move.TRANSFERRED, Move.RETURNED)
COPIES = ("store_id", "state", "use", "hold", "held_for", "place", "arrived_on")


def begin(vehicle: Vehicle, what: Move, on: date, *, by: Person, place: str = "") -> None:
    """The first move of a vehicle, which is in the session with an id."""
    _write(vehicle, Stand(vehicle.store_id), Told(what, on, place=place), by, on)


def move(vehicle: Vehicle, what: Move, *, by: Person, on: date | None = None, **more: Any) -> None:
    """In the course of an action, on a locked row: what happens to it now, or happened on a day. Its last move is
    closed then; one that was entered later than this happened lasts no day."""
    told = Told(what, on or today(), **more)
    from_on = told.on
    if last := last_move(vehicle):
        from_on = max(from_on, last.from_on)
        last.to_on = from_on
        db.session.flush()
    _write(vehicle, stand_of(vehicle), told, by, from_on)


def stand_of(row: Vehicle | VehicleMove) -> Stand:
    return Stand(**{name: getattr(row, name) for name in COPIES})


def last_move(vehicle: Vehicle) -> VehicleMove | None:
    return db.session.scalars(select(VehicleMove).where(
        VehicleMove.vehicle_id == vehicle.id, VehicleMove.to_on == FOREVER)).one_or_none()


def from_another_store(vehicle_ids: Iterable[int]) -> frozenset[int]:
    """Which of the vehicles came on their way by a transfer, whatever befell them since."""
    last: dict[int, Move] = {}
    for vehicle_id, what in db.session.execute(select(VehicleMove.vehicle_id, VehicleMove.what).where(
            VehicleMove.vehicle_id.in_(tuple(vehicle_ids)), VehicleMove.what.in_(COMING_AND_GOING)
            ).order_by(VehicleMove.id)):
        last[vehicle_id] = what
    return frozenset(vehicle_id for vehicle_id, what in last.items() if what is Move.TRANSFERRED)


def retell(vehicle: Vehicle, known: Sequence[VehicleMove], told: Iterable[Told]) -> int:
    """For load: put moves into the life of a vehicle by their days. Returns how many were new; what is known stays."""
    there = {(row.what, row.from_on, row.held_for if row.what is Move.RESERVED else "") for row in known}
    new = [each for each in told
           if (each.what, each.on, each.held_for if each.what is Move.RESERVED else "") not in there]
    if not new:
        return 0
    life: list[tuple[date, int, VehicleMove, Told]] = [
        (row.from_on, place, row, _as_told(row)) for place, row in enumerate(known)]
    for place, each in enumerate(new, len(life)):
        row = VehicleMove(vehicle_id=vehicle.id, what=each.what, from_on=each.on, reason=each.reason,
                          moved_by_id=each.by_id, moved_at=each.at or now())
        life.append((each.on, place, row, each))
    life.sort(key=lambda one: one[:2])
    stand = Stand(life[0][2].store_id or vehicle.store_id)
    for n, (_on, _place, row, each) in enumerate(life):
        stand = AFTER[each.what](stand, each)
        _copy(stand, row)
        row.to_on = life[n + 1][0] if n + 1 < len(life) else FOREVER
    db.session.add_all(row for _on, _place, row, _told in life)
    _copy(stand, vehicle)
    return len(new)


def _copy(stand: Stand, row: Vehicle | VehicleMove) -> None:
    for name in COPIES:
        setattr(row, name, getattr(stand, name))


def _as_told(row: VehicleMove) -> Told:
    return Told(row.what, row.from_on, row.store_id, row.place, row.held_for)


def _write(vehicle: Vehicle, stand: Stand, told: Told, by: Person, from_on: date) -> None:
    after = AFTER[told.what](stand, told)
    db.session.add(VehicleMove(
        vehicle_id=vehicle.id, what=told.what, from_on=from_on, to_on=FOREVER, moved_at=now(), moved_by_id=by.id,
        reason=told.reason, **{name: getattr(after, name) for name in COPIES}))
    _copy(after, vehicle)
    db.session.flush()
