"""待分配: what of a team's target nobody has, given out by person and week."""
from collections.abc import Sequence
from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.action import Refused
from portal.core.asked import period_named
from portal.core.period import Period, month
from portal.core.period import Unit as Kind
from portal.core.policy import me, requires
from portal.core.registry import registry
from portal.core.scope import Scope
from portal.extensions import db
from portal.org import queries as org
from portal.org.models import Store

from .. import actions, queries, whose
from ..forms import GiveOutForm
from ..spread import spread
from ..targets import Unit, targets_of

bp = Blueprint("goal_rest", __name__)


@bp.route("/goals/teams/<int:team_id>/to-give-out/<metric>", methods=["GET", "POST"])
@requires("goals.write")
def give(scope: Scope, team_id: int, metric: str) -> ResponseReturnValue:
    """A grid of the team's people and the month's weeks that are not over, with what is left of each live."""
    team = next((one for one in whose.choices(scope) if one.unit == Unit(team_id)), None) or abort(404)
    kind = registry().metrics.get(metric)
    if kind is None or metric not in queries.PLANNED or kind.is_rate:
        abort(404)
    of = _month(scope.today)
    targets = targets_of(team.store_id, [metric], [of], scope.today)
    left = {part: targets.of(metric, part, Unit(team_id, None, True)) or 0 for part in of.weeks()
            if part.end >= scope.today}
    people = [person for of_team, person in queries.sellers(team.store_id, scope.today) if of_team == team_id]
    form = GiveOutForm()
    if form.validate_on_submit():
        with form.refusals():
            amounts = _typed([person.id for person in people], list(left))
            actions.give_out(db.session.get_one(Store, team.store_id), by=me(), once=form.once.data, metric=metric,
                             team_id=team_id, amounts=amounts)
            flash(_("Given out. Progress is judged at yesterday's close and has it from tomorrow."))
            return redirect(url_for(".give", team_id=team_id, metric=metric, month=of.key), 303)
    given = queries.given_out(team_id, metric, of)
    return render_template(
        "goals/rest.html", form=form, team=team, metric=kind, month=of, left=left, people=people, given=given,
        field_name=field_name, typed=request.form, spread=spread(targets, metric, of.weeks(), Unit(team_id)),
        names=org.names({one.person_id for one in given} | {one.given_by_id for one in given}),
        months=[of.previous(), of.next()], holds={there.version_id for there in targets.months.values()}), form.status


def field_name(person_id: int, part: Period) -> str:
    return f"{person_id}.{part.start.isoformat()}"


def _typed(people: Sequence[int], parts: Sequence[Period]) -> dict[tuple[int, date], int]:
    found = {}
    for part in parts:
        for person_id in people:
            text = request.form.get(field_name(person_id, part), "").strip()
            if text and not (text.isdecimal() and len(text) < 7):
                raise Refused(_("“%(text)s” is no whole number.", text=text[:20]))
            found[person_id, part.start] = int(text or 0)
    return found


def _month(today: date) -> Period:
    return period_named(request.args.get("month"), Kind.MONTH, month(today))
