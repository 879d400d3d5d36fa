"""Stock: the board of what a store has against what it sells, and what of it needs somebody."""
from flask_babel import lazy_gettext as _l

from portal.core.area import Area, MenuItem

from . import metrics, panels, settings
from .views import bp

area = Area(
    "stock",
    blueprints=(bp,),
    menu=(MenuItem("store", 10, "stock.index", _l("Stock board"), "box", "vehicles.read", short=_l("Stock")),),
    settings=settings.settings,
    metrics=metrics.metrics,
    panels=panels.panels,
)
