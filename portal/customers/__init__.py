"""Customers: the register, customers and their leads, and the contacts owed to them."""
from portal.core.area import Area

from . import due, kinds, lists, load, menu, metrics, panels, settings
from .views import handover, leads, losses, persons

area = Area(
    "customers",
    blueprints=(leads.bp, losses.bp, handover.bp, persons.bp),
    menu=menu.places,
    kinds=kinds.kinds,
    settings=settings.settings,
    choices=settings.choices,
    metrics=metrics.metrics,
    lists=(lists.leads, lists.ended, lists.pool),
    due=(due.contacts,),
    panels=panels.panels,
    loaders={"customers": load.customers, "leads": load.leads, "visits": load.visits,
             "number_checks": load.number_checks},
)
