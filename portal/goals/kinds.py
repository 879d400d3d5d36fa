"""What rows of goals are called where others name them."""
from flask_babel import lazy_gettext as _l

from portal.core.area import Kind

kinds = (
    Kind("goal_plan", _l("Year plan"), "plans.plan", "plan_id"),
    Kind("goal_version", _l("Version of a plan")),
    Kind("goal_cell", _l("Target")),
    Kind("goal_response", _l("Answer to a target")),
    Kind("goal_grant", _l("Target given out")),
)
