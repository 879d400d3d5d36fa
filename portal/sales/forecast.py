"""Forecast of orders and of deliveries, its parts, and the customers it rests on. Source: DOMAIN.md section 7.

As of the close of day D for a period that ends on E, r days later: what is done, what the open orders promise, the open
leads by how leads of their level have done, and the leads still to come. Shares are the store's own.
"""
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from portal.core.calendar import calendar_of
from portal.core.days import days_after
from portal.core.metric.forecast import Expected, Forecasts
from portal.core.period import Period
from portal.customers.models import Lead, LeadState, Level, LevelSpan, Turn
from portal.extensions import db
from portal.memo import per_transaction, while_unchanged

from .models import Delivery, Order

LOOK_BACK = 180             # days in which cases are counted
FEW = 20                    # with fewer cases, all levels (or all orders) speak
RECENT_OPEN_DAYS = 60       # over which new leads a day are counted
COMES_TO_A_LEVEL = (Turn.OPENED, Turn.MOVED, Turn.REVIVED, Turn.ORDER_CANCELLED)
ONE_DAY = timedelta(days=1)
ORDERED, DELIVERED = 0, 1    # place among the cases of both


@dataclass(frozen=True)
class Cases:
    """Of so many cases so many came to it."""
    count: int = 0
    came: int = 0

    def __add__(self, other: "Cases") -> "Cases":
        return Cases(self.count + other.count, self.came + other.came)

    @property
    def share(self) -> Fraction:
        return Fraction(self.came, self.count) if self.count else Fraction()


def orders(store_id: int, period: Period, as_of: date) -> Forecasts:
    """Orders signed in `period`, as of the close of a day; after the period what was signed."""
    return _forecast(store_id, period, as_of, ORDERED)


def deliveries(store_id: int, period: Period, as_of: date) -> Forecasts:
    """Deliveries of `period`, as of the close of a day; after the period what was delivered."""
    return _forecast(store_id, period, as_of, DELIVERED)


def _forecast(store_id: int, period: Period, as_of: date, what: int) -> Forecasts:
    if as_of >= period.end:
        return Forecasts((), {})
    past = _past(store_id, period.end, as_of)
    every = sum((each[what] for each in past.levels.values()), Cases())
    shares = {level: (cases if cases.count >= FEW else every).share
              for level in Level if (cases := past.levels[level][what] if level in past.levels else Cases())}
    expected = tuple(Expected("lead", lead_id, person_id, shares[level])
                     for lead_id, person_id, level in past.open_leads if shares[level])
    return Forecasts((*(past.promised if what is DELIVERED else ()), *expected),
                     _to_come(store_id, period, as_of, past, what))


def _to_come(store_id: int, period: Period, as_of: date, past: "Past", what: int) -> Mapping[int | None, Fraction]:
    """What leads still to come will bring, by who opens them: mean kept leads a day × days × share within r/2 days."""
    ahead = len(calendar_of(store_id).open_days(Period(as_of + ONE_DAY, period.end)))
    recent = _recent_days(store_id, as_of)
    share = past.new_leads[what]
    if share.count < FEW:
        share = _all_levels(store_id, as_of, (period.end - as_of).days)[what]
    if not (ahead and recent and share.came):
        return {}
    return {person_id: Fraction(count, len(recent)) * ahead * share.share
            for person_id, count in past.opened.items()}


# What it rests on, for both forecasts at once

@dataclass(frozen=True)
class Past:
    """What a store's records say of the past as of a day."""
    levels: Mapping[Level, tuple[Cases, Cases]]         # times a lead came to a level, ordered and delivered within r
    open_leads: Sequence[tuple[int, int | None, Level]] # below O, with their owner
    new_leads: tuple[Cases, Cases]                      # kept leads, ordered and delivered within r/2
    opened: Mapping[int | None, int]                    # kept leads of the recent days, by who owned them at opening
    promised: tuple[Expected, ...]                      # open orders expected by the period's end


@per_transaction
def _past(store_id: int, end: date, as_of: date) -> Past:
    found: dict[str, list[Any]] = {}
    for sort, level, *numbers in db.session.execute(_asking(store_id, end, as_of)):
        whole = [None if number is None else int(number) for number in numbers]     # MariaDB: sums make them decimal
        found.setdefault(sort, []).append((level, *whole))
    new = found["new"][0]
    return Past({Level(level): _cases(*counts) for level, *counts, _none in found.get("level", ())},
                [(lead_id, owner_id, Level(level)) for level, lead_id, owner_id, *_none in found.get("lead", ())],
                _cases(*new[1:4]), {person_id: count for _level, person_id, count, *_none in found.get("opened", ())},
                _promised(found.get("order", ()), found["kept"][0][1:]))


@while_unchanged
def _asking(store_id: int, end: date, as_of: date) -> CompoundSelect[Any]:
    """One statement: each part gives rows of its own sort, a text and four whole numbers."""
    days = (end - as_of).days
    parts = (_levels(store_id, as_of, days, days), _open_leads(store_id, as_of), _new_leads(store_id, as_of, days),
             _opened(store_id, as_of), _open_orders(store_id, end, as_of), _kept_promises(store_id, as_of))
    return union_all(*(part for part in parts if part is not None))


def _promised(orders: Iterable[Any], kept: Sequence[Any]) -> tuple[Expected, ...]:
    """With a vehicle whole, without one at the share of such orders that were delivered in time."""
    count, came, of_all, came_all = (number or 0 for number in kept)
    waited = Cases(count, came)
    share = (waited if waited.count >= FEW else Cases(of_all, came_all)).share
    expected = (Expected("sales_order", order_id, person_id, Fraction(1) if has_vehicle else share)
                for _level, order_id, person_id, has_vehicle, _none in orders)
    return tuple(one for one in expected if one.share)


