"""The figures of register, leads, contacts and losses, counted by hand: a loop over the rows, as DOMAIN.md says it.

Each function gives (day, person, amount, base) of what counts in a period as at the close of a day.
"""
from datetime import timedelta

from portal.core.clock import day_of, day_start
from portal.core.decision import Outcome
from portal.customers.models import (
    Closed,
    Contact,
    Freeze,
    Kind,
    Lead,
    LeadState,
    Level,
    LevelSpan,
    Loss,
    Origin,
    Party,
    Result,
    Turn,
    Verdict,
    Visit,
)
from portal.org.models import RosterDay, Shift

MONTH_OF_DAYS = timedelta(days=30)
RANK = {level: n for n, level in enumerate(Level)}


def counted(rows, day, person, amount=lambda row: 1, base=lambda row: None):
    return [(day(row), person(row), amount(row), base(row)) for row in rows]


def in_period(period, as_of, day):
    return day is not None and period.start <= day <= period.end and day <= as_of


# The register

def entries(story, period, as_of, which=lambda v: True):
    return [v for v in story.of(Visit) if v.live and v.joined_to_id is None and in_period(period, as_of, v.came_on)
            and which(v)]


def by_visit(rows, amount=lambda v: 1, base=lambda v: None):
    return counted(rows, lambda v: v.came_on, lambda v: v.person_id, amount, base)


def first(v):
    return v.party is Party.FIRST


def in_person_or_called(v):
    return v.kind in (Kind.VISIT, Kind.CALL)


def traffic(story, period, as_of):
    return by_visit(entries(story, period, as_of))


def visits(story, period, as_of):
    return by_visit(entries(story, period, as_of, lambda v: v.party))


def first_visits(story, period, as_of):
    return by_visit(entries(story, period, as_of, first))


def kept_visits(story, period, as_of):
    return by_visit(entries(story, period, as_of, lambda v: first(v) and in_person_or_called(v) and v.kept))


def wechat_added(story, period, as_of):
    return by_visit(entries(story, period, as_of, lambda v: first(v) and in_person_or_called(v) and not v.kept
                            and v.added_wechat))


def kept_rate(story, period, as_of):
    return by_visit(entries(story, period, as_of, lambda v: first(v) and in_person_or_called(v)),
                    lambda v: int(v.kept), lambda v: 1)


def first_kept_visits(story, period, as_of):
    return entries(story, period, as_of, lambda v: first(v) and v.kept and v.kind is Kind.VISIT)


def repeat_visit_rate(story, period, as_of):
    def came_again(v):
        return int(v.customer_id is not None and any(
            w.live and w.joined_to_id is None and w.party and w.kind is Kind.VISIT and w.customer_id == v.customer_id
            and w.came_at > v.came_at and w.came_on <= min(as_of, v.came_on + MONTH_OF_DAYS)
            for w in story.of(Visit)))
    return by_visit(first_kept_visits(story, period, as_of), came_again, lambda v: 1)


# Leads

def valid(lead):
    return lead.live and lead.invalid_as is None


def leads(story):
    return {lead.id: lead for lead in story.of(Lead)}


def opened_leads(story, period, as_of, which=lambda lead: True):
    return [lead for lead in story.of(Lead) if valid(lead) and in_period(period, as_of, lead.opened_on)
            and which(lead)]


def by_lead(rows, amount=lambda lead: 1, base=lambda lead: None):
    return counted(rows, lambda lead: lead.opened_on, lambda lead: lead.opened_for_id, amount, base)


def from_afar(lead):
    return lead.origin in (Origin.WEB, Origin.CALL)


def leads_opened(story, period, as_of):
    return by_lead(opened_leads(story, period, as_of))


def kept_leads(story, period, as_of):
    return by_lead(opened_leads(story, period, as_of, lambda lead: lead.kept))


def web_arrival_rate(story, period, as_of):
    return by_lead(opened_leads(story, period, as_of, from_afar),
                   lambda lead: int(lead.arrived_on is not None and lead.arrived_on <= as_of), lambda lead: 1)


def first_response(story, period, as_of):
    closes_at = day_start(as_of + timedelta(days=1))

    def judged(lead):
        return from_afar(lead) and (lead.respond_by_at < closes_at
                                    or lead.responded_at is not None and lead.responded_at < closes_at)
    return by_lead(opened_leads(story, period, as_of, judged),
                   lambda lead: int(lead.responded_at is not None and lead.responded_at <= lead.respond_by_at),
                   lambda lead: 1)


def spans_at(story, day, which=valid):
    """The spans at the close of a day, of open leads."""
    known = leads(story)
    return [s for s in story.of(LevelSpan) if s.from_on <= day < s.to_on and s.state is LeadState.OPEN
            and which(known[s.lead_id])]


def live(lead):
    return lead.live


def open_leads(story, period, as_of):
    if period.start > as_of:
        return []
    day = min(period.end, as_of)
    return [(day, s.owner_id, 1, None) for s in spans_at(story, day, live)]


def lead_moves(story, period, as_of):
    known = leads(story)
    spans = [s for s in story.of(LevelSpan) if known[s.lead_id].live and s.state is LeadState.OPEN]
    return [(day, s.owner_id, amount, None) for s in spans for day, amount in ((s.from_on, 1), (s.to_on, -1))
            if in_period(period, as_of, day)]


