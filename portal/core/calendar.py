"""Calendar: which days a store is open, which are official working days, and how much of a period has passed."""
import csv
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from portal.extensions import db
from portal.memo import forget, per_transaction, while_unchanged
from portal.org.models import OfficialDay, Person, Store, StoreDay

from .action import Refused, action, locked
from .agreement import SettingKind, agreed
from .area import Area
from .clock import today
from .festivals import lawful_days
from .period import ONE_DAY, Period, month
from .registry import registry
from .scope import Scope

SHIPPED = Path(__file__).with_name("official_days.csv")      # from the State Council's notices
OWN, OFFICIAL = "own", "official"
EQUAL, SALES = "equal", "sales"
SOLD = "deliveries"                                          # the metric whose days give the weights
WEEKDAYS = dict(enumerate((_l("Monday"), _l("Tuesday"), _l("Wednesday"), _l("Thursday"), _l("Friday"),
                           _l("Saturday"), _l("Sunday"))))

area = Area("calendar", settings=(
    SettingKind("calendar.basis", OWN, _l("Open days"), str, group=_l("Calendar"), options={
        OWN: _l("Every day but the closing days"), OFFICIAL: _l("The official working days")},
        hint=_l("Single days are set in the calendar itself.")),
    SettingKind("calendar.closed", [], _l("Closing days"), list, group=_l("Calendar"), options=WEEKDAYS, high=6),
    SettingKind("calendar.weights", EQUAL, _l("Day weights"), str, group=_l("Calendar"), options={
        EQUAL: _l("All open days alike"), SALES: _l("By the store's deliveries per weekday over 12 months")},
        hint=_l("Pace and the split into weeks follow them.")),
))


class NamedDay(NamedTuple):
    """A day of the State Council's notices."""
    on: date
    working: bool
    name: str


class OwnDay(NamedTuple):
    """A day on which a store is open or closed against its rule."""
    open: bool
    note: str


@dataclass(frozen=True)
class Official:
    """The official working days: the notices entered so far, else the weekday and the days fixed by law."""
    days: Mapping[date, NamedDay]

    @cached_property
    def years(self) -> frozenset[int]:
        return frozenset(day.year for day in self.days)

    def is_known(self, year: int) -> bool:
        """Whether that year's notice has been entered; where not, pages say so."""
        return year in self.years

    def is_working(self, day: date) -> bool:
        if named := self.days.get(day):
            return named.working
        if not self.is_known(day.year) and day in lawful_days(day.year):
            return False
        return day.weekday() < 5

    def name(self, day: date) -> str:
        """What makes the day special; empty for most."""
        if named := self.days.get(day):
            return named.name
        return "" if self.is_known(day.year) else str(lawful_days(day.year).get(day, ""))

    def deadline(self, day: date, working_days: int) -> date:
        """The last of so many working days after a day."""
        while working_days:
            day += ONE_DAY
            working_days -= self.is_working(day)
        return day

    def working_days(self, period: Period) -> int:
        return sum(self.is_working(day) for day in period.days())


@dataclass(frozen=True)
class Calendar:
    """The open days of a store."""
    store_id: int
    official: Official
    named: Mapping[date, OwnDay]

    def is_open(self, day: date) -> bool:
        if named := self.named.get(day):
            return named.open
        if agreed("calendar.basis", store_id=self.store_id, on=day) == OFFICIAL:
            return self.official.is_working(day)
        return day.weekday() not in agreed("calendar.closed", store_id=self.store_id, on=day)

    def open_days(self, period: Period | None) -> list[date]:
        return _open_days(self.store_id, period) if period else []

    def passed(self, period: Period, as_of: date) -> int:
        """Open days that have closed."""
        return len(self.open_days(period.to(as_of)))

    def left(self, period: Period, as_of: date) -> int:
        """Open days after the last closed one: today and what is to come."""
        return len(self.open_days(period)) - self.passed(period, as_of)

    def progress(self, period: Period, as_of: date) -> Fraction | None:
        """Time progress 时间进度: open days passed / open days; None for a period without any."""
        days = len(self.open_days(period))
        return Fraction(self.passed(period, as_of), days) if days else None

    def weighted_progress(self, period: Period, as_of: date) -> Fraction | None:
        """The part of the period's weight that has passed: what pace compares attainment with."""
        weights = self.weights(period)
        total = sum(weights.values(), Fraction())
        return sum((weight for day, weight in weights.items() if day <= as_of), Fraction()) / total if total else None

    def weights(self, period: Period) -> dict[date, Fraction]:
        """The weight of each open day by the setting of the period's first day; each month by the 12 before it."""
        if agreed("calendar.weights", store_id=self.store_id, on=period.start) == EQUAL:
            return {day: Fraction(1) for day in self.open_days(period)}
        return {day: by_weekday[day.weekday()] for part in period.parts()
                for by_weekday in [_sold_per_weekday(self.store_id, month(min(part.start, today())))]
                for day in self.open_days(part)}


