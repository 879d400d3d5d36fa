"""An order plan on paper, to be signed."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask_babel import lazy_gettext as _l

from portal.catalogue import queries as catalogue
from portal.core.period import Period, month
from portal.core.sheet import SheetKind
from portal.org.queries import names

from . import queries
from .models import PlanState, SupplyPlan

SUPPLY_PLAN = "supply_plan"


@dataclass(frozen=True)
class Line:
    model: str
    pace: Decimal
    leads: Decimal
    to_come: Decimal
    expected: Decimal
    waiting: int
    free: int
    coming: int
    suggested: int
    ordered: int
    reason: str


@dataclass(frozen=True)
class Paper:
    month: Period
    as_of: date
    until: date
    lead_days: int
    cover_days: int
    placed_on: date | None
    planner: str
    lines: Sequence[Line]

    @property
    def suggested(self) -> int:
        return sum(line.suggested for line in self.lines)

    @property
    def ordered(self) -> int:
        return sum(line.ordered for line in self.lines)


def build(plan: SupplyPlan) -> Paper:
    rows = queries.lines_of(plan)
    models = catalogue.model_names({row.model_id for row in rows})
    return Paper(
        month(plan.month_on), plan.as_of_on, queries.until(plan), plan.lead_days, plan.cover_days,
        plan.placed_on if plan.state is PlanState.PLACED else None,
        names({plan.drafted_by_id}).get(plan.drafted_by_id, ""),
        [Line(models.get(row.model_id, ""), row.pace, row.leads, row.to_come, row.expected, row.waiting, row.free,
              row.coming, row.suggested, row.ordered, row.reason) for row in rows])


sheets = (SheetKind(SUPPLY_PLAN, _l("Order plan"), "planning.read", "stock/sheets/supply_plan.html", build,
                    endpoint="planning.index"),)
