"""Who trains whom: the pairs, one with its tasks, bringing two together, tasks set and done."""
from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.asked import number
from portal.core.lists import show_list
from portal.core.place import store_of
from portal.core.policy import me, my_rights, requires
from portal.core.scope import Scope
from portal.extensions import db
from portal.org.queries import names

from .. import mentors, skill_lists
from ..actions import mentors as actions
from ..skill_forms import ChangePairForm, DoneForm, EndPairForm, NewPairForm, NewTaskForm
from ..skilled import MentorPair, MentorTask
from . import bp

USUAL_DAYS, USUAL_TASK_DAYS = timedelta(days=90), timedelta(days=7)


@bp.route("/training/mentors", methods=["GET", "POST"])
@requires("training.results")
def pairs(scope: Scope) -> ResponseReturnValue:
    return show_list(skill_lists.pairs, scope, "training/pairs.html")


@bp.get("/training/mentors/<int:pair_id>")
@requires("training.results")
def pair(scope: Scope, pair_id: int) -> ResponseReturnValue:
    row = _pair(scope, pair_id)
    tasks = mentors.tasks_of(pair_id)
    writes, pairs_up = my_rights().get("mentors.write"), my_rights().get("mentors.pair")
    return render_template(
        "training/pair.html", pair=row, tasks=tasks, today=scope.today, called=names(
            {row.set_by_id, *(task.done_by_id for task in tasks)}),
        writes=row.live and writes is not None and any(writes.holds(row.store_id, each)
                                                       for each in (row.mentor_id, row.person_id)),
        pairs_up=row.live and pairs_up is not None and pairs_up.holds(row.store_id, row.person_id))


@bp.route("/training/mentors/new", methods=["GET", "POST"])
@requires("mentors.pair")
def new_pair(scope: Scope) -> ResponseReturnValue:
    store = store_of(scope)
    form = NewPairForm(from_on=scope.today, until_on=scope.today + USUAL_DAYS,
                       person_id=number(request.args.get("person", "")))
    train, trained = mentors.offered(scope, store.id)
    form.mentor_id.offer([(one.person_id, one.name) for one in train])
    form.person_id.offer([(one.person_id, one.name) for one in trained])
    if form.validate_on_submit():
        with form.refusals():
            made = actions.pair(by=me(), store_id=store.id, **form.typed())
            return redirect(url_for(".pair", pair_id=made.id), 303)
    return _ask(form, _("Bring mentor and colleague together"), _("Bring together"), url_for(".pairs"))


@bp.route("/training/mentors/<int:pair_id>/change", methods=["GET", "POST"])
@requires("mentors.pair")
def change_pair(scope: Scope, pair_id: int) -> ResponseReturnValue:
    row = _trained_by_mine(scope, pair_id)
    form, back = ChangePairForm(obj=row), url_for(".pair", pair_id=pair_id)
    train, _trained = mentors.offered(scope, row.store_id)
    form.mentor_id.offer({**{one.person_id: one.name for one in train}, row.mentor_id: row.mentor.name}.items())
    if form.validate_on_submit():
        with form.refusals():
            actions.change(row, by=me(), **form.typed())
            return redirect(back, 303)
    return _ask(form, _("Change the pair"), _("Save"), back, _about(row))


@bp.route("/training/mentors/<int:pair_id>/end", methods=["GET", "POST"])
@requires("mentors.pair")
def end_pair(scope: Scope, pair_id: int) -> ResponseReturnValue:
    row = _trained_by_mine(scope, pair_id)
    form, back = EndPairForm(obj=row), url_for(".pair", pair_id=pair_id)
    if form.validate_on_submit():
        with form.refusals():
            actions.end(row, by=me(), **form.typed())
            return redirect(back, 303)
    return _ask(form, _("End the mentoring"), _("End the mentoring"), back, _about(row))


@bp.route("/training/mentors/<int:pair_id>/task", methods=["GET", "POST"])
@requires("mentors.write")
def new_task(scope: Scope, pair_id: int) -> ResponseReturnValue:
    row = _pair(scope, pair_id)
    form, back = NewTaskForm(due_on=scope.today + USUAL_TASK_DAYS), url_for(".pair", pair_id=pair_id)
    if form.validate_on_submit():
        with form.refusals():
            actions.set_task(row, by=me(), **form.typed())
            return redirect(back, 303)
    return _ask(form, _("Set a task"), _("Set"), back, _about(row))


@bp.route("/training/mentors/tasks/<int:task_id>/done", methods=["GET", "POST"])
@requires("mentors.write")
def finish_task(scope: Scope, task_id: int) -> ResponseReturnValue:
    task = _task(scope, task_id)
    form, back = DoneForm(obj=task), url_for(".pair", pair_id=task.pair_id)
    if form.validate_on_submit():
        with form.refusals():
            actions.finish_task(task, by=me(), **form.typed())
            flash(_("The task is done."))
            return redirect(back, 303)
    return _ask(form, _("The task is done"), _("Done: the task"), back, task.text)


@bp.post("/training/mentors/tasks/<int:task_id>/reopen")
@requires("mentors.write")
def reopen_task(scope: Scope, task_id: int) -> ResponseReturnValue:
    task = _task(scope, task_id)
    back = url_for(".pair", pair_id=task.pair_id)
    actions.reopen_task(task, by=me(), version=number(request.form.get("version", "")) or 0)
    return redirect(back, 303)


def _pair(scope: Scope, pair_id: int) -> MentorPair:
    return db.first_or_404(mentors.pair_page(scope).where(MentorPair.id == pair_id))


def _trained_by_mine(scope: Scope, pair_id: int) -> MentorPair:
    """A pair whose trained is among those whom the reader brings together with mentors."""
    return db.first_or_404(mentors.pair_page(scope).where(
        MentorPair.id == pair_id, scope.sees(store=MentorPair.store_id, owner=MentorPair.person_id)))


def _task(scope: Scope, task_id: int) -> MentorTask:
    return db.first_or_404(mentors.tasks(scope).where(MentorTask.id == task_id))


def _about(row: MentorPair) -> str:
    return f"{row.mentor.name} → {row.person.name}"


def _ask(form: Any, title: str, save: str, back: str, about: str = "") -> ResponseReturnValue:
    return render_template("training/ask.html", form=form, title=title, about=about, save=save, back=back), form.status
