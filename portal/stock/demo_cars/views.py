"""Demo cars: the day, a booking from it, the log and its month."""
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import pgettext
from sqlalchemy import select

from portal.catalogue import queries as catalogue
from portal.core import sheet
from portal.core.asked import number, period_named
from portal.core.clock import today
from portal.core.lists import show_list
from portal.core.period import Unit, month
from portal.core.place import store_of, stores_of
from portal.core.policy import can, me, my_rights, requires
from portal.core.scope import Scope
from portal.extensions import db
from portal.org.queries import members, names
from portal.sales import actions
from portal.sales import queries as sales
from portal.sales.models import CarTrip, TestDrive
from portal.vehicles.models import CarUpkeep, Upkeep, Use, Vehicle

from . import actions as demo_actions
from . import lists, sheets, upkeep
from .day import day_of_cars, open_leads
from .forms import FinishUpkeepForm, MoveUpkeepForm, TripForm, UpkeepForm, VoidForm

bp = Blueprint("demo_cars", __name__)
LONGEST = 40
HALF_A_YEAR = timedelta(days=182)
FEBRUARY = 2


@bp.get("/demo-cars")
@requires("demo_cars.read")
def index(scope: Scope) -> ResponseReturnValue:
    """A day: each car with its bookings and its free hours."""
    stores, store, on = stores_of(scope), store_of(scope), _day(scope.today)
    return render_template(
        "stock/demo_cars/day.html", cars=day_of_cars(store.id, on, my_rights()), on=on, today=scope.today, store=store,
        stores=stores, before=on - timedelta(days=1), after=on + timedelta(days=1),
        books=can("drives.write") and on >= scope.today)


@bp.get("/demo-cars/book")
@requires("drives.write")
def book(scope: Scope) -> ResponseReturnValue:
    """Whose drive it is to be; the car and the hour come along."""
    typed = request.args.get("w", "").replace("\0", "").strip()[:LONGEST]
    kept = {"car": number(request.args.get("car", "")), "at": request.args.get("at", "")[:LONGEST] or None}
    return render_template("stock/demo_cars/book.html", rows=open_leads(scope, typed), typed=typed, kept=kept,
                           series=catalogue.series_names())


@bp.route("/demo-cars/log", methods=["GET", "POST"])
@requires("demo_cars.read")
def log(scope: Scope) -> ResponseReturnValue:
    return show_list(lists.trips, scope, "stock/demo_cars/log.html",
                     car=number(request.args.get("car", "")))


@bp.route("/demo-cars/<int:vehicle_id>/trips/new", methods=["GET", "POST"])
@requires("demo_cars.write")
def new_trip(scope: Scope, vehicle_id: int) -> ResponseReturnValue:
    car = _car(scope, vehicle_id)
    form = TripForm(data={"on": scope.today, "km_out": sales.kilometres([car.id]).get(car.id), "person_id": me().id})
    form.person_id.offer([(one.person_id, one.name) for one in members(car.store_id, scope.today)], empty="–")
    if form.validate_on_submit():
        with form.refusals():
            actions.note_trip(car, by=me(), **form.typed())
            return redirect(url_for(".log", car=vehicle_id), 303)
    return render_template("stock/demo_cars/ask.html", form=form, title=_("A line of the log"), save=_("Note it"),
                           about=car.plate or car.tail, back=url_for(".log", car=vehicle_id)), form.status


@bp.route("/demo-cars/<int:vehicle_id>/upkeep/<kind>", methods=["GET", "POST"])
@requires("demo_cars.write")
def plan_upkeep(scope: Scope, vehicle_id: int, kind: str) -> ResponseReturnValue:
    """By which day a car needs it."""
    car, what = _car(scope, vehicle_id), next((one for one in Upkeep if one.value == kind), None) or abort(404)
    if car.use is not Use.DEMO:
        abort(404)
    row = upkeep.owed_of(car.id, what)
    sent_as_first = request.method == "POST" and "version" not in request.form
    form = MoveUpkeepForm(obj=row) if row and not sent_as_first else UpkeepForm()
    if form.validate_on_submit():
        with form.refusals():
            demo_actions.plan_upkeep(car, by=me(), kind=what, **form.typed())
            return redirect(url_for(".index"), 303)
    return _ask_upkeep(form, what.label, _("Save"), car, upkeep.done(car.id, what), owed=row)


