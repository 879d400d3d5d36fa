from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from portal.catalogue import queries as catalogue
from portal.core import sheet
from portal.core.asked import number
from portal.core.clock import ZONE, next_hour, now
from portal.core.lists import show_list
from portal.core.place import store_of
from portal.core.policy import me, requires
from portal.core.scope import Scope
from portal.core.words import full_day
from portal.customers.models import Lead
from portal.customers.queries.leads import leads
from portal.extensions import db
from portal.org import queries as org

from .. import actions, lists, queries, sheets
from ..forms import BookDriveForm, DriveForm, MoveDriveForm, NewDriveForm, ReasonForm, VersionForm
from ..models import USUAL_MINUTES, TestDrive
from .asking import Tabs, ask_of_drive, ask_of_lead

bp = Blueprint("drives", __name__)


@bp.route("/drives", methods=["GET", "POST"])
@requires("drives.read")
def index(scope: Scope) -> ResponseReturnValue:
    return show_list(lists.drives, scope)


@bp.get("/drives/<int:drive_id>")
@requires("drives.read")
def drive(scope: Scope, drive_id: int) -> ResponseReturnValue:
    return _page(row := _drive(scope, drive_id), VersionForm(obj=row))


@bp.route("/leads/<int:lead_id>/drives/book", methods=["GET", "POST"])
@requires("drives.write")
def book(scope: Scope, lead_id: int) -> ResponseReturnValue:
    lead = _lead(scope, lead_id)
    form = BookDriveForm(obj=lead, starts_at=_asked_moment() or next_hour(), minutes=USUAL_MINUTES, car="",
                         vehicle_id=number(request.args.get("car", "")))
    form.model_id.offer(catalogue.model_choices(lead.series_id), empty="–")
    _offer_cars(form, lead.store_id)
    if form.validate_on_submit():
        with form.refusals():
            made = actions.book_drive(lead, by=me(), **form.typed())
            return redirect(url_for(".drive", drive_id=made.id), 303)
    return ask_of_lead(form, lead, _("Book a test drive"), _("Book it"), "drives.index", tabs=_now_or_later(lead))


@bp.route("/leads/<int:lead_id>/drives/new", methods=["GET", "POST"])
@requires("drives.write")
def new_drive(scope: Scope, lead_id: int) -> ResponseReturnValue:
    """A drive made just now; one that was booked for today is completed instead of being typed again."""
    lead = _lead(scope, lead_id)
    if request.method == "GET" and (booked := db.session.scalars(
            queries.drives(scope).where(TestDrive.lead_id == lead_id, queries.booked(scope.today))).first()):
        return redirect(url_for(".complete", drive_id=booked.id))
    form = NewDriveForm(obj=lead, starts_at=now(), vehicle_id=None)
    form.model_id.offer(catalogue.model_choices(lead.series_id), empty="–")
    _offer_cars(form, lead.store_id)
    form.accompanied_by_id.offer(org.colleagues(lead.store_id, scope.today), empty="–")
    if form.validate_on_submit():
        with form.refusals():
            actions.record_drive(lead, by=me(), **form.typed())
            return redirect(url_for("customers.lead", lead_id=lead_id), 303)
    return ask_of_lead(form, lead, _("Record a test drive"), _("Record the drive"), "drives.index",
                       tabs=_now_or_later(lead))


@bp.route("/drives/<int:drive_id>/complete", methods=["GET", "POST"])
@requires("drives.write")
def complete(scope: Scope, drive_id: int) -> ResponseReturnValue:
    row = _drive(scope, drive_id)
    on_the_clock = queries.kilometres([row.vehicle_id]).get(row.vehicle_id) if row.vehicle_id else None
    form = DriveForm(obj=row, km_out=row.km_out if row.km_out is not None else on_the_clock)
    _offer_cars(form, row.store_id)
    form.accompanied_by_id.offer(org.colleagues(row.store_id, scope.today), empty="–")
    if form.validate_on_submit():
        with form.refusals():
            actions.complete_drive(row, by=me(), **form.typed())
            return redirect(url_for(".drive", drive_id=drive_id), 303)
    return ask_of_drive(form, row, _("Record a test drive"), _("Record the drive"))


