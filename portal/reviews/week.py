"""The week sheet as plain data: what DOMAIN.md section 15 puts on paper, of a person, a team or a store."""
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from math import ceil

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext, pgettext

from portal.core import words
from portal.core.issue import Signer, Slot
from portal.core.period import Period, week
from portal.core.registry import registry

from .room import (
    FULL_FRONT,
    HAND,
    HEAD_LETTERS,
    LETTERS,
    LINE,
    LOSSES_SHOWN,
    MOST_CUSTOMERS,
    STEPS_ON_A_SIDE,
    WHERE_LETTERS,
    lines_of,
    width_of,
)

LEVELS = ("O", "H", "A", "B", "C", "N")


def _field(label: object) -> dict[str, object]:
    return {"label": label}


FOLLOWS = _field(None)                          # from other fields: not told apart where an issue differs from today


NO_TARGET = "none"


class Judged:
    """What has a state (ok, watch, late, "" for not yet judged, or none without a target), and the word for it."""
    state: str

    @property
    def state_word(self) -> str:
        return {"ok": _("On track"), "watch": _("Watch"), "late": _("Behind"), NO_TARGET: words.NONE}.get(
            self.state, pgettext("sheet", "Too early"))


# What the narrow first column calls a figure, and what it counts.
SHORT = {
    "deliveries": (lazy_pgettext("sheet", "Deliveries"), lazy_pgettext("sheet", "cars")),
    "orders": (lazy_pgettext("sheet", "Orders"), lazy_pgettext("sheet", "cars")),
    "net_orders": (lazy_pgettext("sheet", "Net orders"), lazy_pgettext("sheet", "cars")),
    "visits": (lazy_pgettext("sheet", "Visits"), lazy_pgettext("sheet", "parties")),
    "first_visits": (lazy_pgettext("sheet", "First visits"), lazy_pgettext("sheet", "parties")),
    "kept_rate": (lazy_pgettext("sheet", "Kept rate"), ""),
    "test_drives": (lazy_pgettext("sheet", "Test drives"), lazy_pgettext("sheet", "drives")),
    "drive_rate": (lazy_pgettext("sheet", "Drive rate"), ""),
    "follow_up_timeliness": (lazy_pgettext("figure", "On time"), ""),
    "first_response": (lazy_pgettext("sheet", "1st response"), ""),
    "repeat_visit_rate": (lazy_pgettext("sheet", "Came again"), ""),
    "leads_opened": (lazy_pgettext("sheet", "Leads opened"), lazy_pgettext("sheet", "leads")),
}


class Named:
    """What is named by the key of a metric."""
    key: str

    @property
    def label(self) -> str:
        return str(SHORT[self.key][0] if self.key in SHORT else registry().metrics[self.key].name)


@dataclass(frozen=True)
class Count:
    """A figure: an amount, of a rate with its base."""
    amount: int
    base: int | None = None

    def __str__(self) -> str:
        return words.number(self.amount) if self.base is None else words.rate(self.amount, self.base)

    @property
    def parts(self) -> str:
        return "" if self.base is None else f"{words.number(self.amount)}/{words.number(self.base)}"


@dataclass(frozen=True)
class Against:
    """An actual against its target (None: none was set). Of a rate the target is its aim in percent."""
    actual: Count = field(metadata=_field(_l("Actual")))
    target: int | Decimal | None = field(default=None, metadata=_field(_l("Target")))
    target_parts: tuple[int, ...] = field(default=(), metadata=FOLLOWS)     # of a week in two months, by month

    @property
    def is_rate(self) -> bool:
        return self.actual.base is not None

    @property
    def target_text(self) -> str:
        if self.target is None:
            return words.NONE
        if self.is_rate:
            return f"{self.target:g}%" if isinstance(self.target, Decimal) else f"{self.target}%"
        return "+".join(words.number(part) for part in self.target_parts) or words.number(self.target)

    @property
    def attainment(self) -> str:
        """69.2%; of a rate its numerator and denominator."""
        return self.actual.parts if self.is_rate else words.rate(self.actual.amount, self.target)


