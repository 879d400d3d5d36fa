"""A count: opened, ended, its differences settled, closed, on paper."""
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core import sheet
from portal.core.issue import one_reading
from portal.core.lists import show_list
from portal.core.page import render
from portal.core.place import store_of
from portal.core.policy import me, my_rights, requires
from portal.core.scope import Scope
from portal.core.words import full_day
from portal.extensions import db
from portal.org.queries import members, names
from portal.vehicles.queries import places

from .. import actions, lists, queries, sheets
from ..forms import IssueForm, MissingForm, OnceForm, OpenForm, ReasonForm, SettleForm, VersionForm
from ..models import Answer, CountDifference
from . import bp
from .page import ask, count_or_404, models_of, page


@bp.route("/counts", methods=["GET", "POST"])
@requires("counts.read")
def index(scope: Scope) -> ResponseReturnValue:
    return show_list(lists.counts, scope, "stock/counts/counts.html")


@bp.route("/counts/new", methods=["GET", "POST"])
@requires("counts.write")
def new(scope: Scope) -> ResponseReturnValue:
    store = store_of(scope)
    form = OpenForm(data={"title": _("Stock count of %(day)s", day=f"{scope.today:%m-%d}")})
    if form.validate_on_submit():
        with form.refusals():
            made = actions.open_count(by=me(), store_id=store.id, **form.typed())
            return redirect(url_for(".count", count_id=made.id), 303)
    here = queries.places_now(store.id)
    return render("stock/counts/new.html", form=form, store=store, places=here,
                  running=queries.running(store.id)), form.status


@bp.get("/counts/<int:count_id>")
@requires("counts.read")
def count(scope: Scope, count_id: int) -> ResponseReturnValue:
    return page(row := count_or_404(scope, count_id), VersionForm(obj=row))


@bp.post("/counts/<int:count_id>/end")
@requires("counts.write")
def end(scope: Scope, count_id: int) -> ResponseReturnValue:
    return _at_once(scope, count_id, actions.end_counting)


@bp.post("/counts/<int:count_id>/resume")
@requires("counts.write")
def resume(scope: Scope, count_id: int) -> ResponseReturnValue:
    return _at_once(scope, count_id, actions.resume)


@bp.post("/counts/<int:count_id>/close")
@requires("counts.write")
def close(scope: Scope, count_id: int) -> ResponseReturnValue:
    return _at_once(scope, count_id, actions.close_count)


@bp.route("/count-differences/<int:difference_id>", methods=["GET", "POST"])
@requires("counts.write")
def settle(scope: Scope, difference_id: int) -> ResponseReturnValue:
    """What a difference means; a vehicle that was searched for is decided on here too."""
    difference: CountDifference = db.first_or_404(
        queries.differences(scope).where(CountDifference.id == difference_id))
    line, row = difference.line, count_or_404(scope, difference.count_id)
    missing, unrecorded = line.answer is Answer.MISSING, difference.unrecorded(line.vehicle)
    form: Any = (MissingForm if missing else SettleForm)(obj=difference, reason=difference.decision_reason,
                                                         until_on=None, place="")
    offered = [one for one in actions.offered(line)]
    form.settlement.choices = [one for one in form.settlement.choices if one.value in {each.value for each in offered}]
    if missing:
        form.place.suggest = lambda: places([row.store_id])
        form.searcher_id.offer([(one.person_id, one.name) for one in members(row.store_id, scope.today)], empty="–")
    if form.validate_on_submit():
        with form.refusals():
            actions.settle(difference, by=me(), **form.typed())
            return redirect(url_for(".count", count_id=row.id) + "#differences", 303)
    return render("stock/counts/settle.html", form=form, count=row, difference=difference, line=line,
                  words=sheets.difference_words(line), may=difference.waiting == 1 or unrecorded, unrecorded=unrecorded,
                  orders=queries.orders_of(my_rights(), [line.vehicle]),
                  stores=queries.stores_of([line]), models=models_of([line]),
                  names=names({line.said_by_id, difference.searcher_id})), form.status


@bp.route("/counts/<int:count_id>/issue", methods=["GET", "POST"])
@requires("counts.write")
def issue(scope: Scope, count_id: int) -> ResponseReturnValue:
    """The first time at once, again with a reason."""
    row = count_or_404(scope, count_id)
    form = IssueForm() if row.issue_id else OnceForm()
    if form.validate_on_submit():
        with one_reading():
            data = sheets.sheet_of(count_or_404(scope, count_id))
        with form.refusals():
            made = actions.issue_count(count_or_404(scope, count_id), data, by=me(), **form.typed())
            flash(_("Issued as %(number)s.", number=made.number))
            return redirect(url_for(".count", count_id=count_id), 303)
    return ask(form, count_or_404(scope, count_id), _("Issue the count sheet"), _("Issue"),
                url_for(".count", count_id=count_id))


@bp.route("/counts/<int:count_id>/void", methods=["GET", "POST"])
@requires("counts.write")
def void(scope: Scope, count_id: int) -> ResponseReturnValue:
    row = count_or_404(scope, count_id)
    form = ReasonForm(obj=row)
    if form.validate_on_submit():
        with form.refusals():
            actions.void_count(row, by=me(), **form.typed())
            return redirect(url_for(".index"), 303)
    return ask(form, row, _("Void the count"), _("Void it"), url_for(".count", count_id=count_id))


@bp.route("/counts/<int:count_id>/sheet", methods=["GET", "POST"])
@requires("counts.read")
def count_sheet(scope: Scope, count_id: int) -> ResponseReturnValue:
    """库存盘点表 as it stands; with ?blank=1 to tick by hand."""
    row = count_or_404(scope, count_id)
    blank = "blank" in request.args
    data = sheets.blank_of(row) if blank else sheets.sheet_of(row)
    return sheet.answer(actions.SHEET, data, store=data.store, about=f"{row.title} {full_day(row.on)}", blank=blank,
                        back=url_for(".count", count_id=count_id))


@bp.route("/counts/blank-sheet", methods=["GET", "POST"])
@requires("counts.read")
def blank_sheet(scope: Scope) -> ResponseReturnValue:
    """What stands in the store by the books, to tick by hand."""
    store = store_of(scope)
    return sheet.answer(actions.SHEET, sheets.blank_now(store, scope.today), store=store.name, about=_("blank"),
                        blank=True, back=url_for("papers.forms"))


def _at_once(scope: Scope, count_id: int, change: Any) -> ResponseReturnValue:
    """A change with nothing to type: back to the count, refused or not, with the word why."""
    row = count_or_404(scope, count_id)
    form = VersionForm(obj=row)
    if form.validate_on_submit():
        with form.refusals():
            change(row, by=me(), **form.typed())
            return redirect(url_for(".count", count_id=count_id), 303)
    return page(count_or_404(scope, count_id), form)
