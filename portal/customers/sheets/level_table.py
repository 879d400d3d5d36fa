"""意向客户级别状况表: a consultant's leads over a month, a narrow column a day, and how each ended."""
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, or_, select

from portal.catalogue import queries as catalogue
from portal.core.agreement import words
from portal.core.clock import today
from portal.core.decision import Outcome
from portal.core.period import Period
from portal.core.sheet import SheetKind
from portal.extensions import db
from portal.org.models import Person

from .. import levels
from ..models import Closed, Contact, Customer, Lead, LeadState, Level, LevelSpan, Loss, Turn
from ..queries import leads as queries

PLANNED = "*"
MARKS = {LeadState.DELIVERED: "D", LeadState.LOST: "F1", LeadState.FROZEN: "F2", LeadState.OUT_OF_CONTACT: "L"}
ENDS = {Turn.DELIVERED: "D", Turn.LOST: "F1", Turn.FROZEN: "F2", Turn.OUT_OF_CONTACT: "L", Turn.INVALID: "×"}


@dataclass(frozen=True)
class Row:
    name: str
    phone: str
    model: str
    source: str
    before: str                 # level at the close of last month; empty: new in this one
    now: str
    days: Sequence[str]         # a cell for each day
    result: str


@dataclass(frozen=True)
class LevelTable:
    person: str
    month: Period
    days: Sequence[date]
    rows: Sequence[Row]
    counts: Sequence[tuple[str, int, int, int]]         # level: carried over, new, ended


def build(person: Person, store_id: int, month: Period) -> LevelTable:
    """All leads the person held in the month, in the order of the level they ended it with."""
    spans = _spans(person.id, store_id, month)
    leads = _leads(spans)
    cells, reasons = _cells(person.id, month, leads), _reasons(leads)
    days, by_level = list(month.days()), {level: n for n, level in enumerate(Level)}
    rows = [_row(lead, name, phone, spans[lead.id], days, cells[lead.id], month, reasons)
            for lead, name, phone in sorted(leads.values(), key=lambda row: by_level[spans[row[0].id][-1].level])]
    counts = _counts(spans, month)
    return LevelTable(person.name, month, days, rows, [
        (levels.shown(level, store_id).letter, *counts[level]) for level in Level if any(counts[level])])


def _spans(person_id: int, store_id: int, month: Period) -> Mapping[int, list[LevelSpan]]:
    found: dict[int, list[LevelSpan]] = defaultdict(list)
    for span in db.session.scalars(
            select(LevelSpan).where(LevelSpan.owner_id == person_id, LevelSpan.store_id == store_id,
                                    LevelSpan.from_on <= month.end, LevelSpan.to_on >= month.start)
            .order_by(LevelSpan.lead_id, LevelSpan.n)):
        found[span.lead_id].append(span)
    return found


def _leads(ids: Iterable[int]) -> Mapping[int, Any]:
    rows = db.session.execute(select(Lead, Customer.name, queries.first_phone(None))
                              .join(Customer, Customer.id == Lead.customer_id)
                              .where(Lead.id.in_(list(ids)), Lead.live == 1).order_by(Lead.urgency, Lead.opened_at))
    return {row[0].id: row for row in rows}


def _cells(person_id: int, month: Period, ids: Iterable[int]) -> Mapping[int, Mapping[date, str]]:
    """`*` on days a contact was planned for, the letter after each that was made."""
    found: dict[int, dict[date, str]] = defaultdict(dict)
    made_in = and_(Contact.closed_as.in_((Closed.MADE, Closed.MET)), Contact.closed_on.between(month.start, month.end))
    for contact in db.session.scalars(
            select(Contact).where(Contact.lead_id.in_(list(ids)), Contact.owner_id == person_id,
                                  or_(made_in, Contact.due_on.between(month.start, month.end)))
            .order_by(Contact.id)):
        if month.start <= contact.due_on <= month.end:
            found[contact.lead_id].setdefault(contact.due_on, PLANNED)
        if contact.closed_on and contact.closed_as in (Closed.MADE, Closed.MET):
            level = contact.level_after or contact.level
            found[contact.lead_id][contact.closed_on] = levels.shown(level, contact.store_id).letter
    return found


def _reasons(ids: Iterable[int]) -> Mapping[int, str]:
    """Why lost leads were lost."""
    return {loss.lead_id: words("lost_why", loss.why, store_id=loss.store_id) for loss in db.session.scalars(
        select(Loss).where(Loss.lead_id.in_(list(ids)), Loss.outcome == Outcome.APPROVED).order_by(Loss.asked_on))}


def _row(lead: Lead, name: str, phone: str, spans: Sequence[LevelSpan], days: Sequence[date],
         cells: Mapping[date, str], month: Period, reasons: Mapping[int, str]) -> Row:
    before = next((span for span in spans if span.from_on < month.start <= span.to_on), None)
    last = spans[-1]
    ends = {span.to_on: ENDS[span.ended] for span in spans if span.ended in ENDS}
    return Row(
        name, phone or "", catalogue.series_names().get(lead.series_id or 0, ""),
        words("source", lead.source, store_id=lead.store_id),
        levels.shown(before.level, lead.store_id).letter if before else "",
        MARKS.get(last.state) or levels.shown(last.level, lead.store_id).letter,
        [ends.get(day) or cells.get(day, "") for day in days], _result(lead, last, month, reasons))


def _result(lead: Lead, last: LevelSpan, month: Period, reasons: Mapping[int, str]) -> str:
    """What became of it by the end of the month, or by today."""
    if last.ended is not None and last.to_on <= month.end:
        reason = reasons.get(lead.id, "") if last.ended is Turn.LOST else ""
        return " ".join(filter(None, (str(last.ended.label), reason)))
    if last.level is Level.O:
        return _("ordered")
    if last.state is not LeadState.OPEN:
        return str(last.state.label)
    return _("carried over") if month.end < today() else ""


def _counts(spans: Mapping[int, Sequence[LevelSpan]], month: Period) -> Mapping[Level, tuple[int, int, int]]:
    carried: Counter[Level] = Counter()
    new: Counter[Level] = Counter()
    ended: Counter[Level] = Counter()
    for of_lead in spans.values():
        first, last = of_lead[0], of_lead[-1]
        (carried if first.from_on < month.start else new)[first.level] += 1
        if last.ended is not None and last.to_on <= month.end:
            ended[last.level] += 1
    return {level: (carried[level], new[level], ended[level]) for level in Level}


level_table = SheetKind("level_table", _l("Level status table"), "leads.read", "customers/sheets/level_table.html",
                        build, endpoint="customers.level_tables", personal=True)
