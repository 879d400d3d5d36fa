"""Customers: the register, customers and their leads, and the contacts owed to them."""
from portal.core.area import Area

from . import load, metrics, settings

area = Area(
    "customers",
    settings=settings.settings,
    choices=settings.choices,
    metrics=metrics.metrics,
    loaders={"customers": load.customers, "leads": load.leads, "visits": load.visits,
             "number_checks": load.number_checks},
)
