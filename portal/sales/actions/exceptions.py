"""Exceptions of the queue 排队例外: an order gets a vehicle before one that waits longer, once two have signed."""
from datetime import timedelta

from flask_babel import gettext as _

from portal.core.action import Refused, action, locked, seen
from portal.core.agreement import agreed
from portal.core.clock import now, today
from portal.core.decision import Outcome
from portal.core.policy import rights_of
from portal.extensions import db
from portal.org import queries as org
from portal.org.models import Person
from portal.vehicles.models import Vehicle

from .. import queries
from ..models import Order, QueueException
from .allotting import check_open, check_takes, give, wanted


@action("exception.asked")
def ask_exception(order: Order, *, by: Person, version: int, once: str | None = None, vehicle_id: int,
                  reason: str) -> QueueException:
    """Ask for a vehicle out of turn; it is kept for that for some days. Who may sign first has signed by asking."""
    seen(order, version)
    check_open(order)
    vehicle = wanted(order, vehicle_id)
    if not reason:
        raise Refused(_("Say why this order comes first."), field="reason")
    if asked := queries.exception_of(order=order):
        raise Refused(_("An exception waits for this order already: it is signed, refused or withdrawn first."))
    earlier = queries.waits_longer(order, vehicle.colour)
    if earlier is None:
        raise Refused(_("Nobody waits longer any more: allot it."), field="vehicle_id")
    if late := queries.exception_of(vehicle=vehicle):
        late.fall(_("Nobody signed by %(day)s, and order %(no)s asked for the vehicle.", day=late.answer_by_on,
                    no=order.order_no))
        db.session.flush()
    asked = QueueException(
        store_id=order.store_id, order_id=order.id, earlier_id=earlier.id, vehicle_id=vehicle.id, asked_by_id=by.id,
        asked_at=now(), ask_reason=reason, waiting=1,
        answer_by_on=today() + timedelta(days=agreed("exception_days", store_id=order.store_id, on=today())))
    signs = rights_of(by, today()).get("exceptions.sign")
    if signs and signs.holds(order.store_id):
        asked.manager_by_id, asked.manager_at = by.id, now()
    db.session.add(asked)
    return asked


@action("exception.signed")
def sign_exception(asked: QueueException, *, by: Person, version: int) -> QueueException:
    """The first signature, the sales manager's."""
    _waits(asked, version)
    if asked.manager_by_id:
        raise Refused(_("%(name)s has signed as sales manager already.", name=_name(asked.manager_by_id)))
    asked.manager_by_id, asked.manager_at = by.id, now()
    return asked


@action("exception.approved")
def approve_exception(asked: QueueException, *, by: Person, version: int) -> QueueException:
    """The second signature, the general manager's: it makes the allotment. Where that cannot be done any more it ends
    the exception and says why; the order goes on waiting."""
    order = _waits(asked, version)
    if asked.manager_by_id is None:
        raise Refused(_("The sales manager signs first."))
    if asked.manager_by_id == by.id:
        raise Refused(_("You have signed already: the second signature is somebody else's."))
    vehicle = locked(db.session.get_one(Vehicle, asked.vehicle_id))
    try:
        check_open(order)
        check_takes(order, vehicle)
    except Refused as refused:
        asked.fall(refused.message)
        return asked
    asked.decide(Outcome.APPROVED, by=by)
    give(order, vehicle, by=by, reason=asked.ask_reason, asked=asked)
    return asked


@action("exception.refused")
def refuse_exception(asked: QueueException, *, by: Person, version: int, reason: str) -> QueueException:
    """Either of the two says no: the queue stands."""
    _waits(asked, version)
    if not reason:
        raise Refused(_("Say why it is refused."), field="reason")
    asked.decide(Outcome.RETURNED, by=by, reason=reason)
    return asked


@action("exception.withdrawn")
def withdraw_exception(asked: QueueException, *, by: Person, version: int) -> QueueException:
    """Whoever asked takes it back."""
    _waits(asked, version)
    if asked.asked_by_id != by.id:
        raise Refused(_("Only %(name)s, who asked for it, takes it back.", name=_name(asked.asked_by_id)))
    asked.decide(Outcome.WITHDRAWN, by=by)
    return asked


def _waits(asked: QueueException, version: int) -> Order:
    """Its order, locked before it, as wherever an order ends an exception."""
    order = locked(db.session.get_one(Order, asked.order_id))
    seen(asked, version)
    if asked.waiting is None:
        raise Refused(_("This has been decided already."))
    return order


def _name(person_id: int) -> str:
    return org.names({person_id}).get(person_id, "–")