@bp.route("/car-upkeep/<int:upkeep_id>", methods=["GET", "POST"])
@requires("demo_cars.write")
def finish_upkeep(scope: Scope, upkeep_id: int) -> ResponseReturnValue:
    """It was done: when, and by when again."""
    row: CarUpkeep = db.first_or_404(upkeep.upkeep(scope).where(CarUpkeep.id == upkeep_id))
    car = db.session.get_one(Vehicle, row.vehicle_id)
    if row.owed is None:
        return redirect(url_for(".plan_upkeep", vehicle_id=car.id, kind=row.kind.value), 303)
    form = FinishUpkeepForm(obj=row, done_on=scope.today, next_on=_again(row), note="")
    if form.validate_on_submit():
        with form.refusals():
            demo_actions.finish_upkeep(row, by=me(), **form.typed())
            return redirect(url_for(".index"), 303)
    return _ask_upkeep(form, _("%(what)s done", what=row.kind.label), pgettext("upkeep", "Done"), car,
                       upkeep.done(car.id, row.kind), row=row)


@bp.get("/car-trips/<int:trip_id>")
@requires("demo_cars.read")
def trip(scope: Scope, trip_id: int) -> ResponseReturnValue:
    row = _trip(scope, trip_id)
    car = db.session.get_one(Vehicle, row.vehicle_id)
    return render_template("stock/demo_cars/trip.html", trip=row, car=car, names=names({row.person_id}),
                           drive=row.drive_id if row.drive_id and _opens(row.drive_id) else None)


@bp.route("/car-trips/<int:trip_id>/void", methods=["GET", "POST"])
@requires("demo_cars.write")
def void_trip(scope: Scope, trip_id: int) -> ResponseReturnValue:
    row = _trip(scope, trip_id)
    form = VoidForm(obj=row)
    if form.validate_on_submit():
        with form.refusals():
            actions.void_trip(row, by=me(), **form.typed())
            return redirect(url_for(".log", car=row.vehicle_id), 303)
    return render_template("stock/demo_cars/ask.html", form=form, title=_("Void the line"), save=_("Void it"), about="",
                           back=url_for(".trip", trip_id=trip_id)), form.status


@bp.route("/demo-cars/<int:vehicle_id>/month", methods=["GET", "POST"])
@requires("demo_cars.read")
def car_month(scope: Scope, vehicle_id: int) -> ResponseReturnValue:
    """试驾车使用记录 of a month."""
    asked = period_named(request.args.get("month"), Unit.MONTH, month(scope.today))
    it = sheets.month_of(_car(scope, vehicle_id), asked)
    return sheet.answer(sheets.MONTH, it, store=it.store, about=f"{it.plate} {asked.label}",
                        back=url_for(".log", car=vehicle_id))


@bp.route("/demo-cars/blank-month", methods=["GET", "POST"])
@requires("demo_cars.read")
def blank_month(scope: Scope) -> ResponseReturnValue:
    store = store_of(scope)
    return sheet.answer(sheets.MONTH, sheets.blank_month(store), store=store.name, about=_("blank"), blank=True,
                        back=url_for("papers.forms"))


def _car(scope: Scope, vehicle_id: int) -> Vehicle:
    """A vehicle of the store; one that is no demo car any more keeps its log."""
    row: Vehicle = db.first_or_404(select(Vehicle).where(
        Vehicle.id == vehicle_id, Vehicle.live == 1, scope.in_stores(Vehicle.store_id)))
    return row


def _ask_upkeep(form: Any, title: Any, save: str, car: Vehicle, done: Sequence[CarUpkeep],
                **around: Any) -> ResponseReturnValue:
    return render_template("stock/demo_cars/upkeep.html", form=form, title=title, save=save, car=car, done=done,
                           names=names({one.done_by_id for one in done}), back=url_for(".index"),
                           **around), form.status


def _again(row: CarUpkeep) -> date:
    """Maintenance each half year, papers each year from the day they end."""
    if row.kind is Upkeep.MAINTENANCE:
        return today() + HALF_A_YEAR
    ends = row.due_on
    return date(ends.year + 1, ends.month, min(ends.day, 28) if ends.month == FEBRUARY else ends.day)


def _trip(scope: Scope, trip_id: int) -> CarTrip:
    row: CarTrip = db.first_or_404(sales.trips(scope).where(CarTrip.id == trip_id))
    return row


def _opens(drive_id: int) -> bool:
    rights = my_rights()
    return "drives.read" in rights and db.session.scalar(
        sales.drives(rights["drives.read"]).where(TestDrive.id == drive_id)
        .with_only_columns(TestDrive.id)) is not None


def _day(today: date) -> date:
    try:
        return date.fromisoformat(request.args.get("on", ""))
    except ValueError:
        return today
