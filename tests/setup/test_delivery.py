import gzip
import re

import pytest
from flask import Blueprint, url_for

from portal.core.area import Area
from portal.core.policy import public

LONG = "永驰江城店的一周 " * 200


def pages():
    bp = Blueprint("tried", __name__)

    @bp.get("/tried/long")
    @public
    def long():
        return LONG

    @bp.get("/tried/short")
    @public
    def short():
        return "ok"

    @bp.get("/tried/picture")
    @public
    def picture():
        return b"\x89PNG" * 1000, {"Content-Type": "image/png"}
    return Area("tried", blueprints=(bp,))


@pytest.fixture
def areas():
    return (pages(),)


@pytest.fixture
def get(app):
    client = app.test_client()

    def get(path, encodings="gzip", **headers):
        return client.get(path, headers={"Accept-Encoding": encodings} | headers, buffered=True)
    return get


@pytest.fixture
def style(app):
    with app.test_request_context():
        return url_for("static", filename="css/app.css")


def test_a_static_file_has_its_content_in_its_name_and_is_kept_for_a_year(get, style):
    assert re.fullmatch(r"/static/css/app\.[0-9a-f]{12}\.css", style)
    answer = get(style)
    assert answer.status_code == 200 and answer.mimetype == "text/css"
    age = int(re.search(r"max-age=(\d+)", answer.headers["Cache-Control"])[1])
    assert age >= 365 * 24 * 3600 and "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_name_with_other_content_is_not_there(get, style):
    assert get(re.sub(r"\.[0-9a-f]{12}\.", ".000000000000.", style)).status_code == 404


def test_a_static_file_asked_for_again_is_not_sent_again(get, style):
    first = get(style)
    assert get(style, **{"If-Modified-Since": first.headers["Last-Modified"]}).status_code == 304


@pytest.mark.parametrize("path", ["/tried/long", None])
def test_text_is_compressed_for_those_who_take_it(get, style, path):
    plain, packed = get(path or style, "identity"), get(path or style)
    assert gzip.decompress(packed.data) == plain.data and len(packed.data) < len(plain.data) / 3
    assert packed.headers["Content-Encoding"] == "gzip" and packed.content_length == len(packed.data)
    assert "Accept-Encoding" in packed.vary and "Accept-Encoding" in plain.vary
    assert "Content-Encoding" not in plain.headers


@pytest.mark.parametrize("path", ["/tried/short", "/tried/picture"])
def test_what_gains_nothing_is_sent_as_it_is(get, path):
    assert "Content-Encoding" not in get(path).headers


def test_asking_only_for_the_head_gets_the_head_alone(app):
    answer = app.test_client().head("/tried/long", headers={"Accept-Encoding": "gzip"})
    assert answer.data == b"" and answer.content_length == len(LONG.encode())