@while_unchanged
def official() -> Official:
    return Official({row.on: NamedDay(*row) for row in db.session.execute(
        select(OfficialDay.on, OfficialDay.working, OfficialDay.name))})


@while_unchanged
def calendar_of(store_id: int) -> Calendar:
    """Three queries at most, however many days are asked about: the store's days, the official ones, its settings."""
    rows = db.session.execute(select(StoreDay.on, StoreDay.open, StoreDay.note).where(StoreDay.store_id == store_id))
    return Calendar(store_id, official(), {row.on: OwnDay(row.open, row.note) for row in rows})


@while_unchanged
def _open_days(store_id: int, period: Period) -> list[date]:
    calendar = calendar_of(store_id)
    return [day for day in period.days() if calendar.is_open(day)]


@per_transaction
def _sold_per_weekday(store_id: int, before: Period) -> list[Fraction]:
    """Deliveries per open day of each weekday in the 12 months before a month; all alike when there were none."""
    months = Period(before.start.replace(year=before.start.year - 1), before.start - ONE_DAY)
    scope = Scope(today(), stores=frozenset({store_id}))
    sold: Counter[int] = Counter()
    for (_period, on), figure in registry().metrics[SOLD].figures(scope, [months], months.end, "on").items():
        sold[on.weekday()] += int(figure.amount)
    days = Counter(day.weekday() for day in calendar_of(store_id).open_days(months))
    if not sold.total() or not days.total():
        return [Fraction(1)] * 7
    mean = Fraction(sold.total(), days.total())
    return [Fraction(sold[weekday], days[weekday]) if days[weekday] else mean for weekday in WEEKDAYS]


# Changing

@action("official_days.laid_down")
def lay_down_official_days(*, by: Person) -> int:
    """Enter the notices that ship with the portal, for years that have none yet; returns how many days came."""
    known = {day.year for day in official().days}
    with SHIPPED.open(encoding="utf-8") as lines:
        rows = [OfficialDay(on=day, working=line["working"] == "1", name=line["name"])
                for line in csv.DictReader(lines)
                for day in Period(date.fromisoformat(line["from"]), date.fromisoformat(line["to"])).days()
                if day.year not in known]
    db.session.add_all(rows)
    db.session.flush()
    forget()
    return len(rows)


@action("official_day.named")
def name_official_day(on: date, *, by: Person, working: bool, name: str) -> OfficialDay:
    """Enter a day of a notice, or correct it."""
    if not name.strip():
        raise Refused(_("Name the holiday it belongs to."), field="name")
    row = db.session.scalar(select(OfficialDay).where(OfficialDay.on == on).with_for_update())
    return _set(row or OfficialDay(on=on), working=working, name=name.strip())


@action("store_day.named")
def name_store_day(store: Store, on: date, *, by: Person, open: bool, note: str = "") -> StoreDay:
    """Open or close a store on a day against its rule."""
    locked(store)
    row = db.session.scalar(select(StoreDay).where(StoreDay.store_id == store.id, StoreDay.on == on))
    return _set(row or StoreDay(store_id=store.id, on=on), open=open, note=note.strip())


def _set(row: Any, **values: Any) -> Any:
    for name, value in values.items():
        setattr(row, name, value)
    db.session.add(row)
    db.session.flush()
    forget()
    return row
