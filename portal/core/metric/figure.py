"""Figure: what a metric says of one period and one part: its amount, its base, how it reads and how it stands."""
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from portal.core import words
from portal.extensions import Coded

if TYPE_CHECKING:
    from .definition import Metric

FEN = 100                # of a yuan
WATCH_POINTS = 10        # a rate so many points off its aim is watched, beyond that it is behind


class State(Coded):
    """How a figure stands against its aim; the value is the kind of the state macro."""
    OK = "ok", _l("On track")
    WATCH = "watch", _l("Watch")
    LATE = "late", _l("Behind")
    UNRIPE = "", _l("Not judged yet")


@dataclass(frozen=True, slots=True)
class Figure:
    """`base` is None for what is no rate. The ripe parts are of the cases whose waiting time is over; `values` are
    what a median is taken of. Figures of parts add up to the figure of the whole.
    """
    metric: "Metric" = field(repr=False, compare=False)
    amount: int = 0
    base: int | None = None
    ripe_amount: int = 0
    ripe_base: int | None = None
    values: tuple[int, ...] = ()

    def __add__(self, other: "Figure") -> "Figure":
        return replace(self, amount=self.amount + other.amount, base=_sum(self.base, other.base),
                       ripe_amount=self.ripe_amount + other.ripe_amount,
                       ripe_base=_sum(self.ripe_base, other.ripe_base), values=self.values + other.values)

    @property
    def value(self) -> int | Fraction | None:
        """The rate or the median, None over nothing; else the amount."""
        if self.metric.is_median:
            return Fraction(median(map(Fraction, self.values))) if self.values else None
        if self.metric.is_rate:
            return Fraction(self.amount, self.base) if self.base else None
        return self.amount

    @property
    def text(self) -> str:
        """As pages and sheets print it, without its unit: 1,234 · 79.2% · 1.97 · 178,800 · –."""
        value = self.value
        if value is None:
            return words.NONE
        if self.metric.in_percent:
            return words.rate(self.amount, self.base)
        if self.metric.money:
            return words.yuan(int(value) if not self.metric.is_rate else round(value / FEN) * FEN)
        if self.metric.is_rate:
            return words.number(value, self.metric.places)
        return words.number(int(value)) if value == int(value) else words.number(float(value), 1)

    @property
    def parts(self) -> str:
        """Of a rate its numerator and denominator: 19 / 24; empty for all others."""
        if not self.metric.is_rate:
            return ""
        amount = words.yuan(self.amount) if self.metric.money else words.number(self.amount)
        base = words.yuan(self.base) if self.metric.is_money_of_money else words.number(self.base)
        return f"{amount} / {base}"

    @property
    def judged(self) -> int | Fraction | None:
        """The value that is held against the aim: of the ripe cases alone, where cases have to ripen."""
        if self.metric.is_rate and self.metric.ripens:
            return Fraction(self.ripe_amount, self.ripe_base) if self.ripe_base else None
        return self.value

    def state(self, aim: int | Decimal | None) -> State | None:
        """How it stands against an aim (of a rate in percent); None without an aim or without cases."""
        if aim is None or self.value is None:
            return None
        judged = self.judged
        if judged is None:
            return State.UNRIPE
        ahead = (judged * 100 if self.metric.in_percent else judged) - Fraction(aim)
        if self.metric.aim and self.metric.aim.at_most:
            ahead = -ahead
        if ahead >= 0:
            return State.OK
        return State.WATCH if self.metric.in_percent and ahead >= -WATCH_POINTS else State.LATE


def _sum(one: int | None, other: int | None) -> Any:
    return other if one is None else one if other is None else one + other
