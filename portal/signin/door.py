"""The door: who a request comes from, and what happens to one that comes too late."""
from datetime import timedelta
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, g, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user
from flask_wtf.csrf import CSRFError
from htmx_flask import make_response, request
from sqlalchemy.exc import OperationalError

from portal.core.clock import now
from portal.core.page import inside
from portal.core.policy import PUBLIC, Held
from portal.extensions import db, login_manager
from portal.org.models import Person

from . import actions, queries
from .models import Password

bp = Blueprint("door", __name__)
FIRST = "account.use"                       # all that a first password opens
SEEN_EVERY = timedelta(minutes=1)
NOT_KEPT = ("csrf_token", "password", "current", "new", "again")


@login_manager.user_loader
def load(token: str) -> Person | None:
    found = queries.signed_in(token)
    if found is None:
        return None
    g.signed_in, g.memberships = found, found.memberships
    found.person.sign_in_token = token
    return found.person


@bp.before_app_request
def _only_the_password_page() -> ResponseReturnValue | None:
    """Who came in with a first password chooses their own before anything else."""
    view = current_app.view_functions.get(request.endpoint or "")
    permission = getattr(view, "permission", PUBLIC)
    if permission not in (PUBLIC, FIRST) and current_user.is_authenticated and g.signed_in.first:
        return redirect(url_for("signin.password"), 303)
    return None


@bp.after_app_request
def _seen(response: Response) -> Response:
    """Move the session's last use on. A full disk or a long lock does not spoil a page that was only read."""
    if "signed_in" in g and now() - g.signed_in.seen_at >= SEEN_EVERY:
        try:
            actions.touch(g.signed_in.session_id)
        except OperationalError:
            db.session.rollback()
    return response


@login_manager.unauthorized_handler
def to_sign_in() -> ResponseReturnValue:
    """To the sign-in page, then back to where one was; what had been typed is kept for the one who typed it."""
    back = request.full_path.rstrip("?") if request.method == "GET" and not request.htmx else _page_before()
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method == "POST" and not getattr(view, "untraced", False) and (
            person_id := queries.idled_out(session.get("_user_id", ""))):
        actions.keep_post(person_id, request.full_path.rstrip("?"), typed())
    address = url_for("signin.sign_in", next=None if back == "/" else back)
    if request.htmx:
        return make_response("", redirect=address)
    return redirect(address, 303)


@bp.app_errorhandler(CSRFError)
def too_old(_error: CSRFError) -> ResponseReturnValue:
    """A form from before the last sign-in, or from elsewhere: what was typed is shown, and may be sent again."""
    elsewhere = request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none")
    return render_template("signin/too_old.html", fields=[] if elsewhere else typed(), elsewhere=elsewhere,
                           path=request.full_path.rstrip("?")), 400


def typed() -> list[tuple[str, str]]:
    """The fields of this post, but for passwords and files."""
    return [(name, value) for name, value in request.form.items(multi=True) if name not in NOT_KEPT]


def _page_before() -> str:
    before = urlsplit(request.headers.get("HX-Current-URL") or request.referrer or "")
    if before.netloc != request.host:
        return "/"
    return inside(before.path + (f"?{before.query}" if before.query else ""))


def enter(person: Person, memberships: list[Held], password: Password) -> None:
    """Begin a session of a person in this browser; what the browser held before ends."""
    leave()
    person.sign_in_token = actions.begin_session(
        person, memberships, address=request.remote_addr or "", agent=request.user_agent.string, password=password)
    login_user(person)


def leave() -> None:
    """End the session of this browser, if it has one, and all that the browser keeps for it."""
    if current_user.is_authenticated:
        actions.end_session(g.signed_in.session_id)
    logout_user()
    session.clear()
    for known in ("signed_in", "memberships", "rights"):
        g.pop(known, None)
