"""Sign-in, sign-out and the pages under one's own name."""
from typing import Any

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from portal.core.clock import now, today
from portal.core.page import inside
from portal.core.panel import Reading, panels
from portal.core.policy import me, memberships_of, my_memberships, my_rights, public, requires
from portal.core.scope import Scope
from portal.extensions import db

from . import actions, demo, door, passwords, queries
from .forms import PasswordForm, PreferencesForm, ProfileForm, SignInForm

bp = Blueprint("signin", __name__)


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    form = SignInForm(request.form or None, next=request.args.get("next", ""), account=request.args.get("account", ""))
    if form.validate_on_submit() and _let_in(form):
        if queries.kept_post(me()) is not None:
            return redirect(url_for(".kept"), 303)
        return redirect(inside(form.next.data), 303)
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(inside(form.next.data), 303)
    return render_template("signin/sign_in.html", form=form, demo=demo.accounts() if current_app.config["DEMO"] else [],
                           demo_password=demo.PASSWORD), form.status


def _let_in(form: SignInForm) -> bool:
    """Begin the session, or say in the form why not. Who does not exist gets the same answer in the same time."""
    account, address = form.account.data.strip().lower(), request.remote_addr or ""
    if not actions.may_try(account, address):
        return form.refuse("password", _("Too many wrong passwords. Wait 15 minutes, or ask the administrator."))
    found = queries.account(account)
    person, password = (found[0], found[1]) if found else (None, None)
    right = passwords.matches(password.hash if password else None, form.password.data)
    if not right or person is None or person.disabled_at or (person.left_on and person.left_on < today()):
        return form.refuse("password", _("Account or password is wrong."))
    assert password is not None             # it was right
    if password.expires_at and password.expires_at <= now():
        return form.refuse("password", _("This first password has expired. Ask the administrator for a new one."))
    memberships = memberships_of(person, today())
    if not memberships:
        return form.refuse("account", _("This account has no role today. Ask the administrator."))
    if passwords.is_dated(password.hash):
        actions.renew_hash(password, passwords.hash_of(form.password.data))
    actions.forget_tries(account, address)
    door.enter(person, memberships, password)
    return True


@bp.route("/sign-out", methods=["POST"])
@requires("account.use")
def sign_out(scope: Scope) -> ResponseReturnValue:
    actions.forget_post(me())
    door.leave()
    return redirect(url_for(".sign_in"), 303)


@bp.route("/me", methods=["GET", "POST"])
@requires("profile.write")
def profile(scope: Scope) -> ResponseReturnValue:
    form = ProfileForm(obj=me())
    if form.validate_on_submit():
        with form.refusals():
            actions.change_profile(me(), by=me(), **form.typed())
            flash(_("Saved"))
            return redirect(url_for(".profile"), 303)
    return render_template("signin/profile.html", form=form, memberships=my_memberships(),
                           panels=panels("person", Reading(my_rights(), me(), scope.today, me())),
                           sessions=queries.live_sessions(me()), this=g.signed_in.session_id), form.status


@bp.route("/me/sessions/<int:session_id>/end", methods=["POST"])
@requires("profile.write")
def end_session(scope: Scope, session_id: int) -> ResponseReturnValue:
    """End one of one's own sessions, on whatever machine it is."""
    session = db.first_or_404(queries.own_session(me(), session_id))
    actions.end_session(session.id)
    flash(_("That session has ended."))
    return redirect(url_for(".profile"), 303)


@bp.route("/me/password", methods=["GET", "POST"])
@requires("account.use")
def password(scope: Scope) -> ResponseReturnValue:
    form = PasswordForm(first=g.signed_in.first)
    if form.validate_on_submit() and _is_good(form):
        hashed = passwords.hash_of(form.new.data)
        person = actions.change_password(me(), by=me(), hashed=hashed)
        door.enter(person, my_memberships(), queries.password(person))
        flash(_("The new password holds from now on. All your other sessions have ended."))
        return redirect("/", 303)
    return render_template("signin/password.html", form=form, first=g.signed_in.first), form.status


def _is_good(form: PasswordForm) -> bool:
    kept, account, address = queries.password(me()), me().account or "", request.remote_addr or ""
    if form.current:
        if not actions.may_try(account, address):
            return form.refuse("current", _("Too many wrong passwords. Wait 15 minutes, or ask the administrator."))
        if not passwords.matches(kept.hash, form.current.data):
            return form.refuse("current", _("This is not your present password."))
        actions.forget_tries(account, address)
    if fault := passwords.weakness(form.new.data, me()):
        return form.refuse("new", fault)
    if form.again.data != form.new.data:
        return form.refuse("again", _("The two do not agree. Enter the new password again."))
    if passwords.matches(kept.hash, form.new.data):
        return form.refuse("new", _("This is the password you have now. Choose another."))
    return True


@bp.route("/me/preferences", methods=["GET", "POST"])
@requires("profile.write")
def preferences(scope: Scope) -> ResponseReturnValue:
    kept = me().preferences
    form = PreferencesForm(theme=kept.get("theme", "auto"), larger=kept.get("text") == "large",
                           keys=kept.get("keys", True))
    if form.validate_on_submit():
        with form.refusals():
            actions.choose_preferences(me(), by=me(), preferences=_as_kept(**form.typed()))
            flash(_("Saved"))
            return redirect(url_for(".preferences"), 303)
    return render_template("signin/preferences.html", form=form), form.status


def _as_kept(theme: str, larger: bool, keys: bool) -> dict[str, Any]:
    return {"theme": theme, "text": "large" if larger else "", "keys": keys}


@bp.route("/me/kept", methods=["GET", "POST"])
@requires("profile.write")
def kept(scope: Scope) -> ResponseReturnValue:
    """What was typed before the sign-in. Sent from here it goes on, with its body, to where it was meant for."""
    post = queries.kept_post(me())
    if post is None:
        return redirect("/", 303)
    if request.method == "POST":
        path = post.path
        actions.forget_post(me())
        return redirect(path, 307)
    return render_template("signin/kept.html", post=post, fields=post.fields)


@bp.route("/me/kept/drop", methods=["POST"])
@requires("profile.write")
def drop_kept(scope: Scope) -> ResponseReturnValue:
    actions.forget_post(me())
    return redirect("/", 303)
