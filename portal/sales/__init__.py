"""Sales: test drives, orders, deliveries, and what they change on a lead."""
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select

from portal.core.area import Area, MenuItem, Search
from portal.core.policy import Rights, me

from . import due, imports, kinds, lists, load, metrics, panels, queries, recorded, settings, sheets
from .actions.leaving import check_leaves
from .actions.redeeming import follow_certificate
from .views import drives, exceptions, noting, orders


def _to_sign(rights: Rights) -> list[Select[Any]]:
    return [queries.to_sign(rights, me().id)]


area = Area(
    "sales",
    blueprints=(drives.bp, noting.bp, orders.bp, exceptions.bp),
    menu=(
        MenuItem("customers", 30, "drives.index", _l("Test drives"), "wheel", "drives.read"),
        MenuItem("customers", 40, "orders.index", _l("Orders and deliveries"), "key", "orders.read",
                 short=_l("Orders")),
        MenuItem("customers", 57, "exceptions.index", _l("Exceptions of the queue"), "flag", "exceptions.decide",
                 count=_to_sign, urgent=True),
    ),
    kinds=kinds.kinds,
    verbs=recorded.VERBS,
    search=(Search(25, _l("Orders"), "orders.read", queries.found),),
    settings=settings.settings,
    choices=settings.choices,
    lists=(lists.drives, lists.orders, lists.exceptions),
    metrics=metrics.metrics,
    due=(due.drives, due.deliveries, due.exceptions),
    sheets=sheets.sheets,
    panels=panels.panels,
    imports=imports.imports,
    loaders={"drives": load.drives, "car_trips": load.trips, "orders": load.orders,
             "queue_exceptions": load.exceptions},
    joins={"vehicle.certified": follow_certificate, "vehicle.leaves": check_leaves},
)
