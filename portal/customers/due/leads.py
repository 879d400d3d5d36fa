"""What is owed to customers by a day."""
from sqlalchemy import Date, and_, func, literal, select

from portal.core.due import Rows
from portal.core.scope import Scope
from portal.org.models import RosterDay

from ..models import Lead
from ..queries import leads as queries

AFTER_CONTACTS = 9          # urgency; levels are 0 to 5


def contacts(scope: Scope) -> Rows:
    """Leads to contact today or overdue, by who is to do it today."""
    return (select(literal("lead").label("kind"), Lead.id.label("row_id"),
                   queries.doer(RosterDay).label("person_id"), Lead.next_contact_on.label("due_on"),
                   Lead.urgency.label("urgency"))
            .outerjoin(RosterDay, and_(RosterDay.person_id == Lead.owner_id, RosterDay.on == scope.today))
            .where(queries.due_for(scope)))


def offered_again(scope: Scope) -> Rows:
    """Frozen leads whose day has come, and leads out of contact to be tried again: never late, after all contacts."""
    return (select(literal("lead").label("kind"), Lead.id.label("row_id"),
                   queries.doer(RosterDay).label("person_id"),
                   func.date(literal(scope.today), type_=Date()).label("due_on"),
                   literal(AFTER_CONTACTS).label("urgency"))
            .outerjoin(RosterDay, and_(RosterDay.person_id == Lead.owner_id, RosterDay.on == scope.today))
            .where(queries.offered_again_to(scope)))
