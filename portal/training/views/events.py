"""An event: its page, planning and changing it, calling it off, what to prepare with, its sign-in sheet."""
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.core import file, sheet
from portal.core.agreement import choice_pairs
from portal.core.clock import day_start, now
from portal.core.page import inside
from portal.core.period import Period
from portal.core.place import store_of
from portal.core.policy import can, me, requires
from portal.core.scope import Scope
from portal.core.words import full_day
from portal.extensions import db
from portal.org.models import Store

from .. import queries, sheets
from ..actions import events as actions
from ..clashes import Slot, clashes
from ..codes import sign_in_path
from ..forms import CallOffForm, ChangeEventForm, MaterialForm, NewEventForm
from ..models import EventState, SeatState, TrainingEvent, TrainingMaterial
from ..results import FEWEST
from ..settings import SUBJECT
from . import bp
from .ratings import assessed_of

USUAL_HOUR = 9


@bp.get("/training/events/<int:event_id>")
@requires("training.read")
def event(scope: Scope, event_id: int) -> ResponseReturnValue:
    row = _event(scope, event_id)
    places = queries.seats_of(row.id)
    taken = [seat for seat in places if seat.state is SeatState.TAKEN]
    mine = next((seat for seat in places if seat.person_id == me().id), None)
    to_come = row.state is EventState.PLANNED and row.on >= scope.today
    warned = clashes(Slot(row.store_id, row.starts_at, row.minutes, row.trainer_id, row.room,
                          [seat.person_id for seat in taken], row.id)
                     ) if to_come and can("training.write", row) else []
    return render_template(
        "training/event.html", event=row, subject=queries.subject_of(row), ends_at=queries.ends_at(row), taken=taken,
        waiting=[seat for seat in places if seat.state is SeatState.WAITING], mine=mine, warned=warned,
        audience=queries.audience(row.id), materials=queries.materials_of(row.id), series=queries.series_of(row),
        has_begun=row.starts_at <= now(), today=scope.today, assessed=assessed_of(row, mine),
        fewest=FEWEST)


@bp.route("/training/events/new", methods=["GET", "POST"])
@requires("training.write")
def new(scope: Scope) -> ResponseReturnValue:
    store = store_of(scope)
    form = NewEventForm(starts_at=_typed_day(scope), trainer_id=me().id, subject=request.args.get("subject"))
    _offer(form, store, scope)
    if form.validate_on_submit():
        with form.refusals():
            made = actions.plan_event(by=me(), store_id=store.id, **form.typed())
            flash(_("The training is planned.") if form.times.data == 1 else ngettext(
                "%(num)d training is planned.", "%(num)d trainings are planned.", form.times.data or 1))
            return redirect(url_for(".event", event_id=made.id), 303)
    return _form_page(form, _("Plan a training"), _("Plan it"), url_for(".index", store=store.id))


@bp.route("/training/events/<int:event_id>/change", methods=["GET", "POST"])
@requires("training.write")
def change(scope: Scope, event_id: int) -> ResponseReturnValue:
    row = _event(scope, event_id)
    lines = queries.audience(event_id)
    form = ChangeEventForm(
        obj=row, roles=[line.role.value for line in lines if line.role], anyway=False,
        team_ids=[line.team_id for line in lines if line.team_id],
        people=[line.person_id for line in lines if line.person_id])
    _offer(form, db.session.get_one(Store, row.store_id), scope, row)
    if form.validate_on_submit():
        with form.refusals():
            waited = _waiting(event_id)
            actions.change_event(row, by=me(), **form.typed())
            if moved := len(_waiting(event_id) - waited):
                flash(ngettext("%(num)d person who had signed up is on the waiting list now.",
                               "%(num)d people who had signed up are on the waiting list now.", moved))
            return redirect(url_for(".event", event_id=event_id), 303)
    return _form_page(form, _("Change the training"), _("Save"), url_for(".event", event_id=event_id))


