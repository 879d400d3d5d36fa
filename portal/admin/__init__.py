"""Admin: the pages on which the organisation, its settings and its records are kept."""
from flask_babel import lazy_gettext as _l

from portal.core.area import Area, MenuItem

from . import imports, kinds, lists, load, views

area = Area(
    "admin",
    blueprints=(views.bp,),
    lists=(lists.people, lists.changes, lists.accesses),
    kinds=kinds.KINDS,
    verbs=kinds.VERBS,
    imports=imports.imports,
    loaders={"people": load.people, "roster": load.roster_days},
    menu=(
        MenuItem("store", 20, "admin.roster_week", _l("Roster"), "swap", "roster.read"),
        MenuItem("store", 30, "admin.people", _l("Staff"), "people", "people.read"),
        MenuItem("store", 70, "admin.changes", _l("Change record"), "book", "changes.read"),
        MenuItem("store", 72, "admin.accesses", _l("Access record"), "eye", "access.read"),
        MenuItem("me", 40, "admin.policy", _l("Who may do what"), "info", "policy.read"),
        MenuItem("store", 50, "admin.calendar", _l("Calendar"), "clock", "calendar.read"),
        MenuItem("store", 60, "admin.settings_page", _l("Settings"), "gear", "settings.read"),
        MenuItem("store", 32, "admin.stores", _l("Stores and teams"), "flag", "people.read"),
    ),
)
