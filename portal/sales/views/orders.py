from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from portal.catalogue import queries as catalogue
from portal.core.agreement import choice_pairs, words
from portal.core.asked import number
from portal.core.lists import show_list
from portal.core.policy import me, requires
from portal.core.scope import Scope
from portal.core.words import day as day_words
from portal.customers.forms.leads import offer_levels
from portal.customers.models import Lead, Level
from portal.customers.queries.leads import leads
from portal.extensions import db
from portal.org import queries as org
from portal.vehicles.models import Vehicle

from .. import actions, lists, queries
from ..actions.deliveries import Check
from ..exceptions import of_order
from ..forms import (
    AllotForm,
    CancelForm,
    ChangeOrderForm,
    DeliveryForm,
    OrderForm,
    ReasonForm,
)
from ..models import Order, QueueException, Refund
from .asking import ask_of_lead, ask_of_order
from .telling import to_allot, told_changes, told_first

bp = Blueprint("orders", __name__)


@bp.route("/orders", methods=["GET", "POST"])
@requires("orders.read")
def index(scope: Scope) -> ResponseReturnValue:
    return show_list(lists.orders, scope)


@bp.get("/orders/<int:order_id>")
@requires("orders.read")
def order(scope: Scope, order_id: int) -> ResponseReturnValue:
    row = _order(scope, order_id)
    return render_template("sales/order.html", order=row, **_page(row))


@bp.route("/leads/<int:lead_id>/order", methods=["GET", "POST"])
@requires("orders.write")
def sign(scope: Scope, lead_id: int) -> ResponseReturnValue:
    lead = db.first_or_404(leads(scope).where(Lead.id == lead_id).options(joinedload(Lead.customer)))
    form = OrderForm(obj=lead, signed_on=scope.today, note="", model_id=lead.model_id or queries.driven_model(lead))
    form.model_id.offer(catalogue.model_choices(lead.series_id, priced=True), empty="–")
    form.payment.offer(choice_pairs("payment", store_id=lead.store_id, on=scope.today), empty="–")
    if form.validate_on_submit():
        with form.refusals():
            made = actions.sign_order(lead, by=me(), **form.typed())
            return redirect(url_for(".order", order_id=made.id), 303)
    return ask_of_lead(form, lead, _("Sign an order"), _("Sign the order"), "orders.index")


@bp.route("/orders/<int:order_id>/change", methods=["GET", "POST"])
@requires("orders.write")
def change(scope: Scope, order_id: int) -> ResponseReturnValue:
    row = _order(scope, order_id)
    form = ChangeOrderForm(obj=row)
    form.model_id.offer(catalogue.model_choices(row.lead.series_id, priced=True), empty="–")
    if form.validate_on_submit():
        with form.refusals():
            actions.change_order(row, by=me(), **form.typed())
            return _back(row)
    return ask_of_order(form, row, _("Change the order"), _("Change the order"))


@bp.route("/orders/<int:order_id>/vehicle", methods=["GET", "POST"])
@requires("orders.allot")
def allot(scope: Scope, order_id: int) -> ResponseReturnValue:
    row = _order(scope, order_id)
    form = AllotForm(obj=row, vehicle_id=None)
    form.vehicle_id.offer(to_allot(row, scope.today, typed=request.args.get("w", ""), chosen=_chosen()))
    if form.validate_on_submit():
        with form.refusals():
            if isinstance(made := _allot(row, form.typed()), QueueException):
                flash(_("It waits for two signatures; the vehicle is kept until %(day)s.",
                        day=day_words(made.answer_by_on)))
            return _back(row)
    model = catalogue.model_names({row.model_id}).get(row.model_id, "") if row.model_id else ""
    return ask_of_order(form, row, _("Allot a vehicle"), _("Allot the vehicle"), model, row.colour,
                        before=told_first(row), template="sales/allot.html")


