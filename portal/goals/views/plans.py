from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.core.metric import Metric
from portal.core.period import Period, year
from portal.core.policy import can, me, my_rights, requires
from portal.core.registry import registry
from portal.core.scope import Scope
from portal.extensions import db
from portal.org import queries as org
from portal.org.models import Store

from .. import actions, queries, sharing, whose
from ..beside import Beside, beside
from ..forms import AnswerForm, DecideForm, GridForm, MonthsForm, PlanForm, RestateForm, WordsForm, shown, stored
from ..models import Answer, Plan, PlanVersion, Response, Standing
from ..sharing import ByMonth, ByPerson
from ..spread import spread
from ..targets import STORE, Unit, targets_of
from .grid import Grid, Line, field_name, typed_cells

bp = Blueprint("plans", __name__)
LEVELS = "OHABCN"                           # the six codes in their order


@bp.get("/goals/plans")
@requires("goals.read")
def index(scope: Scope) -> ResponseReturnValue:
    year_no = request.args.get("year", scope.today.year, type=int)
    if not 2000 <= year_no <= 2100:
        abort(404)
    plans = db.session.scalars(queries.plans(scope).where(Plan.year == year_no).order_by(Plan.store_id, Plan.id)).all()
    versions = {version.plan_id: version for version in db.session.scalars(
        select(PlanVersion).where(PlanVersion.plan_id.in_([plan.id for plan in plans]),
                                  PlanVersion.standing != Standing.DROPPED).order_by(PlanVersion.number))}
    stores = {store.id: store.name for store in db.session.scalars(
        select(Store).where(Store.id.in_({plan.store_id for plan in plans})))}
    of = year(date(year_no, 1, 1))
    ahead = [version.id for version in versions.values() if version.standing in (Standing.DRAFT, Standing.PROPOSED)]
    targets = {store_id: targets_of(store_id, [plan.metric for plan in plans if plan.store_id == store_id], [of],
                                    scope.today, ahead=ahead)
               for store_id in stores}
    return render_template(
        "goals/plans.html", plans=plans, totals={plan.id: targets[plan.store_id].of(plan.metric, of) for plan in plans},
        versions=versions, stores=stores, year=year_no, metrics=registry().metrics,
        to_answer=db.session.scalars(queries.proposals_to(me()).options(joinedload(PlanVersion.plan))).all())


@bp.route("/goals/plans/new", methods=["GET", "POST"])
@requires("goals.approve")
def new(scope: Scope) -> ResponseReturnValue:
    stores = db.session.scalars(select(Store).where(Store.live == 1, scope.in_stores(Store.id))
                                .order_by(Store.rank)).all()
    year_no = scope.today.year + (scope.today.month > 9)
    form = PlanForm(year=year_no, by_on=date(year_no, 12, 31), store_id=stores[0].id if stores else None,
                    metric=queries.PLANNED[0])
    form.store_id.offer([(store.id, store.name) for store in stores])
    form.metric.offer([(key, registry().metrics[key].name) for key in queries.PLANNED if key in registry().metrics])
    if request.form.get("do") != "reckon" and form.validate_on_submit():
        with form.refusals():
            typed = form.typed()
            store = next(store for store in stores if store.id == typed.pop("store_id"))
            metric = registry().metrics[typed["metric"]]
            made = actions.plan_year(store, by=me(), **typed | {"total": stored(metric, typed["total"])})
            draft = queries.open_version(made.id) if can("goals.write", made) else None
            on = url_for(".months", version_id=draft.id) if draft else url_for(".plan", plan_id=made.id)
            return redirect(on, 303)
    it, total = _beside(form, scope)
    return render_template("goals/plan_form.html", form=form, it=it, total=total), form.status


