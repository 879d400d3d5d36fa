"""Customers: the register, customers and their leads, and the contacts owed to them."""
from portal.core.area import Area

from . import load, settings

area = Area(
    "customers",
    settings=settings.settings,
    choices=settings.choices,
    loaders={"customers": load.customers, "leads": load.leads, "visits": load.visits,
             "number_checks": load.number_checks},
)
