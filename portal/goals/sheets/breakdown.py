"""目标分解表, a year by months and people, and 月销售计划分配表, a month by weeks and people."""
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l

from portal.core.period import Period, month
from portal.core.registry import registry
from portal.core.sheet import SheetKind

from .. import sharing
from ..spread import Spread, spread
from ..targets import STORE, Unit, targets_of

QUARTER = 3         # months


@dataclass(frozen=True)
class Breakdown:
    year: int
    standing: str                                   # of the version that is printed before it is in force
    spread: Spread
    last_year: tuple[int | None, ...]               # by month, of the whole; None where it has not closed
    quarters: tuple[tuple[str, int, int], ...] = ()     # its name, its first month's place, the place after its last


@dataclass(frozen=True)
class Shares:
    month: Period
    spread: Spread


def build_breakdown(store_id: int, key: str, year: int, today: date, unit: Unit = STORE, *,
                    ahead: Collection[int] = (), standing: str = "") -> Breakdown:
    """The year as it holds today, with versions that are not in force yet where they are named."""
    months = sharing.months_of(year)
    targets = targets_of(store_id, [key], months, today, ahead=ahead)
    before = tuple(sharing.last_year(store_id, registry().metrics[key], months, today, unit))
    quarters = tuple((months[n].parent().short, n, n + QUARTER)             # type: ignore[union-attr]
                     for n in range(0, len(months), QUARTER))
    return Breakdown(year, standing, spread(targets, key, months, unit), before, quarters)


def build_shares(store_id: int, key: str, on: date, today: date, unit: Unit = STORE, *,
                 ahead: Collection[int] = ()) -> Shares:
    """A month by its weeks' parts, as it holds today: leavers' parts and what was given out are in it."""
    of = month(on)
    targets = targets_of(store_id, [key], [of], today, ahead=ahead)
    return Shares(of, spread(targets, key, of.weeks(), unit))


breakdown = SheetKind("goal_breakdown", _l("Breakdown of the year's goal"), "goals.read",
                      "goals/sheets/breakdown.html", build_breakdown, endpoint="goal_papers.index")
shares = SheetKind("month_shares", _l("Month's sales plan by person and week"), "goals.read",
                   "goals/sheets/shares.html", build_shares, endpoint="goal_papers.index")
