"""Errors: what a person reads when something is not there, not allowed or not working, with the request's number."""
from flask import Flask, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from portal.core.action import Refused, Stale
from portal.core.headers import request_id
from portal.core.policy import PUBLIC
from portal.extensions import db

LOCKED = {1205, 1213, 1020, 2006, 2013}     # MariaDB: lock wait, deadlock, record changed, server gone
NEVER_KEPT = {"csrf_token", "password"}     # what a form to send again does not carry
AGAIN_AFTER = 5                             # seconds


def _said(status: int) -> tuple[str, str]:
    """Title and text."""
    return {
        403: (_("That was not allowed"), _("The page was open too long, or it was sent from elsewhere. Go back, load "
                                           "it again and try once more.")),
        404: (_("There is no such page"), _("It may have been moved, or it is not among what you work with.")),
        405: (_("This address cannot be opened like that"), _("It only takes what a form on another page sends.")),
        409: (_("Somebody was faster"), _("This was changed in the meantime. Load the page again and look.")),
        413: (_("That file is too large"), _("Files may have up to 5 MB. Make it smaller, then try again.")),
        422: (_("That could not be read"), _("Something in it is missing or wrong. Go back and look again.")),
        500: (_("Something went wrong here"), _("Nothing was changed. Try again; if it stays, tell the administrator "
                                                "the number below.")),
        503: (_("Busy just now"), _("Nothing was changed and nothing is lost. Try again in a moment.")),
    }.get(status, (_("That did not work"), _("Go back and try again.")))


def page(status: int, why: str = "") -> ResponseReturnValue:
    title, text = (_("That was not done"), why) if why else _said(status)
    template = "errors/_part.html" if request.headers.get("HX-Request") else "errors/error.html"
    answer = make_response(
        render_template(template, status=status, title=title, text=text, again=_again(status)), status)
    if status == 503:
        answer.headers["Retry-After"] = str(AGAIN_AFTER)
    return answer


def _again(status: int) -> list[tuple[str, str]] | None:
    """What was typed, to be sent again by one button; None where sending again makes no sense."""
    if status != 503 or request.method != "POST" or request.files:
        return None
    return [(name, value) for name, value in request.form.items(multi=True)
            if name not in NEVER_KEPT and "password" not in name]


def _where() -> str:
    """The address for the log; of what opens without a sign-in only its pattern, for the address itself is the key."""
    view = current_app.view_functions.get(request.endpoint or "")
    return str(request.url_rule) if getattr(view, "permission", None) == PUBLIC else request.path


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400 or error.response is not None:
        return error
    answer = make_response(page(status))
    if allowed := getattr(error, "valid_methods", None):
        answer.allow.update(allowed)
    return answer


def held_up(error: OperationalError) -> ResponseReturnValue:
    """Held up by somebody else's change: say so and keep what was typed. Anything else is a fault of ours."""
    db.session.rollback()
    number = error.orig.args[0] if error.orig and error.orig.args else None
    if number in LOCKED or "database is locked" in str(number):
        return page(503)
    raise error


def _refused(error: Refused) -> ResponseReturnValue:
    """A change sent by a button alone, which has no form to say it on."""
    return page(409 if isinstance(error, Stale) else 422, error.message)


def _fault(error: Exception) -> ResponseReturnValue:
    """A fault of ours: the page gives its number, the log says under that number what happened."""
    db.session.rollback()
    current_app.logger.error("request %s failed: %s %s", request_id(), request.method, _where(), exc_info=error)
    return page(500)


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, held_up)
    app.register_error_handler(Refused, _refused)
    if not app.testing:
        app.register_error_handler(Exception, _fault)
