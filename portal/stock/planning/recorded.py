"""How the change record words what happens to plans, and what their rows are called where others name them."""
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from portal.core.area import Kind

from . import queries

VERBS = {
    "supply.drafted": _l("Order plan drafted"), "supply.changed": _l("Quantity changed"),
    "supply.placed": _l("Ordered from the factory"), "supply.voided": _l("Order plan voided"),
}
FIELDS = {
    "month_on": _l("Month of the plan"), "as_of_on": _l("Reckoned as of"), "lead_days": _l("Lead time, days"),
    "cover_days": _l("Cover, days"), "drafted_by_id": _l("Drafted by"), "placed_by_id": _l("Ordered by"),
    "placed_on": _l("Ordered on"), "plan_id": _l("Order plan"), "series_id": _l("Series"), "model_id": _l("Model"),
    "delivered": _l("Delivered in three months"), "pace": _l("At that pace"), "leads": _l("Open leads, weighted"),
    "waiting": _l("Orders waiting"), "free": _l("Free in the store"), "coming": _l("Free on the way"),
    "suggested": _l("Suggested"), "ordered": lazy_pgettext("factory", "To order"),
}
kinds = (
    Kind("supply_plan", _l("Order plan"), "planning.plan", "supply_id", labels=queries.labels, scope=queries.opened_by,
         fields=FIELDS),
    Kind("supply_line", _l("Model of an order plan"), fields=FIELDS),
)
