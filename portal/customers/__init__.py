"""Customers: the register, customers and their leads, and the contacts owed to them."""
from flask_babel import lazy_gettext as _l

from portal.core.area import Area, Search

from . import due, imports, kinds, lists, load, menu, metrics, panels, recorded, settings, sheets
from .queries import search
from .views import clashes, front_desk, handover, leads, losses, number_checks, persons, visits

area = Area(
    "customers",
    blueprints=(visits.bp, front_desk.bp, clashes.bp, number_checks.bp, leads.bp, losses.bp, handover.bp, persons.bp),
    menu=menu.places,
    kinds=kinds.kinds,
    verbs=recorded.VERBS,
    settings=settings.settings,
    choices=settings.choices,
    metrics=metrics.metrics,
    lists=(lists.visits, lists.leads, lists.ended, lists.pool),
    search=(Search(10, _l("Leads"), "leads.read", search.leads),
            Search(20, _l("Visit register"), "frontdesk.use", search.entries)),
    due=(due.appointments, due.contacts, due.offered_again, due.results),
    sheets=(sheets.register, sheets.level_table, sheets.card, sheets.hand_over_list),
    panels=panels.panels,
    imports=imports.imports,
    loaders={"customers": load.customers, "leads": load.leads, "visits": load.visits,
             "number_checks": load.number_checks},
)
