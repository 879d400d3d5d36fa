"""The list of vehicles."""
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import ColumnElement, and_, case

from portal.catalogue.filters import of_colour, of_model, of_series
from portal.catalogue.models import CarModel, Series
from portal.core.agreement import agreed_in
from portal.core.clock import today
from portal.core.days import days_between
from portal.core.lists import (
    Choice,
    Column,
    Dates,
    Day,
    Link,
    List,
    Money,
    Name,
    Number,
    Search,
    Tab,
    Words,
)
from portal.core.lists import State as StateFormat
from portal.core.place import stores_apart
from portal.org.models import Store

from . import queries
from .metrics import BUCKETS, bucket_of
from .models import Certificate, Hold, State, Use, Vehicle
from .settings import PLAN

AGES: Mapping[str, Any] = {**BUCKETS, "plan": _l("Due for an action plan")}
GONE = (State.DELIVERED, State.RETURNED)
STATES: Mapping[str, Any] = {
    "there": _l("All that is not handed over"), "here": _l("In stock"), "free": _l("In stock, free"),
    "coming": _l("On its way or allocated"), "transit": _l("In transit"), "allocated": _l("Allocated by the factory"),
    "taken": _l("Reserved or sold"), "reserved": _l("Reserved"), "sold": _l("Sold"),
    "display": _l("Display car"), "demo": _l("Demo car"),
    "delivered": lazy_pgettext("vehicle", "Delivered"), "returned": _l("Returned to the factory")}
_WHERE: Mapping[str, ColumnElement[bool]] = {
    "there": Vehicle.state.not_in(GONE),
    "here": queries.in_stock(),
    "free": and_(queries.in_stock(), Vehicle.hold == Hold.FREE),
    "coming": Vehicle.state.in_(queries.WAYS),
    "transit": Vehicle.state == State.TRANSIT, "allocated": Vehicle.state == State.ALLOCATED,
    "taken": and_(Vehicle.hold != Hold.FREE, Vehicle.state.not_in(GONE)),
    "reserved": and_(Vehicle.hold == Hold.RESERVED, Vehicle.state.not_in(GONE)),
    "sold": and_(Vehicle.hold == Hold.SOLD, Vehicle.state.not_in(GONE)),
    "display": and_(Vehicle.state == State.STOCK, Vehicle.use == Use.DISPLAY),
    "demo": and_(Vehicle.state == State.STOCK, Vehicle.use == Use.DEMO),
    "delivered": Vehicle.state == State.DELIVERED, "returned": Vehicle.state == State.RETURNED,
}
_STATE_OF = case(
    (Vehicle.state == State.DELIVERED, "delivered"), (Vehicle.state == State.RETURNED, "returned"),
    (Vehicle.hold == Hold.RESERVED, "reserved"), (Vehicle.hold == Hold.SOLD, "sold"),
    (Vehicle.use == Use.DISPLAY, "display"), (Vehicle.use == Use.DEMO, "demo"),
    (Vehicle.state == State.STOCK, "here"), (Vehicle.state == State.TRANSIT, "transit"), else_="allocated")
TONES = {"here": "ok", "display": "ok", "demo": "info", "transit": "info", "reserved": "watch", "sold": "watch"}
PAPERS: Mapping[str, Any] = {"away": _l("Not in the store"), **{code.value: code.label for code in Certificate}}


def _of_age(code: str) -> ColumnElement[bool]:
    days = days_between(Vehicle.arrived_on, today())
    return and_(queries.in_stock(), days > agreed_in(PLAN, store=Vehicle.store_id, on=today()) if code == "plan"
                else bucket_of(days) == code)


def _papers(code: str) -> ColumnElement[bool]:
    return Vehicle.certificate != Certificate.HERE if code == "away" else Vehicle.certificate == code


