"""Forecast: what a period will come to, in parts, and the rows it rests on."""
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple


class Expected(NamedTuple):
    """A row that is expected to bring something: an open order or lead, credited to a person."""
    table: str
    row_id: int
    person_id: int | None
    share: Fraction


class Forecast(NamedTuple):
    """Done, and still expected of open orders, of open leads, and of leads to come; whole numbers only when shown."""
    done: int
    orders: Fraction
    leads: Fraction
    to_come: Fraction

    @property
    def total(self) -> Fraction:
        return self.done + self.orders + self.leads + self.to_come


@dataclass(frozen=True)
class Forecasts:
    """What a store's period is still expected to bring, by row and by who is credited."""
    rows: tuple[Expected, ...]
    to_come: Mapping[int | None, Fraction]              # by who opens the leads; None: nobody yet

    def of(self, done: int, people: Container[int | None] | None = None) -> Forecast:
        """The forecast of some people (None: of the whole store), given what they have done."""
        rows = [row for row in self.rows if people is None or row.person_id in people]
        coming = [share for person_id, share in self.to_come.items() if people is None or person_id in people]
        return Forecast(done, _sum(row.share for row in rows if row.table == "sales_order"),
                        _sum(row.share for row in rows if row.table == "lead"), _sum(coming))


def _sum(shares: Iterable[Fraction]) -> Fraction:
    return sum(shares, Fraction())
