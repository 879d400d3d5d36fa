"""Who leaves and what they hold, who would get it, and what a hand-over gave to whom."""
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from portal.core.agreement import agreed
from portal.core.clock import today
from portal.core.policy import Rights
from portal.core.scope import Scope, held_on
from portal.extensions import db
from portal.org.models import Membership, Person

from ..models import ENDED_STATES, OPEN_STATES, Customer, HandOver, Lead
from . import leads as queries


class Leaver(NamedTuple):
    person: Person
    leads_count: int


class Given(NamedTuple):
    """A lead of a leaver, who would get it, and by when that one is to contact the customer."""
    lead: Lead
    name: str
    to_id: int | None
    first_on: date | None


class Leaving(NamedTuple):
    """What the page of a leaver is about: for the panels of areas that hand over more than leads."""
    person: Person
    store_id: int
    receivers: Sequence[tuple[int, str]]        # who may take over, to choose from
    to_of_lead: Mapping[int, int]               # who gets each lead, as far as that is chosen
    typed: Mapping[str, str]


class Handed(NamedTuple):
    given: HandOver
    lead: Lead
    name: str
    receiver: str


def leavers(scope: Scope) -> list[Leaver]:
    """People with leads that have not ended who gave notice, left, or have no role in the store today."""
    works = select(Membership.person_id).where(Membership.store_id == Lead.store_id, held_on(scope.today))
    rows = (select(Person, func.count(Lead.id)).join(Lead, Lead.owner_id == Person.id)
            .where(scope.in_stores(Lead.store_id), Lead.live == 1, Lead.state.not_in(ENDED_STATES),
                   or_(Person.notice_on <= scope.today, Person.left_on <= scope.today,
                       Person.id.not_in(works.correlate(Lead))))
            .group_by(Person.id).order_by(Person.pinyin, Person.id))
    return [Leaver(*row) for row in db.session.execute(rows)]


def plan(person_id: int, receivers: Sequence[int], *, store_id: int, by_load: bool) -> list[Given]:
    """Each lead with who would get it: O and H first, in turn or to who holds fewest, a customer's leads together."""
    rows = db.session.execute(queries.held_by(person_id, store_id=store_id).add_columns(Customer.name)
                              .join(Customer, Customer.id == Lead.customer_id)).all()
    turns = _Turns(receivers, store_id, by_load)
    return [Given(lead, name, *turns.next(lead)) for lead, name in rows]


class _Turns:
    """Deals leads out to receivers, and first contacts to days: no receiver gets more for one day than agreed."""
    def __init__(self, receivers: Sequence[int], store_id: int, by_load: bool) -> None:
        self._receivers, self._by_load = list(receivers), by_load
        self._holds = Counter(queries.load_of(receivers)) if by_load else Counter[int]()
        self._of_customer: dict[int, int] = {}
        self._first: Counter[int] = Counter()
        self._a_day: int = agreed("hand_over_a_day", store_id=store_id, on=today())

    def next(self, lead: Lead) -> tuple[int | None, date | None]:
        if not self._receivers:
            return None, None
        to_id = self._of_customer.setdefault(lead.customer_id, self._whose_turn())
        self._holds[to_id] += 1
        if lead.state not in OPEN_STATES:
            return to_id, None
        self._first[to_id] += 1
        return to_id, today() + timedelta(days=1 + (self._first[to_id] - 1) // self._a_day)

    def _whose_turn(self) -> int:
        return min(self._receivers, key=lambda person_id: self._holds[person_id])


class Text(NamedTuple):
    """What a customer is told about the new consultant; `phone` as the reader may see it."""
    lead: Lead
    customer: Customer
    giver: str
    receiver: str
    at_work: str                # the receiver's number
    phone: str | None


def texts(rights: Rights, batch: str) -> list[Text]:
    """One for each customer whose leads went to somebody by a hand-over, of those that the reader may open."""
    giver = aliased(Person)
    rows = db.session.execute(
        queries.readable(rights["leads.read"]).join(HandOver, HandOver.lead_id == Lead.id)
        .join(Customer, Customer.id == Lead.customer_id).join(Person, Person.id == HandOver.to_id)
        .outerjoin(giver, giver.id == HandOver.from_id)
        .where(HandOver.batch == batch, HandOver.undone_at.is_(None))
        .add_columns(Customer, func.coalesce(giver.name, ""), Person.name, Person.phone, queries.first_phone(rights))
        .order_by(Person.pinyin, Lead.urgency, HandOver.id))
    return list({row[1].id: Text(*row) for row in reversed(rows.all())}.values())[::-1]


def handed(scope: Scope, batch: str) -> list[Handed]:
    """What one hand-over gave to whom, in the order of the receivers."""
    rows = (select(HandOver, Lead, Customer.name, Person.name)
            .join(Lead, Lead.id == HandOver.lead_id).join(Customer, Customer.id == Lead.customer_id)
            .outerjoin(Person, Person.id == HandOver.to_id)
            .where(and_(HandOver.batch == batch, scope.in_stores(HandOver.store_id)))
            .order_by(Person.pinyin, Lead.urgency, HandOver.id))
    return [Handed(*row) for row in db.session.execute(rows)]