@bp.route("/drives/<int:drive_id>/move", methods=["GET", "POST"])
@requires("drives.write")
def move(scope: Scope, drive_id: int) -> ResponseReturnValue:
    row = _drive(scope, drive_id)
    form = MoveDriveForm(obj=row, minutes=(row.until - row.starts_at) // timedelta(minutes=1))
    _offer_cars(form, row.store_id)
    if form.validate_on_submit():
        with form.refusals():
            actions.move_drive(row, by=me(), **form.typed())
            return redirect(url_for(".drive", drive_id=drive_id), 303)
    return ask_of_drive(form, row, _("Move the test drive"), _("Move it"))


@bp.route("/drives/<int:drive_id>/agreement", methods=["GET", "POST"])
@requires("drives.read")
def agreement(scope: Scope, drive_id: int) -> ResponseReturnValue:
    """试乘试驾协议书, filled from what the portal knows, to be signed before setting out."""
    it = sheets.agreement(_drive(scope, drive_id))
    return sheet.answer(sheets.AGREEMENT, it, store=it.store, about=f"{it.customer} {full_day(it.on)}",
                        back=url_for(".drive", drive_id=drive_id))


@bp.route("/drives/blank-agreement", methods=["GET", "POST"])
@requires("drives.read")
def blank_agreement(scope: Scope) -> ResponseReturnValue:
    store = store_of(scope)
    return sheet.answer(sheets.AGREEMENT, sheets.blank_agreement(store), store=store.name, about=_("blank"),
                        blank=True, back=url_for("papers.forms"))


@bp.post("/drives/<int:drive_id>/missed")
@requires("drives.write")
def missed(scope: Scope, drive_id: int) -> ResponseReturnValue:
    return _at_once(scope, drive_id, actions.miss_drive)


@bp.post("/drives/<int:drive_id>/called-off")
@requires("drives.write")
def called_off(scope: Scope, drive_id: int) -> ResponseReturnValue:
    return _at_once(scope, drive_id, actions.call_off_drive)


@bp.route("/drives/<int:drive_id>/void", methods=["GET", "POST"])
@requires("drives.void")
def void_drive(scope: Scope, drive_id: int) -> ResponseReturnValue:
    row = _drive(scope, drive_id)
    form = ReasonForm(obj=row)
    if form.validate_on_submit():
        with form.refusals():
            actions.void_drive(row, by=me(), **form.typed())
            return redirect(url_for("customers.lead", lead_id=row.lead_id), 303)
    return ask_of_drive(form, row, _("Void the test drive"), _("Void it"))


def _now_or_later(lead: Lead) -> Tabs:
    return [(_("Driven just now"), url_for(".new_drive", lead_id=lead.id), request.endpoint == "drives.new_drive"),
            (_("Book a time"), url_for(".book", lead_id=lead.id), request.endpoint == "drives.book")]


def _offer_cars(form: Any, store_id: int) -> None:
    """The store's demo cars; where it has none, a car is named in words."""
    cars = queries.demo_car_choices(store_id)
    if not cars:
        del form.vehicle_id
        return
    form.vehicle_id.offer(cars, empty="–")
    if "car" in form:
        del form.car
        form.model_id.description = _("Of another car; a demo car says its own.")


def _asked_moment() -> datetime | None:
    """The hour that the day of the demo cars was tapped at."""
    try:
        return datetime.strptime(request.args.get("at", ""), "%Y-%m-%dT%H:%M").replace(tzinfo=ZONE)
    except ValueError:
        return None


def _lead(scope: Scope, lead_id: int) -> Lead:
    lead: Lead = db.first_or_404(leads(scope).where(Lead.id == lead_id).options(joinedload(Lead.customer)))
    return lead


def _drive(scope: Scope, drive_id: int) -> TestDrive:
    drive: TestDrive = db.first_or_404(queries.drive_page(scope).where(TestDrive.id == drive_id))
    return drive


def _at_once(scope: Scope, drive_id: int, change: Any) -> ResponseReturnValue:
    """A change with nothing to type: back to the drive, refused or not, with the word why."""
    row = _drive(scope, drive_id)
    form = VersionForm(obj=row)
    if form.validate_on_submit():
        with form.refusals():
            change(row, by=me(), **form.typed())
            return redirect(url_for(".drive", drive_id=drive_id), 303)
    return _page(row, form)


def _page(row: TestDrive, form: VersionForm) -> ResponseReturnValue:
    return render_template("sales/drive.html", drive=row, form=form, models=catalogue.model_names({row.model_id}),
                           names=org.names({row.person_id, row.accompanied_by_id})), form.status