def _named(rows: Any) -> Any:
    return (rows.join(Store, Store.id == Vehicle.store_id).outerjoin(Series, Series.id == Vehicle.series_id)
            .outerjoin(CarModel, CarModel.id == Vehicle.model_id))


def _age(rights: Any) -> Any:
    """Days in store of what is in the store, as of today."""
    return case((Vehicle.state == State.STOCK, days_between(Vehicle.arrived_on, today())))


MODEL = case((CarModel.name.is_not(None), Series.name.concat(" ").concat(CarModel.name)), else_=Series.name)

vehicles = List(
    "vehicles", _l("Vehicles"), queries.vehicles, id=Vehicle.id, details=_named, sort="arrived_on",
    rows=_l("vehicles"), export="vehicles.export",
    empty=_l("Vehicles stand here from the factory's allocation until they are handed over. Enter the first one, or "
             "import the stock ledger."),
    columns=(
        Column("vin", _l("VIN"), Vehicle.vin, Name(), head=True, link=Link("vehicles.vehicle", "vehicle_id")),
        Column("model", _l("Model"), MODEL, Name(), sort=False),
        Column("colour", _l("Colour"), Vehicle.colour, Name()),
        Column("state", _l("State"), _STATE_OF, StateFormat(said=lambda: STATES, tone=lambda code: TONES.get(code, "")),
               sort=False, phone="corner"),
        Column("store", _l("Store"), Store.name, Name(), sort=Vehicle.store_id, goes_with="store"),
        Column("place", _l("Parked at"), Vehicle.place, Name()),
        Column("arrived_on", _l("Arrived on"), Vehicle.arrived_on, Day(),
               sort=(Vehicle.state.in_(GONE), Vehicle.arrived_on.is_(None), Vehicle.arrived_on), phone="hidden"),
        Column("age", _l("Days in store"), _age, Number(), sort=False),
        Column("held_for", _l("Order no."), Vehicle.held_for, Name(), sort=False),
        Column("certificate", _l("Certificate"), Vehicle.certificate, Words(), phone="hidden"),
        Column("list_price", _l("List price"), Vehicle.list_price_fen, Money(), unit=_l("yuan"), shown=False),
        Column("cost", _l("Cost"), Vehicle.cost_fen, Money(), unit=_l("yuan"), needs="cost.read", shown=False),
        Column("interior", _l("Interior"), Vehicle.interior, Name(), sort=False, shown=False),
        Column("engine_no", _l("Engine no."), Vehicle.engine_no, Name(), sort=False, shown=False),
        Column("produced_on", _l("Produced on"), Vehicle.produced_on, Day(), shown=False),
        Column("expected_on", _l("Expected arrival"), Vehicle.expected_on, Day(), shown=False),
        Column("bank", _l("Financing bank"), Vehicle.bank, Name(), sort=False, shown=False),
        Column("finance_due_on", _l("Financing due on"), Vehicle.finance_due_on, Day(), shown=False),
    ),
    filters=(
        Search("w", _l("VIN, end of VIN"), clause=queries.fits),
        Choice("store", _l("Store"), column=Vehicle.store_id, among=stores_apart),
        Choice("state", _l("State"), among=STATES, clause=_WHERE.__getitem__),
        of_series(Vehicle.series_id),
        of_model(Vehicle.model_id),
        of_colour(Vehicle.colour),
        Choice("age", _l("Days in store"), among=AGES, clause=_of_age),
        Choice("certificate", _l("Certificate"), among=PAPERS, clause=_papers),
        Dates("arrived", _l("Arrived on"), column=Vehicle.arrived_on),
        Dates("expected", _l("Expected arrival"), column=Vehicle.expected_on),
        Dates("due", _l("Financing due on"), column=Vehicle.finance_due_on),
    ),
    tabs=(Tab(_l("In stock"), "state=here"), Tab(_l("In transit"), "state=transit"),
          Tab(_l("Reserved"), "state=reserved"), Tab(AGES["plan"], "age=plan", late=True)),
)
