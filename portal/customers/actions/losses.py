"""Losses and freezes: asked for, decided, taken back; and leads that come back to life or were never any."""
from collections.abc import Sequence
from datetime import date, timedelta
from zlib import crc32

from flask_babel import gettext as _
from sqlalchemy import select

from portal.core.action import Change, Refused, action, locked, seen
from portal.core.agreement import agreed
from portal.core.calendar import official
from portal.core.clock import day_of, now, today
from portal.core.decision import Outcome
from portal.core.undo import undo
from portal.extensions import db
from portal.org.models import Person

from .. import history
from ..models import (
    ENDED_STATES,
    OPEN_STATES,
    PAUSED_STATES,
    Freeze,
    Invalid,
    Lead,
    LeadState,
    Level,
    Loss,
    Origin,
    Turn,
    Verdict,
)
from ..queries.losses import one_by_one
from ..settings import OTHER_BRAND

APPROVALS = ("loss.approved", "losses.approved", "freeze.approved")


@action("loss.asked")
def ask_loss(lead: Lead, *, by: Person, version: int, once: str | None = None, went_to: str, why: str,
             rival_series_id: int | None = None, rival_model: str = "", rival_price_fen: int | None = None,
             ask_reason: str = "") -> Loss:
    """Say that the lead is lost: where the customer went, and why. Its clock stands still until that is decided."""
    _may_be_asked(lead, version)
    if not went_to:
        raise Refused(_("Say where the customer went."), field="went_to")
    if not why:
        raise Refused(_("Say why."), field="why")
    rival = went_to == OTHER_BRAND
    loss = Loss(lead_id=lead.id, store_id=lead.store_id, owner_id=lead.owner_id, asked_by_id=by.id, asked_at=now(),
                asked_on=today(), level=lead.level, went_to=went_to, why=why, ask_reason=ask_reason,
                rival_series_id=rival_series_id if rival else None, rival_model=rival_model if rival else "",
                rival_price_fen=rival_price_fen if rival else None, answer_by_on=_answer_by(lead.store_id))
    loss.called_first = not one_by_one(loss) and _in_the_sample(loss, lead)
    lead.waits = True
    db.session.add(loss)
    return loss


@action("loss.approved")
def approve_loss(loss: Loss, *, by: Person, version: int, reason: str = "", batch: str | None = None) -> None:
    """The lead is lost, from the day that was applied for."""
    lead = _lead_of(loss, version)
    _not_ones_own(loss, by)
    loss.decide(Outcome.APPROVED, by=by, reason=reason)
    loss.verdict = loss.verdict or Verdict.REAL
    history.lapse(lead, on=loss.asked_on)
    lead.waits = False
    history.turn(lead, Turn.LOST, on=loss.asked_on, state=LeadState.LOST)


@action("losses.approved")
def approve_losses(losses: Sequence[tuple[Loss, int]], *, by: Person, batch: str | None = None) -> int:
    """Approve a list of losses, each in the version that was seen; hot leads and own faults are decided one by one."""
    for loss, version in losses:
        if one_by_one(loss):
            raise Refused(_("O, H, A and our own faults are decided one by one."))
        approve_loss(loss, by=by, version=version)
    return len(losses)


@action("loss.returned")
def return_loss(loss: Loss, *, by: Person, version: int, reason: str, verdict: Verdict | None = None,
                level: Level | None = None) -> None:
    """The lead goes on: not bought yet (quasi) or not lost at all (false), at `level` if it is another one now."""
    lead = _lead_of(loss, version)
    _not_ones_own(loss, by)
    if verdict is Verdict.REAL:
        raise Refused(_("A real loss is approved."), field="verdict")
    loss.decide(Outcome.RETURNED, by=by, reason=reason)
    loss.verdict = verdict
    _go_on(lead, asked_on=loss.asked_on, level=level)


@action("loss.withdrawn")
def withdraw_loss(loss: Loss, *, by: Person) -> None:
    """Whoever asked takes it back: the lead goes on."""
    lead = locked(db.session.get_one(Lead, loss.lead_id))
    locked(loss).decide(Outcome.WITHDRAWN, by=by)
    _go_on(lead, asked_on=loss.asked_on)


@action("loss.called")
def record_loss_call(loss: Loss, *, by: Person, verdict: Verdict, reason: str = "", level: Level | None = None) -> None:
    """Customer care asked the customer: a loss approved before that was none brings the lead back."""
    lead = locked(db.session.get_one(Lead, loss.lead_id))
    locked(loss)
    if verdict is not Verdict.REAL and not reason:
        raise Refused(_("Write what the customer said."), field="reason")
    loss.called_on, loss.verdict = today(), verdict
    loss.decision_reason = reason or loss.decision_reason
    if verdict is not Verdict.REAL and loss.outcome is Outcome.APPROVED and lead.state is LeadState.LOST:
        _back_to_life(lead, level or loss.level)


@action("freeze.asked")
def ask_freeze(lead: Lead, *, by: Person, version: int, once: str | None = None, until_on: date,
               ask_reason: str) -> Freeze:
    """The customer puts the purchase off until a day. The clock stands still until that is decided."""
    _may_be_asked(lead, version)
    if lead.state not in OPEN_STATES:
        raise Refused(_("Only an open lead can be frozen."))
    if not today() < until_on <= today() + timedelta(days=365):
        raise Refused(_("A day from tomorrow, within a year."), field="until_on")
    if not ask_reason:
        raise Refused(_("Say why the customer puts it off."), field="ask_reason")
    freeze = Freeze(lead_id=lead.id, store_id=lead.store_id, owner_id=lead.owner_id, asked_by_id=by.id, asked_at=now(),
                    asked_on=today(), level=lead.level, until_on=until_on, ask_reason=ask_reason,
                    answer_by_on=_answer_by(lead.store_id))
    lead.waits = True
    db.session.add(freeze)
    return freeze


