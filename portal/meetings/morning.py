"""The morning meeting 晨会: yesterday against plan, each one's commitment, whom to contact first, the plan, steps."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, case, func, select

from portal.catalogue.queries import series_names
from portal.core.clock import now
from portal.core.panel import MorningLine, Reading, lines
from portal.core.period import ONE_DAY, Period, month
from portal.core.policy import Rights
from portal.core.registry import registry
from portal.core.roster import roster_of
from portal.core.scope import Scope
from portal.customers import levels
from portal.customers.models import Appointment, Customer, Lead
from portal.customers.names import polite
from portal.customers.queries import leads, rota
from portal.extensions import Coded, db
from portal.goals.figures import Track, Tracks, track
from portal.goals.targets import Unit
from portal.goals.yesterday import Yesterday, yesterday
from portal.org.models import Person, RosterDay, Shift
from portal.org.queries import Member, names
from portal.sales.models import DriveState, Order, TestDrive
from portal.sales.queries import open_orders
from portal.steps import queries as steps
from portal.steps.models import State, Step

from .commitments import NOTHING, Committed, committed
from .places import Place

YESTERDAYS = ("visits", "test_drives", "orders", "deliveries")
MAIN = "deliveries"
LINES, DENSE_LINES, TIGHT_LINES = 10, 13, 16         # that a column of the wall holds
HEAD_LINES = 2                      # what one more head in a column takes
MANY = 6                            # people of a team: with more of them the lines are lower
MOST = 60                           # lines of a kind that are read at all


class Planned(Coded):
    """What is planned for a moment of today."""
    COMES = "comes", _l("Appointment")
    DRIVES = "drives", _l("Test drive")
    DELIVERY = "delivery", _l("Delivery")


class Seller(NamedTuple):
    """Somebody at work, with what he committed to and what is due."""
    turn: int | None                # place on the rota
    person_id: int
    name: str
    team: str
    committed: Committed
    due: int
    late: int
    month: Track


class First(NamedTuple):
    """A customer to contact today."""
    level: levels.Shown
    name: str
    card_no: str
    series: str
    said: str
    due_on: date
    who: str


class Plan(NamedTuple):
    at: datetime | None             # a delivery has a day and no hour
    kind: Planned
    name: str
    card_no: str
    series: str
    who: str
    done: bool


class Owed(NamedTuple):
    """An agreed step that is due."""
    text: str
    who: str
    due_on: date
    weeks_late: int


class Off(NamedTuple):
    name: str
    shift: Shift
    stand_in: str


class Room(NamedTuple):
    """How many lines of each part the wall has room for; `dense` are lower ones."""
    dense: bool
    tight: bool                     # lower still, in the table of a large store
    sellers: int
    first: int
    plan: int
    steps: int
    said: int


@dataclass(frozen=True)
class Morning:
    place: Place
    today: date
    at: datetime
    month: Period
    months: Sequence[Track]         # of the metrics below, the month up to yesterday's close
    yesterday: Sequence[Yesterday]
    sellers: Sequence[Seller]
    first: Sequence[First]          # overdue first, then by level
    due: int
    late: int
    plan: Sequence[Plan]
    steps: Sequence[Owed]
    off: Sequence[Off]
    said: Sequence[MorningLine] = ()        # by areas that this one does not know; on the screen alone
    is_blank: bool = False          # the sheet to fill in by hand

    @property
    def main(self) -> Track:
        return next(one for one in self.months if one.metric.key == MAIN)

    @property
    def order_count(self) -> int:
        return sum(one.committed.order_count for one in self.sellers)

    @property
    def delivery_count(self) -> int:
        return sum(one.committed.delivery_count for one in self.sellers)

    @property
    def room(self) -> Room:
        """A team's wall has the contacts below the commitments; a store's, with more people, at the right."""
        people = len(self.sellers)
        of_store = self.place.team_id is None
        dense = of_store or people > MANY
        most = DENSE_LINES if dense else LINES
        right = most - (HEAD_LINES if self.said else 0)
        if of_store:
            first, said, plan, due = _shared(right - 1, (
                len(self.first), len(self.said), len(self.plan), len(self.steps)))
            return Room(dense, people > most + 1, min(people, TIGHT_LINES), first, plan, due, said)
        sellers, first = _shared(most, (people, len(self.first)))
        plan, due, said = _shared(right, (len(self.plan), len(self.steps), len(self.said)))
        return Room(dense, False, sellers, first, plan, due, said)

    @property
    def uncommitted(self) -> int:
        return sum(one.committed.row is None for one in self.sellers)


def _shared(lines: int, wanted: Sequence[int]) -> list[int]:
    """Lines shared out among parts: each in turn takes one more while it wants it."""
    given = [0] * len(wanted)
    while sum(given) < lines and given != list(wanted):
        for n, wants in enumerate(wanted):
            if given[n] < wants and sum(given) < lines:
                given[n] += 1
    return given


def said(place: Place, rights: Rights, reader: Person, today: date) -> list[MorningLine]:
    """What other areas have to say to a store or team this morning, as far as the reader may see it."""
    return lines("morning", Reading(rights, reader, today, place))


def build(place: Place, today: date, said: Sequence[MorningLine] = ()) -> Morning:
    """Customers by surname, title and card number; never a phone."""
    scope, people = place.scope(today), place.sellers(today)
    of_month = month(today)
    tracks = track(place.store_id, YESTERDAYS, [of_month], today - ONE_DAY, today, scope=scope, forecasts=False)
    due = _due_by_person(scope)
    off = _off(people, today)
    away = {one.person_id for one in people} & off.keys()
    return Morning(
        place, today, now(), of_month, [tracks.of(key, of_month, place.unit) for key in YESTERDAYS],
        yesterday(tracks, YESTERDAYS, scope, place.unit), _sellers(place, people, away, tracks, of_month, due, today),
        _first(scope), sum(total for total, _late in due.values()), sum(late for _total, late in due.values()),
        _plan(scope), _steps(scope), list(off.values()), said)


def blank(place: Place, today: date) -> Morning:
    """The sheet to fill in by hand."""
    metrics = [registry().metrics[key] for key in YESTERDAYS]
    return Morning(place, today, now(), month(today), (), [Yesterday(one, one.none, None, one.none) for one in metrics],
                   (), (), 0, 0, (), (), (), is_blank=True)


def _sellers(place: Place, people: Sequence[Member], away: set[int], tracks: Tracks, of_month: Period,
             due: Mapping[int, tuple[int, int]], today: date) -> list[Seller]:
    """In the order of the rota; who is not on it after them. Who is off stands elsewhere, unless he committed."""
    order = [one.person_id for one in rota.set_places(place.store_id, today)] or [
        one.id for one in rota.at_work(place.store_id, today)]
    turns = {person_id: turn for turn, person_id in enumerate(order, start=1)}
    promised = committed([one.person_id for one in people], today)
    rows = [Seller(turns.get(one.person_id), one.person_id, one.name, one.team, promised.get(one.person_id, NOTHING),
                   *due.get(one.person_id, (0, 0)), tracks.of(MAIN, of_month, Unit(None, one.person_id)))
            for one in people if one.person_id not in away or one.person_id in promised]
    return sorted(rows, key=lambda row: (row.turn is None, row.turn or 0))


def _due_by_person(scope: Scope) -> dict[int, tuple[int, int]]:
    """How many contacts each is to make today, and how many of them are overdue."""
    doer = leads.doer(RosterDay)
    rows = db.session.execute(
        select(doer, func.count(), func.count(case((Lead.next_contact_on < scope.today, 1)))).select_from(Lead)
        .outerjoin(RosterDay, and_(RosterDay.person_id == Lead.owner_id, RosterDay.on == scope.today))
        .where(leads.due_for(scope), Lead.owner_id.is_not(None)).group_by(doer))
    return {row[0]: (row[1], row[2]) for row in rows if row[0] is not None}


def _first(scope: Scope) -> list[First]:
    doing = select(Person.name).where(Person.id == leads.doer(RosterDay)).correlate(Lead, RosterDay).scalar_subquery()
    rows = db.session.execute(
        select(Lead, Customer.name, Customer.title, Customer.is_company, leads.last_words().label("said"),
               doing.label("who"))
        .join(Customer, Customer.id == Lead.customer_id)
        .outerjoin(RosterDay, and_(RosterDay.person_id == Lead.owner_id, RosterDay.on == scope.today))
        .where(leads.due_for(scope), Lead.owner_id.is_not(None))
        .order_by(Lead.next_contact_on >= scope.today, Lead.urgency, Lead.next_contact_on, Lead.id).limit(MOST))
    return [First(levels.shown(row.Lead.level, row.Lead.store_id), polite(row.name, row.title, row.is_company),
                  row.Lead.card_no, series_names().get(row.Lead.series_id or 0, ""), row.said or "",
                  row.Lead.next_contact_on, row.who or "") for row in rows]


def _plan(scope: Scope) -> list[Plan]:
    """Appointments, test drives and deliveries of today by the hour; deliveries, which have none, last."""
    found = [*_comes(scope), *_drives(scope), *_deliveries(scope)]
    return sorted(found, key=lambda one: (one.at is None, one.at or now()))


def _hung_on_leads(rows: Any, scope: Scope) -> Any:
    return (rows.join(Customer, Customer.id == Lead.customer_id).outerjoin(Person, Person.id == Lead.owner_id)
            .where(scope.sees(store=Lead.store_id, owner=Lead.owner_id))
            .add_columns(Lead.card_no, Lead.series_id, Customer.name, Customer.title, Customer.is_company,
                         Person.name.label("who")).limit(MOST))


def _planned(at: datetime | None, kind: Planned, row: Any, series_id: int | None, done: bool) -> Plan:
    return Plan(at, kind, polite(row.name, row.title, row.is_company), row.card_no,
                series_names().get(series_id or row.series_id or 0, ""), row.who or "", done)


def _comes(scope: Scope) -> list[Plan]:
    rows = select(Appointment).join(Lead, Lead.id == Appointment.lead_id).where(
        Appointment.live == 1, Appointment.on == scope.today).order_by(Appointment.at)
    return [_planned(row.Appointment.at, Planned.COMES, row, None, row.Appointment.visit_id is not None)
            for row in db.session.execute(_hung_on_leads(rows, scope))]


def _drives(scope: Scope) -> list[Plan]:
    rows = select(TestDrive).join(Lead, Lead.id == TestDrive.lead_id).where(
        TestDrive.live == 1, TestDrive.on == scope.today,
        TestDrive.state.in_((DriveState.PLANNED, DriveState.DRIVEN))).order_by(TestDrive.starts_at)
    return [_planned(row.TestDrive.starts_at, Planned.DRIVES, row, row.TestDrive.series_id,
                     row.TestDrive.state is DriveState.DRIVEN)
            for row in db.session.execute(_hung_on_leads(rows, scope))]


def _deliveries(scope: Scope) -> list[Plan]:
    rows = select(Order).join(Lead, Lead.id == Order.lead_id).where(
        Order.expected_on == scope.today, Order.live == 1,
        (Order.delivered_on == scope.today) | open_orders()).order_by(Order.id)
    return [_planned(None, Planned.DELIVERY, row, row.Order.series_id, row.Order.delivered_on is not None)
            for row in db.session.execute(_hung_on_leads(rows, scope))]


def _steps(scope: Scope) -> list[Owed]:
    rows = db.session.scalars(steps.step_page(scope).where(Step.state == State.OPEN, Step.due_on <= scope.today)
                              .order_by(Step.due_on, Step.id).limit(MOST))
    return [Owed(row.text, row.owner.name, row.due_on, steps.weeks_late(row.due_on, scope.today)) for row in rows]


def _off(people: Sequence[Member], today: date) -> dict[int, Off]:
    """Who rests or is on leave today, and who does their contacts."""
    roster = roster_of([one.person_id for one in people], Period(today, today))
    away = {one.person_id: one for one in people if not roster.works(one.person_id, today)}
    stand_ins = names(roster.planned(person_id, today).stand_in_id for person_id in away)
    return {person_id: Off(one.name, planned.shift, stand_ins.get(planned.stand_in_id, ""))
            for person_id, one in away.items() for planned in [roster.planned(person_id, today)]}


