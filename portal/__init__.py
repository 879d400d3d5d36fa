"""The portal."""
from typing import Any

from flask import Flask

from portal import (
    admin,
    board,
    catalogue,
    config,
    customers,
    delivery,
    errors,
    frame,
    goals,
    home,
    imports,
    insight,
    jobs,
    meetings,
    papers,
    patterns,
    reviews,
    sales,
    signin,
    steps,
    stock,
    training,
    vehicles,
)
from portal.core import calendar, changes, chart, controls, headers, language, menu, page, words
from portal.core.policy import can
from portal.core.registry import Registry
from portal.extensions import csrf, db, engine_options, htmx, login_manager, migrate

AREAS = (
    calendar.area,
    signin.area,
    catalogue.area,
    steps.area,
    vehicles.area,
    customers.area,
    goals.area,
    sales.area,
    stock.area,
    insight.area,
    admin.area,
    meetings.area,
    board.area,
    training.area,
    reviews.area,
    home.area,
    frame.area,
    imports.area,
    jobs.area,
    papers.area,
    patterns.area,
)


def create_app(**settings: Any) -> Flask:
    app = Flask(__name__, template_folder="../templates", static_folder="../static")
    app.config.update(config.configuration(settings))
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", engine_options(app.config["SQLALCHEMY_DATABASE_URI"]))
    for extension in (db, login_manager, csrf, htmx):
        extension.init_app(app)
    migrate.init_app(app, db)
    delivery.init_app(app)
    app.extensions["portal"] = Registry()
    for area in AREAS:
        area.init_app(app)
    app.jinja_env.globals["can"] = can
    for part in (language, words, changes, controls, chart, menu, page, headers, errors):
        part.init_app(app)
    return app