def _beside(form: PlanForm, scope: Scope) -> tuple[Beside | None, int | None]:
    """What stands beside the form as far as it has been filled in."""
    store_id, key, year_no, typed = (form[name].data for name in ("store_id", "metric", "year", "total"))
    if key not in queries.PLANNED or not scope.holds(store_id) or not 2000 < (year_no or 0) < 2100:
        return None, None
    total = stored(registry().metrics[key], typed) if typed is not None and 0 <= typed <= 10**9 else None
    return beside(store_id, key, year_no, scope.today, total), total


@bp.get("/goals/plans/<int:plan_id>")
@requires("goals.read")
def plan(scope: Scope, plan_id: int) -> ResponseReturnValue:
    """The SMART form beside last year, and all versions with what people said."""
    row = _plan(scope, plan_id)
    versions = db.session.scalars(queries.versions_of(row)).all()
    metric = registry().metrics[row.metric]
    said = db.session.scalars(select(Response).where(Response.version_id.in_([v.id for v in versions]))
                              .order_by(Response.said_at, Response.id))
    responses = [one for one in said if scope.holds(row.store_id, one.person_id)]
    working = next((v for v in versions if v.standing in (Standing.DRAFT, Standing.PROPOSED)), None)
    of = year(date(row.year, 1, 1))
    targets = targets_of(row.store_id, [row.metric], [of], scope.today, ahead=[working.id] if working else ())
    total = targets.of(row.metric, of)
    sees_whole = bool(scope.teams) or scope.holds(row.store_id)
    return render_template(
        "goals/plan.html", plan=row, metric=metric, versions=versions, responses=responses, open=working, total=total,
        names=org.names({v.made_by_id for v in versions} | {r.person_id for r in responses}
                        | {r.decided_by_id for r in responses}),
        sheet_title=registry().sheets["goal_breakdown"].official, sees_whole=sees_whole,
        it=beside(row.store_id, row.metric, row.year, scope.today, total) if sees_whole else None,
        unanswered=queries.unanswered(working) if working and sees_whole else [],
        plan_months={period.start: targets.of(row.metric, period) for period in of.months()},
        mine=_mine(versions), today=scope.today)


@bp.route("/goals/plans/<int:plan_id>/words", methods=["GET", "POST"])
@requires("goals.approve")
def reword(scope: Scope, plan_id: int) -> ResponseReturnValue:
    row = _plan(scope, plan_id)
    form = WordsForm(obj=row)
    if form.validate_on_submit():
        with form.refusals():
            actions.reword_plan(row, by=me(), **form.typed())
            return redirect(url_for(".plan", plan_id=row.id), 303)
    return _ask(form, row, _("The words of the goal"), _("Save"))


@bp.route("/goals/plans/<int:plan_id>/restate", methods=["GET", "POST"])
@requires("goals.approve")
def restate(scope: Scope, plan_id: int) -> ResponseReturnValue:
    row = _plan(scope, plan_id)
    form = RestateForm(obj=row)
    form.months.choices = [(period.key, period.label) for period in sharing.months_of(row.year)]
    if form.validate_on_submit():
        with form.refusals():
            made = actions.restate(row, by=me(), **form.typed())
            return redirect(url_for(".months", version_id=made.id), 303)
    return _ask(form, row, _("Restate the goal"), _("Begin the new version"))


@bp.route("/goals/versions/<int:version_id>/months", methods=["GET", "POST"])
@requires("goals.write")
def months(scope: Scope, version_id: int) -> ResponseReturnValue:
    """Year → months: the store's target of each month; they make the total."""
    version = _version(scope, version_id)
    if not scope.holds(version.store_id):
        abort(404)
    metric, periods = registry().metrics[version.metric], _months(version)
    form = MonthsForm(obj=version, total=shown(metric, version.total))
    if form.validate_on_submit():
        with form.refusals():
            total = stored(metric, form.total.data)
            amounts = typed_cells(metric, periods, [STORE])
            if form.do.data == "fill":
                shared = sharing.over_months(total, version.store_id, metric, periods, form.by_month.data, scope.today)
                amounts = {(period.start, STORE): amount for period, amount in zip(periods, shared, strict=True)}
            actions.set_months(version, by=me(), seen_version=form.version.data, total=total,
                               amounts={first: amount for (first, _unit), amount in amounts.items()})
            return redirect(url_for(".months" if form.do.data == "fill" else ".people", version_id=version.id), 303)
    return _grid("goals/months.html", form, version, metric, periods, [Line("", STORE)], scope)