@bp.route("/training/events/<int:event_id>/call-off", methods=["GET", "POST"])
@requires("training.write")
def call_off(scope: Scope, event_id: int) -> ResponseReturnValue:
    row = _event(scope, event_id)
    form, back = CallOffForm(obj=row), url_for(".event", event_id=event_id)
    if not queries.later_of(row):
        del form.later
    if form.validate_on_submit():
        with form.refusals():
            actions.call_off(row, by=me(), **form.typed())
            return redirect(back, 303)
    return render_template("training/ask.html", form=form, title=_("Call the training off"), about=row.title,
                           save=_("Call the training off"), back=back), form.status


@bp.route("/training/events/<int:event_id>/material", methods=["GET", "POST"])
@requires("training.write")
def add_material(scope: Scope, event_id: int) -> ResponseReturnValue:
    row = _event(scope, event_id)
    form, back = MaterialForm(), url_for(".event", event_id=event_id)
    if form.validate_on_submit():
        with form.refusals():
            actions.add_material(row, by=me(), **form.typed())
            return redirect(back, 303)
    return render_template("training/ask.html", form=form, title=_("Add material"), about=row.title, save=_("Add"),
                           back=back, upload=True), form.status


@bp.get("/training/material/<int:material_id>")
@requires("training.read")
def material(scope: Scope, material_id: int) -> ResponseReturnValue:
    """The file as an attachment, or on to the address."""
    row = _material(scope, material_id)
    return redirect(row.link, 302) if row.file_id is None else file.download(row.file_id)


@bp.post("/training/material/<int:material_id>/remove")
@requires("training.write")
def remove_material(scope: Scope, material_id: int) -> ResponseReturnValue:
    row = _material(scope, material_id)
    back = url_for(".event", event_id=row.event_id)
    actions.remove_material(row, by=me())
    flash(_("The material is gone."))
    return redirect(back, 303)


@bp.route("/training/events/<int:event_id>/sheet", methods=["GET", "POST"])
@requires("training.write")
def sign_in_sheet(scope: Scope, event_id: int) -> ResponseReturnValue:
    """培训签到表, with the QR code by which those present sign in."""
    row = _event(scope, event_id)
    it = sheets.sign_in(row)
    return sheet.answer(sheets.SIGN_IN, it, store=it.store, about=f"{row.title} {full_day(row.on)}",
                        back=url_for(".event", event_id=event_id), path=sign_in_path(event_id))


@bp.route("/training/blank-sheet", methods=["GET", "POST"])
@requires("training.write")
def blank_sheet(scope: Scope) -> ResponseReturnValue:
    store = store_of(scope)
    return sheet.answer(sheets.SIGN_IN, sheets.blank_sign_in(store), store=store.name, about=_("blank"), blank=True,
                        back=url_for("papers.forms"))


def _event(scope: Scope, event_id: int) -> TrainingEvent:
    return db.first_or_404(queries.event_page(scope).where(TrainingEvent.id == event_id))


def _material(scope: Scope, material_id: int) -> TrainingMaterial:
    return db.first_or_404(queries.materials(scope).where(TrainingMaterial.id == material_id))


def _waiting(event_id: int) -> set[int]:
    return {seat.person_id for seat in queries.seats_of(event_id) if seat.state is SeatState.WAITING}


def _typed_day(scope: Scope) -> Any:
    """Nine o'clock of the day that the calendar was clicked on, else of tomorrow."""
    try:
        on = Period.parse(request.args["on"]).start
    except (KeyError, ValueError):
        on = scope.today
    return day_start(max(on, scope.today)).replace(hour=USUAL_HOUR)


def _offer(form: Any, store: Store, scope: Scope, row: TrainingEvent | None = None) -> None:
    """The subjects, people and teams of the store; those that stand on the event already stay."""
    staff = [(one.person_id, one.name) for one in queries.people(store.id, scope.today)]
    subjects = choice_pairs(SUBJECT, store_id=store.id, on=scope.today)
    if row is not None:
        staff = list({**dict(staff), row.trainer_id: row.trainer.name}.items())
        subjects = list({**dict(subjects), row.subject: queries.subject_of(row)}.items())
    form.room.suggest = lambda: queries.rooms(store.id)
    form.offer(subjects=subjects, staff=staff, teams=queries.teams(store.id))


def _form_page(form: Any, title: str, save: str, back: str) -> ResponseReturnValue:
    return render_template("training/event_form.html", form=form, title=title, save=save,
                           back=inside(request.args.get("back"), back)), form.status
