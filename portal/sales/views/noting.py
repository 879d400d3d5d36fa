"""What is noted of an order on its way to the hand-over: each on a page of its own, or in the cell of a list (htmx)."""
from collections.abc import Callable
from typing import Any, NamedTuple

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.core.page import inside, render
from portal.core.policy import me, requires
from portal.core.scope import Scope
from portal.extensions import db

from .. import actions, queries
from ..forms import NoteForm
from ..models import Order

bp = Blueprint("noting", __name__)


class Noted(NamedTuple):
    """`name` is the order's column, `title` what has happened when it has a day."""
    name: str
    title: Any
    note: Callable[..., Order]


@bp.route("/orders/<int:order_id>/deposit", methods=["GET", "POST"])
@requires("orders.pay")
def deposit(scope: Scope, order_id: int) -> ResponseReturnValue:
    return _answer(scope, order_id, Noted("deposit_paid_on", _l("Deposit received"), actions.receive_deposit))


@bp.route("/orders/<int:order_id>/payment", methods=["GET", "POST"])
@requires("orders.pay")
def payment(scope: Scope, order_id: int) -> ResponseReturnValue:
    return _answer(scope, order_id, Noted("paid_on", _l("Full payment or loan received"), actions.receive_payment))


@bp.route("/orders/<int:order_id>/invoice", methods=["GET", "POST"])
@requires("orders.pay")
def invoice(scope: Scope, order_id: int) -> ResponseReturnValue:
    return _answer(scope, order_id, Noted("invoiced_on", _l("Invoiced"), actions.invoice))


@bp.route("/orders/<int:order_id>/report", methods=["GET", "POST"])
@requires("orders.pay")
def report(scope: Scope, order_id: int) -> ResponseReturnValue:
    return _answer(scope, order_id, Noted("reported_on", _l("Reported as retail"), actions.report_retail))


@bp.route("/orders/<int:order_id>/insurance", methods=["GET", "POST"])
@requires("orders.papers")
def insurance(scope: Scope, order_id: int) -> ResponseReturnValue:
    return _answer(scope, order_id, Noted("insured_on", _l("Insured"), actions.note_insurance))


@bp.route("/orders/<int:order_id>/plates", methods=["GET", "POST"])
@requires("orders.papers")
def plates(scope: Scope, order_id: int) -> ResponseReturnValue:
    return _answer(scope, order_id, Noted("plated_on", _l("Plates ready"), actions.note_plates))


def _answer(scope: Scope, order_id: int, noted: Noted) -> ResponseReturnValue:
    """Then back to the list it was opened in, else to the order."""
    row: Order = db.first_or_404(queries.order_page(scope).where(Order.id == order_id))
    form = NoteForm(obj=row, on=getattr(row, noted.name) or scope.today)
    back = inside(request.args.get("back"), url_for("orders.order", order_id=order_id))
    if form.validate_on_submit():
        with form.refusals():
            noted.note(row, by=me(), **form.typed())
            return redirect(back, 303)
    answer = render("sales/note.html", part="sales/_note.html", form=form, order=row, title=noted.title, back=back,
                    save=_("Note it"), in_cell=True)
    answer.status_code = form.status
    if form.errors:                     # in a list the whole list is swapped; what is refused stays in its cell
        answer.headers["HX-Retarget"] = answer.headers["HX-Reselect"] = f"#note-{order_id}"
    return answer
