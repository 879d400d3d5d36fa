"""What is owed in the evening: the day report of everybody who sold today."""
from datetime import datetime

from sqlalchemy import Date, String, and_, exists, false, func, literal, or_, select, true

from portal.core.clock import ZONE, now
from portal.core.due import Rows, owed
from portal.core.scope import Scope, held_on
from portal.org.models import Membership, RosterDay, Shift
from portal.org.queries import SELLERS

from .models import DaySigning, SignedAs

EVENING = 16                # o'clock: from then on the day report comes before the commitment
AFTER_CONTACTS = 4          # urgency: when the customers are done


def day_reports(scope: Scope) -> Rows:
    """From the evening on, the report of today that is not handed in, of who is at work today. Its row is the person:
    a report has no row until something is typed.
    """
    handed_in = exists().where(DaySigning.person_id == Membership.person_id, DaySigning.on == scope.today,
                               DaySigning.signed_as == SignedAs.OWN)
    return (select(*owed("day_report", Membership.person_id, by=Membership.person_id,
                         due_on=func.date(literal(scope.today), type_=Date()), urgency=AFTER_CONTACTS,
                         text=literal("", String())))
            .outerjoin(RosterDay, and_(RosterDay.person_id == Membership.person_id, RosterDay.on == scope.today))
            .where(scope.sees(store=Membership.store_id, owner=Membership.person_id), held_on(scope.today),
                   Membership.role.in_(SELLERS), or_(RosterDay.shift.is_(None), RosterDay.shift == Shift.WORK),
                   ~handed_in, true() if is_evening(now()) else false())
            .distinct())


def is_evening(moment: datetime) -> bool:
    return moment.astimezone(ZONE).hour >= EVENING
