"""What rows of goals are called where others name them."""
from flask_babel import lazy_gettext as _l

from portal.core.area import Kind

from .recorded import FIELDS

kinds = (
    Kind("goal_plan", _l("Year plan"), "plans.plan", "plan_id", fields=FIELDS),
    Kind("goal_version", _l("Version of a plan"), fields=FIELDS),
    Kind("goal_cell", _l("Target"), fields=FIELDS),
    Kind("goal_response", _l("Answer to a target"), fields=FIELDS),
    Kind("goal_week", _l("Week of a target"), fields=FIELDS),
    Kind("goal_grant", _l("Target given out"), fields=FIELDS),
)
