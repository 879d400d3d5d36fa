"""The vehicles that money lies in, for who may see cost."""
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import null

from portal.catalogue.filters import of_colour, of_model, of_series
from portal.catalogue.models import CarModel, Series
from portal.core.clock import today
from portal.core.days import days_between
from portal.core.lists import Choice, Column, Day, Link, List, Money, Name, Number, Words
from portal.core.place import stores_apart
from portal.core.policy import Rights
from portal.org.models import Store
from portal.vehicles.lists import MODEL
from portal.vehicles.models import Vehicle

from .capital import cost_so_far, in_store


def _named(rows: Any) -> Any:
    return (rows.join(Store, Store.id == Vehicle.store_id).outerjoin(Series, Series.id == Vehicle.series_id)
            .outerjoin(CarModel, CarModel.id == Vehicle.model_id))


def _age(rights: Rights) -> Any:
    return days_between(Vehicle.arrived_on, today())


def _cost(rights: Rights) -> Any:
    return cost_so_far(today())


def _opened(rights: Rights) -> Any:
    return Vehicle.id if "vehicles.read" in rights else null()


capital = List(
    "capital", _l("Money in the stock"), in_store, id=Vehicle.id, details=_named, sort="-capital", rows=_l("vehicles"),
    export="vehicles.export",
    empty=_l("Vehicles in the store whose cost is known stand here. Enter their cost, or import the stock ledger."),
    columns=(
        Column("vin", _l("VIN"), Vehicle.vin, Name(), head=True, link=Link("vehicles.vehicle", "vehicle_id", _opened)),
        Column("model", _l("Model"), MODEL, Name(), sort=False),
        Column("colour", _l("Colour"), Vehicle.colour, Name(), phone="hidden"),
        Column("store", _l("Store"), Store.name, Name(), sort=Vehicle.store_id, goes_with="store"),
        Column("use", _l("Use"), Vehicle.use, Words(), phone="hidden"),
        Column("arrived_on", _l("Arrived on"), Vehicle.arrived_on, Day(), phone="hidden"),
        Column("age", _l("Days in store"), _age, Number(), sort=False),
        Column("cost", _l("Cost"), Vehicle.cost_fen, Money(), unit=_l("yuan"), needs="cost.read"),
        Column("capital", _l("Capital cost"), _cost, Money(), unit=_l("yuan"), needs="cost.read"),
        Column("held_for", _l("Order no."), Vehicle.held_for, Name(), sort=False),
    ),
    filters=(
        of_series(Vehicle.series_id),
        of_model(Vehicle.model_id),
        of_colour(Vehicle.colour),
        Choice("store", _l("Store"), column=Vehicle.store_id, among=stores_apart),
    ),
)
