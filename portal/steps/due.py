"""What is owed by a day: agreed steps due today or before."""
from sqlalchemy import select

from portal.core.due import Rows, owed
from portal.core.scope import Scope

from .models import State, Step

AFTER_CONTACTS = 3          # urgency: behind the customers of any level


def steps(scope: Scope) -> Rows:
    return open_steps(scope).where(Step.due_on <= scope.today)


def open_steps(scope: Scope) -> Rows:
    """Those that are not due yet as well: what was agreed is not forgotten until its last day."""
    return select(*owed("step", Step.id, by=Step.owner_id, due_on=Step.due_on, urgency=AFTER_CONTACTS,
                        text=Step.text)).where(
        scope.sees(store=Step.store_id, owner=Step.owner_id), Step.state == State.OPEN)
