"""Load: plans with their versions as they were published, for a demo store."""
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select

from portal.core.clock import ZONE
from portal.extensions import db

from .models import Cell, Plan, PlanVersion, Standing
from .targets import Unit


@dataclass(frozen=True)
class DatedVersion:
    """A set of numbers in force from a day; `cells` by month (its first day) and unit, the teams' included."""
    number: int
    published_on: date
    made_by_id: int
    cells: Mapping[tuple[date, Unit], int]
    total: int
    reason: str = ""


@dataclass(frozen=True)
class DatedPlan:
    store_id: int
    year: int
    metric: str
    what: str = ""
    attainable: str = ""
    serves: str = ""
    versions: tuple[DatedVersion, ...] = ()


def plans(rows: Iterable[DatedPlan]) -> int:
    """Take plans and versions that are not there yet; returns how many rows were new."""
    taken = 0
    for row in rows:
        plan = db.session.scalars(select(Plan).where(
            Plan.store_id == row.store_id, Plan.year == row.year, Plan.metric == row.metric)).first()
        if plan is None:
            plan = Plan(store_id=row.store_id, year=row.year, metric=row.metric, what=row.what,
                        attainable=row.attainable, serves=row.serves, by_on=date(row.year, 12, 31))
            db.session.add(plan)
            db.session.flush()
            taken += 1
        known = set(db.session.scalars(select(PlanVersion.number).where(PlanVersion.plan_id == plan.id)))
        taken += sum(_version(plan, version) for version in row.versions if version.number not in known)
    return taken


def _version(plan: Plan, row: DatedVersion) -> int:
    months = sorted({first for first, _unit in row.cells})
    version = PlanVersion(
        plan_id=plan.id, store_id=plan.store_id, metric=plan.metric, number=row.number, total=row.total,
        standing=Standing.IN_FORCE, months=[f"{first:%Y-%m}" for first in months], reason=row.reason,
        made_by_id=row.made_by_id, made_at=datetime.combine(row.published_on, time(10), ZONE),
        published_by_id=row.made_by_id, published_on=row.published_on)
    db.session.add(version)
    db.session.flush()
    db.session.add_all(Cell(
        version_id=version.id, month_on=first, team_id=unit.team_id, person_id=unit.person_id, amount=amount,
        whom=unit.key) for (first, unit), amount in row.cells.items())
    db.session.flush()
    return 1 + len(row.cells)
