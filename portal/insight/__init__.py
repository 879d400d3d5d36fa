"""Insight: what each figure means, how it stands by person, team and part, and the rows behind it."""
from flask_babel import lazy_gettext as _l

from portal.core.area import Area, MenuItem

from .views import bp

area = Area(
    "insight",
    blueprints=(bp,),
    menu=(MenuItem("review", 80, "insight.index", _l("Figures"), "table", "metrics.read"),),
)
