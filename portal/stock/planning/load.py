"""Load: order plans of past months, reckoned as at their own day, for a demo store."""
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from portal.extensions import db

from .actions import draft
from .models import PlanState
from .queries import lines_of
from .reckoning import span_of


@dataclass(frozen=True)
class DatedSupplyPlan:
    """`more`: place of a line → vehicles added to the suggestion, and why. Without `placed_on` still a draft."""
    store_id: int
    month_on: date
    as_of: date
    by_id: int
    placed_on: date | None = None
    more: Mapping[int, tuple[int, str]] = field(default_factory=dict)


def plans(rows: Iterable[DatedSupplyPlan]) -> int:
    taken = 0
    for row in rows:
        plan = draft(row.store_id, row.month_on, row.as_of, span_of(row.store_id, row.as_of), by_id=row.by_id)
        for n, line in enumerate(lines_of(plan)):
            if n in row.more and line.suggested + row.more[n][0] >= 0:
                line.ordered, line.reason = line.suggested + row.more[n][0], row.more[n][1]
        if row.placed_on:
            plan.state, plan.placed_by_id, plan.placed_on = PlanState.PLACED, row.by_id, row.placed_on
        taken += 1
    db.session.flush()
    return taken