@bp.route("/goals/versions/<int:version_id>/people", methods=["GET", "POST"])
@requires("goals.write")
def people(scope: Scope, version_id: int) -> ResponseReturnValue:
    """Months → people; what of a team is left stands under 待分配."""
    version = _version(scope, version_id)
    metric, periods = registry().metrics[version.metric], _months(version)
    lines = _lines(version, scope, metric)
    form = GridForm(obj=version)
    if form.validate_on_submit():
        with form.refusals():
            there = {(cell.month_on, Unit(cell.team_id, cell.person_id)) for cell in queries.cells(version)}
            amounts = typed_cells(metric, periods, [line.unit for line in lines], there)
            if form.do.data == "fill":
                amounts = _share(version, metric, periods, lines, form.by_person.data, scope.today)
            if form.do.data == "propose" and can("goals.approve"):
                actions.propose(version, by=me(), seen_version=form.version.data, amounts=amounts)
                return redirect(url_for(".plan", plan_id=version.plan_id), 303)
            actions.set_people(version, by=me(), seen_version=form.version.data, amounts=amounts)
            return redirect(url_for(".people", version_id=version.id), 303)
    return _grid("goals/people.html", form, version, metric, periods, lines, scope)


@bp.route("/goals/versions/<int:version_id>/weeks", methods=["GET", "POST"])
@requires("goals.write")
def weeks(scope: Scope, version_id: int) -> ResponseReturnValue:
    """People → weeks: a month of the version as it holds or would hold; day weights propose, a draft is typed over."""
    version = _version(scope, version_id)
    metric, months = registry().metrics[version.metric], _months(version)
    wanted = request.args.get("month") or f"{scope.today:%Y-%m}"
    of = next((period for period in months if period.key == wanted), None) or (
        abort(404) if "month" in request.args else months[0])
    whole = next(choice.unit for choice in whose.choices(scope)
                 if choice.store_id == version.store_id and choice.unit.person_id is None)
    ahead = [version.id] if version.standing in (Standing.DRAFT, Standing.PROPOSED) else []
    targets = targets_of(version.store_id, [version.metric], [of], scope.today, ahead=ahead)
    it = spread(targets, version.metric, of.weeks(), whole)
    held = targets.months.get((version.metric, of.start))
    people = [line.unit for line in it.lines if held and line.unit.person_id is not None
              and line.total == held.cells.get(line.unit)]              # who is away for days of it goes by weights
    form = GridForm(obj=version)
    if not metric.is_rate and form.validate_on_submit():
        with form.refusals():
            typed = typed_cells(metric, of.weeks(), people) if form.do.data == "save" else {}
            actions.set_weeks(version, by=me(), seen_version=form.version.data, first=of.start, amounts={
                unit: [typed[part.start, unit] for part in of.weeks()] if typed else () for unit in people})
            return redirect(url_for(".weeks", version_id=version.id, month=of.key), 303)
    return render_template(
        "goals/weeks.html", form=form, version=version, plan=version.plan, metric=metric, month=of, spread=it,
        scope_whole=scope.holds(version.store_id), sheet_title=registry().sheets["month_shares"].official,
        field_name=field_name, shown=shown, typed=request.form,
        editable=people if version.standing is Standing.DRAFT and not metric.is_rate else (),
        month_tabs=[(period.short, url_for(".weeks", version_id=version.id, month=period.key), period == of)
                    for period in months]), form.status


