from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import or_, select

from portal.catalogue import queries as catalogue
from portal.core.lists import show_list
from portal.core.panel import Reading, panels
from portal.core.period import ONE_DAY
from portal.core.place import store_of
from portal.core.policy import can, me, my_rights, requires
from portal.core.scope import Scope
from portal.extensions import db
from portal.org import queries as org
from portal.org.models import Store

from . import actions, lists, queries
from .forms import (
    CertificateForm,
    EnterForm,
    EnterWithCostForm,
    FactsForm,
    FactsWithCostForm,
    PlaceForm,
    ReasonForm,
    TakeInForm,
    TransferForm,
    UseForm,
)
from .models import Vehicle

bp = Blueprint("vehicles", __name__)
LONGEST = 40


@bp.route("/vehicles", methods=["GET", "POST"])
@requires("vehicles.read")
def index(scope: Scope) -> ResponseReturnValue:
    return show_list(lists.vehicles, scope, "vehicles/vehicles.html")


@bp.get("/vehicles/<int:vehicle_id>")
@requires("vehicles.read")
def vehicle(scope: Scope, vehicle_id: int) -> ResponseReturnValue:
    row = _vehicle(scope, vehicle_id)
    moves = db.session.scalars(queries.moves(row)).all()
    store = db.session.get_one(Store, row.store_id)
    return render_template(
        "vehicles/vehicle.html", vehicle=row, moves=moves, store=store, cost=can("cost.read", row), today=scope.today,
        age=queries.age(row, scope.today), since_production=queries.age_since_production(row, scope.today),
        models=catalogue.model_names({row.model_id}), series=catalogue.series_names(),
        names=org.names(move.moved_by_id for move in moves), stores=queries.store_names(moves),
        orders=panels("vehicle", Reading(my_rights(), me(), scope.today, row=row)))


@bp.get("/vehicles/intake")
@requires("vehicles.write")
def intake(scope: Scope) -> ResponseReturnValue:
    """At the gate: the last six characters find the vehicle that is expected."""
    typed = request.args.get("w", "").replace("\0", "").strip()[:LONGEST]
    found = queries.expected(scope, typed)
    known = queries.by_vin(typed) if typed and not found else []
    done = [] if typed else queries.taken_in(scope, scope.today)
    sent = [] if typed else queries.sent(scope)
    return render_template("vehicles/intake.html", typed=typed, found=found, today=scope.today, done=done, sent=sent,
                           known=[row for row in known if scope.holds(row.store_id)],
                           models=catalogue.model_names({row.model_id for row in [*found, *known, *done, *sent]}))


@bp.route("/vehicles/new", methods=["GET", "POST"])
@requires("vehicles.write")
def enter(scope: Scope) -> ResponseReturnValue:
    form = (EnterWithCostForm if can("cost.read") else EnterForm)(
        vin=request.args.get("vin", "")[:LONGEST], data={"arrived_on": scope.today})
    form.model_id.offer(catalogue.model_choices(), empty="–")
    if form.validate_on_submit():
        with form.refusals():
            made = actions.enter_vehicle(by=me(), store_id=store_of(scope).id, **form.typed())
            return redirect(url_for(".vehicle", vehicle_id=made.id), 303)
    return _ask(form, _("Enter a vehicle"), "", _("Enter it"), url_for(".index"))


@bp.route("/vehicles/<int:vehicle_id>/edit", methods=["GET", "POST"])
@requires("vehicles.write")
def edit(scope: Scope, vehicle_id: int) -> ResponseReturnValue:
    row = _vehicle(scope, vehicle_id)
    form = (FactsWithCostForm if can("cost.read", row) else FactsForm)(obj=row)
    form.model_id.offer(catalogue.model_choices(row.series_id), empty="–")
    return _done_or_asked(form, row, actions.change_vehicle, _("Change the vehicle"), _("Save"))


@bp.route("/vehicles/<int:vehicle_id>/intake", methods=["GET", "POST"])
@requires("vehicles.write")
def take_in(scope: Scope, vehicle_id: int) -> ResponseReturnValue:
    """Then back to the gate, where the next one stands."""
    row = _vehicle(scope, vehicle_id)
    form = TakeInForm(obj=row, arrived_on=scope.today)
    form.place.suggest = lambda: queries.places([row.store_id])
    return _done_or_asked(form, row, actions.take_in, _("Take the vehicle in"), _("Take it in"), then=".intake")


