"""Ownership clashes: what was settled by rule, with the evidence on one page, and the manager's last word."""
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.clock import now
from portal.core.policy import me, requires
from portal.core.scope import Scope
from portal.extensions import db

from ..actions import clashes as actions
from ..forms.clashes import ConfirmForm, OverruleForm
from ..models import Clash
from ..queries import clashes as queries

bp = Blueprint("clashes", __name__)


@bp.get("/clashes")
@requires("clashes.decide")
def index(scope: Scope) -> ResponseReturnValue:
    return render_template("customers/clashes.html", open=queries.undecided(scope), past=queries.decided(scope),
                           likely=queries.likely_same(scope))


@bp.get("/clashes/<int:clash_id>")
@requires("clashes.decide")
def clash(scope: Scope, clash_id: int) -> ResponseReturnValue:
    row = _clash(scope, clash_id)
    return _page(scope, row, ConfirmForm(obj=row), OverruleForm(obj=row))


@bp.post("/clashes/<int:clash_id>/confirm")
@requires("clashes.decide")
def confirm(scope: Scope, clash_id: int) -> ResponseReturnValue:
    row = _clash(scope, clash_id)
    form = ConfirmForm(obj=row)
    if form.validate_on_submit():
        with form.refusals():
            actions.confirm(row, by=me(), version=form.version.data)
            flash(_("The rule stands."))
            return redirect(url_for(".index"), 303)
    return _page(scope, row, form, OverruleForm(obj=row, formdata=None))


@bp.post("/clashes/<int:clash_id>/overrule")
@requires("clashes.decide")
def overrule(scope: Scope, clash_id: int) -> ResponseReturnValue:
    row = _clash(scope, clash_id)
    form = OverruleForm(obj=row)
    if form.validate_on_submit():
        with form.refusals():
            actions.overrule(row, by=me(), version=form.version.data, reason=form.reason.data)
            flash(_("Overruled: both have been told by the lead's history."))
            return redirect(url_for(".index"), 303)
    return _page(scope, row, ConfirmForm(obj=row, formdata=None), form)


def _clash(scope: Scope, clash_id: int) -> Clash:
    found: Clash = db.first_or_404(queries.clashes(scope).where(Clash.id == clash_id))
    return found


def _page(scope: Scope, row: Clash, confirm_form: Any, form: Any) -> ResponseReturnValue:
    told = queries.evidence(queries.clashes(scope).where(Clash.id == row.id))[0]
    status = max(confirm_form.status, form.status)
    return render_template("customers/clash.html", told=told, exchanges=queries.exchanges(row), form=form,
                           confirm_form=confirm_form, waits=row.waiting and row.overrule_until_at >= now()), status
