"""Book: what the store's register as a whole says of each entry: first, invited or again, and whether it was kept."""
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, not_, select

from portal.extensions import db

from .models import Customer, CustomerPhone, Kind, Lead, NumberState, Origin, Party, Visit

LOOK = "look"                   # the purpose of who wants a car
AT_ONCE = 500                   # customers read in one go
BAD = (NumberState.DEAD, NumberState.WRONG)


def reread(customer_ids: Iterable[int]) -> None:
    """In the course of an action: `party` and `kept` of all entries of these customers, their first visit's day, and
    the day their leads arrived. Whatever changes an entry, a number or whose an entry is ends with this.
    """
    ids = sorted(set(customer_ids))
    db.session.flush()
    for start in range(0, len(ids), AT_ONCE):
        _reread(ids[start:start + AT_ONCE])
    db.session.flush()


def read_alone(visit: Visit) -> None:
    """An entry that names no customer: its tick stands, and nothing was kept."""
    visit.kept = False
    visit.party = None
    if _counts(visit):
        visit.party = Party.AGAIN if visit.ticked_first is False else Party.FIRST


def _reread(ids: Sequence[int]) -> None:
    enquired = _enquired_at(ids)                    # asked first: a question in between would write half of the answer
    looks: dict[int, list[Visit]] = defaultdict(list)
    for visit, left_phone in db.session.execute(
            select(Visit, and_(Visit.phone != "", not_(_found_bad())))
            .where(Visit.customer_id.in_(ids), Visit.live == 1)
            .order_by(Visit.customer_id, Visit.came_at, Visit.id)):
        visit.party, visit.kept = None, False
        if _counts(visit):
            visit.kept = bool(visit.name and left_phone)
            looks[visit.customer_id or 0].append(visit)
    for customer_id, visits in looks.items():
        _classify(visits, enquired.get(customer_id))
    _copy_first_visits(ids, looks)
    _copy_arrivals(ids, looks)


def _classify(visits: Sequence[Visit], enquired_at: datetime | None) -> None:
    """A customer is first once, at the earliest entry. The first arrival of one known by web or call is invited."""
    arrived = False
    for n, visit in enumerate(visits):
        arrives = visit.kind is Kind.VISIT
        known = n > 0 or enquired_at is not None and enquired_at < visit.came_at
        if arrives and not arrived and known:
            visit.party = Party.INVITED
        else:
            visit.party = Party.FIRST if n == 0 else Party.AGAIN
        arrived = arrived or arrives


def _found_bad() -> ColumnElement[bool]:
    """Whether the number of an entry was found dead or somebody else's, also when it has been freed for that one."""
    return exists().where(CustomerPhone.customer_id == Visit.customer_id, CustomerPhone.phone == Visit.phone,
                          CustomerPhone.found.in_(BAD))


def _counts(visit: Visit) -> bool:
    """Whether an entry is a party that wants a car: the errands of customers and joined entries are not."""
    return visit.purpose == LOOK and visit.joined_to_id is None and visit.live == 1


def _enquired_at(ids: Sequence[int]) -> Mapping[int, datetime]:
    """When each customer was first known by a web or call lead, whether or not the register has its entry."""
    return {row[0]: row[1] for row in db.session.execute(
        select(Lead.customer_id, func.min(Lead.opened_at)).where(
            Lead.customer_id.in_(ids), Lead.origin.in_((Origin.WEB, Origin.CALL)), Lead.live == 1)
        .group_by(Lead.customer_id))}


def _copy_first_visits(ids: Sequence[int], looks: Mapping[int, Sequence[Visit]]) -> None:
    for customer in db.session.scalars(select(Customer).where(Customer.id.in_(ids))):
        visits = looks.get(customer.id)
        customer.first_visit_on = visits[0].came_on if visits else None


def _copy_arrivals(ids: Sequence[int], looks: Mapping[int, Sequence[Visit]]) -> None:
    arrived_on = {}
    for visits in looks.values():
        for visit in reversed(visits):
            if visit.kind is Kind.VISIT:
                arrived_on[visit.lead_id] = visit.came_on
    for lead in db.session.scalars(select(Lead).where(Lead.customer_id.in_(ids))):
        lead.arrived_on = arrived_on.get(lead.id)
