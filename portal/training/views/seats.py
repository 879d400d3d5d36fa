"""Places at a training: signing up and off, signing in by QR code, attendance."""
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from portal.core.action import Refused
from portal.core.form import Form
from portal.core.policy import me, requires
from portal.core.scope import Scope
from portal.extensions import db

from .. import queries
from ..actions import seats as actions
from ..codes import key_of
from ..forms import attendance_form
from ..models import SeatState, TrainingEvent
from ..seating import expected
from . import bp


@bp.post("/training/events/<int:event_id>/sign-up")
@requires("training.join")
def sign_up(scope: Scope, event_id: int) -> ResponseReturnValue:
    row = _event(scope, event_id)

    def act() -> str:
        seat = actions.sign_up(row, by=me())
        return _("You are signed up.") if seat.state is SeatState.TAKEN else _(
            "All seats are taken: you are on the waiting list and move up by yourself.")
    return _do(act, event_id)


@bp.post("/training/events/<int:event_id>/sign-off")
@requires("training.join")
def sign_off(scope: Scope, event_id: int) -> ResponseReturnValue:
    row = _event(scope, event_id)

    def act() -> str:
        actions.sign_off(row, by=me())
        return _("You are signed off.")
    return _do(act, event_id)


@bp.route("/training/events/<int:event_id>/here", methods=["GET", "POST"])
@requires("training.join")
def sign_in(scope: Scope, event_id: int) -> ResponseReturnValue:
    """Where the QR code of the sign-in sheet leads: one tap, and one is present."""
    row = _event(scope, event_id)
    key, form = request.values.get("key", ""), Form()
    if form.validate_on_submit():
        with form.refusals():
            actions.sign_in(row, by=me(), key=key)
            flash(_("You are signed in."))
            return redirect(url_for(".event", event_id=event_id), 303)
    return render_template("training/here.html", event=row, form=form, key=key, ends_at=queries.ends_at(row),
                           mine=queries.seat_of(event_id, me().id), is_real=key == key_of(event_id)), form.status


@bp.route("/training/events/<int:event_id>/attendance", methods=["GET", "POST"])
@requires("training.write")
def attendance(scope: Scope, event_id: int) -> ResponseReturnValue:
    row = _event(scope, event_id)
    taken = expected(row)
    form: Any = attendance_form(row, taken)
    there = {seat.person_id for seat in taken}
    form.also.choices = [SelectChoice(one.person_id, one.name) for one in queries.people(row.store_id, row.on)
                         if one.person_id not in there and one.person_id != row.trainer_id]
    if form.validate_on_submit():
        with form.refusals():
            actions.take_attendance(row, by=me(), **form.typed())
            flash(_("Attendance is taken."))
            return redirect(url_for(".event", event_id=event_id), 303)
    return render_template("training/attendance.html", event=row, form=form), form.status


def _event(scope: Scope, event_id: int) -> TrainingEvent:
    return db.first_or_404(queries.event_page(scope).where(TrainingEvent.id == event_id))


def _do(act: Any, event_id: int) -> ResponseReturnValue:
    try:
        flash(act())
    except Refused as refused:
        flash(refused.message, "wrong")
    return redirect(url_for(".event", event_id=event_id), 303)
