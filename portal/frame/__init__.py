"""Frame: what stands around every page: search, the whole menu, the language."""
from portal.core.area import Area

from .views import bp

area = Area("frame", blueprints=(bp,))