@action("freeze.approved")
def approve_freeze(freeze: Freeze, *, by: Person, version: int, reason: str = "",
                   batch: str | None = None) -> None:
    """Nothing is owed until that day; then the lead is offered again."""
    lead = _lead_of(freeze, version)
    _not_ones_own(freeze, by)
    freeze.decide(Outcome.APPROVED, by=by, reason=reason)
    history.lapse(lead, on=freeze.asked_on)
    lead.waits = False
    history.turn(lead, Turn.FROZEN, on=freeze.asked_on, state=LeadState.FROZEN, back_on=freeze.until_on)


@action("freeze.returned")
def return_freeze(freeze: Freeze, *, by: Person, version: int, reason: str) -> None:
    lead = _lead_of(freeze, version)
    _not_ones_own(freeze, by)
    freeze.decide(Outcome.RETURNED, by=by, reason=reason)
    _go_on(lead, asked_on=freeze.asked_on)


@action("freeze.withdrawn")
def withdraw_freeze(freeze: Freeze, *, by: Person) -> None:
    """Whoever asked takes it back: the lead goes on."""
    lead = locked(db.session.get_one(Lead, freeze.lead_id))
    locked(freeze).decide(Outcome.WITHDRAWN, by=by)
    _go_on(lead, asked_on=freeze.asked_on)


@action("approval.taken_back")
def take_approval_back(batch: str, *, by: Person) -> int:
    """What was approved under a batch waits again, and the leads stand as before: on the same day, by who approved it.
    Refused once somebody has worked on one of them since.
    """
    given = db.session.scalars(select(Change).where(Change.batch == batch, Change.made_by_id == by.id,
                                                    Change.action.in_(APPROVALS)).limit(1)).first()
    if given is None or day_of(given.made_at) != today():
        raise Refused(_("Only who approved it takes it back, on the same day."))
    return undo(batch, by=by, reason=_("Approval taken back"))


@action("lead.revived")
def revive(lead: Lead, *, by: Person, version: int, once: str | None = None, level: Level, reason: str) -> Lead:
    """A lost, frozen, invalid or out-of-contact lead is open again, at `level`; its history keeps both."""
    seen(lead, version)
    if lead.state in OPEN_STATES or lead.state is LeadState.DELIVERED:
        raise Refused(_("Only a lost, frozen or invalid lead or one out of contact can be revived."))
    if level is Level.O:
        raise Refused(_("Sign the order instead."), field="level")
    if not reason:
        raise Refused(_("Say why it lives again."), field="reason")
    lead.invalid_as, lead.invalid_reason = None, ""
    _back_to_life(lead, level)
    return lead


@action("lead.invalid")
def mark_invalid(lead: Lead, *, by: Person, version: int, invalid_as: Invalid, reason: str) -> Lead:
    """A web or call lead was none, or one there was already: it leaves the denominators."""
    seen(lead, version)
    if lead.origin is Origin.SHOWROOM:
        raise Refused(_("Only web and call leads can be invalid: who came to the showroom was there."))
    if lead.state in ENDED_STATES or lead.level is Level.O:
        raise Refused(_("Only a lead that is not ordered and has not ended can be invalid."))
    if not reason:
        raise Refused(_("Say why."), field="reason")
    for asked in history.awaited(lead):
        asked.decide(Outcome.WITHDRAWN, by=by)
    lead.waits, lead.invalid_as, lead.invalid_reason = False, invalid_as, reason
    history.lapse(lead, on=today())
    history.turn(lead, Turn.INVALID, on=today(), state=LeadState.INVALID)
    return lead


def _may_be_asked(lead: Lead, version: int) -> None:
    seen(lead, version)
    if lead.state in ENDED_STATES:
        raise Refused(_("This lead has ended."))
    if lead.level is Level.O:
        raise Refused(_("There is an order: cancel it first."))
    if lead.waits:
        raise Refused(_("A decision is awaited on this lead already."))


def _lead_of(asked: Loss | Freeze, version: int) -> Lead:
    """Lock the lead, then what was asked about it, as this decider saw it."""
    lead = locked(db.session.get_one(Lead, asked.lead_id))
    seen(asked, version)
    return lead


def _not_ones_own(asked: Loss | Freeze, by: Person) -> None:
    if asked.asked_by_id == by.id:
        raise Refused(_("You asked for this: somebody else decides."))


def _answer_by(store_id: int) -> date:
    return official().deadline(today(), agreed("loss_decided_in_days", store_id=store_id, on=today()))


def _in_the_sample(loss: Loss, lead: Lead) -> bool:
    percent: int = agreed("loss_sample_percent", store_id=loss.store_id, on=loss.asked_on)
    return crc32(f"{lead.card_no} {loss.asked_on}".encode()) % 100 < percent


def _go_on(lead: Lead, *, asked_on: date, level: Level | None = None) -> None:
    """The question is closed and the clock runs again: what was owed meanwhile is owed anew, tomorrow."""
    lead.waits = False
    if level and lead.state in OPEN_STATES and level not in (lead.level, Level.O):
        history.lapse(lead, on=asked_on)
        history.change_level(lead, level, on=today())
    owed = history.owed(lead)
    if lead.state in PAUSED_STATES or lead.owner_id is None or owed is not None and owed.due_on > today():
        return
    history.lapse(lead, on=asked_on)
    history.owe(lead, on=today(), due_on=today() + timedelta(days=1))


def _back_to_life(lead: Lead, level: Level) -> None:
    history.turn(lead, Turn.REVIVED, on=today(), level=level)
    if lead.owner_id is not None:
        history.owe(lead, on=today(), due_on=today() + timedelta(days=1))
