"""Stock counts to start from."""
from datetime import UTC, date, datetime

from portal.extensions import db
from portal.stock.counts.models import CountLine, CountState, StockCount
from portal.vehicles.models import Use, Vehicle

from .org import add, person

AT = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


def add_count(*, store_id, opened_by="Ku", title="月末盘点", on=date(2026, 11, 23), state=CountState.COUNTING,
              running=1, **more):
    return add(StockCount, version=1, store_id=store_id, title=title, on=on, state=state, running=running, live=1,
               opened_by_id=person(opened_by).id, opened_at=AT, **more)


def add_line(count_id, vin, *, place="A 区", answer=None, said_by=None, **more):
    """A vehicle that a count expects."""
    vehicle = db.session.query(Vehicle).filter_by(vin=vin).one()
    return add(CountLine, version=1, count_id=count_id, store_id=vehicle.store_id, vehicle_id=vehicle.id, vin=vin,
               place=place, use=Use.SALE, answer=answer, said_by_id=person(said_by).id if said_by else None,
               said_at=AT if answer else None, **more)
