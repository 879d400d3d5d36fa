"""What is owed to customers by a day."""
from sqlalchemy import and_, literal, select

from portal.core.due import Rows
from portal.core.scope import Scope
from portal.org.models import RosterDay

from ..models import Lead
from ..queries import leads as queries


def contacts(scope: Scope) -> Rows:
    """Leads to contact today or overdue, those that come back among them, by who is to do it today."""
    return (select(literal("lead").label("kind"), Lead.id.label("row_id"),
                   queries.doer(RosterDay).label("person_id"), queries.due_on().label("due_on"),
                   Lead.urgency.label("urgency"))
            .outerjoin(RosterDay, and_(RosterDay.person_id == Lead.owner_id, RosterDay.on == scope.today))
            .where(queries.due_for(scope)))
