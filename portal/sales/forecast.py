"""Forecast of orders and of deliveries, its parts, and the customers it rests on. Source: DOMAIN.md section 7.

As of the close of day D for a period that ends on E, r days later: what is done, what the open orders promise, the open
leads by how leads of their level have done, and the leads still to come. Shares are the store's own.
"""
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from portal.core.calendar import calendar_of
from portal.core.days import days_after
from portal.core.metric.forecast import Expected, Forecasts
from portal.core.period import Period
from portal.customers.models import Lead, LeadState, Level, LevelSpan, Turn
from portal.extensions import db
from portal.memo import per_transaction

from .models import Delivery, Order

LOOK_BACK = 180             # days in which cases are counted
FEW = 20                    # with fewer cases, all levels (or all orders) speak
RECENT_OPEN_DAYS = 60       # over which new leads a day are counted
COMES_TO_A_LEVEL = (Turn.OPENED, Turn.MOVED, Turn.REVIVED, Turn.ORDER_CANCELLED)
ONE_DAY = timedelta(days=1)


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
    return _forecast(store_id, period, as_of, _ordered, ())


def deliveries(store_id: int, period: Period, as_of: date) -> Forecasts:
    """Deliveries of `period`, as of the close of a day; after the period what was delivered."""
    return _forecast(store_id, period, as_of, _delivered, _promised(store_id, period, as_of))


def _forecast(store_id: int, period: Period, as_of: date, came: Any, promised: tuple[Expected, ...]) -> Forecasts:
    if as_of >= period.end:
        return Forecasts((), {})
    days = (period.end - as_of).days
    levels = _levels(store_id, as_of, days, came)
    every = sum(levels.values(), Cases())
    shares = {level: (cases if cases.count >= FEW else every).share
              for level in Level if (cases := levels.get(level, Cases()))}
    expected = tuple(Expected("lead", lead_id, person_id, shares[level])
                     for lead_id, person_id, level in _open_leads(store_id, as_of) if shares[level])
    return Forecasts((*promised, *expected), _to_come(store_id, period, as_of, days, came))


def _ordered(lead_id: Any, from_on: Any, days: int) -> ColumnElement[bool]:
    order = aliased(Order)
    return select(order.id).where(order.lead_id == lead_id, order.voided_at.is_(None),
                                  order.signed_on.between(from_on, days_after(from_on, days))).exists()


def _delivered(lead_id: Any, from_on: Any, days: int) -> ColumnElement[bool]:
    delivery = aliased(Delivery)
    return select(delivery.id).where(delivery.lead_id == lead_id, delivery.live == 1,
                                     delivery.delivered_on.between(from_on, days_after(from_on, days))).exists()


@per_transaction
def _levels(store_id: int, as_of: date, days: int, came: Any, within: int | None = None) -> Mapping[Level, Cases]:
    """Of the times a lead came to a level in the 180 days before D−r, those followed by it within so many days."""
    last = as_of - timedelta(days=days)
    rows = db.session.execute(
        select(LevelSpan.level, func.count(),
               func.sum(case((came(LevelSpan.lead_id, LevelSpan.from_on, days if within is None else within), 1),
                             else_=0)))
        .join(Lead, Lead.id == LevelSpan.lead_id)
        .where(LevelSpan.store_id == store_id, LevelSpan.began.in_(COMES_TO_A_LEVEL), LevelSpan.level != Level.O,
               LevelSpan.state == LeadState.OPEN, Lead.live == 1,
               LevelSpan.from_on.between(last - timedelta(days=LOOK_BACK), last)).group_by(LevelSpan.level))
    return {level: Cases(count, int(number or 0)) for level, count, number in rows}


@per_transaction
def _open_leads(store_id: int, as_of: date) -> list[tuple[int, int | None, Level]]:
    """Leads open below O at the close of a day, with their owner then."""
    return list(db.session.execute(
        select(LevelSpan.lead_id, LevelSpan.owner_id, LevelSpan.level)
        .join(Lead, Lead.id == LevelSpan.lead_id)
        .where(LevelSpan.store_id == store_id, LevelSpan.from_on <= as_of, LevelSpan.to_on > as_of,
               LevelSpan.state == LeadState.OPEN, LevelSpan.level != Level.O, Lead.live == 1)))


