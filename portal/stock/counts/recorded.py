"""How the change record words what happens in counts, and what their rows are called where others name them."""
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from portal.core.area import Kind

from . import queries

VERBS = {
    "count.opened": _l("Stock count opened"), "count.told": _l("Vehicle counted"),
    "count.found": _l("Vehicle found elsewhere or extra"), "count.taken_back": _l("Extra vehicle taken back"),
    "count.ended": _l("Counting ended"), "count.resumed": _l("Counting resumed"),
    "count.settled": _l("Difference settled"), "count.closed": _l("Stock count closed"),
    "count.issued": _l("Stock count issued"), "count.voided": _l("Stock count voided"),
}
FIELDS = {
    "title": _l("What it is called"), "on": _l("On the day"), "running": _l("Going on"),
    "opened_by_id": lazy_pgettext("count", "Opened by"), "opened_at": lazy_pgettext("count", "Opened at"),
    "ended_by_id": _l("Counting ended by"), "ended_at": _l("Counting ended at"),
    "closed_by_id": lazy_pgettext("count", "Closed by"), "closed_at": lazy_pgettext("count", "Closed at"),
    "issue_id": _l("Issued sheet"), "count_id": _l("Stock count"), "vehicle_id": _l("Vehicle"), "vin": _l("VIN"),
    "place": _l("Expected at"), "use": _l("Use"), "held_for": _l("Order no."),
    "answer": lazy_pgettext("count", "Result"),
    "seen_place": _l("It stands at"), "remark": _l("Remarks"), "picture_id": _l("Photo"),
    "said_by_id": lazy_pgettext("count", "Said by"), "said_at": lazy_pgettext("count", "Said at"),
    "line_id": _l("Vehicle counted"),
    "answer_by_on": _l("To be settled by"), "settlement": _l("Settled as"), "searcher_id": _l("Who searches"),
}

kinds = (
    Kind("stock_count", _l("Stock count"), "counts.count", "count_id", queries.titles, queries.readable, FIELDS),
    Kind("stock_count_line", _l("Vehicle of a count"), labels=queries.line_titles, fields=FIELDS),
    Kind("stock_count_difference", _l("Search for a vehicle"), "counts.settle", "difference_id",
         queries.difference_titles, queries.settled_by, FIELDS),
)
