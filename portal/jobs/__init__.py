"""Jobs: how far long work is, to cancel it, to fetch what it made."""
from portal.core.area import Area

from . import views

area = Area("jobs", blueprints=(views.bp,))
