"""What is printed of goals: chosen on one page, each shown as it will be printed."""
from datetime import date

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from portal.core import sheet
from portal.core.asked import period_named
from portal.core.period import Period, Unit, month, week
from portal.core.policy import requires
from portal.core.registry import registry
from portal.core.scope import Scope
from portal.extensions import db
from portal.org.models import Store

from .. import queries, sheets, whose
from ..models import Plan, PlanVersion, Standing
from ..whose import Choice

bp = Blueprint("goal_papers", __name__)
WEEKS_BACK = 4          # weeks offered to choose from
MONTHS = 3              # from next month backwards


@bp.get("/goals/papers")
@requires("goals.read")
def index(scope: Scope) -> ResponseReturnValue:
    """Choose what to print, of whom and of which time."""
    choices = whose.choices(scope)
    year = _year(request.args.get("year", scope.today.year, type=int))
    chosen = whose.chosen(choices) if choices else None
    weeks, months = [week(scope.today)], [month(scope.today).next()]
    while len(weeks) < WEEKS_BACK:
        weeks.append(weeks[-1].previous())
    while len(months) < MONTHS:
        months.append(months[-1].previous())
    plans = db.session.scalars(queries.plans(scope).where(
        Plan.year == year, Plan.store_id == chosen.store_id).order_by(Plan.id)).all() if chosen else []
    return render_template("goals/papers.html", choices=choices, chosen=chosen, year=year, weeks=weeks, months=months,
                           plans=plans, metrics=registry().metrics, sheets=registry().sheets)


@bp.route("/goals/plans/<int:plan_id>/breakdown", methods=["GET", "POST"])
@requires("goals.read")
def plan_breakdown(scope: Scope, plan_id: int) -> ResponseReturnValue:
    """目标分解表 as it is in force today."""
    return _breakdown(scope, db.first_or_404(queries.plans(scope).where(Plan.id == plan_id)), None)


@bp.route("/goals/versions/<int:version_id>/breakdown", methods=["GET", "POST"])
@requires("goals.read")
def version_breakdown(scope: Scope, version_id: int) -> ResponseReturnValue:
    """目标分解表 as a draft or proposal would have it."""
    version = db.first_or_404(queries.versions(scope).where(PlanVersion.id == version_id))
    return _breakdown(scope, db.session.get_one(Plan, version.plan_id), version)


@bp.route("/goals/years/<int:year>/letter", methods=["GET", "POST"])
@requires("goals.read")
def year_letter(scope: Scope, year: int) -> ResponseReturnValue:
    """年度目标书 of a store."""
    chosen = _whole(scope)
    if not chosen.key.startswith("s"):
        abort(404)
    data = sheets.build_year_letter(chosen.store_id, _year(year), chosen.name, scope.today,
                                     ahead=queries.proposed(chosen.store_id, year))
    return sheet.answer("year_goal_letter", data, store=chosen.name, about=str(year), back=_back(chosen, year),
                        path=_progress(chosen, year))


@bp.route("/goals/years/<int:year>/letters", methods=["GET", "POST"])
@requires("goals.read")
def person_letters(scope: Scope, year: int) -> ResponseReturnValue:
    """个人目标责任书 of a person, or of all people of a team or store, a page each."""
    chosen = whose.chosen(whose.choices(scope))
    ahead = queries.proposed(chosen.store_id, _year(year))
    of_whom = {choice.unit.person_id for choice in whose.choices(scope) if choice.unit.person_id is not None}
    if chosen.unit.person_id is not None:
        of_whom = {chosen.unit.person_id}
    elif chosen.unit.team_id is not None:
        of_whom = queries.members(chosen.unit.team_id, scope.today)
    people = sheets.people_of(chosen.store_id, year, {one for one in of_whom if one}, scope.today, ahead)
    data = sheets.build_person_letters(chosen.store_id, year, people, scope.today, ahead=ahead)
    return sheet.answer("person_goal_letter", data, store=_store_name(chosen.store_id), about=f"{_name(chosen)} {year}",
                        back=_back(chosen, year), path=_progress(chosen, year))


