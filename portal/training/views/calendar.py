"""Trainings by month, by week, as a list, and the plan of a year by subject."""
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.agreement import choice, choices
from portal.core.asked import period_named
from portal.core.clock import day_of
from portal.core.lists import show_list
from portal.core.period import Period, Unit, period_of
from portal.core.place import store_of, stores_of
from portal.core.policy import me, requires
from portal.core.scope import Scope
from portal.extensions import db
from portal.org.models import Store

from .. import lists, queries
from ..actions import events as actions
from ..forms import PlanForm
from ..models import TrainingPlan
from ..settings import SUBJECT
from . import bp


@bp.get("/training")
@requires("training.read")
def index(scope: Scope) -> ResponseReturnValue:
    """A month: the grid at the desk, the same days as a list below it on the phone."""
    store, asked = store_of(scope), _asked(Unit.MONTH, scope.today)
    weeks = asked.weeks()
    shown = Period(weeks[0].start, weeks[-1].end)
    return _page("training/month.html", scope, store, asked, _by_day(scope, store, shown))


@bp.get("/training/week")
@requires("training.read")
def week(scope: Scope) -> ResponseReturnValue:
    store, asked = store_of(scope), _asked(Unit.WEEK, scope.today)
    return _page("training/week.html", scope, store, asked, _by_day(scope, store, asked))


@bp.route("/training/events", methods=["GET", "POST"])
@requires("training.read")
def events(scope: Scope) -> ResponseReturnValue:
    return show_list(lists.events, scope, "training/events.html")


@bp.get("/training/plan")
@requires("training.read")
def plan(scope: Scope) -> ResponseReturnValue:
    """What is meant for each subject and quarter of a year, and what was held."""
    store, asked = store_of(scope), _asked(Unit.YEAR, scope.today)
    meant = {row.subject: row for row in db.session.scalars(queries.plans(scope).where(
        TrainingPlan.store_id == store.id, TrainingPlan.year == asked.start.year))}
    held = queries.held(store.id, asked)
    now = [line for line in choices(SUBJECT, store_id=store.id) if line.code in meant or any(
        code == line.code for code, _quarter in held) or line in choices(SUBJECT, store_id=store.id, on=scope.today)]
    return render_template("training/plan.html", store=store, asked=asked, meant=meant, held=held, subjects=now,
                           quarter=(scope.today.month - 1) // 3 if scope.today in asked else None,
                           stores=_stores(scope))


@bp.route("/training/plan/<int:year>/<subject>", methods=["GET", "POST"])
@requires("training.write")
def plan_subject(scope: Scope, year: int, subject: str) -> ResponseReturnValue:
    """How many trainings a subject is meant to have in each quarter."""
    store = store_of(scope)
    line = choice(SUBJECT, subject, store_id=store.id)
    if line is None or not 2000 <= year <= 2100:
        abort(404)
    row = db.session.scalars(queries.plans(scope).where(
        TrainingPlan.store_id == store.id, TrainingPlan.year == year, TrainingPlan.subject == subject)).one_or_none()
    form = PlanForm(obj=row or TrainingPlan(version=0, aim="", first=0, second=0, third=0, fourth=0))
    back = url_for(".plan", year=year, store=store.id)
    if form.validate_on_submit():
        with form.refusals():
            actions.plan_year(by=me(), store_id=store.id, year=year, subject=subject, **form.typed())
            return redirect(back, 303)
    return render_template("training/ask.html", form=form, title=_("Training plan %(year)s", year=year),
                           about=line.label, save=_("Save"), back=back), form.status


def _asked(unit: Unit, today: date) -> Period:
    return period_named(request.args.get(unit.value), unit, period_of(unit, today))


def _by_day(scope: Scope, store: Store, period: Period) -> Mapping[date, Sequence[queries.Line]]:
    found: dict[date, list[queries.Line]] = {}
    for line in queries.lines(scope.within(store.id), period, me().id):
        found.setdefault(day_of(line.event.starts_at), []).append(line)
    return found


def _page(template: str, scope: Scope, store: Store, asked: Period,
          by_day: Mapping[date, Sequence[queries.Line]]) -> ResponseReturnValue:
    return render_template(template, store=store, asked=asked, by_day=by_day, today=scope.today, stores=_stores(scope),
                           week_of=lambda day: period_of(Unit.WEEK, day).key)


def _stores(scope: Scope) -> list[tuple[int, Any]]:
    return [(store.id, store.name) for store in stores_of(scope)]
