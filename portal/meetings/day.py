"""The day report 营业活动访问日报表: aim, process and result fill themselves; problem and next steps are typed."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, not_, or_, select

from portal.catalogue.queries import series_names
from portal.core.agreement import words
from portal.core.metric import Figure, Metric, figures_of
from portal.core.period import Period, day, month
from portal.core.policy import Rights
from portal.core.registry import registry
from portal.core.scope import Scope
from portal.customers import levels
from portal.customers.models import Closed, Contact, Customer, Lead, Method, Result, Visit
from portal.customers.names import polite
from portal.customers.queries.leads import opened_by
from portal.customers.queries.visits import is_owed
from portal.extensions import db
from portal.goals.targets import Unit, targets_of
from portal.org.models import Store, Team
from portal.org.queries import names

from . import queries
from .commitments import NOTHING, Committed, Tick, committed_by
from .models import Aim, DayInstruction, DayReport, SignedAs
from .places import Whose
from .results import Done, done_on

COUNTS = ("visits", "kept_visits", "test_drives", "contacts_due", "contacts_made", "orders", "deliveries")
AIMED = ("visits", "test_drives", "orders", "deliveries")
MADE = (Closed.MADE, Closed.MET)
MOST = 80                           # contacts and visits of one day


class Count(NamedTuple):
    """One metric on the day and in its month so far, with what was planned for both."""
    metric: Metric
    plan: int | None
    day: Figure
    month: Figure
    month_plan: int | None


class Party(NamedTuple):
    """A party of the day. `lead_id` and the whole name only where the reader may open the lead."""
    visit_id: int
    number: str
    came_at: datetime
    name: str
    series: str
    outcome: str
    kept: bool
    drove: bool
    owed: bool                      # left without a result 未闭环


class Talk(NamedTuple):
    """A contact that was to be made by the day, or was made on it."""
    lead_id: int | None             # where the reader may open it
    name: str                       # whole where the reader may open the lead
    polite: str                     # surname and title, for paper
    card_no: str
    series: str
    planned: bool                   # owed by the day
    due_on: date
    made_at: datetime | None        # None: not made
    moved: bool
    method: Method | None
    purpose: str
    before: str
    after: str
    result: Result | None
    said: str


class Typed(NamedTuple):
    problem: str
    help: str
    next_steps: str
    instruction: str
    instructed_by: str


class Signed(NamedTuple):
    id: int
    by_id: int
    by: str
    at: datetime


@dataclass(frozen=True)
class Day:
    person: str
    store: str
    team: str
    on: date
    counts: Sequence[Count]
    committed: Committed
    parties: Sequence[Party]
    talks: Sequence[Talk]
    done: Sequence[Done]
    opened: frozenset[int]          # leads that the reader may open
    typed: Typed
    signed: Mapping[SignedAs, Signed]
    is_blank: bool = False

    @property
    def owed(self) -> list[Party]:
        return [one for one in self.parties if one.owed]

    @property
    def made(self) -> list[Talk]:
        return [one for one in self.talks if one.made_at is not None]

    @property
    def unmade(self) -> list[Talk]:
        return [one for one in self.talks if one.made_at is None]

    def count(self, key: str) -> Count:
        return next(one for one in self.counts if one.metric.key == key)

    @property
    def orders(self) -> list[Done]:
        return [one for one in self.done if one.aim is Aim.ORDER]

    @property
    def deliveries(self) -> list[Done]:
        return [one for one in self.done if one.aim is Aim.DELIVERY]

    @property
    def broken(self) -> list[Tick]:
        """Who was ticked and did not come to it."""
        return [one for one in self.committed.ticks if not one.done]

    def was_promised(self, one: Done) -> bool:
        return any(tick.aim is one.aim and tick.lead_id == one.lead_id for tick in self.committed.ticks)


def build(of: Whose, on: date, rights: Rights) -> Day:
    """A person's day as somebody with `rights` may see it; customers he may not open by surname and card number."""
    promised = committed_by(of.person.id, on)
    talks, done = _contacts(of, on), done_on({of.person.id}, on)
    leads = {row.Lead.id for row in talks} | {one.lead_id for one in done} | {one.lead_id for one in promised.ticks}
    opened = opened_by(rights["leads.read"], leads) if "leads.read" in rights else frozenset()
    return Day(
        of.person.name, db.session.get_one(Store, of.store_id).name,
        db.session.get_one(Team, of.team_id).name if of.team_id else "", on, _counts(of, on), promised,
        _parties(of, on), [_talk(row, on, opened) for row in talks], done, opened,
        *_written(of, on))


