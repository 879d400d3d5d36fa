"""Asked: what an address asks for: a period, a day, a row, a store; and the addresses of the others."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import abort, request

from .clock import last_closed
from .period import CALENDAR_UNITS, Period, Unit, period_of

LONGEST_ID = 18                     # digits: what a database keeps


@dataclass(frozen=True)
class Asked:
    """The address names it: ?period=2026-W48, and perhaps &as_of=2026-11-22 for a day that closed before yesterday."""
    period: Period
    as_of: date
    units: Sequence[Unit] = CALENDAR_UNITS

    def address(self, period: Period | None = None, **changes: Any) -> str:
        """This page for another period, or with other values in its query; None takes one out."""
        args = request.args.to_dict() | {"period": (period or self.period).key} | changes
        return "?" + urlencode({name: value for name, value in args.items() if value is not None})

    @property
    def tabs(self) -> list[tuple[Any, str, bool]]:
        """The period of each kind that holds the same last day: label, address, whether it is this one."""
        day = max(self.period.start, min(self.period.end, self.as_of))
        return [(unit.label, self.address(period_of(unit, day)), unit is self.period.unit) for unit in self.units]

    @property
    def before(self) -> str:
        return self.address(self.period.previous())

    @property
    def after(self) -> str | None:
        """None: it has not begun."""
        following = self.period.next()
        return self.address(following) if following.start <= last_closed() else None


def period_named(key: str | None, unit: Unit, otherwise: Period | None = None) -> Period:
    """The period of one kind that an address names; `otherwise` where it names none. Nonsense or another kind: 404."""
    if not key and otherwise is not None:
        return otherwise
    try:
        found = Period.parse(key or "")
    except ValueError:
        abort(404)
    return found if found.unit is unit else abort(404)


def number(text: str) -> int | None:
    """An id as an address or a field has it; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_ID else None


def asked(unit: Unit = Unit.MONTH, units: Sequence[Unit] = CALENDAR_UNITS) -> Asked:
    """What the request asks for; without a period the one of `unit` that yesterday lies in. Nonsense: 404."""
    latest = last_closed()
    try:
        as_of = date.fromisoformat(request.args["as_of"]) if "as_of" in request.args else latest
        period = Period.parse(request.args["period"]) if "period" in request.args else period_of(unit, as_of)
    except ValueError:
        abort(404)
    return Asked(period, min(as_of, latest), units)
