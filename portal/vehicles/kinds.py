"""What vehicles are called where others name them: search, figures, the change record."""
from flask_babel import lazy_gettext as _l

from portal.core.area import Kind

from . import queries
from .recorded import FIELDS

kinds = (
    Kind("vehicle", _l("Vehicle"), "vehicles.vehicle", "vehicle_id", labels=queries.labels, scope=queries.opened_by,
         fields=FIELDS),
    Kind("vehicle_move", _l("Move of a vehicle"), fields=FIELDS),
)
