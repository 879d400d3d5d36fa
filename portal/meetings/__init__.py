"""Meetings: the morning's wall and commitments, the evening's day reports, for a person, a team, a store."""
from flask_babel import lazy_gettext as _l

from portal.core.area import Area, MenuItem

from . import due, load, panels, recorded, sheets, views

area = Area(
    "meetings",
    blueprints=(views.bp,),
    menu=(
        MenuItem("review", 4, "meetings.index", _l("Morning meeting"), "flag", "meeting.read"),
        MenuItem("review", 5, "meetings.evening", _l("Evening summary"), "clock", "day.read"),
        MenuItem("", 5, "meetings.my_day", _l("My day"), "check", "day.write"),
    ),
    sheets=sheets.sheets,
    due=(due.day_reports,),
    panels=panels.panels,
    loaders={"day_commitments": load.commitments, "day_reports": load.reports},
    kinds=recorded.kinds,
    verbs=recorded.VERBS,
)