@bp.route("/goals/weeks/<key>/control", methods=["GET", "POST"])
@requires("goals.read")
def week_control(scope: Scope, key: str) -> ResponseReturnValue:
    """绩效周进度管控表 of a store, a team or a person."""
    chosen, of = whose.chosen(whose.choices(scope)), _period(key, Unit.WEEK)
    if of.start > scope.today:
        abort(404)
    data = sheets.build_control(chosen.store_id, of, scope, chosen.unit, scope.today)
    return sheet.answer("week_control", data, store=_store_name(chosen.store_id), about=f"{_name(chosen)} {of.key}",
                        back=_back(chosen, of.start.year))


@bp.route("/goals/years/<int:year>/comparison", methods=["GET", "POST"])
@requires("goals.read")
def plan_comparison(scope: Scope, year: int) -> ResponseReturnValue:
    """营业目标计划与实绩比较表 of a store, a team or a person."""
    chosen = whose.chosen(whose.choices(scope))
    data = sheets.build_comparison(chosen.store_id, _year(year), scope, chosen.unit, scope.today)
    return sheet.answer("plan_comparison", data, store=_store_name(chosen.store_id),
                        about=f"{_name(chosen)} {year}", back=_back(chosen, year))


@bp.route("/goals/months/<key>/shares/<metric>", methods=["GET", "POST"])
@requires("goals.read")
def month_shares(scope: Scope, key: str, metric: str) -> ResponseReturnValue:
    """月销售计划分配表 of a store or team."""
    chosen, of = _whole(scope), _period(key, Unit.MONTH)
    if metric not in queries.PLANNED or metric not in registry().metrics:
        abort(404)
    data = sheets.build_shares(chosen.store_id, metric, of.start, scope.today, chosen.unit)
    return sheet.answer("month_shares", data, store=_store_name(chosen.store_id),
                        about=f"{_name(chosen)} {of.key} {registry().metrics[metric].name}",
                        back=_back(chosen, of.start.year))


def _breakdown(scope: Scope, plan: Plan, version: PlanVersion | None) -> ResponseReturnValue:
    chosen = _whole(scope, plan.store_id)
    metric = registry().metrics[plan.metric]
    standing = str(version.standing.label) if version and version.standing is not Standing.IN_FORCE else ""
    data = sheets.build_breakdown(plan.store_id, plan.metric, plan.year, scope.today, chosen.unit,
                                     ahead=[version.id] if version else (), standing=standing)
    back = url_for("plans.people", version_id=version.id) if version else url_for("plans.plan", plan_id=plan.id)
    return sheet.answer("goal_breakdown", data, store=_store_name(plan.store_id),
                        about=f"{_name(chosen)} {metric.name} {plan.year} {standing}".strip(), back=back)


def _whole(scope: Scope, store_id: int | None = None) -> Choice:
    """The store or team whose people a sheet lists: nobody who sees only himself prints his colleagues."""
    wholes = [choice for choice in whose.choices(scope)
              if choice.unit.person_id is None and (store_id is None or choice.store_id == store_id)]
    return whose.chosen(wholes)


def _name(chosen: Choice) -> str:
    """A store stands in the head already."""
    return _("whole store") if chosen.key.startswith("s") else chosen.name


def _store_name(store_id: int) -> str:
    return db.session.scalars(select(Store.name).where(Store.id == store_id)).one()


def _back(chosen: Choice, year: int) -> str:
    return url_for(".index", whose=chosen.key, year=year)


def _progress(chosen: Choice, year: int) -> str:
    return url_for("goals.tracking", whose=chosen.key, period=year)


def _year(year: int) -> int:
    return year if 2000 < year < 2100 else abort(404)


def _period(key: str, unit: Unit) -> Period:
    found = period_named(key, unit)
    return found if date(2001, 1, 1) <= found.start else abort(404)
