"""The feedback board: what people suggest, ask and find wrong, by name or anonymously, and the answer owed to it."""
from flask_babel import lazy_gettext as _l

from portal.core.area import Area, MenuItem, Search

from . import due, imports, lists, load, metrics, morning, panels, queries, recorded, settings, sheets, views

area = Area(
    "board",
    blueprints=(views.bp,),
    menu=(MenuItem("review", 40, "board.index", _l("Feedback board"), "chat", "board.read",
                   count=due.counted),),
    kinds=recorded.kinds,
    verbs=recorded.VERBS,
    settings=settings.settings,
    choices=settings.choices,
    search=(Search(60, _l("Posts"), "board.read", queries.found),),
    metrics=metrics.metrics,
    lists=(lists.posts, lists.notices),
    due=(due.answers, due.escalated),
    panels=(*panels.panels, morning.panel),
    sheets=sheets.sheets,
    loaders={"posts": load.posts},
    imports=(imports.ledger,),
)
