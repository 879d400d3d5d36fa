"""What is owed by a day: agreed steps due today or before."""
from sqlalchemy import literal, select

from portal.core.due import NO_HOUR, NO_LEAD, Rows
from portal.core.scope import Scope

from .models import State, Step

AFTER_CONTACTS = 3          # urgency: behind the customers of any level


def steps(scope: Scope) -> Rows:
    return open_steps(scope).where(Step.due_on <= scope.today)


def open_steps(scope: Scope) -> Rows:
    """Those that are not due yet as well: what was agreed is not forgotten until its last day."""
    return select(literal("step").label("kind"), Step.id.label("row_id"), NO_LEAD, Step.owner_id.label("person_id"),
                  Step.due_on.label("due_on"), NO_HOUR, literal(AFTER_CONTACTS).label("urgency"),
                  Step.text.label("text")).where(
        scope.sees(store=Step.store_id, owner=Step.owner_id), Step.state == State.OPEN)
