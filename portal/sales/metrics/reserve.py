"""Order reserve: what is ordered and not delivered, against what the next month is to deliver."""
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, and_, func, null, or_, select, union_all
from sqlalchemy.orm import aliased

from portal.core.metric import Aim, Kind, Metric, fact, facts_of
from portal.core.period import Periods, Unit
from portal.goals.models import Cell, PlanVersion, Standing

from .orders import open_at

PLANNED = "deliveries"


def _in_force(periods: Periods, version: Any) -> ColumnElement[bool]:
    """Versions of the store's plan of deliveries as of the day."""
    return and_(version.metric == PLANNED, version.standing == Standing.IN_FORCE,
                version.published_on <= periods.as_of)


def _planned(periods: Periods, whose: ColumnElement[bool], person: Any, base: Any) -> Select[Any]:
    """The cells of the next month in the version that holds for it."""
    newer, its_cell = aliased(PlanVersion), aliased(Cell)
    replaced = select(newer.id).join(its_cell, its_cell.version_id == newer.id).where(
        newer.store_id == PlanVersion.store_id, _in_force(periods, newer), its_cell.month_on == Cell.month_on,
        or_(newer.published_on > PlanVersion.published_on,
            and_(newer.published_on == PlanVersion.published_on, newer.number > PlanVersion.number))).exists()
    return fact(periods, PlanVersion, row_id=null(), lead=null(), on=periods.rows.c.as_at, person=person, amount=0,
                base=base, when=periods.rows.c.start <= periods.rows.c.as_at,
                ).join(Cell, Cell.version_id == PlanVersion.id).where(
        _in_force(periods, PlanVersion), Cell.month_on == periods.rows.c.following, whose, ~replaced)


def planned_next_month(periods: Periods) -> tuple[Select[Any], Select[Any]]:
    """The next month's target of deliveries as the base of a rate. What a store has not given to people stands with
    nobody, so that people add up to it."""
    given = aliased(Cell)
    to_people = select(func.coalesce(func.sum(given.amount), 0)).where(
        given.version_id == Cell.version_id, given.month_on == Cell.month_on,
        given.person_id.is_not(None)).scalar_subquery()
    of_the_store = and_(Cell.team_id.is_(None), Cell.person_id.is_(None))
    return (_planned(periods, Cell.person_id.is_not(None), Cell.person_id, Cell.amount),
            _planned(periods, of_the_store, null(), Cell.amount - to_people))


def _reserve(periods: Periods) -> Select[Any]:
    return facts_of(union_all(open_at(periods, base=0), *planned_next_month(periods)))


order_reserve = Metric(
    "order_reserve", Kind.RATE, _l("Order reserve"), _l("vehicles"), _reserve, "sales_order",
    _l("Orders open at the close of the last day, against the next month's target of deliveries."),
    _l("open orders at the month's end / deliveries planned for the next month"), over_edges=True,
    aim=Aim(50, units=(Unit.MONTH,), high=1000))
