"""Assessments: their list, laying a test, a quiz or a role-play on, the page of one, its terms, its results."""
from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from wtforms.fields.choices import SelectChoice

from portal.catalogue.queries import series_choices, series_names
from portal.core import sheet
from portal.core.action import Refused
from portal.core.agreement import choice_pairs, words
from portal.core.lists import show_list
from portal.core.place import store_of
from portal.core.policy import can, me, my_rights, requires
from portal.core.scope import Scope
from portal.extensions import db
from portal.org.models import Store

from .. import lists_assessed, papers, queries, results, sheets_assessed
from ..actions import assessments as actions
from ..assessed import AssessmentKind, TrainingAssessment, TrainingQuestion, TryState
from ..forms_assessed import ChangeAssessmentForm, QuizForm, RolePlayForm, TestForm
from ..models import EventState, TrainingEvent
from ..settings import SUBJECT
from . import bp

USUALLY_OPEN = timedelta(days=14)
MOST_OFFERED = 300              # questions of the bank on the form, the newest


@bp.route("/training/assessments", methods=["GET", "POST"])
@requires("training.read")
def assessments(scope: Scope) -> ResponseReturnValue:
    return show_list(lists_assessed.assessments, scope, "training/assessments.html")


@bp.route("/training/results", methods=["GET", "POST"])
@requires("training.results")
def results_list(scope: Scope) -> ResponseReturnValue:
    return show_list(lists_assessed.tries, scope, "training/results.html")


@bp.get("/training/assessments/<int:assessment_id>")
@requires("training.read")
def assessment(scope: Scope, assessment_id: int) -> ResponseReturnValue:
    row = _assessment(scope, assessment_id)
    mine = results.latest(row.id, me().id)
    sees = my_rights().get("training.results")
    people = results.standings(row, sees) if sees else []
    refusal = results.refusal(row, me().id, mine, on=scope.today)
    may_begin = can("training.join", row) and row.kind is not AssessmentKind.ROLE_PLAY and (
        refusal is None or (mine is not None and mine.state is TryState.OPEN and not results.is_called_off(row)))
    return render_template(
        "training/assessment.html", row=row, mine=mine, people=people, items=len(row.paper),
        criteria=papers.criteria(row) if row.kind is AssessmentKind.ROLE_PLAY else (),
        refusal=refusal, has_begun=actions.has_begun(row),
        subject=words(SUBJECT, row.subject, store_id=row.store_id), mark=papers.mark, today=scope.today,
        series=series_names().get(row.series_id) if row.series_id else None, may_begin=may_begin)


@bp.route("/training/assessments/new", methods=["GET", "POST"])
@requires("training.write")
def new_quiz(scope: Scope) -> ResponseReturnValue:
    """A quiz open to everybody for some days."""
    store = store_of(scope)
    form = QuizForm(opens_on=scope.today, closes_on=scope.today + USUALLY_OPEN)
    form.subject.offer(choice_pairs(SUBJECT, store_id=store.id, on=scope.today))
    form.series_id.offer(series_choices(), empty=_("none in particular"))
    return _lay_on(form, scope, store, None, url_for(".assessments"))


@bp.route("/training/events/<int:event_id>/test", methods=["GET", "POST"])
@requires("training.write")
def new_test(scope: Scope, event_id: int) -> ResponseReturnValue:
    """A written test of those who take part in a training."""
    event = _event(scope, event_id)
    form = TestForm(title=event.title, opens_on=event.on, closes_on=event.on + USUALLY_OPEN)
    return _lay_on(form, scope, db.session.get_one(Store, event.store_id), event,
                   url_for(".event", event_id=event_id))


@bp.route("/training/events/<int:event_id>/role-play", methods=["GET", "POST"])
@requires("training.write")
def new_role_play(scope: Scope, event_id: int) -> ResponseReturnValue:
    """A role-play of a training; the criteria stand as they were the last time."""
    event = _event(scope, event_id)
    form: Any = RolePlayForm(title=event.title, opens_on=event.on, closes_on=event.on + USUALLY_OPEN,
                             **_last_criteria(event.store_id))
    back = url_for(".event", event_id=event_id)
    if form.validate_on_submit():
        with form.refusals():
            actions.lay_on_role_play(event, by=me(), **form.typed())
            return redirect(back, 303)
    return render_template("training/role_play_form.html", form=form, event=event, back=back), form.status


@bp.route("/training/assessments/<int:assessment_id>/change", methods=["GET", "POST"])
@requires("training.write")
def change_assessment(scope: Scope, assessment_id: int) -> ResponseReturnValue:
    row = _assessment(scope, assessment_id)
    form: Any = ChangeAssessmentForm(obj=row)
    if row.event_id is not None:
        del form.compulsory
    back = url_for(".assessment", assessment_id=assessment_id)
    if form.validate_on_submit():
        with form.refusals():
            actions.change_assessment(row, by=me(), **form.typed())
            return redirect(back, 303)
    return render_template("training/assessment_form.html", form=form, title=_("Change the terms"), back=back,
                           save=_("Save"), about=row.title, offered=()), form.status