def blank(store: str, on: date) -> Day:
    """The form to fill in by hand."""
    metrics = [registry().metrics[key] for key in COUNTS if key in registry().metrics]
    return Day("", store, "", on, [Count(one, None, one.none, one.none, None) for one in metrics], NOTHING, (), (), (),
               frozenset(), Typed("", "", "", "", ""), {}, is_blank=True)


def _written(of: Whose, on: date) -> tuple[Typed, Mapping[SignedAs, Signed]]:
    report, word = queries.row_of(DayReport, of.person, on), queries.row_of(DayInstruction, of.person, on)
    rows = queries.signings({of.person.id}, on)
    called = names((word.written_by_id, *(row.signed_by_id for row in rows.values())))
    return (Typed(report.problem, report.help, report.next_steps, word.instruction, called.get(word.written_by_id, "")),
            {signed_as: Signed(row.id, row.signed_by_id, called[row.signed_by_id], row.signed_at)
             for (_person_id, signed_as), row in rows.items()})


def _counts(of: Whose, on: date) -> list[Count]:
    of_day, of_month = day(on), month(on)
    keys = [key for key in COUNTS if key in registry().metrics]
    counted = figures_of(keys, Scope(on, persons=frozenset({of.person.id})), [of_day, of_month], on)
    targets = targets_of(of.store_id, AIMED, [of_day, of_month], on)

    def target(key: str, period: Period) -> int | None:
        return targets.of(key, period, Unit(None, of.person.id)) if key in AIMED else None
    return [Count(registry().metrics[key], target(key, of_day), counted.of(key, of_day), counted.of(key, of_month),
                  target(key, of_month)) for key in keys]


def _parties(of: Whose, on: date) -> list[Party]:
    rows = db.session.scalars(select(Visit).where(
        Visit.store_id == of.store_id, Visit.came_on == on, Visit.person_id == of.person.id, Visit.live == 1,
        Visit.joined_to_id.is_(None)).order_by(Visit.came_at, Visit.id).limit(MOST))
    return [Party(row.id, row.number, row.came_at, row.name, series_names().get(row.series_id or 0, ""), row.outcome,
                  row.kept, bool(row.test_drive), is_owed(row)) for row in rows]


def _contacts(of: Whose, on: date) -> Sequence[Any]:
    """Owed by the day and not closed before it, or made on it; made ones first, by the hour."""
    mine = Contact.owner_id == of.person.id
    open_on = or_(Contact.closed_on.is_(None), Contact.closed_on >= on)
    made_on = and_(or_(mine, Contact.made_by_id == of.person.id), Contact.closed_on == on, Contact.closed_as.in_(MADE))
    lapsed = and_(Contact.closed_as.is_not(None), Contact.closed_as == Closed.LAPSED)
    owed = and_(mine, Contact.due_on <= on, open_on, not_(lapsed))
    return db.session.execute(
        _with_customer(select(Contact).join(Lead, Lead.id == Contact.lead_id))
        .where(or_(made_on, owed), Contact.store_id == of.store_id, Lead.live == 1)
        .order_by(Contact.made_at.is_(None), Contact.made_at, Lead.urgency, Contact.due_on, Contact.id)
        .limit(MOST)).all()


def _talk(row: Any, on: date, opened: frozenset[int]) -> Talk:
    contact: Contact = row.Contact
    made = contact.closed_on == on and contact.closed_as in MADE
    may = row.Lead.id in opened
    before = levels.shown(contact.level, contact.store_id).letter
    after = levels.shown(contact.level_after, contact.store_id).letter if made and contact.level_after else before
    return Talk(
        row.Lead.id if may else None, row.name if may else _polite(row), _polite(row), row.Lead.card_no, _series(row),
        contact.due_on <= on, contact.due_on, contact.made_at if made else None,
        contact.closed_as is Closed.MOVED and contact.closed_on == on, contact.method if made else None,
        words("contact_purpose", contact.purpose, store_id=contact.store_id), before, after if made else "",
        contact.result if made else None, contact.note if made and may else "")


def _with_customer(rows: Any) -> Any:
    return rows.join(Customer, Customer.id == Lead.customer_id).add_columns(
        Lead, Customer.name, Customer.title, Customer.is_company)


def _polite(row: Any) -> str:
    return polite(row.name, row.title, row.is_company)


def _series(row: Any) -> str:
    return series_names().get(row.Lead.series_id or 0, "")
