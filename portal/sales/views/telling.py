"""What an order's pages say in the words of the trade: its changes, and the vehicles it could have."""
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

from portal.core import words
from portal.extensions import db
from portal.vehicles import queries as vehicles
from portal.vehicles.models import Certificate, Hold, State, Use, Vehicle

from ..models import Order, OrderChange
from ..queries import kept_for, owner_name, waits_longer

MOST_OFFERED = 30           # vehicles to choose from at once; the end of the VIN finds any other
TERMS = {"model_id": _l("Model"), "colour": _l("Colour"), "price_fen": _l("Agreed price, yuan"),
         "list_price_fen": _l("List price, yuan"), "buyer": _l("Buyer on the papers"),
         "expected_on": _l("Expected delivery")}


class Told(NamedTuple):
    day: date
    what: Any
    before: Any
    after: Any
    reason: str
    by: str


def told_changes(changes: Iterable[OrderChange], models: Mapping[int, str],
                 names: Mapping[int | None, str]) -> list[Told]:
    """One line for each value that changed; the series follows from the model and is not told."""
    return [Told(change.changed_on, TERMS[key], _told(key, change.before[key], models),
                 _told(key, change.after[key], models), change.reason, names.get(change.changed_by_id, ""))
            for change in changes for key in change.after if key in TERMS]


def _told(key: str, value: Any, models: Mapping[int, str]) -> Any:
    if value is None:
        return None
    if key == "model_id":
        return models.get(value, "")
    if key.endswith("_fen"):
        return words.yuan(value)
    return words.day(date.fromisoformat(value)) if key.endswith("_on") else value


def to_allot(order: Order, today: date, *, typed: str = "", chosen: int | None = None) -> list[SelectChoice]:
    """The vehicles that the order could have, as many as one looks through: those of its colour first, the oldest
    first; by the last characters of the VIN where they are typed. One that was chosen and has gone meanwhile stays
    among them, for the action to tell whose it is."""
    rows = db.session.scalars(vehicles.for_order(
        order.store_id, order.series_id, order.model_id, colour=order.colour, typed=typed, also=chosen
    ).limit(MOST_OFFERED)).all()
    kept, oldest = kept_for(row.id for row in rows), dict[tuple[int | None, str], date]()
    for row in rows:
        if row.state is State.STOCK and row.use is Use.SALE and row.hold is Hold.FREE and row.arrived_on:
            equal = (row.model_id, row.colour)
            oldest[equal] = min(row.arrived_on, oldest.get(equal, row.arrived_on))
    return [_offered(row, order, today, kept.get(row.id), oldest.get((row.model_id, row.colour))) for row in rows]


def _offered(row: Vehicle, order: Order, today: date, kept: str | None, oldest: date | None) -> SelectChoice:
    """"084847 极地白", with where it is below and what speaks against it: words and whether they need a reason."""
    where = (_("%(days)s days in store", days=vehicles.age(row, today)) if row.state is State.STOCK
             else str(row.state.label))
    against = [(_("another colour"), True)] if row.colour != order.colour else []
    if row.use is Use.DISPLAY:
        against.append((str(Use.DISPLAY.label), False))
    if row.model_id and oldest and (row.state is not State.STOCK or oldest < (row.arrived_on or today)):
        against.append((_("an older equal one stands"), True))
    if row.certificate is not Certificate.HERE:
        against.append((_("certificate: %(where)s", where=row.certificate.label), False))
    if kept:
        against.append((_("exception for %(no)s", no=kept), True))
    due = words.day(row.expected_on) if row.state is not State.STOCK and row.expected_on else ""
    return SelectChoice(row.id, f"{row.tail} {row.colour}", render_kw={
        "second": " · ".join(filter(None, (where, due, row.place))), "against": against})


def told_first(order: Order) -> str:
    """Before a vehicle is allotted: who waits longer for the like, and what out of turn means."""
    earlier = waits_longer(order, order.colour)
    if earlier is None:
        return ""
    return _("Order %(no)s of %(name)s, signed on %(day)s, waits for the same model and colour and comes first. Out of "
             "turn the sales manager and the general manager sign.", no=earlier.order_no, name=owner_name(earlier),
             day=words.day(earlier.signed_on))