@bp.post("/goals/versions/<int:version_id>/<any(propose, publish, back, drop):step>")
@requires("goals.approve")
def move_on(scope: Scope, version_id: int, step: str) -> ResponseReturnValue:
    """Hand in, put in force, take back to a draft, or give up."""
    version = _version(scope, version_id)
    form = GridForm(obj=version)
    verbs: Mapping[str, Any] = {"propose": actions.propose, "publish": actions.publish, "back": actions.back_to_draft,
                                "drop": actions.drop}
    if form.validate_on_submit():
        with form.refusals():
            verbs[step](version, by=me(), seen_version=form.version.data)
            return redirect(url_for(".plan", plan_id=version.plan_id), 303)
    metric, periods = registry().metrics[version.metric], _months(version)
    return _grid("goals/people.html", form, version, metric, periods, _lines(version, scope, metric), scope)


@bp.route("/goals/versions/<int:version_id>/answer", methods=["GET", "POST"])
@requires("goals.propose")
def answer(scope: Scope, version_id: int) -> ResponseReturnValue:
    """A person accepts what is proposed, or counters it."""
    version = db.first_or_404(queries.versions(my_rights()["goals.read"]).where(
        PlanVersion.id == version_id, PlanVersion.standing == Standing.PROPOSED))
    metric = registry().metrics[version.metric]
    amount = actions.amount_of(version, me().id)
    if amount is None:
        abort(404)
    form = AnswerForm(answer=Answer.ACCEPTED)
    if form.validate_on_submit():
        with form.refusals():
            typed = form.typed()
            counter = None if typed["counter"] is None else stored(metric, typed["counter"])
            actions.answer(version, by=me(), **typed | {"counter": counter})
            return redirect(url_for(".plan", plan_id=version.plan_id), 303)
    return render_template(
        "goals/answer.html", form=form, version=version, plan=db.session.get_one(Plan, version.plan_id), metric=metric,
        shown=shown, amount=shown(metric, amount), cells=_cells_of(version, me().id)), form.status


@bp.route("/goals/answers/<int:response_id>", methods=["GET", "POST"])
@requires("goals.approve")
def decide(scope: Scope, response_id: int) -> ResponseReturnValue:
    """A counter-proposal beside that person's leads by level; kept or taken over, with a reason."""
    response = db.first_or_404(queries.waiting(scope).where(Response.id == response_id))
    version = _version(scope, response.version_id)
    form = DecideForm(obj=response, reason="")
    if form.validate_on_submit():
        with form.refusals():
            actions.decide(response, by=me(), **form.typed())
            return redirect(url_for(".plan", plan_id=version.plan_id), 303)
    metric = registry().metrics[version.metric]
    return render_template(
        "goals/decide.html", form=form, response=response, version=version, metric=metric, shown=shown,
        plan=db.session.get_one(Plan, version.plan_id), names=org.names({response.person_id}),
        stock=_stock(response.person_id, scope)), form.status


def _plan(scope: Scope, plan_id: int) -> Plan:
    found: Plan = db.first_or_404(queries.plans(scope).where(Plan.id == plan_id))
    return found


def _version(scope: Scope, version_id: int) -> PlanVersion:
    found: PlanVersion = db.first_or_404(queries.versions(scope).where(PlanVersion.id == version_id))
    return found


def _months(version: PlanVersion) -> list[Period]:
    return [Period.parse(key) for key in version.months]


def _mine(versions: Sequence[PlanVersion]) -> PlanVersion | None:
    """The proposal that waits for the reader's own answer."""
    waiting = {version.id for version in db.session.scalars(queries.proposals_to(me()))}
    return next((version for version in versions if version.id in waiting), None) if can("goals.propose") else None


def _cells_of(version: PlanVersion, person_id: int) -> list[tuple[date, int]]:
    return [(cell.month_on, cell.amount) for cell in queries.cells(version) if cell.person_id == person_id]


