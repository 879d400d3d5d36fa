"""Steps: what was agreed at a meeting or review, by whom and by when; it returns until done or dropped."""
from flask_babel import lazy_gettext as _l

from portal.core.area import Area, Kind, MenuItem

from . import due, lists, load, queries, views

area = Area(
    "steps",
    blueprints=(views.bp,),
    menu=(MenuItem("review", 20, "steps.index", _l("Agreed steps"), "check", "steps.read", count=queries.late_count,
                   urgent=True),),
    kinds=(Kind("step", _l("Agreed step"), "steps.step", "step_id", queries.texts, queries.readable),),
    lists=(lists.steps,),
    due=(due.steps,),
    loaders={"steps": load.steps},
)
