"""Load: leads with all that happened to them, from an import or a demo store, as dated rows."""
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from portal.core.clock import ZONE
from portal.core.decision import Outcome
from portal.core.load import chunks
from portal.extensions import Model, db

from .. import book, history
from ..history import DatedTurn
from ..models import (
    Appointment,
    Closed,
    Comment,
    Contact,
    Freeze,
    HandOver,
    Invalid,
    Lead,
    LeadState,
    Level,
    LevelSpan,
    Loss,
    Method,
    Origin,
    Result,
    Turn,
    Verdict,
)
from .visits import link


@dataclass(frozen=True)
class DatedContact:
    """A row of `contact`: still owed unless it says how it closed."""
    owner_id: int | None
    level: Level
    planned_on: date
    due_on: date
    closed_as: Closed | None = None
    closed_on: date | None = None
    made_at: datetime | None = None
    made_by_id: int | None = None
    method: Method | None = None
    purpose: str = ""
    result: Result | None = None
    level_after: Level | None = None
    note: str = ""
    reason: str = ""
    visit_id: int | None = None


@dataclass(frozen=True)
class DatedLoss:
    """A loss that was applied for, and what became of it; `answer_by_on` where it still waits."""
    owner_id: int | None
    asked_by_id: int
    asked_at: datetime
    level: Level
    went_to: str = ""
    why: str = ""
    rival_series_id: int | None = None
    rival_model: str = ""
    rival_price_fen: int | None = None
    ask_reason: str = ""
    answer_by_on: date | None = None
    outcome: Outcome | None = None
    verdict: Verdict | None = None
    decided_by_id: int | None = None
    decided_at: datetime | None = None
    decision_reason: str = ""
    called_first: bool = False
    called_on: date | None = None


@dataclass(frozen=True)
class DatedFreeze:
    owner_id: int | None
    asked_by_id: int
    asked_at: datetime
    level: Level
    until_on: date
    ask_reason: str = ""
    answer_by_on: date | None = None
    outcome: Outcome | None = None
    decided_by_id: int | None = None
    decided_at: datetime | None = None
    decision_reason: str = ""


@dataclass(frozen=True)
class DatedHandOver:
    on: date
    from_id: int | None
    to_id: int | None
    made_by_id: int
    reason: str = ""
    batch: str = ""
    undone_at: datetime | None = None


@dataclass(frozen=True)
class DatedComment:
    said_by_id: int
    said_at: datetime
    text: str


@dataclass(frozen=True)
class DatedAppointment:
    owner_id: int | None
    made_on: date
    on: date
    at: datetime
    note: str = ""
    visit_id: int | None = None


@dataclass(frozen=True)
class DatedLead:
    """A lead and its life. `turns` in their order begin with the opening; without them they are read off the contacts.

    For a lead that the portal knows, what is new is put in its place and what is known is passed over.
    """
    customer_id: int
    store_id: int
    card_no: str
    origin: Origin
    opened_at: datetime
    turns: tuple[DatedTurn, ...] = ()
    contacts: tuple[DatedContact, ...] = ()
    losses: tuple[DatedLoss, ...] = ()
    freezes: tuple[DatedFreeze, ...] = ()
    hand_overs: tuple[DatedHandOver, ...] = ()
    comments: tuple[DatedComment, ...] = ()
    appointments: tuple[DatedAppointment, ...] = ()
    source: str = ""
    opened_by_id: int | None = None
    opened_for_id: int | None = None
    kept: bool = False
    invalid_as: Invalid | None = None
    invalid_reason: str = ""
    respond_by_at: datetime | None = None
    responded_at: datetime | None = None
    arrived_on: date | None = None
    series_id: int | None = None
    model_id: int | None = None
    colour: str = ""
    budget_fen: int | None = None
    payment: str = ""
    usage: str = ""
    trade_in: str = ""
    plate: str = ""
    rivals: str = ""
    note: str = ""

    @property
    def key(self) -> tuple[int, str]:
        return self.store_id, self.card_no


@dataclass
class Known:
    """What the portal has of a lead."""
    lead: Lead
    contacts: list[Contact] = field(default_factory=list)
    spans: list[LevelSpan] = field(default_factory=list)
    others: set[tuple[Any, ...]] = field(default_factory=set)       # natural keys of losses, hand-overs …


FACTS = ("origin", "source", "opened_at", "opened_by_id", "opened_for_id", "kept", "invalid_as", "invalid_reason",
         "respond_by_at", "responded_at", "arrived_on", "series_id", "model_id", "colour", "budget_fen", "payment",
         "usage", "trade_in", "plate", "rivals", "note")


def leads(rows: Iterable[DatedLead]) -> int:
    """Take leads with all that hangs on them; returns how many rows were new."""
    return sum(_take(chunk) for chunk in chunks(rows))


def _take(rows: Sequence[DatedLead]) -> int:
    known = _known(rows)
    taken = 0
    for row in rows:
        if row.key not in known:
            known[row.key] = Known(_new_lead(row))
            taken += 1
    db.session.flush()
    for row in rows:
        taken += _join(known[row.key], row)
    touched = {there.lead.customer_id for there in known.values()}
    link(touched)
    book.reread(touched)
    return taken