def _to_come(store_id: int, period: Period, as_of: date, days: int, came: Any) -> Mapping[int | None, Fraction]:
    """What leads still to come will bring, by who opens them: mean kept leads a day × days × share within r/2 days."""
    calendar = calendar_of(store_id)
    ahead = len(calendar.open_days(Period(as_of + ONE_DAY, period.end)))
    recent = _recent(store_id, as_of)
    share = _new_leads(store_id, as_of, days, came)
    if share.count < FEW:
        share = sum(_levels(store_id, as_of, days, came, days // 2).values(), Cases())
    if not (ahead and recent.open_days and share.came):
        return {}
    return {person_id: Fraction(count, recent.open_days) * ahead * share.share
            for person_id, count in recent.opened.items()}


@dataclass(frozen=True)
class Recent:
    open_days: int
    opened: Mapping[int | None, int]        # kept leads by who owned them at opening


@per_transaction
def _recent(store_id: int, as_of: date) -> Recent:
    """The last 60 open days and the kept leads opened on them."""
    calendar = calendar_of(store_id)
    days: list[date] = []
    day = as_of
    while len(days) < RECENT_OPEN_DAYS and (as_of - day).days < 4 * RECENT_OPEN_DAYS:
        if calendar.is_open(day):
            days.append(day)
        day -= ONE_DAY
    if not days:
        return Recent(0, {})
    rows = db.session.execute(
        select(Lead.opened_for_id, func.count())
        .where(Lead.store_id == store_id, Lead.opened_on.between(days[-1], as_of), Lead.kept, Lead.live == 1,
               Lead.invalid_as.is_(None)).group_by(Lead.opened_for_id))
    return Recent(len(days), {row[0]: row[1] for row in rows})


@per_transaction
def _new_leads(store_id: int, as_of: date, days: int, came: Any) -> Cases:
    """Kept leads opened in the 180 days before D−r, and those that came to it within r/2 days."""
    last = as_of - timedelta(days=days)
    count, number = db.session.execute(
        select(func.count(), func.sum(case((came(Lead.id, Lead.opened_on, days // 2), 1), else_=0)))
        .where(Lead.store_id == store_id, Lead.kept, Lead.live == 1, Lead.invalid_as.is_(None),
               Lead.opened_on.between(last - timedelta(days=LOOK_BACK), last))).one()
    return Cases(count, int(number or 0))


@per_transaction
def _promised(store_id: int, period: Period, as_of: date) -> tuple[Expected, ...]:
    """Open orders expected by the period's end: with a vehicle whole, without one at the share of such orders."""
    if as_of >= period.end:
        return ()
    share = _kept_promises(store_id, as_of)
    rows = db.session.execute(
        select(Order.id, Order.person_id, Order.vin_on)
        .where(Order.store_id == store_id, Order.signed_on <= as_of, Order.expected_on <= period.end,
               Order.voided_at.is_(None), or_(Order.cancelled_on.is_(None), Order.cancelled_on > as_of),
               or_(Order.delivered_on.is_(None), Order.delivered_on > as_of)))
    expected = (Expected("sales_order", order_id, person_id,
                         Fraction(1) if vin_on is not None and vin_on <= as_of else share)
                for order_id, person_id, vin_on in rows)
    return tuple(one for one in expected if one.share)


def _kept_promises(store_id: int, as_of: date) -> Fraction:
    """Of the orders that had no vehicle when signed and were expected in the last 180 days, those delivered by then."""
    in_time = case((and_(Order.delivered_on.is_not(None), Order.delivered_on <= Order.expected_on), 1), else_=0)
    without = case((Order.vin_at_signing.is_(False), 1), else_=0)
    count, came, of_all, came_all = db.session.execute(
        select(func.sum(without), func.sum(without * in_time), func.count(), func.sum(in_time))
        .where(Order.store_id == store_id, Order.voided_at.is_(None),
               Order.expected_on.between(as_of - timedelta(days=LOOK_BACK), as_of))).one()
    waited = Cases(int(count or 0), int(came or 0))
    return (waited if waited.count >= FEW else Cases(of_all, int(came_all or 0))).share
