"""Review: everything that the week sheets of one store stand on, read once for the whole batch."""
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from sqlalchemy import select

from portal.core.agreement import agreed
from portal.core.calendar import calendar_of
from portal.core.clock import today
from portal.core.issue import About, Signer, Slot
from portal.core.metric import Figure, Figures, figures_of
from portal.core.panel import Reading, panels
from portal.core.period import ONE_DAY, Period, day, month
from portal.core.policy import Rights, rights_of_each
from portal.core.registry import registry
from portal.core.scope import Scope
from portal.customers.metrics.leads import IN, OUT
from portal.customers.models import Level, Turn
from portal.extensions import db
from portal.goals.figures import Track, Tracks, track
from portal.goals.targets import STORE, Unit
from portal.org.models import Person, Role, Store
from portal.org.queries import members
from portal.steps import queries as steps

from . import customers, losses, queries
from .room import MOST_CUSTOMERS
from .settings import OWN_FIGURE
from .week import (
    NO_TARGET,
    STAGES,
    Against,
    ClosedMonth,
    Cohort,
    Count,
    FigureRow,
    Further,
    PartRow,
    PersonRow,
    Promise,
    Stage,
    StepRow,
    StockRow,
    WeekSheet,
    rest_of,
)

PERSON_KEYS = ("deliveries", "orders", "visits", "kept_rate", "test_drives")
STORE_KEYS = ("deliveries", "orders", "net_orders", "first_visits", "kept_rate", "drive_rate", "follow_up_timeliness",
              "first_response")
SLOT = "week"                       # of panels that give a line: `build` answers with its head and its text
RIPE = 90                           # days after which a cohort is judged
COHORTS = 4
CAME = {Turn.OPENED: "new", Turn.HANDED: "handed"}
WENT = {Turn.MOVED: "moved_out", Turn.ORDER_CANCELLED: "moved_out", Turn.ORDERED: "closed", Turn.DELIVERED: "closed",
        Turn.LOST: "lost", Turn.FROZEN: "lost", Turn.INVALID: "lost", Turn.OUT_OF_CONTACT: "silent",
        Turn.HANDED: "handed"}


