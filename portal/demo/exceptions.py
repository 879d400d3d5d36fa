"""The demo store's exceptions of the queue: two that wait, one for each signature, one signed by two, one refused."""
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from portal.core.clock import ZONE
from portal.core.decision import Outcome
from portal.core.load import load
from portal.extensions import db
from portal.org.models import Person, Role
from portal.sales.load import DatedException
from portal.sales.models import Order
from portal.sales.queries import open_orders
from portal.vehicles.models import Hold, State, Use, Vehicle

from .cast import HOUSES
from .found import Opened

AGO = timedelta(days=45)                # one that is over is not older
WAITING = ("客户周六婚礼用车，合同写明交车日；前一单客户同意晚一周", "大客户第二台，需与第一台同日交付")
SIGNED = "客户从外地来提车，机票已订，前一单贷款未批、本周提不了"
REFUSED = ("客户催得急，想先给他", "前一单客户已交全款，不能让他再等")


class Signers(NamedTuple):
    planner: int
    manager: int
    general_manager: int


def ask(opened: Opened, today: date, *, by: Person) -> None:
    """In the main store alone, whose signers are all there."""
    people = {one.part.role: one.person.id for one in opened.members}
    if opened.store.code != HOUSES[0].code:
        return
    signers = Signers(people[Role.PLANNER], people[Role.MANAGER], people[Role.GENERAL_MANAGER])
    load({"queue_exceptions": [*_over(opened.store.id, today, signers), *_waiting(opened.store.id, today, signers)]},
         by=by, batch="demo")


def _over(store_id: int, today: date, who: Signers) -> Iterator[DatedException]:
    """One that got its vehicle before an equal order that waited longer, and one that was refused: the vehicle went to
    who waited longer."""
    earlier = aliased(Order)
    pairs = (select(Order.id, Order.vehicle_id, Order.vin_on, Order.signed_on, earlier.id.label("earlier_id"),
                    earlier.vehicle_id.label("its_vehicle_id"), earlier.vin_on.label("its_on"))
             .join(earlier, and_(earlier.store_id == Order.store_id, earlier.model_id == Order.model_id,
                                 earlier.colour == Order.colour, earlier.signed_on < Order.signed_on))
             .where(Order.store_id == store_id, Order.live == 1, earlier.live == 1, Order.vehicle_id.is_not(None),
                    earlier.vehicle_id.is_not(None), Order.vin_on.between(today - AGO, today - timedelta(days=2)))
             .order_by(Order.vin_on.desc(), Order.id.desc(), earlier.id).limit(1))
    if first := db.session.execute(pairs.where(earlier.vin_on > Order.vin_on)).first():
        yield _of(store_id, first, first.vehicle_id, who.planner, _at(first.vin_on, 9, 20), SIGNED,
                  manager_by_id=who.manager, manager_at=_at(first.vin_on, 9, 50), outcome=Outcome.APPROVED,
                  decided_by_id=who.general_manager, decided_at=_at(first.vin_on, 11, 5))
    in_between = earlier.vin_on < Order.vin_on, earlier.vin_on > Order.signed_on
    if second := db.session.execute(pairs.where(*in_between)).first():
        yield _of(store_id, second, second.its_vehicle_id, who.planner, _at(second.its_on, 9, 10), REFUSED[0],
                  outcome=Outcome.RETURNED, decided_by_id=who.manager, decided_at=_at(second.its_on, 9, 40),
                  decision_reason=REFUSED[1])


def _waiting(store_id: int, today: date, who: Signers) -> Iterator[DatedException]:
    """Asked yesterday: by the planner, whom the sales manager has not answered, and by the sales manager himself."""
    earlier, yesterday = aliased(Order), today - timedelta(days=1)
    rows = db.session.execute(
        select(Order.id, Vehicle.id.label("vehicle_id"), earlier.id.label("earlier_id"))
        .join(earlier, and_(earlier.store_id == Order.store_id, earlier.model_id == Order.model_id,
                            earlier.colour == Order.colour, earlier.signed_on < Order.signed_on))
        .join(Vehicle, and_(Vehicle.store_id == Order.store_id, Vehicle.model_id == Order.model_id,
                            Vehicle.colour == Order.colour))
        .where(Order.store_id == store_id, open_orders(), Order.vehicle_id.is_(None), earlier.live == 1,
               Order.signed_on <= yesterday, earlier.delivered_on.is_(None), earlier.vehicle_id.is_(None),
               Vehicle.live == 1, Vehicle.hold == Hold.FREE, Vehicle.use == Use.SALE,
               Vehicle.state.in_((State.STOCK, State.TRANSIT)))
        .order_by(Order.signed_on.desc(), Order.id, earlier.signed_on, Vehicle.state, Vehicle.arrived_on)).all()
    orders: dict[int, Any] = {}
    for row in rows:
        if row.vehicle_id not in {taken.vehicle_id for taken in orders.values()}:
            orders.setdefault(row.id, row)
    for (row, reason, asker, signed) in zip(list(orders.values()), WAITING, (who.planner, who.manager), (False, True),
                                            strict=False):
        at = _at(yesterday, 16, 30)
        yield _of(store_id, row, row.vehicle_id, asker, at, reason, manager_by_id=who.manager if signed else None,
                  manager_at=at if signed else None)


def _of(store_id: int, row: Any, vehicle_id: int, asked_by_id: int, at: datetime, reason: str,
        **more: Any) -> DatedException:
    return DatedException(store_id, row.id, row.earlier_id, vehicle_id, asked_by_id, at, reason,
                          at.date() + timedelta(days=1), **more)


def _at(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE)
