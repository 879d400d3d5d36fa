"""People: who works here, since when, as what; how they join, move and leave."""
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.admin import forms, lists, queries
from portal.admin.actions import people as actions
from portal.core.clock import today
from portal.core.form import Form
from portal.core.lists import show_list
from portal.core.panel import Reading, panels
from portal.core.policy import me, my_rights, requires
from portal.core.scope import Scope
from portal.extensions import db
from portal.org.models import Membership, Person
from portal.signin import passwords
from portal.signin import queries as sign_ins

from . import bp
from .accounts import show_once, shown_once
from .asking import ask


@bp.route("/people", methods=["GET", "POST"])
@requires("people.read")
def people(scope: Scope) -> ResponseReturnValue:
    return show_list(lists.people, scope, "admin/people.html")


@bp.route("/people/<int:person_id>")
@requires("people.read")
def person(scope: Scope, person_id: int) -> ResponseReturnValue:
    """What somebody is and was, the account, and what the areas know of them."""
    row = db.first_or_404(queries.people(scope).where(Person.id == person_id))
    reading = Reading(my_rights(), me(), today(), row)
    return render_template(
        "admin/person.html", person=row, standing=lists.standing_of(row), tone=lists.TONES, stays=queries.stays(row),
        password=shown_once(row), kept=sign_ins.password_of(row), pauses=sign_ins.pauses(row),
        sessions=sign_ins.live_sessions(row), panels=panels("person", reading))


@bp.route("/people/new", methods=["GET", "POST"])
@requires("people.write")
def join(scope: Scope) -> ResponseReturnValue:
    form = forms.JoinForm()
    _offer_places(form, scope)
    if form.validate_on_submit():
        password = passwords.random_password()
        hashed = passwords.hash_of(password)
        with form.refusals():
            row = actions.join(by=me(), hashed=hashed, **form.typed())
            show_once(row, password, hashed)
            return redirect(url_for(".person", person_id=row.id), 303)
    return ask(form, _("Add a person"), _("Add"), back=url_for(".people"))


@bp.route("/people/<int:person_id>/edit", methods=["GET", "POST"])
@requires("people.write")
def describe(scope: Scope, person_id: int) -> ResponseReturnValue:
    row, back = _person(scope, person_id)
    form = forms.DescribeForm(obj=row)
    if form.validate_on_submit():
        with form.refusals():
            actions.describe(row, by=me(), **form.typed())
            flash(_("Saved"))
            return redirect(back, 303)
    return ask(form, _("Change the entry"), _("Save"), back=back, name=row.name)


@bp.route("/people/<int:person_id>/roles/new", methods=["GET", "POST"])
@requires("people.write")
def add_role(scope: Scope, person_id: int) -> ResponseReturnValue:
    row, back = _person(scope, person_id)
    form = forms.AddRoleForm()
    _offer_places(form, scope)
    if form.validate_on_submit():
        with form.refusals():
            actions.add_role(row, by=me(), **form.typed())
            flash(_("The further role is entered."))
            return redirect(back, 303)
    return ask(form, _("Add a role"), _("Add"), back=back, name=row.name,
               second=_("It holds beside the roles held now; the rights of both add up."))


@bp.route("/memberships/<int:membership_id>/move", methods=["GET", "POST"])
@requires("people.write")
def move(scope: Scope, membership_id: int) -> ResponseReturnValue:
    held, row, back = _membership(scope, membership_id)
    form = forms.MoveForm(obj=held)
    _offer_places(form, scope)
    if form.validate_on_submit():
        with form.refusals():
            after = actions.move(held, by=me(), **form.typed())
            flash(_("Moved"), _undo(after))
            return redirect(back, 303)
    return ask(form, _("Move to another team or store"), _("Move"), back=back, name=row.name,
               second=_("What was earned before that day stays with the old team. Customers stay with their owner."))


@bp.route("/memberships/<int:membership_id>/role", methods=["GET", "POST"])
@requires("people.write")
def change_role(scope: Scope, membership_id: int) -> ResponseReturnValue:
    held, row, back = _membership(scope, membership_id)
    form = forms.RoleForm(obj=held)
    form.team_id.offer(queries.team_choices(scope), empty=_("No team"))
    if form.validate_on_submit():
        with form.refusals():
            after = actions.change_role(held, by=me(), **form.typed())
            flash(_("The role is changed."), _undo(after))
            return redirect(back, 303)
    return ask(form, _("Change the role"), _("Change"), back=back, name=row.name,
               second=_("Sessions end at once: the person signs in again under the new role."))