@dataclass(frozen=True)
class FigureRow(Named, Judged):
    """A line of ②."""
    key: str
    week: Against = field(metadata=_field(_l("Week")))
    month: Against = field(metadata=_field(_l("Month")))
    pace: Decimal | None = field(default=None, metadata=_field(_l("Pace")))          # in points
    state: str = field(default="", metadata=FOLLOWS)        # ok, watch, late, or "" for what is not judged
    forecast: int | None = field(default=None, metadata=_field(_l("Forecast")))
    per_day: Decimal | None = field(default=None, metadata=_field(_l("A day")))
    last_year: Count | None = field(default=None, metadata=_field(_l("Year ago")))

    @property
    def unit(self) -> str:
        return str(SHORT[self.key][1]) if self.key in SHORT else ""


@dataclass(frozen=True)
class ClosedMonth(Named):
    """What became of the month that ended in this week."""
    key: str
    result: Against = field(metadata=_field(_l("Closed month")))
    tier: str = ""


@dataclass(frozen=True)
class StepRow:
    """An agreed step as at the close of the week."""
    text: str
    owner: str
    due_on: date
    state: str
    closed_on: date | None = None
    outcome: str = ""
    weeks_late: int = 0
    id: int | None = None


@dataclass(frozen=True)
class Promise(Named):
    """What was promised for this week at the end of the last, and what came of it."""
    key: str
    promised: int = field(metadata=_field(_l("Promise")))
    actual: int = field(metadata=_field(lazy_pgettext("sheet", "Result")))


@dataclass(frozen=True)
class CustomerRow:
    """An O or H customer: surname and title, card number."""
    card_no: str
    level: str
    name: str
    series: str
    owner: str
    days: int
    over: bool                                  # longer at the level than its window
    last_on: date | None
    last_how: str
    next_on: date | None
    next_note: str = ""                         # overdue, or what the day is for


@dataclass(frozen=True)
class LossRow:
    card_no: str
    where: str
    why: str
    name: str
    competitor: str = ""


@dataclass(frozen=True)
class LossCount:
    """Losses of a store or team by where the customer went, one count for each reason."""
    where: str
    counts: tuple[int, ...] = field(metadata=_field(_l("Losses")))
    total: int = 0


@dataclass(frozen=True)
class StockRow:
    """Lead stock at a level: start + new + moved in − moved out − closed − lost − silent ± handed = end."""
    level: str
    start: int = field(metadata=_field(_l("Stock at the start")))
    new: int = field(metadata=_field(lazy_pgettext("sheet", "New")))
    moved_in: int = field(metadata=_field(lazy_pgettext("sheet", "In")))
    moved_out: int = field(metadata=_field(lazy_pgettext("sheet", "Out")))
    closed: int = field(metadata=_field(lazy_pgettext("sheet", "Won")))         # ordered or delivered
    lost: int = field(metadata=_field(lazy_pgettext("sheet", "Lost")))          # frozen and invalid too
    silent: int = field(metadata=_field(lazy_pgettext("sheet", "Silent")))
    handed: int = field(metadata=_field(lazy_pgettext("sheet", "Handed")))
    end: int = field(metadata=_field(_l("Stock at the end")))
    overdue: int = field(default=0, metadata=_field(lazy_pgettext("sheet", "Late")))


@dataclass(frozen=True)
class PartRow(Judged):
    """A team on the store's sheet, a person on a team's: the month's deliveries and what leads to them."""
    name: str
    month: Against = field(metadata=_field(_l("Month")))
    pace: Decimal | None = field(default=None, metadata=_field(_l("Pace")))
    state: str = field(default="", metadata=FOLLOWS)
    forecast: int | None = field(default=None, metadata=_field(_l("Forecast")))
    orders: int = field(default=0, metadata=_field(_l("Week's orders")))
    kept: Count = field(default=Count(0, 0), metadata=_field(_l("Kept share")))
    timely: Count = field(default=Count(0, 0), metadata=_field(_l("On time")))
    overdue: int = field(default=0, metadata=_field(lazy_pgettext("sheet", "Late")))


@dataclass(frozen=True)
class PersonRow(Judged):
    """A person in the store's table of people, by team."""
    name: str
    team: str = field(metadata=FOLLOWS)
    month: Against = field(metadata=_field(_l("Month")))
    pace: Decimal | None = field(default=None, metadata=_field(_l("Pace")))
    state: str = field(default="", metadata=FOLLOWS)


@dataclass(frozen=True)
class Stage:
    """A stage of the funnel; counted as reached if it or a later one happened by the as-of day."""
    key: str
    count: int

    @property
    def label(self) -> str:
        return str(STAGES[self.key])


@dataclass(frozen=True)
class Cohort:
    """Leads opened in a week that is ripe, and how many have ordered up to now."""
    week: str
    leads: Count


