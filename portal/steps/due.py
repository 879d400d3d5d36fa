"""What is owed by a day: agreed steps due today or before."""
from sqlalchemy import literal, select

from portal.core.due import Rows
from portal.core.scope import Scope

from .models import State, Step

AFTER_CONTACTS = 3          # urgency: behind the customers of any level


def steps(scope: Scope) -> Rows:
    return select(literal("step").label("kind"), Step.id.label("row_id"), Step.owner_id.label("person_id"),
                  Step.due_on.label("due_on"), literal(AFTER_CONTACTS).label("urgency")).where(
        scope.sees(store=Step.store_id, owner=Step.owner_id), Step.state == State.OPEN, Step.due_on <= scope.today)