@bp.route("/vehicles/<int:vehicle_id>/place", methods=["GET", "POST"])
@requires("vehicles.write")
def park(scope: Scope, vehicle_id: int) -> ResponseReturnValue:
    row = _vehicle(scope, vehicle_id)
    form = PlaceForm(obj=row)
    form.place.suggest = lambda: queries.places([row.store_id])
    return _done_or_asked(form, row, actions.park, _("Park it elsewhere"), _("Park it there"))


@bp.route("/vehicles/<int:vehicle_id>/use", methods=["GET", "POST"])
@requires("vehicles.write")
def use(scope: Scope, vehicle_id: int) -> ResponseReturnValue:
    row = _vehicle(scope, vehicle_id)
    return _done_or_asked(UseForm(obj=row), row, actions.change_use, _("Use of the vehicle"), _("Save"))


@bp.route("/vehicles/<int:vehicle_id>/transfer", methods=["GET", "POST"])
@requires("vehicles.write")
def transfer(scope: Scope, vehicle_id: int) -> ResponseReturnValue:
    """To another store; who writes in this one alone loses sight of it."""
    row = _vehicle(scope, vehicle_id)
    form = TransferForm(obj=row, arrives_on=scope.today + ONE_DAY)
    form.to_store_id.offer(queries.other_stores(row.store_id), empty="–")
    return _done_or_asked(form, row, actions.transfer, _("Transfer the vehicle"), _("Transfer it"))


@bp.route("/vehicles/<int:vehicle_id>/call-back", methods=["GET", "POST"])
@requires("vehicles.write")
def call_back(scope: Scope, vehicle_id: int) -> ResponseReturnValue:
    """What was sent to another store is theirs already, but its sender may take it back."""
    row: Vehicle = db.first_or_404(select(Vehicle).where(
        Vehicle.live == 1, Vehicle.id == vehicle_id, or_(scope.in_stores(Vehicle.store_id), queries.sent_from(scope))))
    form = ReasonForm(obj=row)
    if form.validate_on_submit():
        with form.refusals():
            actions.call_back(row, by=me(), **form.typed())
            return redirect(url_for(".intake"), 303)
    return _ask(form, _("Take the transfer back"), row.vin, _("Take it back"), url_for(".intake"))


@bp.route("/vehicles/<int:vehicle_id>/return", methods=["GET", "POST"])
@requires("vehicles.write")
def give_back(scope: Scope, vehicle_id: int) -> ResponseReturnValue:
    row = _vehicle(scope, vehicle_id)
    return _done_or_asked(ReasonForm(obj=row), row, actions.return_vehicle, _("Return to the factory"), _("Return it"))


@bp.route("/vehicles/<int:vehicle_id>/certificate", methods=["GET", "POST"])
@requires("vehicles.write")
def certificate(scope: Scope, vehicle_id: int) -> ResponseReturnValue:
    row = _vehicle(scope, vehicle_id)
    return _done_or_asked(CertificateForm(obj=row), row, actions.note_certificate, _("Certificate of conformity"),
                          _("Save"))


@bp.route("/vehicles/<int:vehicle_id>/void", methods=["GET", "POST"])
@requires("vehicles.write")
def void(scope: Scope, vehicle_id: int) -> ResponseReturnValue:
    row = _vehicle(scope, vehicle_id)
    return _done_or_asked(ReasonForm(obj=row), row, actions.void_vehicle, _("Void the vehicle"), _("Void it"))


def _vehicle(scope: Scope, vehicle_id: int) -> Vehicle:
    rows = queries.vehicles(scope).where(Vehicle.id == vehicle_id)
    row: Vehicle = db.first_or_404(queries.with_cost(rows) if can("cost.read") else rows)
    return row


def _done_or_asked(form: Any, row: Vehicle, change: Callable[..., Vehicle], title: str, save: str, *, then: str = ""
                   ) -> ResponseReturnValue:
    """One question about a vehicle; then back to it, or to the page named, or to the list where it is not ours any
    more."""
    if form.validate_on_submit():
        with form.refusals():
            store_id = row.store_id
            changed = change(row, by=me(), **form.typed())
            gone = changed.live is None or changed.store_id != store_id
            if gone or then:
                return redirect(url_for(".index" if gone else then), 303)
            return redirect(url_for(".vehicle", vehicle_id=row.id), 303)
    return _ask(form, title, row.vin, save, url_for(".vehicle", vehicle_id=row.id))


def _ask(form: Any, title: str, about: str, save: str, back: str) -> ResponseReturnValue:
    return render_template("vehicles/ask.html", form=form, title=title, about=about, save=save,
                           back=back), form.status
