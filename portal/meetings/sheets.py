"""What the meetings print: the morning's sheet, and the day report of each consultant."""
from flask_babel import lazy_gettext as _l

from portal.core.sheet import SheetKind

from . import day, morning

MORNING, DAY = "morning", "day_report"

sheets = (
    SheetKind(MORNING, _l("Morning meeting sheet"), "meeting.read", "meetings/sheets/morning.html", morning.build,
              endpoint="meetings.index", blank="meetings.morning_blank"),
    SheetKind(DAY, _l("Activity day report"), "day.read", "meetings/sheets/day.html", day.build,
              endpoint="meetings.evening", blank="meetings.day_blank", personal=True),
)