def moved(story, period, as_of, compare):
    known = leads(story)
    spans = {(s.lead_id, s.n): s for s in story.of(LevelSpan)}
    return [(s.from_on, s.owner_id, 1, None) for (lead_id, n), s in spans.items()
            if known[lead_id].live and s.began is Turn.MOVED and in_period(period, as_of, s.from_on)
            and compare(RANK[s.level], RANK[spans[lead_id, n - 1].level])]


def level_up(story, period, as_of):
    return moved(story, period, as_of, lambda after, before: after < before)


def level_down(story, period, as_of):
    return moved(story, period, as_of, lambda after, before: after > before)


def went_out(story, period, as_of):
    known = leads(story)
    return [s for s in story.of(LevelSpan) if valid(known[s.lead_id]) and s.began is Turn.OUT_OF_CONTACT
            and in_period(period, as_of, s.from_on)]


def out_of_contact(story, period, as_of):
    return [(s.from_on, s.owner_id, 1, None) for s in went_out(story, period, as_of)]


def open_at_start(story, period, as_of, which=lambda span: True):
    eve = period.start - timedelta(days=1)
    return [(eve, s.owner_id, s.lead_id) for s in spans_at(story, eve) if eve <= as_of and which(s)]


def out_of_contact_share(story, period, as_of):
    out = {s.lead_id for s in went_out(story, period, as_of)}
    there = open_at_start(story, period, as_of) + [
        (lead.opened_on, lead.opened_for_id, lead.id) for lead in opened_leads(story, period, as_of)]
    return [(day, person, int(lead_id in out), 1) for day, person, lead_id in there]


# Contacts

def awaited(story, lead_id, day):
    return any(row.lead_id == lead_id and row.asked_on <= day
               and (row.decided_at is None or day_of(row.decided_at) >= day)
               for model in (Loss, Freeze) for row in story.of(model))


def in_time(c):
    return c.closed_as in (Closed.MADE, Closed.MET) and c.closed_on <= c.due_on


def due_contacts(story, period, as_of):
    known = leads(story)
    on_leave = {(r.person_id, r.on) for r in story.of(RosterDay) if r.shift is Shift.LEAVE and r.stand_in_id is None}

    def judged(c):
        if c.closed_as is Closed.LAPSED and c.closed_on <= c.due_on:
            return False
        return in_time(c) or not ((c.owner_id, c.due_on) in on_leave or awaited(story, c.lead_id, c.due_on))
    return [c for c in story.of(Contact) if known[c.lead_id].live and in_period(period, as_of, c.due_on) and judged(c)]


def by_due(rows, amount=lambda c: 1, base=lambda c: None):
    return counted(rows, lambda c: c.due_on, lambda c: c.owner_id, amount, base)


def contacts_due(story, period, as_of):
    return by_due(due_contacts(story, period, as_of))


def contacts_on_time(story, period, as_of):
    return by_due([c for c in due_contacts(story, period, as_of) if in_time(c)])


def follow_up_timeliness(story, period, as_of):
    return by_due(due_contacts(story, period, as_of), lambda c: int(in_time(c)), lambda c: 1)


def made(story, period, as_of):
    known = leads(story)
    return [c for c in story.of(Contact) if known[c.lead_id].live and c.closed_as is Closed.MADE
            and in_period(period, as_of, c.closed_on)]


def by_close(rows, amount=lambda c: 1, base=lambda c: None):
    return counted(rows, lambda c: c.closed_on, lambda c: c.owner_id, amount, base)


def contacts_made(story, period, as_of):
    return by_close(made(story, period, as_of))


def contacts_real(story, period, as_of):
    return by_close([c for c in made(story, period, as_of) if c.result is Result.REAL])


def real_contact_rate(story, period, as_of):
    return by_close(made(story, period, as_of), lambda c: int(c.result is Result.REAL), lambda c: 1)


def overdue_leads(story, period, as_of):
    if period.start > as_of:
        return []
    day = min(period.end, as_of)
    owners = {s.lead_id: s.owner_id for s in spans_at(story, day, live)}
    return [(day, owners[c.lead_id], 1, None) for c in story.of(Contact)
            if c.lead_id in owners and c.planned_on <= day and c.due_on <= day
            and (c.closed_on is None or c.closed_on > day) and not awaited(story, c.lead_id, day)]


# Losses

def approved(loss, as_of):
    return (loss.outcome is Outcome.APPROVED and loss.verdict is Verdict.REAL
            and loss.decided_at < day_start(as_of + timedelta(days=1)))


def asked(story, period, as_of):
    known = leads(story)
    return [loss for loss in story.of(Loss) if known[loss.lead_id].live and loss.outcome is not Outcome.WITHDRAWN
            and in_period(period, as_of, loss.asked_on)]


def by_loss(rows, amount=lambda loss: 1, base=lambda loss: None):
    return counted(rows, lambda loss: loss.asked_on, lambda loss: loss.owner_id, amount, base)


def losses_asked(story, period, as_of):
    return by_loss(asked(story, period, as_of))


def losses(story, period, as_of):
    return by_loss([loss for loss in asked(story, period, as_of) if approved(loss, as_of)])


def loss_clarity(story, period, as_of):
    return by_loss(asked(story, period, as_of), lambda loss: int(
        approved(loss, as_of) and loss.went_to not in ("", "unknown") and loss.why not in ("", "unknown")),
        lambda loss: 1)
