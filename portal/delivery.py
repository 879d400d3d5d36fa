"""Delivery: how bytes reach the browser. Static files under hashed names, kept for a year; text compressed."""
import gzip
import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from wsgiref.headers import Headers

from flask import Flask
from werkzeug.wrappers import Response
from whitenoise import WhiteNoise

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

WORTH_IT = 600                      # bytes: below this gzip saves no packet
TEXT = {"text/html", "text/css", "text/javascript", "text/plain", "text/csv", "text/calendar", "image/svg+xml",
        "application/json", "application/manifest+json"}


def init_app(app: Flask) -> None:
    """url_for("static", filename="css/app.css") gives css/app.<hash>.css; WhiteNoise sends it before Flask is asked."""
    folder = Path(str(app.static_folder))
    names = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    hashed = {name: hashed_name(name, path, path.stat().st_mtime_ns) for name, path in names.items()}
    files = WhiteNoise(app.wsgi_app, allow_all_origins=False, immutable_file_test=lambda path, url: True,
                       add_headers_function=_nosniff)
    for name, path in names.items():
        files.add_file_to_dictionary(f"{app.static_url_path}/{hashed[name]}", str(path))
    app.wsgi_app = Compressed(files)  # type: ignore[method-assign]

    @app.url_defaults
    def _hashed(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values["filename"] = hashed.get(values["filename"], values["filename"])


@cache
def hashed_name(name: str, path: Path, _changed: int) -> str:
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(path.read_bytes()).hexdigest()[:12]}{dot}{suffix}"


def _nosniff(headers: Headers, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"


class Compressed:
    """Text is sent with gzip to those who take it. The form token is signed anew every second: BREACH finds no footing.
    """
    def __init__(self, app: "WSGIApplication") -> None:
        self.app = app

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> "Iterable[bytes]":
        environ.pop("wsgi.file_wrapper", None)          # hides the bytes from us
        response = Response.from_app(self.app, environ)
        if response.mimetype in TEXT and "Content-Encoding" not in response.headers:
            response.vary.add("Accept-Encoding")
            if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "") and self._worth_it(environ, response):
                response.set_data(gzip.compress(response.get_data(), compresslevel=5, mtime=0))
                response.headers["Content-Encoding"] = "gzip"
                if etag := response.get_etag()[0]:
                    response.set_etag(etag, weak=True)
        return response(environ, start_response)

    @staticmethod
    def _worth_it(environ: "WSGIEnvironment", response: Response) -> bool:
        return (environ["REQUEST_METHOD"] != "HEAD" and response.status_code not in (204, 206, 304)
                and (response.content_length or 0) >= WORTH_IT)
