"""Beside the SMART form: last year by month, the trend, what the people in service can do, what the target asks for.

All of it is read from metrics. The target is worked back through the store's own rates of the last six full months:
deliveries / orders, orders / kept leads, kept leads / visits.
"""
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from sqlalchemy import select

from portal.core.metric import Figures, Metric, figures_of
from portal.core.period import Period, month, year
from portal.core.registry import registry
from portal.core.scope import Scope
from portal.extensions import db
from portal.org.models import Membership

from . import queries, sharing

ONE_DAY = timedelta(days=1)
MONTHS_OF_YEAR = 12
CHAINS = {                          # from what is planned back to the visits it takes
    "deliveries": ("deliveries", "orders", "kept_leads", "visits"),
    "orders": ("orders", "kept_leads", "visits"),
    "test_drives": ("test_drives", "visits"),
}
SOLD = ("deliveries", "orders")     # what people in service are said to have a capacity for


class Before(NamedTuple):
    """A month of the year planned, and what the same month brought a year before; None while it has not closed."""
    month: Period
    amount: int | None


class Trend(NamedTuple):
    """A span that has closed beside the same span a year before; None where the store's books do not reach that far."""
    span: Period
    amount: int
    before: int | None

    @property
    def change(self) -> Fraction | None:
        """Growth as a share; None where there was nothing before."""
        return Fraction(self.amount - self.before, self.before) if self.before else None


class Capacity(NamedTuple):
    """People who can be given targets today, and what one of them brought a month in the last six full months."""
    people: int
    mean: Fraction

    @property
    def year(self) -> Fraction:
        return self.people * self.mean * MONTHS_OF_YEAR


class Link(NamedTuple):
    """One thing that is needed for the one above it, at the store's own rate of the last six full months."""
    metric: Metric
    needed: Fraction                # in the year
    run: Fraction                   # a month, at present
    came: int = 0                   # so many of the one above came …
    of: int = 0                     # … of so many of this one; 0 / 0 for the target itself

    @property
    def a_month(self) -> Fraction:
        return self.needed / MONTHS_OF_YEAR

    @property
    def short(self) -> Fraction:
        """What is missing a month; negative when the present run is enough."""
        return self.a_month - self.run


@dataclass(frozen=True)
class Beside:
    metric: Metric
    year: Period
    months: tuple[Before, ...]
    last: int | None                # the year before: of a rate tenths of a percent, up to the close of yesterday
    expected: int | None            # what the year before will come to, where that is reckoned
    trends: tuple[Trend, ...]
    capacity: Capacity | None
    recent: Period                  # the six full months that rates and means are of
    chain: tuple[Link, ...] = ()

    @property
    def base(self) -> int | None:
        """What growth is held against: what the year before came to, or will come to."""
        return self.last if self.expected is None else self.expected

    def growth(self, total: int | None) -> Fraction | None:
        """None also where the store's books do not reach back to the first month of the year before."""
        if self.metric.is_rate or not self.base or total is None or self.months[0].amount is None:
            return None
        return Fraction(total - self.base, self.base)

    @property
    def visits(self) -> Link | None:
        """The end of the chain, once every rate on the way is known."""
        return self.chain[-1] if self.chain and self.chain[-1].metric.key == "visits" else None


def beside(store_id: int, key: str, year_no: int, today: date, total: int | None = None) -> Beside:
    metric, of = registry().metrics[key], year(date(year_no, 1, 1))
    whole = Scope(today, stores=frozenset({store_id}))
    months = sharing.months_of(year_no)
    before = of.previous()
    as_of = min(today - ONE_DAY, before.end)
    last = sharing.kept(metric.figures(whole, [before], as_of).get((before,), metric.none))
    expected = None
    if metric.forecast is not None and before.start <= as_of < before.end:
        expected = round(metric.forecast(store_id, before, as_of).of(last or 0).total)
    recent = sharing.six_full_months(today)
    by_month = sharing.last_year(store_id, metric, months, today)
    if before.end < today and not any(amount is not None for amount in by_month):
        last = None                                 # nothing is kept from that year
    return Beside(
        metric, of, tuple(Before(*pair) for pair in zip(months, by_month, strict=True)), last, expected,
        () if metric.is_rate else _trends(metric, whole, today),
        _capacity(store_id, metric, whole, recent, today) if key in SOLD else None, recent,
        _chain(key, total, whole, recent) if total and key in CHAINS else ())


def _trends(metric: Metric, whole: Scope, today: date) -> tuple[Trend, ...]:
    """The last three full months and the last twelve, each beside the same a year before."""
    last = month(today).previous()
    spans = [_months_up_to(last, count) for count in (3, MONTHS_OF_YEAR)]
    earlier = [Period(_a_year_before(span.start), month(_a_year_before(month(span.end).start)).end) for span in spans]
    found = metric.figures(whole, [*spans, *earlier, *(month(then.start) for then in earlier)], last.end)
    amounts = {key: figure.amount for (key,), figure in found.items()}
    return tuple(Trend(span, amounts.get(span, 0), amounts.get(then, 0) if amounts.get(month(then.start)) else None)
                 for span, then in zip(spans, earlier, strict=True))


def _months_up_to(last: Period, count: int) -> Period:
    first = last
    for _n in range(count - 1):
        first = first.previous()
    return Period(first.start, last.end)


def _a_year_before(first: date) -> date:
    return first.replace(year=first.year - 1)


def _capacity(store_id: int, metric: Metric, whole: Scope, recent: Period, today: date) -> Capacity | None:
    """The mean is over the months of the six on whose first day a person was in service in the store."""
    people = {person.id for _team, person in queries.sellers(store_id, today)}
    if not people:
        return None
    held = db.session.execute(select(Membership.person_id, Membership.from_on, Membership.until_on).where(
        Membership.store_id == store_id, Membership.person_id.in_(people))).all()
    served = len({(person_id, part) for person_id, from_on, until_on in held for part in recent.parts()
                  if from_on <= part.start < until_on})
    found = metric.figures(whole, [recent], recent.end, "person_id")
    brought = sum(figure.amount for (_period, person_id), figure in found.items() if person_id in people)
    return Capacity(len(people), Fraction(brought, served)) if served else None


def _chain(key: str, total: int, whole: Scope, recent: Period) -> tuple[Link, ...]:
    """Each thing needed for the one before it; it ends where a rate is not known yet."""
    keys = [one for one in CHAINS[key] if one in registry().metrics]
    counted: Figures = figures_of(keys, whole, [recent], recent.end)
    months = len(recent.parts())
    amounts = {one: counted.of(one, recent).amount for one in keys}
    links = [Link(registry().metrics[key], Fraction(total), Fraction(amounts[key], months))]
    for above, one in zip(keys, keys[1:], strict=False):
        if not (amounts[above] and amounts[one]):
            break
        links.append(Link(registry().metrics[one], links[-1].needed * amounts[one] / amounts[above],
                          Fraction(amounts[one], months), amounts[above], amounts[one]))
    return tuple(links)
