"""The bank of questions: its list, adding and changing one, out of use and back."""
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.catalogue.queries import series_choices, series_names
from portal.core.agreement import choice_pairs, words
from portal.core.lists import show_list
from portal.core.place import store_of
from portal.core.policy import me, requires
from portal.core.scope import Scope
from portal.extensions import db

from .. import lists_assessed, results
from ..actions import questions as actions
from ..assessed import TrainingQuestion
from ..forms_assessed import ChangeQuestionForm, NewQuestionForm
from ..papers import MOST_OPTIONS
from ..settings import SUBJECT
from . import bp


@bp.route("/training/questions", methods=["GET", "POST"])
@requires("training.write")
def questions(scope: Scope) -> ResponseReturnValue:
    return show_list(lists_assessed.questions, scope, "training/questions.html")


@bp.route("/training/questions/new", methods=["GET", "POST"])
@requires("training.write")
def new_question(scope: Scope) -> ResponseReturnValue:
    store = store_of(scope)
    form = NewQuestionForm()
    _offer(form, store.id, scope)
    if form.validate_on_submit():
        with form.refusals():
            actions.add_question(by=me(), store_id=store.id, **form.typed())
            flash(_("The question is in the bank."))
            return redirect(url_for(".new_question"), 303)
    return _page(form, _("New question"), None)


@bp.route("/training/questions/<int:question_id>", methods=["GET", "POST"])
@requires("training.write")
def question(scope: Scope, question_id: int) -> ResponseReturnValue:
    row = _question(scope, question_id)
    form = ChangeQuestionForm(obj=row, **_as_typed(row))
    _offer(form, row.store_id, scope, row)
    if form.validate_on_submit():
        with form.refusals():
            actions.change_question(row, by=me(), **form.typed())
            return redirect(url_for(".questions"), 303)
    return _page(form, _("Exam question"), row)


@bp.post("/training/questions/<int:question_id>/retire")
@requires("training.write")
def retire_question(scope: Scope, question_id: int) -> ResponseReturnValue:
    """Out of use, or back into it."""
    row = _question(scope, question_id)
    if row.retired_on is None:
        actions.retire_question(row, by=me())
        flash(_("The question is out of use: no new test takes it."))
    else:
        actions.reinstate_question(row, by=me())
        flash(_("The question is in use again."))
    return redirect(url_for(".question", question_id=question_id), 303)


def _question(scope: Scope, question_id: int) -> TrainingQuestion:
    return db.first_or_404(results.questions(scope).where(TrainingQuestion.id == question_id))


def _as_typed(row: TrainingQuestion) -> dict[str, Any]:
    options = dict(enumerate(row.options))
    return {f"option_{n}": options.get(n, "") for n in range(MOST_OPTIONS)} | {
        f"right_{n}": n in row.right for n in range(MOST_OPTIONS)}


def _offer(form: Any, store_id: int, scope: Scope, row: TrainingQuestion | None = None) -> None:
    subjects = dict(choice_pairs(SUBJECT, store_id=store_id, on=scope.today))
    series = dict(series_choices())
    if row is not None:
        subjects.setdefault(row.subject, words(SUBJECT, row.subject, store_id=store_id))
        if row.series_id is not None:
            series.setdefault(row.series_id, series_names()[row.series_id])
    form.subject.offer(subjects.items())
    form.series_id.offer(series.items(), empty=_("none in particular"))


def _page(form: Any, title: str, row: TrainingQuestion | None) -> ResponseReturnValue:
    return render_template("training/question.html", form=form, title=title, row=row), form.status
