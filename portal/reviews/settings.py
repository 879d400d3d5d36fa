"""What a store may set for its weekly review."""
from flask_babel import lazy_gettext as _l

from portal.core.agreement import SettingKind

from .week import SHORT

OWN_FIGURE = "week_figure"

settings = (
    SettingKind(OWN_FIGURE, "follow_up_timeliness", _l("Sixth figure of a person's week sheet"), str,
                group=_l("Weekly review"), options={key: label for key, (label, _unit) in SHORT.items() if key not in (
                    "deliveries", "orders", "visits", "kept_rate", "test_drives")}),
)
