"""What goals show on pages of areas that do not name them."""
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy.orm import joinedload

from portal.core.metric import Metric
from portal.core.panel import Panel, Reading
from portal.core.registry import registry
from portal.extensions import db
from portal.org.models import Person

from . import queries
from .models import Plan, PlanVersion, Response

ON_HOME = 6             # lines; the rest is on the plan's page


class Counter(NamedTuple):
    """A counter-proposal that waits for a decision; amounts as targets are kept."""
    response_id: int
    plan_id: int
    person: str
    metric: Metric
    year: int
    proposed: int
    counter: int
    reason: str


@dataclass(frozen=True)
class Counters:
    lines: Sequence[Counter]
    more: int


class Proposal(NamedTuple):
    """A target that waits for the reader's own answer."""
    version_id: int
    metric: Metric
    year: int
    months: Sequence[str]


def _counters(reading: Reading) -> Counters | None:
    rows = db.session.execute(
        queries.waiting(reading.rights["goals.approve"]).join(PlanVersion, PlanVersion.id == Response.version_id)
        .join(Plan, Plan.id == PlanVersion.plan_id).join(Person, Person.id == Response.person_id)
        .order_by(Response.said_at, Response.id)
        .with_only_columns(Response.id, Plan.id, Person.name, Plan.metric, Plan.year, Response.proposed,
                           Response.counter, Response.reason)).all()
    known = registry().metrics
    lines = [Counter(response_id, plan_id, person, known[key], year, proposed, counter or 0, reason)
             for response_id, plan_id, person, key, year, proposed, counter, reason in rows if key in known]
    return Counters(lines[:ON_HOME], max(0, len(lines) - ON_HOME)) if lines else None


def _proposals(reading: Reading) -> Sequence[Proposal] | None:
    known = registry().metrics
    versions = db.session.scalars(queries.proposals_to(reading.reader).options(joinedload(PlanVersion.plan))
                                  .order_by(PlanVersion.id)).all()
    return [Proposal(version.id, known[version.metric], version.plan.year, version.months) for version in versions
            if version.metric in known] or None


panels = (
    Panel("approvals", 30, "goals.approve", _counters, "goals/_counters_panel.html", "plans.index"),
    Panel("approvals", 40, "goals.propose", _proposals, "goals/_proposals_panel.html", "plans.index"),
)
