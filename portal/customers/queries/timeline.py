"""A lead's history as one line of time: what was recorded, whichever table or area it stands in."""
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.core.agreement import words
from portal.core.clock import ZONE, today
from portal.core.decision import Outcome
from portal.core.panel import Reading, panels
from portal.core.words import day as day_words
from portal.org.queries import names

from .. import history
from ..models import (
    Appointment,
    Closed,
    Comment,
    Contact,
    Freeze,
    HandOver,
    Lead,
    Level,
    LevelSpan,
    Loss,
    Result,
    Turn,
    Visit,
)
from .losses import asked_about
from .records import records

SLOT = "lead_history"       # panels whose data is a list of Moments: drives, orders, deliveries
TOLD_BY_ROWS = frozenset({Turn.MOVED, Turn.HANDED, Turn.ORDERED, Turn.ORDER_CANCELLED, Turn.DELIVERED})


@dataclass(frozen=True)
class Moment:
    """One thing that happened, or is planned. `kind` main stands out, plan is to come, late is overdue."""
    at: datetime
    title: str
    text: str = ""
    who: str = ""
    kind: str = ""
    tag: str = ""
    level: Level | None = None
    level_after: Level | None = None
    timed: bool = True              # False: only its day is known

    @property
    def on(self) -> date:
        return self.at.astimezone(ZONE).date()


def timeline(lead: Lead, reading: Reading) -> list[Moment]:
    """All moments of a lead, the newest first, what is planned on top."""
    told = [*_told(lead), *of_other_areas(reading)]
    return sorted(told, key=lambda moment: moment.at, reverse=True)


def of_other_areas(reading: Reading) -> list[Moment]:
    """What other areas recorded of the lead that `reading` is about."""
    return [moment for _template, moments in panels(SLOT, reading) for moment in moments]


def _told(lead: Lead) -> Iterator[Moment]:
    contacts, visits, hand_overs = records(lead.id, Contact), records(lead.id, Visit), records(lead.id, HandOver)
    comments, asked = records(lead.id, Comment), asked_about(lead)
    who = names({*(c.made_by_id for c in contacts), *(v.person_id for v in visits), *(a.asked_by_id for a in asked),
                 *(a.decided_by_id for a in asked), *(c.said_by_id for c in comments), lead.opened_by_id,
                 *(h.from_id for h in hand_overs), *(h.to_id for h in hand_overs)})
    yield from _contacts(lead, contacts, who)
    yield from (_visit(visit, who) for visit in visits if visit.live)
    yield from _turns(lead, records(lead.id, LevelSpan), who)
    yield from (_hand_over(row, who) for row in hand_overs)
    yield from (Moment(c.said_at, _("Comment"), c.text, who.get(c.said_by_id, "")) for c in comments)
    yield from (moment for row in asked for moment in _asked(row, who))
    yield from (Moment(a.at, _("Appointment in the store"), a.note, kind="plan") for a in records(lead.id, Appointment)
                if a.live and a.visit_id is None)


def _contacts(lead: Lead, contacts: Sequence[Contact], who: Mapping[int | None, str]) -> Iterator[Moment]:
    for contact in contacts:
        if contact.owed:
            tag = _("a decision is awaited") if lead.waits else ""
            late = contact.due_on < today() and not lead.waits
            yield Moment(_day(contact.due_on), _("Contact owed"), contact.reason, kind="late" if late else "plan",
                         tag=tag, timed=False)
        elif contact.closed_as is Closed.MADE and contact.made_at:
            yield Moment(contact.made_at, _said(contact), contact.note, who.get(contact.made_by_id, ""),
                         "main" if contact.result is Result.REAL else "", contact.reason,
                         contact.level, contact.level_after)
        elif contact.closed_as is Closed.MOVED:
            yield Moment(_day(contact.closed_on or contact.due_on), _("Contact moved without an exchange"),
                         contact.reason, tag=_("was due %(day)s", day=day_words(contact.due_on)), timed=False)


def _said(contact: Contact) -> str:
    purpose = words("contact_purpose", contact.purpose, store_id=contact.store_id)
    parts = (contact.method and contact.method.label, purpose, contact.result and contact.result.label)
    return " · ".join(str(part) for part in parts if part)


def _visit(visit: Visit, who: Mapping[int | None, str]) -> Moment:
    parts = [ngettext("%(num)d person", "%(num)d people", visit.party_size),
             words("purpose", visit.purpose, store_id=visit.store_id), visit.outcome]
    title = str(visit.kind.label if visit.party is None else f"{visit.kind.label} · {visit.party.label}")
    return Moment(visit.came_at, title, " · ".join(filter(None, parts)), who.get(visit.person_id, ""), "main",
                  visit.entry_no, level_after=visit.level)


def _turns(lead: Lead, spans: Sequence[LevelSpan], who: Mapping[int | None, str]) -> Iterator[Moment]:
    """The turns that no other row tells."""
    for span in spans:
        if span.began is Turn.OPENED:
            source = words("source", lead.source, store_id=lead.store_id)
            yield Moment(lead.opened_at, str(span.began.label), " · ".join(filter(None, (
                str(lead.origin.label), source))), who.get(lead.opened_by_id, ""), "main", level_after=span.level)
        elif span.began not in TOLD_BY_ROWS:
            yield Moment(_day(span.from_on), str(span.began.label), level_after=span.level, timed=False)
        if span.ended in history.ENDS and span.ended not in TOLD_BY_ROWS:
            yield Moment(_day(span.to_on), str(span.ended.label), timed=False)


def _hand_over(row: HandOver, who: Mapping[int | None, str]) -> Moment:
    pool = _("public pool")
    text = f"{who.get(row.from_id, pool)} → {who.get(row.to_id, pool)}"
    return Moment(_day(row.on), _("Handed over"), " · ".join(filter(None, (text, row.reason))),
                  tag=_("taken back") if row.undone_at else "", timed=False)


def _asked(row: Loss | Freeze, who: Mapping[int | None, str]) -> Iterator[Moment]:
    yield Moment(row.asked_at, _("Loss applied for") if isinstance(row, Loss) else _("Freeze applied for"),
                 " · ".join(filter(None, (*_loss_words(row), row.ask_reason))), who.get(row.asked_by_id, ""),
                 tag="" if row.outcome else _("waits for a decision"))
    if row.outcome and row.decided_at and row.outcome is not Outcome.WITHDRAWN:
        yield Moment(row.decided_at, str(row.outcome.label), row.decision_reason, who.get(row.decided_by_id, ""))


def _loss_words(row: Any) -> list[str]:
    if isinstance(row, Freeze):
        return [_("until %(day)s", day=day_words(row.until_on))]
    return [words("lost_to", row.went_to, store_id=row.store_id), row.rival_model,
            words("lost_why", row.why, store_id=row.store_id)]


def _day(day: date) -> datetime:
    """The close of a day, so that what is known by its day alone stands above what happened in it."""
    return datetime.combine(day, time(23, 59), ZONE)
