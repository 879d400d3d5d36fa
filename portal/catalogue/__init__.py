"""Catalogue: brands, series, models, colours and their list prices."""
from flask_babel import lazy_gettext as _l

from portal.core.area import Area, MenuItem

from . import kinds
from .views import bp

area = Area(
    "catalogue",
    blueprints=(bp,),
    menu=(MenuItem("store", 40, "catalogue.index", _l("Catalogue"), "book", "catalogue.read", short=_l("Catalogue")),),
    kinds=kinds.kinds,
    verbs=kinds.verbs,
)
