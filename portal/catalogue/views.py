"""The catalogue's pages: our own brands, the competitors', the colours."""
from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.core.form import EditForm, Form
from portal.core.policy import me, requires
from portal.core.scope import Scope
from portal.extensions import db

from . import actions, forms, queries
from .models import Brand, CarModel, Colour, Series

bp = Blueprint("catalogue", __name__)
TABS = (("index", _l("Our own")), ("rivals", _l("Competitors")), ("colours", _l("Colours")))
THINGS: dict[str, Any] = {"brands": Brand, "series": Series, "models": CarModel, "colours": Colour}


@bp.route("/catalogue")
@requires("catalogue.read")
def index(scope: Scope) -> ResponseReturnValue:
    return render_template("catalogue/index.html", shelves=queries.shelves(own=True), own=True, tabs=_tabs("index"))


@bp.route("/catalogue/rivals")
@requires("catalogue.read")
def rivals(scope: Scope) -> ResponseReturnValue:
    """Brands and series that customers are lost to."""
    return render_template("catalogue/index.html", shelves=queries.shelves(own=False), own=False,
                           tabs=_tabs("rivals"))


@bp.route("/catalogue/colours")
@requires("catalogue.read")
def colours(scope: Scope) -> ResponseReturnValue:
    return render_template("catalogue/colours.html", colours=queries.colours(), tabs=_tabs("colours"))


@bp.route("/catalogue/brands/new", methods=["GET", "POST"], defaults={"own": True})
@bp.route("/catalogue/rivals/new", methods=["GET", "POST"], defaults={"own": False})
@requires("catalogue.write")
def add_brand(scope: Scope, own: bool) -> ResponseReturnValue:
    title = _("Add a brand") if own else _("Add a competitor's brand")
    return _add(forms.AddNameForm(), title, _list_of(own), lambda typed: actions.add_brand(by=me(), own=own, **typed))


@bp.route("/catalogue/brands/<int:brand_id>", methods=["GET", "POST"])
@requires("catalogue.write")
def brand(scope: Scope, brand_id: int) -> ResponseReturnValue:
    row = db.get_or_404(Brand, brand_id)
    return _edit(forms.BrandForm(obj=row), row, "brands", _list_of(row.own),
                 lambda typed: actions.change_brand(row, by=me(), **typed))


@bp.route("/catalogue/brands/<int:brand_id>/series/new", methods=["GET", "POST"])
@requires("catalogue.write")
def add_series(scope: Scope, brand_id: int) -> ResponseReturnValue:
    row = db.get_or_404(Brand, brand_id)
    return _add(forms.AddNameForm(), _("Add a series"), _list_of(row.own),
                lambda typed: actions.add_series(row, by=me(), **typed), name=row.name)


@bp.route("/catalogue/series/<int:series_id>", methods=["GET", "POST"])
@requires("catalogue.write")
def series(scope: Scope, series_id: int) -> ResponseReturnValue:
    row = db.get_or_404(Series, series_id)
    return _edit(forms.SeriesForm(obj=row), row, "series", _list_of(db.session.get_one(Brand, row.brand_id).own),
                 lambda typed: actions.change_series(row, by=me(), **typed))


@bp.route("/catalogue/series/<int:series_id>/models/new", methods=["GET", "POST"])
@requires("catalogue.write")
def add_model(scope: Scope, series_id: int) -> ResponseReturnValue:
    row = db.get_or_404(Series, series_id)
    return _add(forms.AddModelForm(), _("Add a model"), url_for(".index"),
                lambda typed: actions.add_model(row, by=me(), **typed), name=row.name)


@bp.route("/catalogue/models/<int:model_id>", methods=["GET", "POST"])
@requires("catalogue.write")
def model(scope: Scope, model_id: int) -> ResponseReturnValue:
    row = db.get_or_404(CarModel, model_id)
    return _edit(forms.ModelForm(obj=row), row, "models", url_for(".index"),
                 lambda typed: actions.change_model(row, by=me(), **typed))


@bp.route("/catalogue/colours/new", methods=["GET", "POST"])
@requires("catalogue.write")
def add_colour(scope: Scope) -> ResponseReturnValue:
    return _add(forms.AddNameForm(), _("Add a colour"), url_for(".colours"),
                lambda typed: actions.add_colour(by=me(), **typed))


@bp.route("/catalogue/colours/<int:colour_id>", methods=["GET", "POST"])
@requires("catalogue.write")
def colour(scope: Scope, colour_id: int) -> ResponseReturnValue:
    row = db.get_or_404(Colour, colour_id)
    return _edit(forms.ColourForm(obj=row), row, "colours", url_for(".colours"),
                 lambda typed: actions.change_colour(row, by=me(), **typed))


@bp.route("/catalogue/<any(brands, series, models, colours):things>/<int:row_id>/end", methods=["POST"])
@requires("catalogue.write")
def end(scope: Scope, things: str, row_id: int) -> ResponseReturnValue:
    row = db.get_or_404(THINGS[things], row_id)
    if row.live is None:
        abort(404)
    actions.end(row, by=me(), version=row.version)
    flash(_("It is offered no more; what has it keeps it."),
          f"undo:{url_for('.reopen', things=things, row_id=row_id)}")
    return redirect(_page_of(things, row_id), 303)


@bp.route("/catalogue/<any(brands, series, models, colours):things>/<int:row_id>/reopen", methods=["POST"])
@requires("catalogue.write")
def reopen(scope: Scope, things: str, row_id: int) -> ResponseReturnValue:
    row = db.get_or_404(THINGS[things], row_id)
    actions.reopen(row, by=me(), version=row.version)
    flash(_("It is offered again."))
    return redirect(_page_of(things, row_id), 303)


def _add(form: Form, title: str, back: str, act: Callable[[dict[str, Any]], Any],
         name: str | None = None) -> ResponseReturnValue:
    if form.validate_on_submit():
        with form.refusals():
            act(form.typed())
            flash(_("Saved"))
            return redirect(back, 303)
    return render_template("catalogue/add.html", form=form, title=title, back=back, name=name), form.status


def _edit(form: EditForm, row: Any, things: str, back: str,
          act: Callable[[dict[str, Any]], Any]) -> ResponseReturnValue:
    if form.validate_on_submit():
        with form.refusals():
            act(form.typed())
            flash(_("Saved"))
            return redirect(back, 303)
    return render_template("catalogue/edit.html", form=form, row=row, things=things, back=back), form.status


def _tabs(here: str) -> list[tuple[Any, str, bool]]:
    return [(label, url_for(f".{name}"), name == here) for name, label in TABS]


def _list_of(own: bool) -> str:
    return url_for(".index" if own else ".rivals")


def _page_of(things: str, row_id: int) -> str:
    match things:
        case "brands":
            return url_for(".brand", brand_id=row_id)
        case "series":
            return url_for(".series", series_id=row_id)
        case "models":
            return url_for(".model", model_id=row_id)
    return url_for(".colour", colour_id=row_id)
