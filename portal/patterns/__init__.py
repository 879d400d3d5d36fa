"""Patterns: one page that shows every component in every state."""
from flask_babel import lazy_gettext as _l

from portal.core.area import Area, MenuItem

from .views import bp

area = Area("patterns", blueprints=(bp,), menu=(
    MenuItem("store", 99, "patterns.patterns", _l("Patterns"), "star", "patterns.read"),))