@dataclass(frozen=True)
class Further:
    """A line of another area, only where it has something to say."""
    head: str
    text: str


STAGES = {
    "opened": lazy_pgettext("sheet", "Opened"), "arrived": lazy_pgettext("sheet", "Arrived"),
    "driven": lazy_pgettext("sheet", "Driven"), "ordered": lazy_pgettext("stage", "Ordered"),
    "delivered": lazy_pgettext("sheet", "Delivered"),
}


@dataclass(frozen=True)
class WeekSheet:
    name: str                                   # of the person, the team or the store
    kind: str                                   # person, team or store
    store: str
    team: str
    week_no: int
    year: int
    start: date
    end: date
    open_days: int
    month_no: int
    month_passed: int = field(metadata=_field(_l("Open days")))  # of the month up to the week's end, and in all
    month_days: int = field(metadata=_field(_l("Open days")))
    month_progress: Decimal = field(metadata=FOLLOWS)           # weighted, in percent
    steps: tuple[StepRow, ...] = ()
    promises: tuple[Promise, ...] = ()
    figures: tuple[FigureRow, ...] = ()
    closed_month: tuple[ClosedMonth, ...] = ()
    closed_month_no: int | None = None
    last_year_days: int | None = None           # open days of the week it is compared with
    parts: tuple[PartRow, ...] = ()
    total: PartRow | None = field(default=None, metadata=_field(lazy_pgettext("sheet", "All")))
    funnel: tuple[Stage, ...] = ()
    cohorts: tuple[Cohort, ...] = ()
    customers: tuple[CustomerRow, ...] = ()
    customer_count: int = field(default=0, metadata=_field(_l("Ordered and H customers")))
    losses: tuple[LossRow, ...] = ()
    loss_reasons: tuple[str, ...] = ()
    loss_counts: tuple[LossCount, ...] = ()
    loss_total: int = field(default=0, metadata=_field(_l("Losses")))
    losses_waiting: int = field(default=0, metadata=_field(_l("Losses waiting")))
    competitors: tuple[str, ...] = ()           # 比亚迪宋 L 5
    stock: tuple[StockRow, ...] = ()
    levels_up: int = field(default=0, metadata=_field(_l("Levels up")))
    levels_down: int = field(default=0, metadata=_field(_l("Levels down")))
    ordered: int = field(default=0, metadata=_field(_l("Leads that ordered in the week")))
    delivered: int = field(default=0, metadata=_field(_l("Leads delivered in the week")))
    people: tuple[PersonRow, ...] = ()
    further: tuple[Further, ...] = ()
    signers: tuple[Signer, ...] = ()
    blank: bool = field(default=False, metadata=FOLLOWS)        # to be filled in by hand

    @property
    def about_text(self) -> str:
        """邓浩然 · 2026 年第 47 周."""
        return f"{self.name} · {week(self.start).label}"

    @property
    def is_person(self) -> bool:
        return self.kind == "person"

    @property
    def promises_text(self) -> str:
        """promised deliveries 3, orders 3: actual deliveries 3, orders 2."""
        if not self.promises:
            return ""
        return _("promised %(promised)s: actual %(actual)s",
                 promised=_(", ").join(f"{one.label} {one.promised}" for one in self.promises),
                 actual=_(", ").join(f"{one.label} {one.actual}" for one in self.promises))

    @property
    def losses_text(self) -> str:
        """他品牌：比亚迪宋 L 13.58 万、价格促销（范女士 K26-1051）· …"""
        shown = [_("%(where)s, %(why)s (%(name)s %(card)s)", why=one.why, name=one.name, card=one.card_no,
                   where=one.where + (_(": ") + one.competitor if one.competitor else ""))
                 for one in self.losses[:LOSSES_SHOWN]]
        more = [_("%(count)s more on the page", count=len(self.losses) - len(shown))] if len(self.losses) > len(
            shown) else []
        waiting = [_("%(count)s waiting for decision", count=self.losses_waiting)] if self.losses_waiting else []
        return " · ".join([*shown, *more, *waiting])

    @property
    def loss_lines(self) -> int:
        """How many lines ④ takes on a person's side."""
        return lines_of("④" + self.losses_text, LETTERS, head=10) if self.losses_text else 0

    @property
    def further_lines(self) -> int:
        """How many lines the other areas take below ⑤; on a store's or team's back their heads stand in a column."""
        if self.is_person:
            return sum(lines_of(line.text, LETTERS, head=width_of(line.head) + 2) for line in self.further)
        return sum(lines_of(line.text, LETTERS - HEAD_LETTERS) for line in self.further)

    @property
    def stock_total(self) -> StockRow:
        return StockRow("", *(sum(getattr(row, name) for row in self.stock) for name in (
            "start", "new", "moved_in", "moved_out", "closed", "lost", "silent", "handed", "end", "overdue")))

    @property
    def steps_shown(self) -> tuple[StepRow, ...]:
        return self.steps[:STEPS_ON_A_SIDE]

    @property
    def customers_shown(self) -> tuple[CustomerRow, ...]:
        return self.customers[:self.customers_fit]

    @property
    def customers_fit(self) -> int:
        """How many rows of ③ the front has room for: what stands above them beyond the drawing costs some."""
        if self.is_person:
            others = LINE * (max(self.loss_lines - 1, 0) + self.further_lines + bool(self.closed_month) - 1)
            return max(9 - max(len(self.steps_shown) - 3, 0) - ceil(max(others, 0) / HAND), 0)
        above = len(self.steps_shown) + len(self.parts) + len(self.figures)
        above += bool(self.promises) + bool(self.closed_month)
        return max(min(12 - ceil((above - FULL_FRONT) * LINE / HAND), MOST_CUSTOMERS), 0)

    @property
    def boss_height(self) -> int:
        """Millimetres for what bosses write: what the side has left, in steps of 5, at least 25."""
        left = self._left_of_side() if self.is_person else self._left_of_back()
        return min(max(int(left // 5) * 5, 25), 150)

    def _left_of_side(self) -> float:
        if self.blank:
            return 35
        steps = len(self.steps_shown) or 1 - 4 / LINE
        lines = 4 - steps - self.loss_lines - self.further_lines - bool(self.closed_month)
        rows = 9 - len(self.customers_shown) + 6 - len(self.figures)
        return 30 + lines * LINE + rows * HAND + (0 if self.customers_shown else 2)

    def _left_of_back(self) -> float:
        people = max((len(rows) for _team, rows in self.columns_of_people), default=-2)
        losses = sum(lines_of(row.where, WHERE_LETTERS) for row in self.loss_counts) + bool(self.competitors)
        losses += any(width_of(why) > WHERE_LETTERS for why in self.loss_reasons)             # a head of two lines
        tables = max(losses, len(self.stock))
        return 64 + (6 - tables + 4 - people + 4 - self.further_lines) * LINE

    @property
    def columns_of_people(self) -> tuple[tuple[str, tuple[PersonRow, ...]], ...]:
        """People by team, at most four teams beside each other."""
        teams = dict.fromkeys(row.team for row in self.people)
        return tuple((team, tuple(row for row in self.people if row.team == team)) for team in teams)


def rest_of(total: PartRow, parts: Sequence[PartRow]) -> list[PartRow]:
    """未分配: what no team has of the whole, so that the columns add up; nothing where they do already."""
    def rest(of: Callable[[PartRow], int | None]) -> int:
        return (of(total) or 0) - sum(of(part) or 0 for part in parts)

    def count(of: Callable[[PartRow], Count]) -> Count:
        return Count(rest(lambda part: of(part).amount), rest(lambda part: of(part).base))
    actual, target = rest(lambda part: part.month.actual.amount), rest(lambda part: int(part.month.target or 0))
    row = PartRow(_("Not assigned"), Against(Count(actual), target or None), state=NO_TARGET,
                  orders=rest(lambda part: part.orders), kept=count(lambda part: part.kept),
                  timely=count(lambda part: part.timely), overdue=rest(lambda part: part.overdue))
    return [row] if any((actual, target, row.orders, row.kept.base, row.timely.base, row.overdue)) else []


def blank_sheet(store: str, of: Period, keys: Sequence[str], letters: Sequence[str]) -> WeekSheet:
    """A person's sheet without figures, to be filled in by hand; `letters` of the levels that the store uses."""
    nothing = Against(Count(0))
    return WeekSheet(
        "", "person", store, "", 0, of.start.year, of.start, of.end, 0, of.end.month, 0, 0, Decimal(0),
        figures=tuple(FigureRow(key, nothing, nothing) for key in keys),
        stock=tuple(StockRow(letter, 0, 0, 0, 0, 0, 0, 0, 0, 0) for letter in letters), signers=tuple(
            Signer(slot, str(slot.label)) for slot in (Slot.OWN, Slot.LEADER, Slot.MANAGER)), blank=True)
