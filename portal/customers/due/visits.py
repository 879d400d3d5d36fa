"""Results that consultants owe to the register."""
from portal.core.due import Rows, owed
from portal.core.scope import Scope

from ..models import Visit
from ..queries.visits import without_result


def results(scope: Scope) -> Rows:
    """Parties that came and whose result is not written, by the consultant on them: due on the day itself."""
    return without_result(scope).with_only_columns(
        *owed("visit", Visit.id, lead_id=Visit.lead_id, by=Visit.person_id, due_on=Visit.came_on, at=Visit.came_at,
              urgency=2, text=Visit.name))
