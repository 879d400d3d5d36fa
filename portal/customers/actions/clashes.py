"""A customer of one consultant is received by another: settled at once by rule, overruled by a manager at most."""
from datetime import date, timedelta

from flask_babel import gettext as _

from portal.core.access import record_look
from portal.core.action import Refused, action, seen
from portal.core.agreement import agreed
from portal.core.clock import now
from portal.core.decision import Outcome
from portal.core.roster import works_on
from portal.extensions import db
from portal.org.models import Person

from ..book import LOOK
from ..models import ENDED_STATES, Clash, Kind, Lead, Visit
from ..queries import clashes as queries
from ..queries import rota
from .handover import hand_over_lead

OVERRULE_HOURS = 48


@action("clash.settled")
def receive(visit: Visit, lead: Lead, *, by: Person) -> Clash | None:
    """Say whose customer it is when `visit` was received by somebody who does not own `lead`.

    The receiver takes it from the pool and from internet sales, who invite customers to the floor; receives it for an
    owner who is off today; or clashes with the owner, who keeps it while the last real contact protects him.
    """
    if not _is_question(visit, lead):
        return None
    receiver = db.session.get_one(Person, visit.person_id)
    if lead.owner_id is None or _was_invited(visit, lead):
        hand_over_lead(lead, by=by, to=receiver, reason=_("Received in the store"))
        return None
    if not works_on(lead.owner_id, visit.came_on):
        visit.received_for_id = lead.owner_id
        record_look(lead, by=receiver, what="lead", purpose=_("Received for a colleague"))
        return None
    return queries.of_visit(visit, lead) or _settled(visit, lead, receiver, by)


@action("clash.confirmed")
def confirm(clash: Clash, *, by: Person, version: int, reason: str = "") -> None:
    """The manager has looked: the rule stands."""
    _may_decide(clash, version)
    clash.decide(Outcome.APPROVED, by=by, reason=reason)


@action("clash.overruled")
def overrule(clash: Clash, *, by: Person, version: int, reason: str) -> None:
    """The manager gives the customer to the other of the two, within 48 hours and with a reason."""
    _may_decide(clash, version)
    if not reason:
        raise Refused(_("Say why the rule does not hold here."), field="reason")
    clash.decide(Outcome.RETURNED, by=by, reason=reason)
    lead = db.session.get_one(Lead, clash.lead_id)
    other_id = clash.owner_id if clash.ruled_for_id == clash.receiver_id else clash.receiver_id
    if other_id is not None and lead.owner_id != other_id and lead.state not in ENDED_STATES:
        hand_over_lead(lead, by=by, to=db.session.get_one(Person, other_id), reason=reason)


def protected_until(last_real_on: date, *, store_id: int, on: date) -> date:
    """The last day on which the owner keeps the customer."""
    days: int = agreed("protection_days", store_id=store_id, on=on)
    return last_real_on + timedelta(days=days)


def _is_question(visit: Visit, lead: Lead) -> bool:
    return (visit.purpose == LOOK and visit.kind is not Kind.WEB and visit.answered is not False
            and visit.person_id is not None and visit.person_id != lead.owner_id and visit.received_for_id is None
            and lead.state not in ENDED_STATES)


def _was_invited(visit: Visit, lead: Lead) -> bool:
    """Internet sales hand their customers over as they come in; the store may agree otherwise."""
    return (visit.kind is Kind.VISIT and agreed("dcc_hands_over", store_id=lead.store_id, on=visit.came_on)
            and rota.is_internet_sales(lead.owner_id, visit.came_on))


def _settled(visit: Visit, lead: Lead, receiver: Person, by: Person) -> Clash:
    last_real_on = queries.last_real_on(lead, but=visit)
    until = protected_until(last_real_on or lead.opened_on, store_id=lead.store_id, on=visit.came_on)
    kept = visit.came_on <= until
    clash = Clash(store_id=visit.store_id, visit_id=visit.id, lead_id=lead.id, owner_id=lead.owner_id,
                  receiver_id=receiver.id, last_real_on=last_real_on, protected_until_on=until,
                  ruled_for_id=lead.owner_id if kept else receiver.id, asked_by_id=by.id, asked_at=now(),
                  overrule_until_at=now() + timedelta(hours=OVERRULE_HOURS))
    db.session.add(clash)
    db.session.flush()
    if not kept:
        hand_over_lead(lead, by=by, to=receiver, reason=_("Ownership clash: the protection period was over"))
    return clash


def _may_decide(clash: Clash, version: int) -> None:
    seen(clash, version)
    if clash.overrule_until_at < now():
        raise Refused(_("The 48 hours are over: the rule stands."))