def _known(rows: Sequence[DatedLead]) -> dict[tuple[int, str], Known]:
    """The leads there are already, with their rows: some queries for a whole chunk."""
    found = db.session.scalars(
        select(Lead).where(Lead.live == 1, Lead.card_no.in_({row.card_no for row in rows}),
                           Lead.store_id.in_({row.store_id for row in rows})).order_by(Lead.id).with_for_update())
    known = {(lead.store_id, lead.card_no): Known(lead) for lead in found}
    by_id = {there.lead.id: there for there in known.values()}
    for contact in _of_leads(Contact, by_id, Contact.planned_on, Contact.id):
        by_id[contact.lead_id].contacts.append(contact)
    for span in _of_leads(LevelSpan, by_id, LevelSpan.n):
        by_id[span.lead_id].spans.append(span)
    for kind in OTHERS:
        for other in _of_leads(kind, by_id, kind.id):
            by_id[other.lead_id].others.add(_natural(other))
    return known


def _of_leads(kind: Any, by_id: dict[int, Known], *order: Any) -> Iterable[Any]:
    return db.session.scalars(select(kind).where(kind.lead_id.in_(by_id)).order_by(*order)) if by_id else ()


def _new_lead(row: DatedLead) -> Lead:
    opened = _turns_or_opening(row)[0]
    on = row.opened_at.astimezone(ZONE).date()
    lead = Lead(customer_id=row.customer_id, store_id=row.store_id, card_no=row.card_no, opened_on=on, level_on=on,
                level=opened.level, state=opened.state, owner_id=opened.owner_id,
                **{name: getattr(row, name) for name in FACTS})
    db.session.add(lead)
    return lead


def _join(there: Known, row: DatedLead) -> int:
    """Put the row's events among what is known of its lead, and build spans and copies anew if any was new."""
    lead = there.lead
    new = _new_contacts(there, row)
    turns = history.turns_of(there.spans, lead)
    told = _turns_or_opening(row)
    fresh = [turn for turn in told if (turn.on, turn.turn, turn.level) not in {(t.on, t.turn, t.level) for t in turns}]
    if turns and not row.turns:
        fresh = []
    turns = sorted([*turns, *fresh], key=lambda turn: turn.on)      # stable: those of a day keep their order
    if not row.turns:
        turns = _with_moves(turns, new)
    others = [made for made in _others(lead, row) if _natural(made) not in there.others]
    if not (new or fresh or others):
        return 0
    db.session.add_all(new)
    db.session.add_all(others)
    _respan(there, history.rebuild(lead, turns, [*there.contacts, *new]))
    if lead.state is not LeadState.OPEN or lead.owner_id is None:
        for contact in (*there.contacts, *new):
            if contact.owed:
                history.close(contact, Closed.LAPSED, on=turns[-1].on)
        lead.next_contact_on = None
    outcomes = [*(loss.outcome for loss in row.losses), *(freeze.outcome for freeze in row.freezes)]
    lead.waits = lead.waits or None in outcomes
    return len(new) + len(fresh) + len(others)


def _new_contacts(there: Known, row: DatedLead) -> list[Contact]:
    known = {(c.planned_on, c.due_on, c.closed_on, c.made_at) for c in there.contacts}
    first_known = {(c.planned_on, c.due_on) for c in there.contacts}
    new = [c for c in row.contacts if (c.planned_on, c.due_on, c.closed_on, c.made_at) not in known
           and (c.planned_on, c.due_on) not in first_known and (c.closed_as or not there.contacts)]
    return [Contact(lead_id=there.lead.id, store_id=row.store_id, owed=None if c.closed_as else 1, **vars(c))
            for c in new]


def _turns_or_opening(row: DatedLead) -> tuple[DatedTurn, ...]:
    if row.turns:
        return row.turns
    first = row.contacts[0].level if row.contacts else Level.N
    return (DatedTurn(row.opened_at.astimezone(ZONE).date(), Turn.OPENED, first, row.opened_for_id),)


def _with_moves(turns: list[DatedTurn], contacts: Iterable[Contact]) -> list[DatedTurn]:
    """Turns that contacts tell of: on the day one was set, the lead was at its level and with its owner."""
    for contact in contacts:
        before = [turn for turn in turns if turn.on <= contact.planned_on]
        now = before[-1] if before else turns[0]
        if now.state is not LeadState.OPEN or (contact.level, contact.owner_id) == (now.level, now.owner_id):
            continue
        cause = Turn.MOVED if contact.level is not now.level else Turn.HANDED
        turns.insert(len(before), DatedTurn(contact.planned_on, cause, contact.level, contact.owner_id))
    return turns


def _respan(there: Known, spans: list[LevelSpan]) -> None:
    """Put `spans` in place of those there were."""
    for old in there.spans:
        db.session.delete(old)
    if there.spans:
        db.session.flush()
    db.session.add_all(spans)


def _others(lead: Lead, row: DatedLead) -> list[Model]:
    at = {"lead_id": lead.id, "store_id": row.store_id}
    decided = [Loss(**at, **vars(loss), **_asked(loss)) for loss in row.losses]
    put_off = [Freeze(**at, **vars(freeze), **_asked(freeze)) for freeze in row.freezes]
    plain = ((HandOver, row.hand_overs), (Comment, row.comments), (Appointment, row.appointments))
    return [*decided, *put_off, *(kind(**at, **vars(made)) for kind, given in plain for made in given)]


def _asked(row: DatedLoss | DatedFreeze) -> dict[str, Any]:
    return {"asked_on": row.asked_at.astimezone(ZONE).date(), "waiting": None if row.outcome else 1}


OTHERS: tuple[Any, ...] = (Loss, Freeze, HandOver, Comment, Appointment)
NATURAL = {Loss: ("asked_at",), Freeze: ("asked_at",), HandOver: ("on", "from_id", "to_id"), Comment: ("said_at",),
           Appointment: ("at",)}


def _natural(row: Any) -> tuple[Any, ...]:
    return type(row), *(getattr(row, name) for name in NATURAL[type(row)])
