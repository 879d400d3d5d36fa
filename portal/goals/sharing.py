"""Sharing: proposals for breaking a target down; what comes out adds up, and a manager changes it by hand."""
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from flask_babel import lazy_gettext as _l

from portal.core.calendar import calendar_of
from portal.core.metric import Figure, Metric
from portal.core.period import Period, month, year
from portal.core.scope import Scope
from portal.extensions import Coded

from .split import largest_remainder
from .targets import STORE, Unit

ONE_DAY, EARLIER = timedelta(days=1), timedelta(days=731)


class ByMonth(Coded):
    """How a year is shared among its months."""
    LAST_YEAR = "last_year", _l("Last year's shares")
    OPEN_DAYS = "open_days", _l("Open days")
    HAND = "hand", _l("By hand")


class ByPerson(Coded):
    """How a month is shared among the people."""
    SIX_MONTHS = "six_months", _l("Share of the last six months")
    EVENLY = "evenly", _l("Evenly")
    HAND = "hand", _l("By hand")


def months_of(year_no: int) -> list[Period]:
    return year(date(year_no, 1, 1)).months()


def over_months(total: int, store_id: int, metric: Metric, months: Sequence[Period], by: ByMonth,
                today: date) -> list[int]:
    """`total` over `months`. A rate is the same in each; without figures of last year the open days decide."""
    if metric.is_rate:
        return [total] * len(months)
    weights = _last_year(store_id, metric, months, today) if by is ByMonth.LAST_YEAR else []
    if not any(weights):
        calendar = calendar_of(store_id)
        weights = [Fraction(len(calendar.open_days(period))) for period in months]
    return largest_remainder(total, weights)


def last_year(store_id: int, metric: Metric, months: Sequence[Period], today: date,
              unit: Unit = STORE) -> list[int | None]:
    """What the same months of the year before came to; None for those that have not closed, or from which nothing is
    kept: before the first figure of two years.
    """
    before = [period.same_period_last_year() for period in months]
    asked = [period for period in before if period and period.end < today]
    if not asked:
        return [None] * len(months)
    earlier = Period(asked[0].start - EARLIER, asked[0].start - ONE_DAY)
    figures = metric.figures(_store(store_id, today), [earlier, *asked], today, where=unit.where)
    begun = next((period.start for period in (earlier, *asked) if _is_something(figures.get((period,)))), None)
    known = {period for period in asked if begun and period.end >= begun}
    return [kept(figures.get((period,), metric.none)) if period in known else None for period in before]


def _is_something(figure: Figure | None) -> bool:
    return figure is not None and bool(figure.amount or figure.base)


def kept(figure: Figure) -> int | None:
    """A figure as targets are kept: of a rate tenths of a percent, None over nothing."""
    if not figure.metric.is_rate:
        return figure.amount
    return round(Fraction(figure.amount * 1000, figure.base)) if figure.base else None


def over_people(total: int, shares: Sequence[int], by: ByPerson) -> list[int]:
    """`total` over people whose shares of the last six months are `shares`; without any, evenly."""
    if by is ByPerson.EVENLY or not sum(shares):
        return largest_remainder(total, [Fraction(1)] * len(shares))
    return largest_remainder(total, [Fraction(share) for share in shares])


def six_full_months(today: date) -> Period:
    """The last six months that have closed."""
    last = month(today).previous()
    first = last
    for _n in range(5):
        first = first.previous()
    return Period(first.start, last.end)


def six_months(store_id: int, metric: Metric, people: Sequence[int], today: date) -> list[int]:
    """What each brought in the last six full months."""
    span = six_full_months(today)
    figures = metric.figures(_store(store_id, today), [span], span.end, "person_id")
    return [figures.get((span, person_id), metric.none).amount for person_id in people]


def _last_year(store_id: int, metric: Metric, months: Sequence[Period], today: date) -> list[Fraction]:
    found = last_year(store_id, metric, months, today)
    known = [amount for amount in found if amount is not None]
    if not sum(known):
        return []
    mean = Fraction(sum(known), len(known))         # months that have not closed weigh as the mean of those that have
    return [mean if amount is None else Fraction(amount) for amount in found]


def _store(store_id: int, today: date) -> Scope:
    return Scope(today, stores=frozenset({store_id}))
