"""Steps: what was agreed at a meeting or review, by whom and by when; it returns until done or dropped."""
from flask_babel import lazy_gettext as _l

from portal.core.area import Area, Kind, MenuItem

from . import due, lists, load, queries, views

VERBS = {
    "step.agreed": _l("Step agreed"), "step.changed": _l("Step changed"), "step.done": _l("Step done"),
    "step.dropped": _l("Step dropped"), "step.taken_up": _l("Step taken up again"),
}
FIELDS = {
    "text": _l("What"), "due_on": _l("Due on"), "raised_on": _l("Agreed on"), "raised_by_id": _l("Agreed by"),
    "origin_kind": _l("Kind of its origin"), "origin_id": _l("Its origin"), "closed_on": _l("Closed on"),
    "closed_by_id": _l("Closed by"), "outcome": _l("What came of it"),
}

area = Area(
    "steps",
    blueprints=(views.bp,),
    menu=(MenuItem("review", 20, "steps.index", _l("Agreed steps"), "check", "steps.read", count=queries.late,
                   urgent=True),),
    kinds=(Kind("step", _l("Agreed step"), "steps.step", "step_id", queries.texts, queries.readable, fields=FIELDS),),
    verbs=VERBS,
    lists=(lists.steps,),
    due=(due.steps,),
    loaders={"steps": load.steps},
)
