"""Frame: what stands around every page: search, the whole menu, the language."""
from flask_babel import lazy_gettext as _l

from portal.core.area import Area

from .views import bp

area = Area("frame", blueprints=(bp,), verbs={"person.language": _l("Language chosen")})
