"""Results that consultants owe to the register."""
from sqlalchemy import literal

from portal.core.due import Rows
from portal.core.scope import Scope

from ..models import Visit
from ..queries.visits import without_result


def results(scope: Scope) -> Rows:
    """Parties that came and whose result is not written, by the consultant on them: due on the day itself."""
    return without_result(scope).with_only_columns(
        literal("visit").label("kind"), Visit.id.label("row_id"), Visit.lead_id, Visit.person_id.label("person_id"),
        Visit.came_on.label("due_on"), Visit.came_at.label("at"), literal(2).label("urgency"),
        Visit.name.label("text"))
