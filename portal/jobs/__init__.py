"""Jobs: how far long work is, to cancel it, to fetch what it made."""
from flask_babel import lazy_gettext as _l

from portal.core.area import Area, MenuItem

from . import views

area = Area("jobs", blueprints=(views.bp,),
            menu=(MenuItem("me", 60, "jobs.jobs", _l("Long work"), "clock", "jobs.read"),))
