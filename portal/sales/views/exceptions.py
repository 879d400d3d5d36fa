"""Exceptions of the queue: the register, one on a page of its own, and what is done with it."""
from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.action import Refused
from portal.core.lists import show_list
from portal.core.page import inside
from portal.core.policy import me, requires
from portal.core.scope import Scope
from portal.extensions import db

from .. import actions, lists, queries
from ..exceptions import told
from ..forms import ReasonForm, VersionForm
from ..models import Order, QueueException
from .asking import ask_of_order

bp = Blueprint("exceptions", __name__)


@bp.route("/exceptions", methods=["GET", "POST"])
@requires("exceptions.decide")
def index(scope: Scope) -> ResponseReturnValue:
    return show_list(lists.exceptions, scope)


@bp.get("/exceptions/<int:exception_id>")
@requires("orders.read")
def exception(scope: Scope, exception_id: int) -> ResponseReturnValue:
    row = _exception(scope, exception_id)
    return render_template("sales/exception.html", told=told(QueueException.id == row.id)[0])


@bp.post("/exceptions/<int:exception_id>/sign")
@requires("exceptions.sign")
def sign(scope: Scope, exception_id: int) -> ResponseReturnValue:
    return _do(actions.sign_exception, _exception(scope, exception_id),
               lambda asked: _("Signed: now it waits for the general manager."))


@bp.post("/exceptions/<int:exception_id>/approve")
@requires("exceptions.approve")
def approve(scope: Scope, exception_id: int) -> ResponseReturnValue:
    """The vehicle is the order's now; or it could not be, and it is said why."""
    return _do(actions.approve_exception, _exception(scope, exception_id), lambda asked: (
        _("Signed by two: the vehicle is allotted.") if asked.outcome else
        _("Not allotted, the exception is closed: %(why)s", why=asked.decision_reason)))


@bp.route("/exceptions/<int:exception_id>/refuse", methods=["GET", "POST"])
@requires("exceptions.decide")
def refuse(scope: Scope, exception_id: int) -> ResponseReturnValue:
    row = _exception(scope, exception_id)
    form = ReasonForm(obj=row)
    if form.validate_on_submit():
        with form.refusals():
            actions.refuse_exception(row, by=me(), **form.typed())
            flash(_("Refused: the queue stands."))
            return redirect(_page(row), 303)
    order = db.session.scalars(queries.order_page(scope).where(Order.id == row.order_id)).one()
    return ask_of_order(form, order, _("Refuse the exception"), _("Refuse it"))


@bp.post("/exceptions/<int:exception_id>/withdraw")
@requires("orders.allot")
def withdraw(scope: Scope, exception_id: int) -> ResponseReturnValue:
    return _do(actions.withdraw_exception, _exception(scope, exception_id),
               lambda asked: _("Withdrawn: the vehicle is free for whoever waits longest."))


def _do(action: Callable[..., QueueException], row: QueueException, said: Callable[[QueueException], str]) -> Any:
    """One tap on the version that was seen, from wherever it was shown; what is refused is told there."""
    form = VersionForm(obj=row)
    if form.validate_on_submit():
        try:
            asked = action(row, by=me(), version=form.version.data)
            flash(said(asked), "message" if asked.waiting or asked.outcome else "wrong")
        except Refused as refused:
            flash(refused.message, "wrong")
    return redirect(inside(request.form.get("next"), _page(row)), 303)


def _exception(scope: Scope, exception_id: int) -> QueueException:
    return db.first_or_404(queries.exceptions(scope).where(QueueException.id == exception_id))


def _page(row: QueueException) -> str:
    return url_for(".exception", exception_id=row.id)