def _cases(count: int, ordered: Any, delivered: Any) -> tuple[Cases, Cases]:
    return Cases(count, int(ordered or 0)), Cases(count, int(delivered or 0))


def _row(sort: str, *numbers: Any, level: Any = None) -> Select[Any]:
    """Its sort, a level, and four whole numbers."""
    given = [*numbers, *(null() for _missing in range(4 - len(numbers)))]
    return select(literal(sort).label("sort"), (null() if level is None else cast(level, String(20))).label("level"),
                  *(number.label(f"n{place}") for place, number in enumerate(given)))


def _ordered(lead_id: Any, from_on: Any, days: int) -> ColumnElement[int]:
    order = aliased(Order)
    return _count_if(select(order.id).where(order.lead_id == lead_id, order.voided_at.is_(None),
                                            order.signed_on.between(from_on, days_after(from_on, days))).exists())


def _delivered(lead_id: Any, from_on: Any, days: int) -> ColumnElement[int]:
    delivery = aliased(Delivery)
    return _count_if(select(delivery.id).where(
        delivery.lead_id == lead_id, delivery.live == 1,
        delivery.delivered_on.between(from_on, days_after(from_on, days))).exists())


def _count_if(clause: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((clause, 1), else_=0))


def _levels(store_id: int, as_of: date, days: int, within: int) -> Select[Any]:
    """Of the times a lead came to a level in the 180 days before D−r, those followed by it within so many days."""
    last, span = as_of - timedelta(days=days), LevelSpan
    return _row("level", func.count(), _ordered(span.lead_id, span.from_on, within),
                _delivered(span.lead_id, span.from_on, within), level=span.level).join(
        Lead, Lead.id == span.lead_id).where(
        span.store_id == store_id, span.began.in_(COMES_TO_A_LEVEL), span.level != Level.O, Lead.live == 1,
        span.state == LeadState.OPEN, span.from_on.between(last - timedelta(days=LOOK_BACK), last)).group_by(span.level)


@per_transaction
def _all_levels(store_id: int, as_of: date, days: int) -> tuple[Cases, Cases]:
    """For want of new leads: all times at a level, and what followed within r/2 days."""
    ordered, delivered = Cases(), Cases()
    for _sort, _level, *counts, _none in db.session.execute(_levels(store_id, as_of, days, days // 2)):
        more = _cases(*counts)
        ordered, delivered = ordered + more[0], delivered + more[1]
    return ordered, delivered


def _open_leads(store_id: int, as_of: date) -> Select[Any]:
    """Leads open below O at the close of a day, with their owner then."""
    return _row("lead", LevelSpan.lead_id, LevelSpan.owner_id, level=LevelSpan.level).join(
        Lead, Lead.id == LevelSpan.lead_id).where(
        LevelSpan.store_id == store_id, LevelSpan.at_close_of(as_of),
        LevelSpan.state == LeadState.OPEN, LevelSpan.level != Level.O, Lead.live == 1)


def _kept_leads(store_id: int, first: date, last: date) -> ColumnElement[bool]:
    return and_(Lead.store_id == store_id, Lead.opened_on.between(first, last), Lead.kept, Lead.live == 1,
                Lead.invalid_as.is_(None))


def _new_leads(store_id: int, as_of: date, days: int) -> Select[Any]:
    """Kept leads opened in the 180 days before D−r, and those that came to it within r/2 days."""
    last = as_of - timedelta(days=days)
    return _row("new", func.count(), _ordered(Lead.id, Lead.opened_on, days // 2),
                _delivered(Lead.id, Lead.opened_on, days // 2)).where(
        _kept_leads(store_id, last - timedelta(days=LOOK_BACK), last))


def _recent_days(store_id: int, as_of: date) -> list[date]:
    """The last 60 open days, the newest first; of a store that is hardly ever open those of 240 days."""
    return calendar_of(store_id).open_days(Period(as_of - (4 * RECENT_OPEN_DAYS - 1) * ONE_DAY, as_of))[
        :-RECENT_OPEN_DAYS - 1:-1]


def _opened(store_id: int, as_of: date) -> Select[Any] | None:
    """The kept leads opened on the recent days."""
    recent = _recent_days(store_id, as_of)
    return _row("opened", Lead.opened_for_id, func.count()).where(
        _kept_leads(store_id, recent[-1], as_of)).group_by(Lead.opened_for_id) if recent else None


def _open_orders(store_id: int, end: date, as_of: date) -> Select[Any]:
    """Open orders expected by the period's end, and whether they had a vehicle."""
    has_vehicle = case((and_(Order.vin_on.is_not(None), Order.vin_on <= as_of), 1), else_=0)
    return _row("order", Order.id, Order.person_id, has_vehicle).where(
        Order.store_id == store_id, Order.signed_on <= as_of, Order.expected_on <= end,
        Order.voided_at.is_(None), or_(Order.cancelled_on.is_(None), Order.cancelled_on > as_of),
        or_(Order.delivered_on.is_(None), Order.delivered_on > as_of))


def _kept_promises(store_id: int, as_of: date) -> Select[Any]:
    """Of the orders that had no vehicle when signed and were expected in the last 180 days, those delivered by then;
    then the same of all orders.
    """
    in_time = case((and_(Order.delivered_on.is_not(None), Order.delivered_on <= Order.expected_on), 1), else_=0)
    without = case((Order.vin_at_signing.is_(False), 1), else_=0)
    return _row("kept", func.sum(without), func.sum(without * in_time), func.count(), func.sum(in_time)).where(
        Order.store_id == store_id, Order.voided_at.is_(None),
        Order.expected_on.between(as_of - timedelta(days=LOOK_BACK), as_of))