@bp.post("/training/assessments/<int:assessment_id>/withdraw")
@requires("training.write")
def withdraw(scope: Scope, assessment_id: int) -> ResponseReturnValue:
    row = _assessment(scope, assessment_id)
    try:
        actions.withdraw(row, by=me(), version=row.version)
    except Refused as refused:
        flash(refused.message, "wrong")
        return redirect(url_for(".assessment", assessment_id=assessment_id), 303)
    flash(_("It is withdrawn."))
    return redirect(url_for(".event", event_id=row.event_id) if row.event_id else url_for(".assessments"), 303)


@bp.post("/training/assessments/<int:assessment_id>/answers")
@requires("training.write")
def open_answers(scope: Scope, assessment_id: int) -> ResponseReturnValue:
    row = _assessment(scope, assessment_id)
    actions.open_answers(row, by=me())
    flash(_("Everybody who handed in sees the right answers now."))
    return redirect(url_for(".assessment", assessment_id=assessment_id), 303)


@bp.route("/training/role-plays/<int:role_play_id>/sheet", methods=["GET", "POST"])
@requires("training.write")
def score_sheet(scope: Scope, role_play_id: int) -> ResponseReturnValue:
    """话术演练评分表: one for each participant, to score by hand."""
    row = role_play_of(scope, role_play_id)
    it = sheets_assessed.score_sheet(row)
    return sheet.answer(sheets_assessed.SCORE, it, store=it.store, about=row.title,
                        back=url_for(".assessment", assessment_id=role_play_id))


@bp.route("/training/role-plays/blank-sheet", methods=["GET", "POST"])
@requires("training.write")
def blank_score_sheet(scope: Scope) -> ResponseReturnValue:
    store = store_of(scope)
    return sheet.answer(sheets_assessed.SCORE, sheets_assessed.blank_score_sheet(store), store=store.name,
                        about=_("blank"), blank=True, back=url_for("papers.forms"))


def _assessment(scope: Scope, assessment_id: int) -> TrainingAssessment:
    return db.first_or_404(results.assessments(scope).options(joinedload(TrainingAssessment.event)).where(
        TrainingAssessment.id == assessment_id))


def role_play_of(scope: Scope, role_play_id: int) -> TrainingAssessment:
    row = _assessment(scope, role_play_id)
    return row if row.kind is AssessmentKind.ROLE_PLAY else abort(404)


def _event(scope: Scope, event_id: int) -> TrainingEvent:
    event = db.first_or_404(queries.events(scope).where(TrainingEvent.id == event_id))
    if event.state is EventState.CANCELLED:
        abort(404)
    return event


def _lay_on(form: Any, scope: Scope, store: Store, event: TrainingEvent | None, back: str) -> ResponseReturnValue:
    """The form with the bank's questions by subject, those of the event's subject first."""
    first = event.subject if event else request.args.get("subject", "")
    bank = sorted(db.session.scalars(
        results.questions(scope.within(store.id)).where(
            TrainingQuestion.store_id == store.id, TrainingQuestion.retired_on.is_(None))
        .order_by(TrainingQuestion.id.desc()).limit(MOST_OFFERED)),
        key=lambda row: (row.subject != first, row.subject, row.id))
    form.questions.choices = [SelectChoice(row.id, row.text) for row in bank]
    if form.validate_on_submit():
        with form.refusals():
            by_id = {row.id: row for row in bank}
            typed = form.typed()
            typed["questions"] = [by_id[each] for each in typed["questions"]]
            if event is not None:
                typed["subject"] = event.subject
            made = actions.lay_on(by=me(), store_id=store.id, event=event, **typed)
            return redirect(url_for(".assessment", assessment_id=made.id), 303)
    title, about = (_("Lay a written test on"), event.title) if event else (_("Lay a quiz on"), "")
    return render_template("training/assessment_form.html", form=form, back=back, save=_("Lay it on"), about=about,
                           title=title, offered=_by_subject(bank, store.id)), form.status


def _by_subject(bank: Sequence[TrainingQuestion], store_id: int) -> list[tuple[str, list[TrainingQuestion]]]:
    return [(words(SUBJECT, subject, store_id=store_id), list(rows))
            for subject, rows in groupby(bank, key=lambda row: row.subject)]


def _last_criteria(store_id: int) -> dict[str, Any]:
    """The criteria of the store's last role-play, as the form holds them."""
    last = db.session.scalars(select(TrainingAssessment).where(
        TrainingAssessment.store_id == store_id, TrainingAssessment.kind == AssessmentKind.ROLE_PLAY)
        .order_by(TrainingAssessment.id.desc()).limit(1)).one_or_none()
    sheet_ = papers.criteria(last) if last else []
    return {f"text_{one.place}": one.text for one in sheet_} | {f"weight_{one.place}": one.weight for one in sheet_}
