from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from portal.catalogue import queries as catalogue
from portal.core import sheet
from portal.core.lists import show_list
from portal.core.period import month
from portal.core.place import store_of, stores_of
from portal.core.policy import can, me, requires
from portal.core.scope import Scope
from portal.extensions import db
from portal.org import queries as org
from portal.org.models import Store

from . import actions, lists, queries, sheets
from .forms import DraftForm, QuantityForm, VersionForm, VoidForm
from .models import PlanState, SupplyLine, SupplyPlan
from .reckoning import span_of

bp = Blueprint("planning", __name__)


@bp.get("/stock/plans")
@requires("planning.read")
def index(scope: Scope) -> ResponseReturnValue:
    """The plans of a store, the newest first, and how good the past ones were."""
    stores, store = stores_of(scope), store_of(scope)
    this_month = month(scope.today)
    shown = queries.summed(scope.within(store.id), scope.today)
    planned = {one.plan.month_on for one in shown}
    return render_template(
        "stock/planning/plans.html", plans=shown, store=store, stores=stores, span=span_of(store.id, scope.today),
        open=any(each.start not in planned for each in (this_month, this_month.next())), month=month)


@bp.route("/stock/plans/new", methods=["GET", "POST"])
@requires("planning.write")
def draft(scope: Scope) -> ResponseReturnValue:
    store, this_month = store_of(scope), month(scope.today)
    form = DraftForm(month_on=this_month.next().start.isoformat())
    form.month_on.offer([(each.start.isoformat(), each.label) for each in (this_month, this_month.next())])
    if form.validate_on_submit():
        with form.refusals():
            made = actions.draft_plan(store, by=me(), **form.typed())
            return redirect(url_for(".plan", supply_id=made.id), 303)
    return _ask(form, _("Draft an order plan"), store.name, _("Reckon it"), url_for(".index"))


@bp.get("/stock/plans/<int:supply_id>")
@requires("planning.read")
def plan(scope: Scope, supply_id: int) -> ResponseReturnValue:
    row = _plan(scope, supply_id)
    return _page(row, scope, VersionForm(obj=row))


@bp.post("/stock/plans/<int:supply_id>/place")
@requires("planning.write")
def place(scope: Scope, supply_id: int) -> ResponseReturnValue:
    row = _plan(scope, supply_id)
    form = VersionForm(obj=row)
    if form.validate_on_submit():
        with form.refusals():
            actions.place_plan(row, by=me(), **form.typed())
            return redirect(url_for(".plan", supply_id=supply_id), 303)
    return _page(row, scope, form)


@bp.route("/stock/plans/<int:supply_id>/void", methods=["GET", "POST"])
@requires("planning.write")
def void(scope: Scope, supply_id: int) -> ResponseReturnValue:
    row = _plan(scope, supply_id)
    form = VoidForm(obj=row)
    if form.validate_on_submit():
        with form.refusals():
            actions.void_plan(row, by=me(), **form.typed())
            return redirect(url_for(".index"), 303)
    return _ask(form, _("Void the order plan"), month(row.month_on).label, _("Void it"),
                url_for(".plan", supply_id=supply_id))


@bp.route("/stock/plans/<int:supply_id>/sheet", methods=["GET", "POST"])
@requires("planning.read")
def paper(scope: Scope, supply_id: int) -> ResponseReturnValue:
    row = _plan(scope, supply_id)
    store = db.session.get_one(Store, row.store_id)
    return sheet.answer(sheets.SUPPLY_PLAN, sheets.build(row), store=store.name, about=month(row.month_on).label,
                        back=url_for(".plan", supply_id=supply_id), path=url_for(".plan", supply_id=supply_id))


@bp.route("/stock/plans/lines", methods=["GET", "POST"])
@requires("planning.read")
def all_lines(scope: Scope) -> ResponseReturnValue:
    return show_list(lists.lines, scope, "stock/planning/lines.html")


@bp.route("/stock/plans/lines/<int:supply_line_id>", methods=["GET", "POST"])
@requires("planning.read")
def line(scope: Scope, supply_line_id: int) -> ResponseReturnValue:
    """A model's arithmetic line by line; while the plan is a draft its quantity is changed below."""
    row: SupplyLine = db.first_or_404(queries.lines(scope).where(SupplyLine.id == supply_line_id))
    of = db.session.get_one(SupplyPlan, row.plan_id)
    writes = can("planning.write", of) and of.state is PlanState.DRAFT
    form = QuantityForm(obj=row)
    if writes and form.validate_on_submit():
        with form.refusals():
            actions.change_quantity(row, by=me(), **form.typed())
            return redirect(url_for(".plan", supply_id=of.id), 303)
    became = queries.became(of, scope.today) if of.state is PlanState.PLACED else None
    return render_template(
        "stock/planning/line.html", form=form if writes else None, line=row, plan=of, month=month(of.month_on),
        model=catalogue.model_names({row.model_id}).get(row.model_id, ""), became=became), form.status


def _page(row: SupplyPlan, scope: Scope, form: VersionForm) -> ResponseReturnValue:
    lines = queries.lines_of(row)
    became = queries.became(row, scope.today) if row.state is PlanState.PLACED else None
    return render_template(
        "stock/planning/plan.html", plan=row, lines=lines, form=form, month=month(row.month_on), became=became,
        models=catalogue.model_names({one.model_id for one in lines}),
        store=db.session.scalars(select(Store).where(Store.id == row.store_id)).one(),
        names=org.names({row.drafted_by_id, row.placed_by_id}), until=queries.until(row)), form.status


def _plan(scope: Scope, supply_id: int) -> SupplyPlan:
    row: SupplyPlan = db.first_or_404(queries.plans(scope).where(SupplyPlan.id == supply_id))
    return row


def _ask(form: Any, title: str, about: str, save: str, back: str) -> ResponseReturnValue:
    return render_template("stock/planning/ask.html", form=form, title=title, about=about, save=save,
                           back=back), form.status
