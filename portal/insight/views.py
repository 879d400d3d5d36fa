"""Pages of figures."""
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from portal.core.asked import asked, number
from portal.core.lists import show_list
from portal.core.metric import Metric
from portal.core.metric.definition import NOBODY
from portal.core.place import my_store_id
from portal.core.policy import Rights, my_rights, requires
from portal.core.registry import registry
from portal.core.scope import Scope

from . import lists, queries

bp = Blueprint("insight", __name__)
LONGEST_ID = 18
HEADS = {"vehicles": _l("Vehicles"), "customers": _l("Customers and leads"), "sales": _l("Sales"),
         "stock": _l("Stock"), "goals": _l("Goals")}


@bp.route("/metrics")
@requires("metrics.read")
def index(scope: Scope) -> ResponseReturnValue:
    """All figures that the portal counts, area by area."""
    by_area = [(area.name, HEADS.get(area.name, area.name), shown) for area in registry().areas
               if (shown := [metric for metric in area.metrics if metric.needs in _known(my_rights())])]
    return render_template("insight/index.html", by_area=by_area)


@bp.route("/metrics/<key>")
@requires("metrics.read")
def metric(scope: Scope, key: str) -> ResponseReturnValue:
    """What a figure means; for who may see figures also how it stands, by people and by its parts."""
    of, store_id, about = _metric(key), my_store_id(), asked()
    sees = my_rights().get(of.needs) if "figures.read" in my_rights() else None
    times = queries.over_time(about.period, about.as_of) if sees else []
    parts = queries.by_people(of, sees, times) if sees else []
    splits = [(key, split, split.words(store_id), queries.by_split(of, sees, key, about.period, about.as_of))
              for key, split in of.splits.items()] if sees else []
    return render_template("insight/metric.html", metric=of, asked=about, times=times, parts=parts, splits=splits,
                           aim=of.aim_of(store_id, about.period), store_id=store_id)


@bp.route("/metrics/<key>/rows", methods=["GET", "POST"])
@requires("figures.read")
def rows(scope: Scope, key: str) -> ResponseReturnValue:
    """The rows behind a figure: what the address names of its period, people and parts."""
    of, store_id, about = _metric(key), my_store_id(), asked()
    sees = my_rights().get(of.needs) or abort(404)
    where = _where(of)
    whole = of.figures(sees, [about.period], about.as_of, where=where).get((about.period,), of.none)
    return show_list(lists.rows_of(of, sees, about.period, about.as_of, where, store_id), sees,
                     "insight/rows.html", metric=of, asked=about, whole=whole)


def _known(rights: Rights) -> set[str]:
    """Definitions of figures are for everybody but those of guarded fields."""
    return {*rights, "figures.read"}


def _metric(key: str) -> Metric:
    found = registry().metrics.get(key)
    if found is None or found.needs not in _known(my_rights()):
        abort(404)
    return found


def _where(of: Metric) -> Mapping[str, Any]:
    """The columns of facts that the address narrows, from the fixed list of people and parts."""
    return {name: _value(name, request.args[name]) for name in (*lists.PARTS, *of.splits) if name in request.args}


def _value(name: str, text: str) -> Any:
    """A value as the column has it: a number for an id; `none` for the line of nobody."""
    if text == NOBODY:
        return None
    if not name.endswith("_id"):
        return text[:LONGEST_ID * 2]
    found = number(text)
    return abort(404) if found is None else found
