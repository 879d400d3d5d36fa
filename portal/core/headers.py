"""Headers: what every answer says about itself to the browser."""
from uuid import uuid4

from flask import Flask, Response, g, request

from .language import tag

POLICY = ("default-src 'self'; img-src 'self' data:; base-uri 'none'; object-src 'none'; form-action 'self'; "
          "frame-ancestors 'none'")
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def request_id() -> str:
    """What an error page and the log line of one request have in common."""
    if "request_id" not in g:
        g.request_id = uuid4().hex[:12]
    return g.request_id


def _write(response: Response) -> Response:
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    response.headers["X-Request-Id"] = request_id()
    response.headers.setdefault("Content-Language", tag())
    if request.endpoint != "static":            # every page is private: nothing stays on the shared PC
        response.headers["Cache-Control"] = "no-store"
    return response


def init_app(app: Flask) -> None:
    app.after_request(_write)
    app.jinja_env.globals["request_id"] = request_id
