"""Vehicles to start from."""
from datetime import UTC, date, datetime

from portal.extensions import db
from portal.org.models import FOREVER, Store
from portal.vehicles.models import TAIL, Certificate, Hold, Move, State, Use, Vehicle, VehicleMove

from .org import add

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
BEGAN = {State.ALLOCATED: Move.ALLOCATED, State.TRANSIT: Move.SHIPPED}


def add_vehicle(vin, *, store_id=None, state=State.STOCK, hold=Hold.FREE, use=Use.SALE, arrived_on=date(2026, 11, 2),
                model_id=1, series_id=1, colour="极地白", certificate=Certificate.HERE, held_for="", place="", **facts):
    """A vehicle that has stood like this since it came; returns its id."""
    store_id = store_id or db.session.query(Store.id).order_by(Store.id).first().id
    arrived_on = arrived_on if state is State.STOCK else None
    stand = {"store_id": store_id, "state": state, "hold": hold, "use": use, "held_for": held_for, "place": place,
             "arrived_on": arrived_on}
    vehicle_id = add(Vehicle, version=1, vin=vin, tail=vin[-TAIL:], model_id=model_id, series_id=series_id,
                     colour=colour, certificate=certificate, live=1, **stand, **facts)
    add(VehicleMove, vehicle_id=vehicle_id, what=BEGAN.get(state, Move.TAKEN_IN), to_on=FOREVER, moved_at=AT,
        from_on=arrived_on or date(2026, 11, 2), **stand)
    return vehicle_id


def vehicle(vin):
    return db.session.query(Vehicle).filter_by(vin=vin, live=1).one()


def moves_of(vin):
    """What happened to it, in order: (what, from, to)."""
    rows = db.session.query(VehicleMove).filter_by(vehicle_id=vehicle(vin).id).order_by(VehicleMove.id)
    return [(row.what.value, row.from_on, row.to_on) for row in rows]