def _lines(version: PlanVersion, scope: Scope, metric: Metric) -> list[Line]:
    """Who can have targets today and who has some in the version, by team, each team ending with what is left.

    A leader works at the own team's alone.
    """
    cells = queries.cells(version)
    sellers = queries.sellers(version.store_id, scope.today)
    known = {person.id for _team, person in sellers}
    gone = org.names({cell.person_id for cell in cells if cell.person_id not in known})
    recent = dict(zip(known, sharing.six_months(version.store_id, metric, list(known), scope.today),
                      strict=True))
    lines = []
    for team_id, name in queries.team_names(version.store_id).items():
        if not (scope.holds(version.store_id) or team_id in scope.teams):
            continue
        people = [Line(person.name, Unit(team_id, person.id), name, recent.get(person.id))
                  for of, person in sellers if of == team_id]
        people += [Line(gone[cell.person_id], Unit(team_id, cell.person_id), name) for cell in cells
                   if cell.team_id == team_id and cell.person_id in gone
                   and cell.month_on == cells[0].month_on]
        if people:
            left = [] if metric.is_rate else [Line(_("To be given out"), Unit(team_id, None, True), name)]
            lines += [*people, *left]
    return lines


def _share(version: PlanVersion, metric: Metric, periods: Sequence[Period], lines: Sequence[Line], by: ByPerson,
           today: date) -> dict[tuple[date, Unit], int]:
    people = [line for line in lines if not line.unit.rest]
    shares = [line.recent or 0 for line in people]
    whole = {cell.month_on: cell.amount for cell in queries.cells(version) if cell.whom == STORE.key}
    amounts: dict[tuple[date, Unit], int] = {
        (period.start, line.unit): 0 for period in periods for line in lines if line.unit.rest}
    for period in periods:
        own = ([whole[period.start]] * len(people) if metric.is_rate
               else sharing.over_people(whole[period.start], shares, by))
        amounts |= {(period.start, line.unit): amount for line, amount in zip(people, own, strict=True)}
    return amounts


def _grid(template: str, form: GridForm, version: PlanVersion, metric: Metric, periods: Sequence[Period],
          lines: Sequence[Line], scope: Scope) -> ResponseReturnValue:
    kept = {(cell.month_on, Unit(cell.team_id, cell.person_id)): cell.amount for cell in queries.cells(version)}
    cells: dict[str, Any] = {}
    for period in periods:
        for line in lines:
            name = field_name(period, line.unit)
            amount = kept.get((period.start, line.unit))
            if line.unit.rest:
                people = sum(value for (on, unit), value in kept.items()
                             if on == period.start and unit.team_id == line.unit.team_id and unit.person_id)
                amount = kept.get((period.start, Unit(line.unit.team_id)), people) - people
            cells[name] = request.form.get(name, shown(metric, amount))
    whole = [STORE] if scope.holds(version.store_id) else list(dict.fromkeys(Unit(one.unit.team_id) for one in lines))
    grid = Grid(lines, cells, periods, {period.start: sum(kept.get((period.start, unit), 0) for unit in whole)
                                        for period in periods},
                sharing.last_year(version.store_id, metric, periods, scope.today))
    return render_template(
        template, form=form, version=version, plan=db.session.get_one(Plan, version.plan_id), metric=metric, grid=grid,
        scope_whole=scope.holds(version.store_id), field_name=field_name, shown=shown, ByMonth=ByMonth,
        ByPerson=ByPerson,
        sheet_title=registry().sheets["goal_breakdown"].official), form.status


def _stock(person_id: int, scope: Scope) -> list[tuple[str, int]]:
    """A person's open leads by level at yesterday's close."""
    metric = registry().metrics["open_leads"]
    period = Period(scope.today, scope.today)
    figures = metric.figures(scope, [period], scope.today, "level", where={"person_id": person_id})
    counts = {str(level).upper(): figure.amount for (_period, level), figure in figures.items()}
    return [(level, counts[level]) for level in LEVELS if level in counts]


def _ask(form: Any, row: Plan, title: str, save: str) -> ResponseReturnValue:
    return render_template("goals/ask.html", form=form, plan=row, metric=registry().metrics[row.metric], title=title,
                           save=save), form.status