@bp.route("/memberships/<int:membership_id>/end", methods=["GET", "POST"])
@requires("people.write")
def end_role(scope: Scope, membership_id: int) -> ResponseReturnValue:
    held, row, back = _membership(scope, membership_id)
    form = forms.EndRoleForm(obj=held)
    if form.validate_on_submit():
        with form.refusals():
            actions.end_role(held, by=me(), **form.typed())
            flash(_("The role ends."))
            return redirect(back, 303)
    return ask(form, _("End this role"), _("End"), back=back, name=row.name, danger=True)


@bp.route("/memberships/<int:membership_id>/take-back", methods=["POST"])
@requires("people.write")
def take_back(scope: Scope, membership_id: int) -> ResponseReturnValue:
    held, _row, back = _membership(scope, membership_id)
    form = Form()
    with form.refusals():
        actions.take_back(held, by=me())
        flash(_("Taken back"))
    _say_why_not(form)
    return redirect(back, 303)


@bp.route("/people/<int:person_id>/notice", methods=["GET", "POST"])
@requires("people.write")
def notice(scope: Scope, person_id: int) -> ResponseReturnValue:
    row, back = _person(scope, person_id)
    form = forms.NoticeForm(obj=row)
    if form.validate_on_submit():
        with form.refusals():
            actions.give_notice(row, by=me(), **form.typed())
            flash(_("Notice is entered."), f"undo:{url_for('.withdraw_notice', person_id=person_id)}")
            return redirect(back, 303)
    return ask(form, _("Enter notice"), _("Enter notice"), back=back, name=row.name)


@bp.route("/people/<int:person_id>/notice/withdraw", methods=["POST"])
@requires("people.write")
def withdraw_notice(scope: Scope, person_id: int) -> ResponseReturnValue:
    row, back = _person(scope, person_id)
    actions.withdraw_notice(row, by=me())
    flash(_("Taken back"))
    return redirect(back, 303)


@bp.route("/people/<int:person_id>/leave", methods=["GET", "POST"])
@requires("people.write")
def leave(scope: Scope, person_id: int) -> ResponseReturnValue:
    row, back = _person(scope, person_id)
    form = forms.LeaveForm(obj=row)
    if form.validate_on_submit():
        with form.refusals():
            actions.leave(row, by=me(), **form.typed())
            flash(_("The leaving is entered."), f"undo:{url_for('.stay', person_id=person_id)}")
            return redirect(back, 303)
    return ask(form, _("Enter leaving"), _("Enter leaving"), back=back, name=row.name, danger=True,
               second=_("All roles end with that day, and the account with it. Open leads and orders are handed over "
                        "by the sales manager; figures of the past stay."))


@bp.route("/people/<int:person_id>/stay", methods=["POST"])
@requires("people.write")
def stay(scope: Scope, person_id: int) -> ResponseReturnValue:
    row, back = _person(scope, person_id)
    form = Form()
    with form.refusals():
        actions.stay(row, by=me())
        flash(_("Taken back"))
    _say_why_not(form)
    return redirect(back, 303)


def _person(scope: Scope, person_id: int) -> tuple[Person, str]:
    row = db.first_or_404(queries.people(scope).where(Person.id == person_id))
    return row, url_for(".person", person_id=person_id)


def _membership(scope: Scope, membership_id: int) -> tuple[Membership, Person, str]:
    held = db.first_or_404(queries.memberships(scope).where(Membership.id == membership_id))
    return held, db.session.get_one(Person, held.person_id), url_for(".person", person_id=held.person_id)


def _offer_places(form: forms.JoinForm | forms.MoveForm | forms.AddRoleForm, scope: Scope) -> None:
    form.offer_places(queries.store_choices(scope), queries.team_choices(scope))


def _undo(after: Membership) -> str:
    return f"undo:{url_for('.take_back', membership_id=after.id)}"


def _say_why_not(form: Form) -> None:
    for message in form.form_errors:
        flash(message, "wrong")
