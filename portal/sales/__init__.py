"""Sales: test drives, orders, deliveries, and what they change on a lead."""
from flask_babel import lazy_gettext as _l

from portal.core.area import Area, MenuItem

from . import due, imports, kinds, lists, load, metrics, panels, recorded, settings, sheets
from .views import drives, noting, orders

area = Area(
    "sales",
    blueprints=(drives.bp, noting.bp, orders.bp),
    menu=(
        MenuItem("customers", 30, "drives.index", _l("Test drives"), "wheel", "drives.read"),
        MenuItem("customers", 40, "orders.index", _l("Orders and deliveries"), "key", "orders.read",
                 short=_l("Orders")),
    ),
    kinds=kinds.kinds,
    verbs=recorded.VERBS,
    settings=settings.settings,
    choices=settings.choices,
    lists=(lists.drives, lists.orders),
    metrics=metrics.metrics,
    due=(due.drives, due.deliveries),
    sheets=sheets.sheets,
    panels=panels.panels,
    imports=imports.imports,
    loaders={"drives": load.drives, "car_trips": load.trips, "orders": load.orders},
)