class Review:
    """A store's week, as at the close of its last day."""
    def __init__(self, store_id: int, week: Period) -> None:
        self.store_id, self.week, self.as_of = store_id, week, week.end
        self.store = db.session.get_one(Store, store_id)
        self.months = [month(part.start) for part in week.parts()]
        self.last_year = week.same_period_last_year()
        self.whole = Scope(today(), stores=frozenset({store_id}))
        self.people = members(store_id, self.as_of)
        self.staff = {held.person_id: held for held in self.people}

    def sheet(self, about: About) -> WeekSheet:
        """The sheet of the store, of a team or of a person in it."""
        unit, held = _unit(about), self.staff.get(about.person_id or 0)
        person = db.session.get_one(Person, about.person_id) if about.person_id else None
        team = self.team_names.get(held.team_id if held else about.team_id, "")
        kind = "person" if person else "team" if about.team_id else "store"
        where, keys = self._where(about), self.person_keys if person else STORE_KEYS
        rows = [row for row in self.customers if self._is_of(about, row.owner_id)]
        this_month = self.months[-1]
        time = self.tracks.times[this_month]
        found = self.losses.of(lambda owner_id: self._is_of(about, owner_id))
        stock = self._stock(where)
        return WeekSheet(
            name=person.name if person else team or self.store.name, kind=kind, store=self.store.name, team=team,
            week_no=self.week.start.isocalendar().week, year=self.week.start.isocalendar().year, start=self.week.start,
            end=self.week.end, open_days=len(calendar_of(self.store_id).open_days(self.week)),
            month_no=this_month.start.month, month_passed=time.passed, month_days=time.open_days,
            month_progress=_points(time.progress or Fraction()), steps=self._steps(about),
            promises=self._promises(about, unit), figures=tuple(self._figure(key, unit) for key in keys),
            closed_month=self._closed_month(keys, unit), closed_month_no=self._closed_month_no,
            last_year_days=self._last_year_days, customer_count=len(rows),
            customers=tuple(row.row for row in rows[:MOST_CUSTOMERS]),
            loss_total=found.total, losses_waiting=found.waiting, stock=stock,
            levels_up=self.stock[1].of("level_up", self.week, **where).amount,
            levels_down=self.stock[1].of("level_down", self.week, **where).amount,
            ordered=self._went(where, Turn.ORDERED), delivered=self._went(where, Turn.DELIVERED),
            further=self._further(about), signers=self._signers(about, kind),
            **({"losses": found.rows} if person else {
                "loss_reasons": found.reasons, "loss_counts": found.counts, "competitors": found.competitors,
                "parts": self._parts(about), "total": self._part("", unit), "funnel": self._funnel(where),
                "cohorts": self._cohorts(where), "people": self._people() if kind == "store" else ()}))

    @cached_property
    def team_names(self) -> dict[int | None, str]:
        return {held.team_id: held.team for held in self.people if held.team_id is not None}

    @cached_property
    def person_keys(self) -> tuple[str, ...]:
        """Five figures, and the one that the store has chosen."""
        return (*PERSON_KEYS, agreed(OWN_FIGURE, store_id=self.store_id, on=self.as_of))

    @cached_property
    def tracks(self) -> Tracks:
        periods = [self.week, *self.months] + ([self.last_year] if self.last_year else [])
        return track(self.store_id, self.keys, periods, self.as_of, today())

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The figures of all its sheets."""
        return tuple(dict.fromkeys(self.person_keys + STORE_KEYS))

    @cached_property
    def customers(self) -> list[customers.Dated]:
        return customers.ordered_and_hot(self.store_id, self.as_of,
                                         {held.person_id: held.name for held in self.people})

    @cached_property
    def losses(self) -> losses.Losses:
        return losses.of_week(self.store_id, self.week)

    @cached_property
    def steps(self) -> list[steps.Carried]:
        return steps.carried(self.whole, self.week)

    @cached_property
    def turns(self) -> Figures:
        return figures_of(["lead_moves"], self.whole, [self.week], self.as_of, "team_id", "person_id", "level", "turn",
                          "way")

    @cached_property
    def stock(self) -> tuple[Figures, Figures]:
        """Open leads at the close of the eve; at the close of the week with those overdue, and moves up and down."""
        eve = self.week.start - ONE_DAY
        by = ("team_id", "person_id", "level")
        return (figures_of(["open_leads"], self.whole, [day(eve)], eve, *by),
                figures_of(("open_leads", "overdue_leads", "level_up", "level_down"), self.whole, [self.week],
                           self.as_of, *by))

    @cached_property
    def funnel(self) -> Figures:
        return figures_of(["funnel"], self.whole, [self.week], self.as_of, "team_id", "person_id", "stage")

    @cached_property
    def ripe_weeks(self) -> list[Period]:
        """The four youngest weeks whose leads are all ripe, the youngest first."""
        last = self.week
        while last.end > self.as_of - timedelta(days=RIPE):
            last = last.previous()
        weeks = [last]
        while len(weeks) < COHORTS:
            weeks.append(weeks[-1].previous())
        return weeks

    @cached_property
    def cohorts(self) -> Figures:
        return figures_of(["cohort_closing"], self.whole, self.ripe_weeks, self.as_of, "team_id", "person_id")

    @cached_property
    def promised(self) -> dict[str, dict[str, str]]:
        """What was typed on the last issues of the week before, by About.key."""
        return queries.typed_last(self.store_id, self.week.previous())

    def _figure(self, key: str, unit: Unit) -> FigureRow:
        this_month = self.tracks.of(key, self.months[-1], unit)
        pace = this_month.pace
        return FigureRow(
            key, self._against(self.tracks.of(key, self.week, unit)), self._against(this_month),
            None if pace is None else _points(pace / 100), self._state(this_month),
            None if this_month.forecast is None else round(this_month.forecast.total),
            None if this_month.needed is None else _decimal(this_month.needed),
            self._year_ago(key, unit))

    def _year_ago(self, key: str, unit: Unit) -> Count | None:
        """In the same week last year; None where nothing is on record of it: whoever it is was not there yet."""
        if self.last_year is None:
            return None
        then = {each: self.tracks.of(each, self.last_year, unit).actual for each in self.keys}
        return _count(then[key]) if any(one.amount or one.base for one in then.values()) else None

    def _against(self, one: Track) -> Against:
        if one.metric.is_rate:
            return Against(_count(one.actual), self._aim(one))
        parts = tuple(part for part in one.parts if part is not None)
        return Against(_count(one.actual), one.target, parts if len(parts) > 1 and sum(parts) == one.target else ())

    def _aim(self, one: Track) -> Decimal | None:
        """Of a rate in percent: what the goals say, else what the store aims at."""
        if one.target is not None:
            return Decimal(one.target) / 10
        return one.metric.aim_of(self.store_id, one.period)

    def _state(self, one: Track) -> str:
        state = one.actual.state(self._aim(one)) if one.metric.is_rate else one.state
        return NO_TARGET if state is None else state.value

    def _closed_month(self, keys: Sequence[str], unit: Unit) -> tuple[ClosedMonth, ...]:
        if len(self.months) == 1:
            return ()
        results = [self.tracks.of(key, self.months[0], unit) for key in keys[:2]]
        return tuple(ClosedMonth(one.metric.key, self._against(one), one.tier) for one in results)

    @property
    def _closed_month_no(self) -> int | None:
        return self.months[0].start.month if len(self.months) > 1 else None

    @property
    def _last_year_days(self) -> int | None:
        return len(calendar_of(self.store_id).open_days(self.last_year)) if self.last_year else None

    def _steps(self, about: About) -> tuple[StepRow, ...]:
        return tuple(StepRow(one.text, one.owner, one.due_on, one.state, one.closed_on, one.outcome, one.weeks_late,
                             one.id) for one in self.steps if self._is_of(about, one.owner_id))

    def _promises(self, about: About, unit: Unit) -> tuple[Promise, ...]:
        typed = self.promised.get(about.key, {})
        promised = {name.removeprefix("promise."): text for name, text in typed.items() if name.startswith("promise.")}
        return tuple(Promise(key, int(text), self.tracks.of(key, self.week, unit).actual.amount)
                     for key, text in promised.items() if text.isdigit() and key in registry().metrics)

    def _part(self, name: str, unit: Unit) -> PartRow:
        one = self.tracks.of("deliveries", self.months[-1], unit)
        where = {key: value for key, value in (("team_id", unit.team_id), ("person_id", unit.person_id)) if value}
        return PartRow(
            name, self._against(one), None if one.pace is None else _points(one.pace / 100), self._state(one),
            None if one.forecast is None else round(one.forecast.total),
            self.tracks.of("orders", self.week, unit).actual.amount,
            _count(self.tracks.of("kept_rate", self.week, unit).actual),
            _count(self.tracks.of("follow_up_timeliness", self.week, unit).actual),
            self.stock[1].of("overdue_leads", self.week, **where).amount)

    def _parts(self, about: About) -> tuple[PartRow, ...]:
        if about.team_id is not None:
            return tuple(self._part(held.name, Unit(None, held.person_id)) for held in self.people
                         if held.team_id == about.team_id and held.sells)
        leaders = {held.team_id: held.name for held in self.people if held.role is Role.LEADER}
        parts = [self._part(f"{name} {leaders.get(team_id, '')}".strip(), Unit(team_id))
                 for team_id, name in self.team_names.items()]
        return tuple(parts + rest_of(self._part("", STORE), parts))

    def _people(self) -> tuple[PersonRow, ...]:
        rows = []
        for held in self.people:
            if held.sells:
                one = self.tracks.of("deliveries", self.months[-1], Unit(None, held.person_id))
                rows.append(PersonRow(held.name, held.team, self._against(one),
                                      None if one.pace is None else _points(one.pace / 100), self._state(one)))
        return tuple(rows)

    def _funnel(self, where: dict[str, int]) -> tuple[Stage, ...]:
        return tuple(Stage(key, self.funnel.of("funnel", self.week, stage=key, **where).amount) for key in STAGES)

    def _cohorts(self, where: dict[str, int]) -> tuple[Cohort, ...]:
        return tuple(Cohort(week.label, _count(self.cohorts.of("cohort_closing", week, **where)))
                     for week in self.ripe_weeks)

    def _stock(self, where: dict[str, int]) -> tuple[StockRow, ...]:
        letters = agreed("levels", store_id=self.store_id, on=self.as_of)
        return tuple(self._stock_row(level, letters[level.value]["letter"], where) for level in Level)

    def _stock_row(self, level: Level, letter: str, where: dict[str, int]) -> StockRow:
        before, after = self.stock
        counts = dict.fromkeys(("new", "moved_in", "moved_out", "closed", "lost", "silent", "handed"), 0)
        for turn in Turn:
            came = self.turns.of("lead_moves", self.week, level=level, turn=turn, way=IN, **where).amount
            went = -self.turns.of("lead_moves", self.week, level=level, turn=turn, way=OUT, **where).amount
            counts[CAME.get(turn, "moved_in")] += came
            name = WENT.get(turn, "moved_out")
            counts[name] += -went if name == "handed" else went
        return StockRow(letter, before.of("open_leads", day(self.week.start - ONE_DAY), level=level, **where).amount,
                        end=after.of("open_leads", self.week, level=level, **where).amount,
                        overdue=after.of("overdue_leads", self.week, level=level, **where).amount, **counts)

    def _went(self, where: dict[str, int], turn: Turn) -> int:
        return -self.turns.of("lead_moves", self.week, turn=turn, way=OUT, **where).amount

    def _further(self, about: About) -> tuple[Further, ...]:
        """What other areas have to say, to the person whose sheet it is, or to who leads."""
        reader_id = about.person_id or next(
            (held.person_id for held in self.people if held.role is Role.LEADER and held.team_id == about.team_id
             ), None) or self._first(Role.MANAGER)
        if reader_id is None or not any(panel.slot == SLOT for panel in registry().panels):
            return ()
        reader, rights = self.readers.get(reader_id) or self._read_by([reader_id])[reader_id]
        reading = Reading(rights, reader, self.as_of, about, self.week)
        return tuple(Further(str(data.head), str(data.text)) for _template, data in panels(SLOT, reading))

    @cached_property
    def readers(self) -> Mapping[int, tuple[Person, Rights]]:
        """Everybody of the store as a reader, in two statements for all sheets."""
        return self._read_by(self.staff)

    @staticmethod
    def _read_by(ids: Collection[int]) -> Mapping[int, tuple[Person, Rights]]:
        """These people with what they may see."""
        people = db.session.scalars(select(Person).where(Person.id.in_(ids))).all()
        rights = rights_of_each(people, today())
        return {person.id: (person, rights[person.id]) for person in people}

    def _signers(self, about: About, kind: str) -> tuple[Signer, ...]:
        manager = self._signer(Slot.MANAGER, self._first(Role.MANAGER))
        if kind == "person":
            leader = next((held.person_id for held in self.people if held.role is Role.LEADER
                           and held.team_id == self.staff[about.person_id or 0].team_id), None)
            own = self._signer(Slot.OWN, about.person_id)
            return (own, manager) if leader == about.person_id else (own, self._signer(Slot.LEADER, leader), manager)
        head = self._signer(Slot.GENERAL_MANAGER, self._first(Role.GENERAL_MANAGER))
        if kind == "team":
            leader = next((held.person_id for held in self.people if held.role is Role.LEADER
                           and held.team_id == about.team_id), None)
            return self._signer(Slot.LEADER, leader), manager, head
        return self._signer(Slot.MAKER, None), manager, head

    def _signer(self, slot: Slot, person_id: int | None) -> Signer:
        held = self.staff.get(person_id or 0)
        return Signer(slot, str(slot.label), held.name if held else "", person_id)

    def _first(self, role: Role) -> int | None:
        return next((held.person_id for held in self.people if held.role is role), None)

    @staticmethod
    def _where(about: About) -> dict[str, int]:
        if about.person_id:
            return {"person_id": about.person_id}
        return {"team_id": about.team_id} if about.team_id else {}

    def _is_of(self, about: About, owner_id: int | None) -> bool:
        if about.person_id:
            return owner_id == about.person_id
        if about.team_id is None:
            return True
        held = self.staff.get(owner_id or 0)
        return held is not None and held.team_id == about.team_id


def build(about: About, period: Period) -> WeekSheet:
    """One sheet by itself."""
    return Review(about.store_id, period).sheet(about)


def _unit(about: About) -> Unit:
    if about.person_id:
        return Unit(None, about.person_id)
    return Unit(about.team_id) if about.team_id else STORE


def _count(figure: Figure) -> Count:
    return Count(figure.amount, figure.base)


def _decimal(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.1"))


def _points(share: Fraction) -> Decimal:
    return _decimal(share * 100)

