from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import pgettext

from portal.core.changes import named
from portal.core.clock import today
from portal.core.lists import show_list
from portal.core.page import inside
from portal.core.policy import me, requires
from portal.core.scope import Scope
from portal.extensions import db
from portal.org.queries import names

from . import actions, lists, queries
from .forms import ChangeForm, DropForm, FinishForm, NewStepForm, VersionForm
from .models import Step

bp = Blueprint("steps", __name__)
LONGEST_TEXT = 200


@bp.route("/steps", methods=["GET", "POST"])
@requires("steps.read")
def index(scope: Scope) -> ResponseReturnValue:
    return show_list(lists.steps, scope)


@bp.route("/steps/new", methods=["GET", "POST"])
@requires("steps.write")
def new(scope: Scope) -> ResponseReturnValue:
    form = NewStepForm(owner_id=request.args.get("owner", me().id, type=int),
                       text=request.args.get("text", "")[:LONGEST_TEXT])
    form.owner_id.offer(queries.people(scope))
    if form.validate_on_submit():
        with form.refusals():
            step = actions.agree(by=me(), **form.typed())
            return redirect(url_for(".step", step_id=step.id), 303)
    return _ask(form, _("Agree on a step"), _("Agree"), url_for(".index"))


@bp.get("/steps/<int:step_id>")
@requires("steps.read")
def step(scope: Scope, step_id: int) -> ResponseReturnValue:
    return _page(_step(scope, step_id))


@bp.route("/steps/<int:step_id>/change", methods=["GET", "POST"])
@requires("steps.write")
def change(scope: Scope, step_id: int) -> ResponseReturnValue:
    row = _step(scope, step_id)
    form = ChangeForm(obj=row)
    form.owner_id.offer({**dict(queries.people(scope)), row.owner_id: row.owner.name}.items())
    return _do(form, row, actions.change, _("Change the step"), _("Save"))


@bp.route("/steps/<int:step_id>/done", methods=["GET", "POST"])
@requires("steps.write")
def done(scope: Scope, step_id: int) -> ResponseReturnValue:
    row = _step(scope, step_id)
    return _do(FinishForm(obj=row), row, actions.finish, pgettext("step", "Done"), _("It is done"),
               _("The step is done."))


@bp.route("/steps/<int:step_id>/drop", methods=["GET", "POST"])
@requires("steps.write")
def drop(scope: Scope, step_id: int) -> ResponseReturnValue:
    row = _step(scope, step_id)
    return _do(DropForm(obj=row), row, actions.drop, _("Drop the step"), _("Drop the step"),
               _("The step is dropped."))


@bp.post("/steps/<int:step_id>/take-up")
@requires("steps.write")
def take_up(scope: Scope, step_id: int) -> ResponseReturnValue:
    row = _step(scope, step_id)
    form = VersionForm(request.values, obj=row)            # taking back right away names the version in the address
    if form.validate_on_submit():
        with form.refusals():
            actions.take_up(row, by=me(), **form.typed())
            return redirect(url_for(".step", step_id=step_id), 303)
    return _page(_step(scope, step_id), form)


def _do(form: Any, row: Step, act: Any, title: str, save: str, told: str = "") -> ResponseReturnValue:
    """One question about a step; afterwards back to where one came from. One that is closed may be taken up."""
    step_id = row.id
    back = inside(request.args.get("back"), url_for(".step", step_id=step_id))
    if form.validate_on_submit():
        with form.refusals():
            closed = act(row, by=me(), **form.typed())
            if told:
                flash(told, f"undo:{url_for('.take_up', step_id=step_id, version=closed.version)}")
            return redirect(back, 303)
    return _ask(form, title, save, back, row.text)


def _ask(form: Any, title: str, save: str, back: str, about: str = "") -> ResponseReturnValue:
    return render_template("steps/ask.html", form=form, title=title, save=save, back=back, about=about), form.status


def _page(row: Step, form: Any = None) -> ResponseReturnValue:
    people = names((row.raised_by_id, row.closed_by_id))
    origin = named(row.origin_kind, row.origin_id) if row.origin_kind and row.origin_id else None
    return render_template("steps/step.html", step=row, origin=origin, form=form or VersionForm(obj=row), names=people,
                           today=today()), form.status if form else 200


def _step(scope: Scope, step_id: int) -> Step:
    return db.first_or_404(queries.step_page(scope).where(Step.id == step_id))

