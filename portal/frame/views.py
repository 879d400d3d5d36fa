from flask import Blueprint, abort, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.core.language import COOKIE
from portal.core.page import inside
from portal.core.policy import me, my_rights, public, requires
from portal.core.scope import Scope

from . import actions, queries

bp = Blueprint("frame", __name__)


@bp.get("/more")
@requires("home.read")
def more(_scope: Scope) -> ResponseReturnValue:
    """The whole menu as a page, for the phone."""
    return render_template("frame/more.html")


@bp.get("/search")
@requires("home.read")
def search(_scope: Scope) -> ResponseReturnValue:
    text = request.args.get("q", "").replace("\0", "").strip()[:60]
    return render_template("frame/search.html", text=text, found=queries.hits(my_rights(), text) if text else [])


@bp.post("/language")
@public
def speak() -> ResponseReturnValue:
    """Go on in the language chosen: kept with the person, and in this browser for the page to sign in."""
    language = request.form.get("language", "")
    if language not in current_app.config["LANGUAGES"]:
        abort(422)
    if current_user.is_authenticated:
        actions.speak(me(), language, by=me())
    answer = redirect(inside(request.form.get("next")), 303)
    answer.set_cookie(COOKIE, language, max_age=365 * 24 * 3600, httponly=True, samesite="Lax",
                      secure=request.is_secure)
    return answer
