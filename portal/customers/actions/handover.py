"""Leads given to another owner: one, many at once, or all of somebody who leaves."""
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from portal.core.action import Refused, action, locked
from portal.core.clock import now, today
from portal.core.panel import Reading, save_panels, undo_panels
from portal.extensions import db
from portal.org.models import Person

from .. import history
from ..models import ENDED_STATES, OPEN_STATES, HandOver, Lead, Turn
from ..queries import handover as queries


@action("lead.handed_over")
def hand_over_lead(lead: Lead, *, by: Person, to: Person | None, reason: str = "", first_on: date | None = None,
                   batch: str = "") -> Lead:
    """Give a lead, and the customer's other open leads in the store, to another owner (None: into the pool).

    What was owed lapses; the receiver owes a first contact on `first_on`, tomorrow unless given.
    """
    locked(lead)
    to_id = to.id if to else None
    if lead.state in ENDED_STATES:
        raise Refused(_("This lead has ended."))
    if lead.owner_id == to_id:
        raise Refused(_("It has this owner already."), field="to")
    _give(lead, to_id, by, reason, first_on, batch)
    for other in db.session.scalars(
            select(Lead).where(Lead.customer_id == lead.customer_id, Lead.store_id == lead.store_id, Lead.id != lead.id,
                               Lead.state.not_in(ENDED_STATES)).order_by(Lead.id).with_for_update()):
        if other.owner_id != to_id:
            _give(other, to_id, by, reason, first_on, batch)
    return lead


@action("leads.assigned")
def assign(leads: Sequence[Lead], *, by: Person, to: Person | None, batch: str, reason: str = "") -> int:
    """Give several leads to one owner; returns how many changed hands. `batch` takes them back together."""
    count = 0
    for lead in leads:
        if locked(lead).owner_id != (to.id if to else None) and lead.state not in ENDED_STATES:
            hand_over_lead(lead, by=by, to=to, reason=reason, batch=batch)
            count += 1
    return count


@action("leaver.handed_over")
def hand_over_leaver(person: Person, *, by: Person, store_id: int, receivers: Sequence[int], by_load: bool = False,
                     batch: str, reading: Reading | None = None, typed: Mapping[str, str] | None = None) -> int:
    """Give all leads of somebody who leaves to the receivers, O and H first; returns how many changed hands.

    Nobody gets more first contacts for one day than the store agreed. History and contacts stay with the leads; what
    higher areas hand over too (orders) they save from what was `typed` in their panels.
    """
    if not receivers:
        raise Refused(_("Choose who gets them."), field="receivers")
    if reading:
        save_panels("leaver", reading, typed or {}, by=by)
    people = {key: db.session.get_one(Person, key) for key in receivers}
    count = 0
    for given in queries.plan(person.id, receivers, store_id=store_id, by_load=by_load):
        if given.to_id and locked(given.lead).owner_id == person.id:
            hand_over_lead(given.lead, by=by, to=people[given.to_id], reason=_("Leaving"), first_on=given.first_on,
                           batch=batch)
        count += 1
    return count


@action("leads.taken_back")
def take_back(batch: str, *, by: Person) -> list[int]:
    """Give the leads of a hand-over back to who had them; returns the ids of those that have moved on since."""
    moved_on = []
    undo_panels("leaver", batch, by=by)
    for given in db.session.scalars(select(HandOver).where(HandOver.batch == batch, HandOver.undone_at.is_(None))
                                    .order_by(HandOver.id.desc())).all():
        lead = locked(db.session.get_one(Lead, given.lead_id))
        if lead.owner_id != given.to_id or lead.state in ENDED_STATES:
            moved_on.append(lead.id)
            continue
        given.undone_at = now()
        _change_owner(lead, given.from_id, first_on=today() + timedelta(days=1))
    return moved_on


def _give(lead: Lead, to_id: int | None, by: Person, reason: str, first_on: date | None, batch: str) -> None:
    db.session.add(HandOver(lead_id=lead.id, store_id=lead.store_id, batch=batch, on=today(), from_id=lead.owner_id,
                            to_id=to_id, reason=reason, made_by_id=by.id))
    _change_owner(lead, to_id, first_on or today() + timedelta(days=1))


def _change_owner(lead: Lead, to_id: int | None, first_on: date) -> None:
    history.lapse(lead, on=today())
    lead.owner_id = to_id
    history.turn(lead, Turn.HANDED, on=today(), state=lead.state, back_on=lead.back_on)
    if to_id is not None and lead.state in OPEN_STATES:
        history.owe(lead, on=today(), due_on=first_on)
