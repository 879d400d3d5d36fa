"""Goals: year plans broken down to months, teams and people, and restated; the targets figures are held against."""
from flask_babel import lazy_gettext as _l

from portal.core.area import Area, MenuItem

from . import kinds, load, panels, queries, recorded, settings, sheets
from .views import papers, plans, rest, tracking

area = Area(
    "goals",
    blueprints=(tracking.bp, plans.bp, papers.bp, rest.bp),
    menu=(
        MenuItem("goals", 10, "goals.tracking", _l("Goal progress"), "goal", "goals.read", dock=4, short=_l("Goals")),
        MenuItem("goals", 20, "plans.index", _l("Goals and their breakdown"), "table", "goals.read",
                 count=queries.waiting_for_me, urgent=True),
    ),
    kinds=kinds.kinds,
    verbs=recorded.VERBS,
    settings=settings.settings,
    sheets=sheets.printed,
    panels=panels.panels,
    loaders={"goals": load.plans},
)