@bp.route("/orders/<int:order_id>/vehicle/release", methods=["GET", "POST"])
@requires("orders.allot")
def release(scope: Scope, order_id: int) -> ResponseReturnValue:
    row = _order(scope, order_id)
    form = ReasonForm(obj=row)
    if form.validate_on_submit():
        with form.refusals():
            actions.release_vehicle(row, by=me(), **form.typed())
            return _back(row)
    return ask_of_order(form, row, _("Release the vehicle"), _("Release it"))


@bp.route("/orders/<int:order_id>/cancel", methods=["GET", "POST"])
@requires("orders.write")
def cancel(scope: Scope, order_id: int) -> ResponseReturnValue:
    row = _order(scope, order_id)
    form = CancelForm(obj=row, refund=Refund.RETURNED)
    form.why.offer(choice_pairs("cancel_why", store_id=row.store_id, on=scope.today))
    offer_levels(form.level, row.store_id, Level.H)
    if form.validate_on_submit():
        with form.refusals():
            actions.cancel_order(row, by=me(), **form.typed())
            return _back(row)
    return ask_of_order(form, row, _("Cancel the order"), _("Cancel the order"))


@bp.route("/orders/<int:order_id>/delivery", methods=["GET", "POST"])
@requires("orders.write")
def deliver(scope: Scope, order_id: int) -> ResponseReturnValue:
    row = _order(scope, order_id)
    form = DeliveryForm(obj=row, delivered_on=scope.today, note="")
    if form.validate_on_submit():
        with form.refusals():
            actions.deliver(row, by=me(), **form.typed())
            return _back(row)
    return ask_of_order(form, row, _("Deliver the vehicle"), _("Deliver it"))


@bp.route("/orders/<int:order_id>/delivery/take-back", methods=["GET", "POST"])
@requires("orders.decide")
def take_back(scope: Scope, order_id: int) -> ResponseReturnValue:
    row = _order(scope, order_id)
    form = ReasonForm(obj=row)
    if form.validate_on_submit():
        with form.refusals():
            actions.take_back_delivery(row, by=me(), **form.typed())
            return _back(row)
    return ask_of_order(form, row, _("Take the delivery back"), _("Take it back"))


def _page(row: Order) -> dict[str, Any]:
    """What an order's page shows beside the row itself."""
    cancellation = db.session.scalars(queries.cancellation(row)).one_or_none()
    delivery = db.session.scalars(queries.delivery(row)).one_or_none()
    changes = db.session.scalars(queries.changes(row)).all()
    models = catalogue.model_names({row.model_id} | {
        side.get("model_id") for change in changes for side in (change.before, change.after)})
    names = org.names({row.signed_by_id, row.deliverer_id, *(change.changed_by_id for change in changes),
                       cancellation.cancelled_by_id if cancellation else None,
                       delivery.delivered_by_id if delivery else None})
    return {"names": names, "models": models, "payment": words("payment", row.payment, store_id=row.store_id),
            "changes": told_changes(changes, models, names), "cancellation": cancellation, "delivery": delivery,
            "why": words("cancel_why", cancellation.why, store_id=row.store_id) if cancellation else "",
            "vehicle": db.session.get(Vehicle, row.vehicle_id) if row.vehicle_id else None,
            "exceptions": of_order(row), "checks": Check, "is_open": row.live == 1 and row.delivered_on is None}


def _allot(row: Order, typed: dict[str, Any]) -> Order | QueueException:
    """In turn it is done; out of turn, with a reason, it is asked for."""
    vehicle = db.session.get_one(Vehicle, typed["vehicle_id"])
    out_of_turn = vehicle and typed["reason"] and queries.waits_longer(row, vehicle.colour)
    return (actions.ask_exception if out_of_turn else actions.allot_vehicle)(row, by=me(), **typed)


def _chosen() -> int | None:
    """The vehicle that an allotment was sent for."""
    return number(request.form.get("vehicle_id", ""))


def _order(scope: Scope, order_id: int) -> Order:
    order: Order = db.first_or_404(queries.order_page(scope).where(Order.id == order_id))
    return order


def _back(row: Order) -> ResponseReturnValue:
    return redirect(url_for(".order", order_id=row.id), 303)
