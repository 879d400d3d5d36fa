"""Accounts: first passwords, unlocking, disabling. A first password is shown once, to the administrator who made it."""
from flask import flash, redirect, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.admin import queries
from portal.admin.actions import people as actions
from portal.core.form import Form
from portal.core.policy import me, requires
from portal.core.scope import Scope
from portal.extensions import db
from portal.org.models import Person
from portal.signin import actions as accounts
from portal.signin import passwords
from portal.signin import queries as sign_ins

from . import bp

SHOWN_ONCE = "first_password"


def show_once(person: Person, password: str, hashed: str) -> None:
    """Keep a first password for the next page, unless another sending of the same form has set one already."""
    kept = sign_ins.password_of(person)
    if kept is not None and kept.hash == hashed:
        session[SHOWN_ONCE] = [person.id, password]


def shown_once(person: Person) -> str | None:
    """The first password just given to this person; gone once it has been asked for."""
    person_id, password = session.get(SHOWN_ONCE, (None, None))
    if person_id != person.id:
        return None
    del session[SHOWN_ONCE]
    return str(password)


@bp.route("/people/<int:person_id>/first-password", methods=["POST"])
@requires("accounts.write")
def first_password(scope: Scope, person_id: int) -> ResponseReturnValue:
    row = _person(scope, person_id)
    password = passwords.random_password()
    hashed = passwords.hash_of(password)
    accounts.give_first_password(row, by=me(), hashed=hashed)
    show_once(row, password, hashed)
    return _back(person_id)


@bp.route("/people/<int:person_id>/unlock", methods=["POST"])
@requires("accounts.write")
def unlock(scope: Scope, person_id: int) -> ResponseReturnValue:
    accounts.unlock(_person(scope, person_id), by=me())
    flash(_("The pause is over: the person can try again."))
    return _back(person_id)


@bp.route("/people/<int:person_id>/disable", methods=["POST"])
@requires("accounts.write")
def disable(scope: Scope, person_id: int) -> ResponseReturnValue:
    row, form = _person(scope, person_id), Form()
    with form.refusals():
        actions.disable(row, by=me())
        flash(_("The account is disabled, and its sessions have ended."),
              f"undo:{url_for('.enable', person_id=person_id)}")
    for message in form.form_errors:
        flash(message, "wrong")
    return _back(person_id)


@bp.route("/people/<int:person_id>/enable", methods=["POST"])
@requires("accounts.write")
def enable(scope: Scope, person_id: int) -> ResponseReturnValue:
    actions.enable(_person(scope, person_id), by=me())
    flash(_("The account can be used again."))
    return _back(person_id)


def _person(scope: Scope, person_id: int) -> Person:
    return db.first_or_404(queries.people(scope).where(Person.id == person_id))


def _back(person_id: int) -> ResponseReturnValue:
    return redirect(url_for(".person", person_id=person_id), 303)
