"""A lead's card: what a new owner must know, the facts, and how long it may stand at its level."""
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _

from portal.catalogue.queries import model_names, series_names
from portal.core.agreement import words
from portal.core.clock import today
from portal.core.words import day as day_words
from portal.core.words import moment, yuan

from .. import levels
from ..models import ENDED_STATES, Appointment, Contact, Customer, Lead, LeadState, Result
from .records import records

MOST_KNOWN = 5


@dataclass(frozen=True)
class Window:
    """How long a lead has stood at its level, against the days in which it should buy."""
    letter: str
    day: int                    # the how-manieth of its days
    days: int
    ends_on: date

    @property
    def is_over(self) -> bool:
        return today() > self.ends_on

    @property
    def percent(self) -> int:
        return min(100, round(100 * self.day / self.days))


def window(lead: Lead) -> Window | None:
    """None where the level has no window, or the lead is not open."""
    days = levels.window_days(lead.level, lead.store_id)
    if days is None or lead.state is not LeadState.OPEN:
        return None
    return Window(levels.shown(lead.level, lead.store_id).letter, (today() - lead.level_on).days, days,
                  lead.level_on + timedelta(days=days))


def model(lead: Lead) -> str:
    """What the customer wants, as exactly as it is known."""
    if lead.model_id:
        return model_names([lead.model_id]).get(lead.model_id, "")
    return series_names().get(lead.series_id or 0, "")


def to_know(lead: Lead) -> list[tuple[str, str]]:
    """The five lines that a new owner must know, from what was recorded: (what it is, what it says)."""
    return [(name, said) for name, said in _known(lead) if said][:MOST_KNOWN]


def _known(lead: Lead) -> Iterator[tuple[str, str]]:
    customer = lead.customer
    coming = _appointment(lead)
    yield _("Appointment"), f"{moment(coming.at)} {coming.note}".strip() if coming else ""
    yield _("Decides"), customer.decides
    yield _("Colour"), lead.colour
    yield _("Trades in"), lead.trade_in or customer.present_car
    yield _("Compares"), lead.rivals
    payment = words("payment", lead.payment, store_id=lead.store_id)
    budget = _("up to %(amount)s yuan", amount=yuan(lead.budget_fen)) if lead.budget_fen else ""
    yield _("Pays"), " · ".join(filter(None, (payment, budget)))
    said, tried = _last(lead, Result.REAL), _last(lead, Result.UNANSWERED)
    if said:
        yield _("Said last"), f"{day_words(said.closed_on)} · {said.note or said.method and said.method.label or ''}"
    if tried and (said is None or tried.id > said.id):
        yield _("Not reached"), day_words(tried.closed_on)
    yield _("Use"), " · ".join(filter(None, (lead.usage, customer.family)))
    yield _("Remarks"), lead.note
    yield _("Plate"), words("plate", lead.plate, store_id=lead.store_id)
    yield _("Came first"), day_words(customer.first_visit_on) if customer.first_visit_on else ""
    yield _("Opened"), f"{day_words(lead.opened_on)} · {lead.origin.label}"


def _appointment(lead: Lead) -> Appointment | None:
    coming = (row for row in records(lead.id, Appointment) if row.live and row.on >= today() and row.visit_id is None)
    return min(coming, key=lambda row: row.at, default=None)


def _last(lead: Lead, result: Result) -> Contact | None:
    made = [row for row in records(lead.id, Contact) if row.result is result and row.made_at]
    return max(made, key=lambda row: (row.made_at, row.id), default=None)


def facts(lead: Lead) -> Sequence[tuple[str, Any]]:
    """The wish and where it came from, as names and values."""
    store_id = lead.store_id
    return (
        (_("Model wanted"), model(lead)), (_("Colour"), lead.colour),
        (_("Budget, yuan"), yuan(lead.budget_fen) if lead.budget_fen else ""),
        (_("Payment"), words("payment", lead.payment, store_id=store_id)), (_("Use"), lead.usage),
        (_("Car to trade in"), lead.trade_in), (_("Plate situation"), words("plate", lead.plate, store_id=store_id)),
        (_("Also compares"), lead.rivals), (_("Source"), words("source", lead.source, store_id=store_id)),
        (_("Origin"), lead.origin.label), (_("Opened on"), day_words(lead.opened_on)), (_("Remarks"), lead.note))


def person_facts(customer: Customer) -> Sequence[tuple[str, Any]]:
    consent = " · ".join(filter(None, (day_words(customer.consent_on) if customer.consent_on else "",
                                       customer.consent_text)))
    return (
        (_("WeChat"), customer.wechat), (_("Area"), customer.area), (_("Address"), customer.address),
        (_("Job"), customer.job), (_("Family"), customer.family), (_("Present car"), customer.present_car),
        (_("Who decides"), customer.decides),
        (_("Birthday"), day_words(customer.birthday_on) if customer.birthday_on else ""), (_("Consent"), consent))


def state_of(lead: Lead) -> tuple[str, str] | None:
    """A state to show beside the name, with its colour; None for a lead that simply goes on."""
    if lead.waits:
        return _("A decision is awaited"), "watch"
    if lead.state is LeadState.OPEN:
        return (_("In the public pool"), "watch") if lead.owner_id is None else None
    tones: Mapping[LeadState, str] = {LeadState.DELIVERED: "ok", LeadState.LOST: "late"}
    return str(lead.state.label), tones.get(lead.state, "" if lead.state in ENDED_STATES else "info")
