"""Stores and their teams."""
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.admin import forms, queries
from portal.admin.actions import stores as actions
from portal.core.form import EditForm, Form
from portal.core.policy import me, requires
from portal.core.scope import Scope
from portal.extensions import db
from portal.org.models import Store, Team

from . import bp
from .asking import ask


@bp.route("/stores")
@requires("people.read")
def stores(scope: Scope) -> ResponseReturnValue:
    """The stores with their teams: who leads them, how many are in them."""
    return render_template("admin/stores.html", stores=queries.stores_now(scope), teams=queries.teams_now(scope))


@bp.route("/stores/new", methods=["GET", "POST"])
@requires("stores.write")
def open_store(scope: Scope) -> ResponseReturnValue:
    form = forms.AddStoreForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.open_store(by=me(), **form.typed())
            flash(_("The store is open. Form its teams, then add its people."))
            return redirect(url_for(".stores"), 303)
    return ask(form, _("Open a store"), _("Open it"), back=url_for(".stores"),
               second=_("It begins with the usual lists of sources, purposes and reasons; they are its own to change."))


@bp.route("/stores/<int:store_id>", methods=["GET", "POST"])
@requires("stores.write")
def store(scope: Scope, store_id: int) -> ResponseReturnValue:
    row = db.first_or_404(queries.stores(scope).where(Store.id == store_id))
    form = forms.StoreForm(obj=row)
    if form.validate_on_submit():
        with form.refusals():
            actions.change_store(row, by=me(), **form.typed())
            flash(_("Saved"))
            return redirect(url_for(".stores"), 303)
    return render_template("admin/store.html", form=form, store=row), form.status


@bp.route("/stores/<int:store_id>/close", methods=["POST"])
@requires("stores.write")
def close_store(scope: Scope, store_id: int) -> ResponseReturnValue:
    row, form = db.first_or_404(queries.stores(scope).where(Store.id == store_id)), Form()
    with form.refusals():
        actions.close_store(row, by=me())
        flash(_("The store is closed."), f"undo:{url_for('.reopen_store', store_id=store_id)}")
    return _to_stores(form)


@bp.route("/stores/<int:store_id>/reopen", methods=["POST"])
@requires("stores.write")
def reopen_store(scope: Scope, store_id: int) -> ResponseReturnValue:
    actions.reopen_store(db.first_or_404(queries.stores(scope).where(Store.id == store_id)), by=me())
    flash(_("The store is open again."))
    return redirect(url_for(".stores"), 303)


@bp.route("/stores/<int:store_id>/teams/new", methods=["GET", "POST"])
@requires("teams.write")
def form_team(scope: Scope, store_id: int) -> ResponseReturnValue:
    row = db.first_or_404(queries.stores(scope).where(Store.id == store_id, Store.live == 1))
    form = forms.AddTeamForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.form_team(row, by=me(), **form.typed())
            flash(_("The team is formed."))
            return redirect(url_for(".stores"), 303)
    return ask(form, _("Form a team"), _("Form the team"), back=url_for(".stores"), name=row.name)


@bp.route("/teams/<int:team_id>", methods=["GET", "POST"])
@requires("teams.write")
def team(scope: Scope, team_id: int) -> ResponseReturnValue:
    row = db.first_or_404(queries.teams(scope).where(Team.id == team_id))
    form: EditForm = forms.TeamForm(obj=row)
    if form.validate_on_submit():
        with form.refusals():
            actions.rename_team(row, by=me(), **form.typed())
            flash(_("Saved"))
            return redirect(url_for(".stores"), 303)
    return render_template("admin/team.html", form=form, team=row), form.status


@bp.route("/teams/<int:team_id>/dissolve", methods=["POST"])
@requires("teams.write")
def dissolve_team(scope: Scope, team_id: int) -> ResponseReturnValue:
    row, form = db.first_or_404(queries.teams(scope).where(Team.id == team_id)), Form()
    with form.refusals():
        actions.dissolve_team(row, by=me())
        flash(_("The team is dissolved."), f"undo:{url_for('.form_team_again', team_id=team_id)}")
    return _to_stores(form)


@bp.route("/teams/<int:team_id>/form-again", methods=["POST"])
@requires("teams.write")
def form_team_again(scope: Scope, team_id: int) -> ResponseReturnValue:
    row, form = db.first_or_404(queries.teams(scope).where(Team.id == team_id)), Form()
    with form.refusals():
        actions.form_team_again(row, by=me())
        flash(_("The team is formed again."))
    return _to_stores(form)


def _to_stores(form: Form) -> ResponseReturnValue:
    for message in form.form_errors:
        flash(message, "wrong")
    return redirect(url_for(".stores"), 303)
