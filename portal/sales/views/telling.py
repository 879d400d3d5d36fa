"""What an order's pages say in the words of the trade: its changes, and the vehicles it could have."""
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.core import words
from portal.extensions import db
from portal.vehicles import queries as vehicles
from portal.vehicles.models import State, Vehicle

from ..models import Order, OrderChange
from ..queries import kept_for, owner_name, waits_longer

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


def to_allot(order: Order, today: date, chosen: int | None) -> list[tuple[int, str]]:
    """(id, "084847 · 极地白 · 56 天 · A 区"): the vehicles that the order could have, those of its colour first. One
    that was chosen and has gone meanwhile stays among them, for the action to tell whose it is."""
    rows = db.session.scalars(vehicles.for_order(order.store_id, order.series_id, order.model_id, chosen)).all()
    kept = kept_for(row.id for row in rows)

    def said(row: Vehicle) -> str:
        where = (_("%(days)s days in store", days=vehicles.age(row, today)) if row.state is State.STOCK
                 else str(row.state.label))
        waits = _("exception for %(no)s", no=kept[row.id]) if row.id in kept else ""
        return " · ".join(filter(None, (row.tail, row.colour, where, row.place, waits)))
    return [(row.id, said(row)) for row in sorted(rows, key=lambda row: row.colour != order.colour)]


def told_first(order: Order) -> str:
    """Before a vehicle is allotted: who waits longer for the like, and what out of turn means."""
    earlier = waits_longer(order, order.colour)
    if earlier is None:
        return ""
    return _("Order %(no)s of %(name)s, signed on %(day)s, waits for the same model and colour and comes first. Out of "
             "turn the sales manager and the general manager sign.", no=earlier.order_no, name=owner_name(earlier),
             day=words.day(earlier.signed_on))
