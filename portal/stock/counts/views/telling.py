"""Counting: a place on the phone, a vehicle of it, one that is not on the list."""
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core import file
from portal.core.page import render
from portal.core.policy import me, requires
from portal.core.scope import Scope
from portal.extensions import db
from portal.org.queries import names
from portal.vehicles.queries import places

from .. import actions, queries
from ..forms import FindForm, QuickForm, TellForm, VersionForm
from ..models import CountLine
from . import bp
from .page import ask, count_or_404, models_of, page

LONGEST = 40


@bp.get("/counts/<int:count_id>/place")
@requires("counts.tell")
def place(scope: Scope, count_id: int) -> ResponseReturnValue:
    """One place on the phone: a tap for each vehicle that is there."""
    row = count_or_404(scope, count_id)
    at = request.args.get("at", "")[:LONGEST]
    found = queries.at_place(row.id, at)
    if not found and at not in {name for name, _number in queries.places_now(row.store_id)}:
        abort(404)
    return render("stock/counts/place.html", count=row, at=at, **_shown(found), rows=found,
                  left=sum(1 for line in found if line.expected and line.place == at and line.answer is None))


@bp.route("/counts/<int:count_id>/extra", methods=["GET", "POST"])
@requires("counts.tell")
def extra(scope: Scope, count_id: int) -> ResponseReturnValue:
    """A vehicle that stands where nobody expected it."""
    row = count_or_404(scope, count_id)
    at = request.args.get("at", "")[:LONGEST]
    form = FindForm(data={"place": at})
    form.place.suggest = lambda: places([row.store_id])
    if form.validate_on_submit():
        with form.refusals():
            made = actions.find(row, by=me(), **form.typed())
            flash(_told_of_extra(made))
            return redirect(url_for(".place", count_id=count_id, at=made.seen_place or made.place), 303)
    return ask(form, row, _("A vehicle that is not on the list"), _("Note it"),
                url_for(".place", count_id=count_id, at=at))


@bp.post("/count-lines/<int:counted_id>/quick")
@requires("counts.tell")
def quick(scope: Scope, counted_id: int) -> ResponseReturnValue:
    """One tap. For htmx its line alone; who comes second sees on it what the first has said."""
    line = _line(scope, counted_id)
    form = QuickForm(obj=line)
    back = url_for(".place", count_id=line.count_id, at=request.args.get("at", line.place)[:LONGEST])
    if form.validate_on_submit():
        with form.refusals():
            actions.tell(line, by=me(), **form.typed())
            if not request.headers.get("HX-Request"):
                return redirect(f"{back}#line-{line.id}", 303)
    line = _line(scope, counted_id)
    if not request.headers.get("HX-Request"):
        full = TellForm(obj=line)
        full.status, full.form_errors = form.status, list(form.form_errors)
        full.version.data, full.version.raw_data = line.version, None
        return _tell_page(full, line)
    at = request.args.get("at", line.place)[:LONGEST]
    left = sum(1 for one in queries.at_place(line.count_id, at)
               if one.expected and one.place == at and one.answer is None)
    return render("stock/counts/_line_part.html", line=line, at=at, left=left, stale=form.status == 409,
                  **_shown([line])), form.status


@bp.route("/count-lines/<int:counted_id>", methods=["GET", "POST"])
@requires("counts.tell")
def tell(scope: Scope, counted_id: int) -> ResponseReturnValue:
    line = _line(scope, counted_id)
    form = TellForm(obj=line)
    if form.validate_on_submit():
        with form.refusals():
            typed = form.typed()
            upload = typed.pop("picture")
            picture = file.picture(upload.stream, "picture") if upload else None
            actions.tell(line, by=me(), picture=picture, **typed)
            return redirect(url_for(".place", count_id=line.count_id, at=line.place) + f"#line-{line.id}", 303)
    return _tell_page(form, line)


@bp.get("/count-lines/<int:counted_id>/picture")
@requires("counts.read")
def picture(scope: Scope, counted_id: int) -> ResponseReturnValue:
    line = _line(scope, counted_id)
    return file.download(line.picture_id) if line.picture_id else abort(404)


@bp.post("/count-lines/<int:counted_id>/take-back")
@requires("counts.tell")
def take_back(scope: Scope, counted_id: int) -> ResponseReturnValue:
    line = _line(scope, counted_id)
    row, form = count_or_404(scope, line.count_id), VersionForm(obj=line)
    if form.validate_on_submit():
        with form.refusals():
            back = url_for(".place", count_id=line.count_id, at=line.place)
            actions.take_back(line, by=me(), **form.typed())
            return redirect(back if queries.at_place(row.id, line.place) else url_for(".count", count_id=row.id), 303)
    return page(count_or_404(scope, row.id), form)


def _line(scope: Scope, counted_id: int) -> CountLine:
    row: CountLine = db.first_or_404(queries.lines(scope).where(CountLine.id == counted_id))
    return row


def _shown(lines_of: Any) -> dict[str, Any]:
    return {"models": models_of(lines_of), "stores": queries.stores_of(lines_of),
            "names": names(line.said_by_id for line in lines_of)}


def _tell_page(form: TellForm, line: CountLine) -> ResponseReturnValue:
    form.seen_place.suggest = lambda: places([line.store_id])
    return render("stock/counts/tell.html", form=form, line=line, models=models_of([line]),
                  names=names({line.said_by_id})), form.status


def _told_of_extra(line: CountLine) -> str:
    tail = line.vin[-6:]
    if line.expected:
        return _("%(tail)s is expected at %(place)s: noted that it stands here.", tail=tail,
                 place=line.place or _("no place noted")) if line.seen_place else _("%(tail)s is here.", tail=tail)
    known = queries.known(line.vin)
    if not known:
        return _("%(tail)s: the portal does not know this vehicle. Noted as extra.", tail=tail)
    one = known[0]
    where = " · ".join(filter(None, (one.store, str(one.vehicle.word), one.vehicle.place)))
    return _("%(tail)s is not expected here. The portal has it as: %(where)s. Noted as extra.", tail=tail, where=where)
