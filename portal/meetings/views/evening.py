"""The evening: a person's day report, what the leader says to it, and the state of everybody's."""
from datetime import date, timedelta
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core import sheet
from portal.core.action import Refused
from portal.core.clock import now
from portal.core.page import render
from portal.core.policy import me, my_rights, requires
from portal.core.scope import Scope
from portal.core.words import full_day
from portal.extensions import db
from portal.org.models import Store

from .. import actions, day, evening, queries, told
from ..forms import DayForm, InstructionForm, ReportForm
from ..models import DayInstruction, DayReport, DaySigning, SignedAs
from ..places import Whose, day_asked, person_asked, place_asked, places
from ..sheets import DAY
from . import bp

ONE_DAY = timedelta(days=1)


@bp.get("/meetings/evening", endpoint="evening")
@requires("day.read")
def evening_page(scope: Scope) -> ResponseReturnValue:
    """Everybody's commitment against fact, and whose report is still out; who reads only his own goes there."""
    on = day_asked(scope.today)
    if not places(scope):
        return redirect(url_for(".day", on=request.args.get("on")), 302)
    place, all_of = place_asked(scope)
    it = evening.build(place, on, scope.today)
    return render("meetings/evening.html", it=it, places=all_of, told=told.of_place(it), **_around(on, scope.today))


@bp.get("/meetings/day", endpoint="day")
@requires("day.read")
def day_page(scope: Scope) -> ResponseReturnValue:
    return _page(scope)


@bp.post("/meetings/day/typed")
@requires("day.write")
def write(scope: Scope) -> ResponseReturnValue:
    """Keep what is typed, by itself as one types; sent by the button, back to the page or handed in."""
    of, on = _whose(scope)
    form = _report_form(of, on)
    if form.validate_on_submit():
        with form.refusals():
            kept = actions.write_day(of.person, of.store_id, on, by=me(), **form.typed())
            if _as_one_types():
                return _saved("typed", form, kept.version)
            if "hand_in" in request.form:
                actions.sign_day(of.person, of.store_id, on, by=me(), signed_as=SignedAs.OWN)
                flash(_("The day report is handed in."))
            return redirect(_back(of, on), 303)
    return _saved("typed", form) if _as_one_types() else _page(my_rights()["day.read"], typing=form)


@bp.post("/meetings/day/instruction")
@requires("day.instruct")
def instruct(scope: Scope) -> ResponseReturnValue:
    """The leader's word; by its button also that he has read the report."""
    of, on = _whose(scope)
    form = _instruction_form(of, on)
    if form.validate_on_submit():
        with form.refusals():
            kept = form.row
            if form.instruction.data or form.row.version:
                kept = actions.instruct(of.person, of.store_id, on, by=me(), **form.typed())
            if _as_one_types():
                return _saved("instruction", form, kept.version)
            if "read" in request.form:
                actions.sign_day(of.person, of.store_id, on, by=me(), signed_as=SignedAs.LEADER)
            return redirect(_back(of, on), 303)
    return _saved("instruction", form) if _as_one_types() else _page(my_rights()["day.read"], instructing=form)


@bp.post("/meetings/day/signings/<int:signing_id>/take-back")
@requires("day.read")
def take_back(scope: Scope, signing_id: int) -> ResponseReturnValue:
    """Whoever signed takes it back."""
    row: DaySigning = db.first_or_404(queries.signed_by(me(), scope).where(DaySigning.id == signing_id))
    person_id, on = row.person_id, row.on
    try:
        actions.take_signing_back(row, by=me())
    except Refused as refused:
        flash(refused.message)
    return redirect(url_for(".day", person=person_id, on=on), 303)


@bp.route("/meetings/day/sheet", methods=["GET", "POST"])
@requires("day.read")
def day_sheet(scope: Scope) -> ResponseReturnValue:
    """营业活动访问日报表 of a person and a day."""
    of, on = _whose(scope)
    it = day.build(of, on, my_rights())
    return sheet.answer(DAY, it, store=it.store, about=f"{it.person} {full_day(on)}", back=_back(of, on))


@bp.route("/meetings/day/blank", methods=["GET", "POST"])
@requires("day.read")
def day_blank(scope: Scope) -> ResponseReturnValue:
    of, _all_of = person_asked(scope, scope.today)
    store = db.session.get_one(Store, of.store_id).name
    return sheet.answer(DAY, day.blank(store, scope.today), store=store, about=_("blank"), blank=True,
                        back=url_for("papers.forms"))


def _page(scope: Scope, typing: ReportForm | None = None,
          instructing: InstructionForm | None = None) -> ResponseReturnValue:
    """A day; with forms for what this reader may write on it while it is open."""
    on = day_asked(scope.today)
    of, all_of = person_asked(scope, on)
    it = day.build(of, on, my_rights())
    open_still = on >= scope.today - actions.DAYS_OPEN * ONE_DAY
    mine = of.person.id == me().id
    if open_still and mine and "day.write" in my_rights():
        typing = typing or _report_form(of, on)
    if open_still and not mine and _may("day.instruct", of):
        instructing = instructing or _instruction_form(of, on)
    status = next((form.status for form in (typing, instructing) if form is not None and form.status != 200), 200)
    return render("meetings/day.html", it=it, of=of, others=all_of, form=typing, instructing=instructing, mine=mine,
                  told=told.of_person(it), me_id=me().id, open_still=open_still, **_around(on, scope.today)), status


def _whose(scope: Scope) -> tuple[Whose, date]:
    on = day_asked(scope.today)
    return person_asked(scope, on)[0], on


def _may(permission: str, of: Whose) -> bool:
    return permission in my_rights() and my_rights()[permission].holds(of.store_id, of.person.id)


def _report_form(of: Whose, on: date) -> ReportForm:
    return ReportForm(lambda: queries.row_of(DayReport, of.person, on))


def _instruction_form(of: Whose, on: date) -> InstructionForm:
    return InstructionForm(lambda: queries.row_of(DayInstruction, of.person, on))


def _as_one_types() -> bool:
    return "HX-Request" in request.headers


def _saved(part: str, form: DayForm, version: int | None = None) -> ResponseReturnValue:
    """What the page says after it kept a part by itself, with the version for the next time."""
    return render("meetings/_saved.html", which=part, form=form, version=version,
                  saved_at=now() if version is not None else None), form.status


def _back(of: Whose, on: date) -> str:
    return url_for(".day", person=of.person.id, on=on)


def _around(on: date, today: date) -> dict[str, Any]:
    return {"on": on, "today": today, "before": on - ONE_DAY, "after": on + ONE_DAY if on < today else None}
