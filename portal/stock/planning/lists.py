"""All lines of all plans: to narrow, to export, and to see what was ordered of a model month by month."""
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from portal.catalogue.filters import of_series
from portal.catalogue.models import CarModel, Series
from portal.core.lists import Choice, Column, Day, Link, List, Name, Number, Text, Words
from portal.core.scope import Scope
from portal.extensions import db
from portal.org.models import Store

from . import queries
from .models import SupplyLine, SupplyPlan


def _named(rows: Any) -> Any:
    return rows.join(Series, Series.id == SupplyLine.series_id).join(CarModel, CarModel.id == SupplyLine.model_id)


def _plans(scope: Scope) -> Mapping[str, str]:
    """By month; who reads several stores reads the store too."""
    rows = db.session.execute(queries.plans(scope).join(Store, Store.id == SupplyPlan.store_id).with_only_columns(
        SupplyPlan.id, SupplyPlan.month_on, Store.name)).all()
    several = len({row[2] for row in rows}) > 1
    return {str(row[0]): f"{row[1]:%Y-%m}" + (f" {row[2]}" if several else "") for row in rows}


lines = List(
    "supply_lines", _l("Lines of order plans"), queries.lines, id=SupplyLine.id, details=_named, sort="-month",
    rows=_l("models"), export="vehicles.export",
    empty=_l("What was suggested and ordered of each model stands here, as soon as the first plan is drafted."),
    columns=(
        Column("model", _l("Model"), Series.name.concat(" ").concat(CarModel.name), Name(), sort=False, head=True,
               link=Link("planning.line", "supply_line_id")),
        Column("month", _l("Month of the plan"), SupplyPlan.month_on, Day(), phone="corner"),
        Column("pace", _l("At the pace"), SupplyLine.pace, Number(1)),
        Column("leads", _l("Leads, weighted"), SupplyLine.leads, Number(1)),
        Column("waiting", _l("Waiting orders"), SupplyLine.waiting, Number()),
        Column("free", _l("Free"), SupplyLine.free, Number()),
        Column("coming", _l("On the way"), SupplyLine.coming, Number()),
        Column("suggested", _l("Suggested"), SupplyLine.suggested, Number()),
        Column("ordered", lazy_pgettext("factory", "To order"), SupplyLine.ordered, Number()),
        Column("reason", _l("Why"), SupplyLine.reason, Text(), sort=False),
        Column("state", _l("State"), SupplyPlan.state, Words(), sort=False, phone="hidden"),
    ),
    filters=(
        Choice("plan", _l("Order plan"), column=SupplyLine.plan_id, among=_plans),
        of_series(SupplyLine.series_id),
    ),
)
