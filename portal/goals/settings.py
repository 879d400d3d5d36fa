"""What a store agrees on about its goals."""
from flask_babel import lazy_gettext as _l

from portal.core.agreement import SettingKind

GOALS = _l("Goals")
TIERS = {
    "t1": {"name": "门槛", "percent": 80}, "t2": {"name": "目标", "percent": 100},
    "t3": {"name": "挑战1", "percent": 110}, "t4": {"name": "挑战2", "percent": 120},
}

settings = (
    SettingKind("goal_tiers", TIERS, _l("Tiers"), dict, group=GOALS, rows={
        "t1": _l("First tier"), "t2": _l("Second tier"), "t3": _l("Third tier"), "t4": _l("Fourth tier")},
        fields=(SettingKind("name", "", _l("Name"), str, low=1, high=10),
                SettingKind("percent", 100, _l("Of the target"), unit="%", low=1, high=300))),
    SettingKind("goal_promise", "", _l("What the store promises in goal letters"), str, high=200, group=GOALS,
                hint=_l("Such as demo cars, trainings, share of visits; left out of the letter while it is empty.")),
    SettingKind("long_absence_days", 15, _l("Leave frees the target from days on end"), unit=_l("days"), low=5,
                high=90, group=GOALS),
)
