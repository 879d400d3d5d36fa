"""Vehicles: each by its VIN, from the factory's allocation to the hand-over, with all its moves."""
from flask_babel import lazy_gettext as _l

from portal.core.area import Area, MenuItem, Search

from . import imports, kinds, lists, load, metrics, queries, recorded, settings
from .views import bp

area = Area(
    "vehicles",
    blueprints=(bp,),
    menu=(
        MenuItem("stock", 12, "vehicles.index", _l("Vehicles"), "car", "vehicles.read"),
        MenuItem("stock", 14, "vehicles.intake", _l("Vehicle intake"), "down", "vehicles.write", short=_l("Take in"),
                 dock=2),
    ),
    kinds=kinds.kinds,
    verbs=recorded.VERBS,
    search=(Search(30, _l("Vehicles"), "vehicles.read", queries.found),),
    settings=settings.settings,
    metrics=metrics.metrics,
    lists=(lists.vehicles,),
    imports=imports.imports,
    loaders={"vehicles": load.vehicles},
)
