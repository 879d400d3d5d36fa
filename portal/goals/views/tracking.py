from typing import NamedTuple

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from portal.core.metric import Metric
from portal.core.period import ONE_DAY, Period, month, week
from portal.core.policy import my_rights, requires
from portal.core.registry import registry
from portal.core.scope import Scope

from .. import whose
from ..expected import PAGE_SIZE, resting
from ..queries import CLOSING
from ..tracking import offered_periods, tracking

bp = Blueprint("goals", __name__)
OFFERED = ("deliveries", "orders", "visits", "test_drives", "revenue", "kept_rate", "drive_rate",
           *CLOSING, "follow_up_timeliness")


class Asked(NamedTuple):
    """What the address asks for: whose goals, which metric, which period."""
    chosen: whose.Choice
    metric: Metric
    period: Period


@bp.get("/goals", endpoint="tracking")
@requires("goals.read")
def tracking_page(scope: Scope) -> ResponseReturnValue:
    """One metric, one unit, one period: where it stands, what it will come to, what each day must bring."""
    choices = whose.choices(scope)
    if not choices:
        return render_template("goals/none.html")
    chosen, metric, period = _asked(scope, choices)
    periods = offered_periods(scope.today)
    if all(period not in of_unit for _unit, of_unit in periods):
        periods.insert(0, (period.unit.label, [period]))
    return render_template(
        "goals/tracking.html", choices=choices, chosen=chosen, metrics=_metrics(), metric=metric, period=period,
        periods=periods, week=week(min(scope.today, period.end)), as_of=min(scope.today - ONE_DAY, period.end),
        it=tracking(chosen.store_id, metric.key, period, chosen.unit, scope, scope.today))


@bp.get("/goals/forecast")
@requires("goals.read")
def forecast(scope: Scope) -> ResponseReturnValue:
    """The customers that the forecast rests on."""
    chosen, metric, period = _asked(scope, whose.choices(scope))
    if metric.forecast is None:
        abort(404)
    page = request.args.get("page", 1, type=int)
    it = resting(chosen.store_id, metric.key, period, chosen.unit, scope, my_rights(), scope.today, page)
    if not 1 <= page <= max(-(-it.count // PAGE_SIZE), 1):
        abort(404)
    return render_template("goals/forecast.html", it=it, chosen=chosen, metric=metric, period=period,
                           page_size=PAGE_SIZE, over=period.end < scope.today)


def _metrics() -> list[Metric]:
    return [registry().metrics[key] for key in OFFERED if key in registry().metrics]


def _asked(scope: Scope, choices: list[whose.Choice]) -> Asked:
    chosen = whose.chosen(choices)
    metric = registry().metrics.get(request.args.get("metric", "deliveries"))
    if metric not in _metrics() or metric is None:
        abort(404)
    return Asked(chosen, metric, _period(scope))


def _period(scope: Scope) -> Period:
    try:
        return Period.parse(request.args["period"]) if request.args.get("period") else month(scope.today)
    except ValueError:
        abort(404)
