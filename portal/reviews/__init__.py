"""Reviews: the weekly review, from the issued sheets of a store to the meeting and what is agreed there."""
from flask_babel import lazy_gettext as _l

from portal.core.area import Area, MenuItem
from portal.core.job import JobKind
from portal.core.sheet import SheetKind

from . import jobs, load, panels, queries, review, settings, views
from .queries import WEEK
from .week import WeekSheet

area = Area(
    "reviews",
    blueprints=(views.bp,),
    menu=(MenuItem("review", 10, "reviews.index", _l("Weekly review"), "sheet", "sheets.read"),),
    settings=settings.settings,
    sheets=(
        SheetKind(WEEK, _l("Weekly review sheet"), "sheets.read", "reviews/sheets/week.html", review.build,
                  endpoint="reviews.index", blank="reviews.blank", data=WeekSheet, page=views.page_of,
                  closing=queries.agreed_on),
        SheetKind("week_cover", _l("Cover list of the weekly review"), "sheets.read", "reviews/sheets/cover.html",
                  jobs.cover_of),
    ),
    panels=panels.panels,
    loaders={"week_sheets": load.sheets},
    jobs=(
        JobKind("week_issue", _l("Issue the week's sheets"), jobs.issue_week),
        JobKind("week_print", _l("Print the week's sheets"), jobs.print_week),
    ),
)
