"""Home: for each role what waits, then how far along, on one page."""
from flask_babel import lazy_pgettext

from portal.core.area import Area, MenuItem

from .panels import panels
from .views import bp

area = Area("home", blueprints=(bp,), menu=(
    MenuItem("", 0, "home.home", lazy_pgettext("home", "Today"), "today", "home.read", dock=1),
), panels=panels)
