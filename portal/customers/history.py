"""History: a lead's chain of contacts and of spans, and the copies on the lead that follow from the newest of them."""
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select

from portal.core.clock import ZONE
from portal.extensions import db
from portal.org.models import FOREVER

from .models import (
    ENDED_STATES,
    PAUSED_STATES,
    Closed,
    Contact,
    Freeze,
    Lead,
    LeadState,
    Level,
    LevelSpan,
    Loss,
    Turn,
    Visit,
)

KEEPS_THE_LEVEL = frozenset({Turn.HANDED})       # turns that do not begin the days at a level anew


@dataclass(frozen=True)
class DatedTurn:
    """A turn in the life of a lead, and what it was from then on. `back_on`: when a paused one is offered again."""
    on: date
    turn: Turn
    level: Level
    owner_id: int | None
    state: LeadState = LeadState.OPEN
    back_on: date | None = None


def owed(lead: Lead) -> Contact | None:
    """The contact owed now; none while the lead is paused, in the pool, or ended."""
    return db.session.scalars(select(Contact).where(Contact.lead_id == lead.id, Contact.owed == 1)).one_or_none()


def owe(lead: Lead, *, on: date, due_on: date) -> Contact:
    """Open a contact as the lead now stands."""
    lead.next_contact_on = due_on
    contact = Contact(lead_id=lead.id, store_id=lead.store_id, owner_id=lead.owner_id, level=lead.level,
                      planned_on=on, due_on=due_on, owed=1)
    db.session.add(contact)
    return contact


def close(contact: Contact | None, closed_as: Closed, *, on: date, **how: Any) -> None:
    """End the contact owed, if there is one; flushed, since the next one takes its place in the unique key."""
    if contact is None:
        return
    contact.owed, contact.closed_as, contact.closed_on = None, closed_as, on
    for name, value in how.items():
        setattr(contact, name, value)
    db.session.flush()


def met_by(visit: Visit) -> Contact | None:
    """The contact that an arrival met."""
    return db.session.scalars(select(Contact).where(Contact.visit_id == visit.id)).first()


def awaited(lead: Lead) -> list[Loss | Freeze]:
    """What was asked about the lead and is not decided."""
    return [*db.session.scalars(select(Loss).where(Loss.lead_id == lead.id, Loss.waiting == 1)),
            *db.session.scalars(select(Freeze).where(Freeze.lead_id == lead.id, Freeze.waiting == 1))]


def lapse(lead: Lead, *, on: date) -> None:
    """The cause of what is owed has ended, on a day that may lie before the contact was set."""
    contact = owed(lead)
    if contact is not None:
        close(contact, Closed.LAPSED, on=max(on, contact.planned_on))
    lead.next_contact_on = None


def turn(lead: Lead, cause: Turn, *, on: date, level: Level | None = None, state: LeadState = LeadState.OPEN,
         back_on: date | None = None) -> None:
    """End the lead's span and begin the next one; an end of the lead begins none. The owner is the lead's own."""
    newest = newest_span(lead)
    if newest is not None:
        on = max(on, newest.from_on)
        if newest.ended is None:
            newest.to_on, newest.ended = on, cause
    became = DatedTurn(on, cause, level or lead.level, lead.owner_id, state, back_on)
    _copy(lead, became)
    if state not in ENDED_STATES:
        db.session.add(_span(lead, became, n=newest.n + 1 if newest else 1))


def change_level(lead: Lead, level: Level, *, on: date) -> None:
    if level is not lead.level:
        turn(lead, Turn.MOVED, on=on, level=level)


def newest_span(lead: Lead) -> LevelSpan | None:
    return db.session.scalars(
        select(LevelSpan).where(LevelSpan.lead_id == lead.id).order_by(LevelSpan.n.desc()).limit(1)).first()


def rebuild(lead: Lead, turns: Sequence[DatedTurn], contacts: Iterable[Contact]) -> list[LevelSpan]:
    """The lead's spans and copies anew from all its turns and contacts: what actions keep step by step."""
    spans: list[LevelSpan] = []
    for became in turns:
        if spans and spans[-1].ended is None:
            spans[-1].to_on, spans[-1].ended = became.on, became.turn
        _copy(lead, became)
        if became.state not in ENDED_STATES:
            spans.append(_span(lead, became, n=len(spans) + 1))
    lead.next_contact_on = next((c.due_on for c in contacts if c.owed), None)
    return spans


def turns_of(spans: Sequence[LevelSpan], lead: Lead) -> list[DatedTurn]:
    """The turns that `spans`, in their order, stand for."""
    turns: list[DatedTurn] = []
    for n, span in enumerate(spans):
        back_on = lead.back_on if span is spans[-1] else None
        turns.append(DatedTurn(span.from_on, span.began, span.level, span.owner_id, span.state, back_on))
        follower = spans[n + 1] if n + 1 < len(spans) else None
        if span.ended in ENDS and (follower is None or follower.began is not span.ended):
            turns.append(DatedTurn(span.to_on, span.ended, span.level, span.owner_id, ENDS[span.ended]))
    return turns


ENDS = {Turn.LOST: LeadState.LOST, Turn.INVALID: LeadState.INVALID, Turn.DELIVERED: LeadState.DELIVERED}


def noon(day: date) -> datetime:
    """The moment to give to what is known by its day alone."""
    return datetime.combine(day, time(12), ZONE)


def _copy(lead: Lead, became: DatedTurn) -> None:
    if became.turn not in KEEPS_THE_LEVEL:
        lead.level_on = became.on
    lead.level, lead.state, lead.owner_id = became.level, became.state, became.owner_id
    lead.ended_on = became.on if became.state in ENDED_STATES else None
    lead.back_on = became.back_on if became.state in PAUSED_STATES else None


def _span(lead: Lead, became: DatedTurn, *, n: int) -> LevelSpan:
    return LevelSpan(lead_id=lead.id, n=n, store_id=lead.store_id, owner_id=became.owner_id, level=became.level,
                     state=became.state, from_on=became.on, to_on=FOREVER, began=became.turn)
