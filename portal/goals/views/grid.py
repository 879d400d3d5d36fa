"""The grid of a breakdown: who stands in it, what its cells are called, and what was typed in them."""
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from flask import request
from flask_babel import gettext as _

from portal.core.action import Refused
from portal.core.metric import Metric
from portal.core.period import Period, quarter

from ..forms import stored
from ..targets import Unit


class Line(NamedTuple):
    """A row of the grid: a person, or what of a team is left."""
    name: str
    unit: Unit
    team: str = ""
    recent: int | None = None               # of the last six months


@dataclass(frozen=True)
class Grid:
    lines: Sequence[Line]
    cells: Mapping[str, Any]                # name of the field → what stands in it
    months: Sequence[Period]
    whole: Mapping[date, int]               # the store's of each month
    last_year: Sequence[int | None]

    @property
    def quarters(self) -> list[Period]:
        """Those that the months make whole; none where a version changes single months."""
        there = {period.start for period in self.months}
        found = dict.fromkeys(quarter(period.start) for period in self.months)
        return list(found) if all(part.start in there for one in found for part in one.months()) else []

    @property
    def recent(self) -> int:
        """What all the lines brought in the last six months."""
        return sum(line.recent or 0 for line in self.lines)

    def target(self, of: Period) -> int:
        return sum(amount for first, amount in self.whole.items() if first in of)


def field_name(period: Period, unit: Unit) -> str:
    return f"{period.key}.{'rest' + str(unit.team_id) if unit.rest else unit.key}"


def typed_cells(metric: Metric, periods: Sequence[Period], units: Sequence[Unit],
                there: Container[tuple[date, Unit]] | None = None) -> dict[tuple[date, Unit], int]:
    """The cells of a grid as they were typed; with `there`, the cells that exist, what was left blank elsewhere stays
    without one. Raises Refused for what is no number.
    """
    found = {}
    for period in periods:
        for unit in units:
            text = request.form.get(field_name(period, unit), "").strip().replace(",", "")
            if not text and there is not None and (period.start, unit) not in there:
                continue
            try:
                amount = Decimal(text or 0)
            except InvalidOperation as error:
                raise Refused(_("%(month)s: “%(text)s” is no number.", month=period.label, text=text[:20])) from error
            if not amount.is_finite() or abs(amount) > 10**12 or (not metric.is_rate and amount != int(amount)):
                raise Refused(_("%(month)s: whole numbers.", month=period.label))
            found[period.start, unit] = stored(metric, amount)
    return found
