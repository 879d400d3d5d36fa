"""Language: which one a page speaks, and where its words are."""
from functools import cache

from babel import Locale
from flask import Flask, current_app, has_request_context, request
from flask_babel import get_locale
from flask_login import current_user

from portal.extensions import babel
from portal.translations import areas, po_file

COOKIE = "language"


_parsed = cache(Locale.parse)           # each time it looks through all locales that there are


def choose() -> Locale | None:
    """The person's own language, else the one chosen in this browser; None: the default."""
    if not has_request_context():
        return None
    if current_user.is_authenticated:
        return _parsed(str(current_user.language))
    wanted = request.cookies.get(COOKIE, "")
    return _parsed(wanted) if wanted in current_app.config["LANGUAGES"] else None


def tag() -> str:
    """The language as `lang` has it: zh-CN or en."""
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "zh-CN"


def init_app(app: Flask) -> None:
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(
        str(po_file(area).parents[2]) for area in areas())
    babel.init_app(app, locale_selector=choose)
    app.jinja_env.globals["lang"] = tag
