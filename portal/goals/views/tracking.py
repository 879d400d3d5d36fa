from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from portal.core.period import Period, month, week
from portal.core.policy import requires
from portal.core.registry import registry
from portal.core.scope import Scope

from .. import whose
from ..tracking import recent_months, tracking

bp = Blueprint("goals", __name__)
OFFERED = ("deliveries", "orders", "visits", "test_drives", "revenue", "kept_rate", "drive_rate", "new_closing",
           "follow_up_timeliness")


@bp.get("/goals", endpoint="tracking")
@requires("goals.read")
def tracking_page(scope: Scope) -> ResponseReturnValue:
    """One metric, one unit, one period: where it stands, what it will come to, what each day must bring."""
    choices = whose.choices(scope)
    metrics = [registry().metrics[key] for key in OFFERED if key in registry().metrics]
    if not choices or not metrics:
        return render_template("goals/none.html")
    chosen = whose.chosen(choices)
    metric = registry().metrics.get(request.args.get("metric", "deliveries"))
    if metric not in metrics or metric is None:
        abort(404)
    period = _period(scope)
    periods = recent_months(scope.today)
    if period not in periods:
        periods.insert(0, period)
    return render_template(
        "goals/tracking.html", choices=choices, chosen=chosen, metrics=metrics, metric=metric, period=period,
        periods=periods, today=scope.today, week=week(min(scope.today, period.end)),
        it=tracking(chosen.store_id, metric.key, period, chosen.unit, scope, scope.today))


def _period(scope: Scope) -> Period:
    try:
        return Period.parse(request.args["period"]) if request.args.get("period") else month(scope.today)
    except ValueError:
        abort(404)
