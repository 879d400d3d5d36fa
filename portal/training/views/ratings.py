"""What participants think of a training, and what its page says of its assessments."""
from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.policy import me, requires
from portal.core.scope import Scope
from portal.extensions import db

from .. import queries, results
from ..actions import ratings as actions
from ..forms_assessed import RateForm
from ..models import Attendance, TrainingEvent, TrainingSeat
from . import bp


@dataclass(frozen=True)
class Assessed:
    """`rate_form` is for who was there; `rated` says that they rated before."""
    lines: Sequence[results.Line]
    rating: results.Rating
    rate_form: RateForm | None
    rated: bool


def assessed_of(event: TrainingEvent, mine: TrainingSeat | None) -> Assessed:
    before = results.rating_by(event.id, me().id) if mine is not None and mine.came is Attendance.PRESENT else None
    form = RateForm(formdata=None, stars=before.stars if before else None, remark=before.remark if before else ""
                    ) if mine is not None and mine.came is Attendance.PRESENT else None
    return Assessed(results.of_event(event.id, me().id), results.rating(event.id), form, before is not None)


@bp.post("/training/events/<int:event_id>/rating")
@requires("training.join")
def rate(scope: Scope, event_id: int) -> ResponseReturnValue:
    event = db.first_or_404(queries.events(scope).where(TrainingEvent.id == event_id))
    form = RateForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.rate(event, by=me(), **form.typed())
    for message in [error for errors in form.errors.values() for error in errors][:1]:
        flash(message, "wrong")
        break
    else:
        flash(_("Thank you. Stars and remark are shown without your name, once five have rated."))
    return redirect(url_for(".event", event_id=event_id), 303)
