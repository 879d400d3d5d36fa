"""Tries: taking a test on phone or desk, its result, scoring a role-play, voiding a mistake."""
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from portal.core.action import Refused
from portal.core.page import render
from portal.core.policy import can, me, requires
from portal.core.scope import Scope
from portal.extensions import db
from portal.org.models import Person

from .. import papers, results
from ..actions import tries as actions
from ..assessed import AssessmentKind, TrainingAssessment, TrainingTry, TryState
from ..forms_assessed import VoidTryForm, score_form, take_form
from . import bp
from .assessments import role_play_of


@bp.post("/training/assessments/<int:assessment_id>/begin")
@requires("training.join")
def begin(scope: Scope, assessment_id: int) -> ResponseReturnValue:
    row = db.first_or_404(results.assessments(scope).where(TrainingAssessment.id == assessment_id))
    try:
        attempt = actions.begin(row, by=me())
    except Refused as refused:
        flash(refused.message, "wrong")
        return redirect(url_for(".assessment", assessment_id=assessment_id), 303)
    return redirect(url_for(".take", try_id=attempt.id), 303)


@bp.route("/training/tries/<int:try_id>/take", methods=["GET", "POST"])
@requires("training.join")
def take(scope: Scope, try_id: int) -> ResponseReturnValue:
    """The questions in this try's own order. Each answer is kept as it is given; the button hands all in."""
    attempt = db.first_or_404(_tries(scope).where(TrainingTry.id == try_id, TrainingTry.person_id == me().id))
    there = url_for(".result", try_id=try_id)
    if attempt.state is not TryState.OPEN:
        return redirect(there, 303)
    row = attempt.assessment                # as loaded: a change expires it
    items = papers.in_order(row, attempt.shown)
    form = take_form(items, {one.place: one.chosen for one in results.answers(attempt.id)})
    if form.validate_on_submit():
        with form.refusals():
            if "hand_in" in request.form:
                actions.hand_in(attempt, by=me(), given=form.given(), anyway=form.anyway.data)
                return redirect(there, 303)
            actions.keep(attempt, by=me(), given=form.given())
            if not request.headers.get("HX-Request"):
                flash(_("Kept. You can go on later."))
                return redirect(url_for(".take", try_id=try_id), 303)
    answered = sum(1 for chosen in form.given().values() if chosen)
    page = render("training/take.html", "training/_kept.html", form=form, attempt=attempt, row=row,
                  answered=answered, of=len(items), kept=form.is_submitted() and form.status == 200)
    return page, form.status


@bp.get("/training/tries/<int:try_id>")
@requires("training.results")
def result(scope: Scope, try_id: int) -> ResponseReturnValue:
    attempt = db.first_or_404(_tries(scope).options(joinedload(TrainingTry.person)).where(TrainingTry.id == try_id))
    row, mine = attempt.assessment, attempt.person_id == me().id
    is_role_play = row.kind is AssessmentKind.ROLE_PLAY
    shows = can("training.write", row) or row.answers_opened_on is not None or (
        mine and (attempt.state is TryState.PASSED or (attempt.state is TryState.FAILED and attempt.no >= row.tries)))
    return render_template(
        "training/result.html", attempt=attempt, row=row, mine=mine, shows=shows,
        mark=papers.mark(attempt.points, attempt.out_of),
        answers={one.place: one for one in results.answers(try_id)},
        items=[] if is_role_play else papers.in_order(row, attempt.shown),
        criteria=papers.criteria(row) if is_role_play else [], certificate=results.certificate_of(try_id))


@bp.route("/training/tries/<int:try_id>/void", methods=["GET", "POST"])
@requires("training.write")
def void_try(scope: Scope, try_id: int) -> ResponseReturnValue:
    attempt = db.first_or_404(_tries(scope).options(joinedload(TrainingTry.person)).where(TrainingTry.id == try_id))
    form, back = VoidTryForm(obj=attempt), url_for(".result", try_id=try_id)
    if form.validate_on_submit():
        with form.refusals():
            actions.void(attempt, by=me(), **form.typed())
            flash(_("The try is voided; it may be made again."))
            return redirect(url_for(".assessment", assessment_id=attempt.assessment_id), 303)
    return render_template("training/ask.html", form=form, title=_("Void the try"), save=_("Void the try"), back=back,
                           about=f"{attempt.person.name} · {attempt.assessment.title}"), form.status


@bp.route("/training/role-plays/<int:role_play_id>/score/<int:person_id>", methods=["GET", "POST"])
@requires("training.write")
def score(scope: Scope, role_play_id: int, person_id: int) -> ResponseReturnValue:
    """The score sheet of one person, filled while he plays."""
    row = role_play_of(scope, role_play_id)
    person = db.session.get(Person, person_id) if results.takes_part(row, person_id) else None
    if person is None:
        return redirect(url_for(".assessment", assessment_id=role_play_id), 303)
    last = results.latest(row.id, person_id)
    refusal = results.refusal(row, person_id, last, on=scope.today)
    form, back = score_form(row, papers.criteria(row)), url_for(".assessment", assessment_id=role_play_id)
    if form.validate_on_submit():
        with form.refusals():
            made = actions.score(row, person_id, by=me(), **form.typed())
            flash(_("%(name)s: %(mark)s, %(state)s", name=person.name, mark=papers.mark(made.points, made.out_of),
                    state=made.state.label))
            return redirect(back, 303)
    return render_template("training/score.html", form=form, row=row, person=person, back=back,
                           refusal=refusal), form.status


def _tries(scope: Scope):  # type: ignore[no-untyped-def]
    return results.tries(scope).options(joinedload(TrainingTry.assessment))
