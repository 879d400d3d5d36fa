from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core import job
from portal.core.access import record_rows
from portal.core.action import Refused
from portal.core.asked import number
from portal.core.clock import now
from portal.core.file import document
from portal.core.imports import Verdict
from portal.core.lists import show_list
from portal.core.policy import me, my_rights, requires
from portal.core.scope import Scope
from portal.core.undo import BuiltOn
from portal.extensions import db
from portal.org.queries import names

from . import actions, jobs, lists, queries, workbooks
from .forms import BringForm
from .models import ImportBatch, ImportSheet, State

bp = Blueprint("imports", __name__, url_prefix="/imports")

TABS = {"fault": Verdict.FAULT, "add": Verdict.ADD, "update": Verdict.UPDATE, "skip": Verdict.SKIP}


@bp.route("", methods=["GET", "POST"])
@requires("imports.write")
def files(scope: Scope) -> ResponseReturnValue:
    return show_list(lists.files, scope, "imports/files.html")


@bp.route("/new", methods=["GET", "POST"])
@requires("imports.write")
def bring(scope: Scope) -> ResponseReturnValue:
    form = BringForm()
    stores = queries.stores(scope)
    form.store_id.offer(stores)
    if len(stores) == 1:
        form.store_id.data = stores[0][0]
    if form.validate_on_submit():
        with form.refusals():
            batch = actions.bring(form.file.data.read(), form.file.data.filename, store_id=form.store_id.data, by=me(),
                                  kinds=queries.kinds(my_rights()))
            _check(batch)
            return redirect(_first_page(batch), 303)
    return render_template("imports/bring.html", form=form, stores=stores,
                           kinds=queries.kinds(my_rights()).values()), form.status


@bp.get("/blank")
@requires("imports.write")
def blank(_scope: Scope) -> ResponseReturnValue:
    """A workbook with a sheet for each kind: the headings, and how a row looks."""
    return document(workbooks.blank(queries.kinds(my_rights()).values()), f"{_('Blank sheets')}.xlsx", actions.XLSX)


@bp.get("/<int:batch_id>")
@requires("imports.write")
def one(scope: Scope, batch_id: int) -> ResponseReturnValue:
    return _overview(_batch(scope, batch_id))


@bp.get("/<int:batch_id>/sheets/<int:place>")
@requires("imports.write")
def sheet(scope: Scope, batch_id: int, place: int) -> ResponseReturnValue:
    batch, one_sheet = _sheet(scope, batch_id, place)
    return _rows(batch, one_sheet)


@bp.post("/<int:batch_id>/sheets/<int:place>/mends")
@requires("imports.write")
def mend(scope: Scope, batch_id: int, place: int) -> ResponseReturnValue:
    batch, one_sheet = _sheet(scope, batch_id, place)
    try:
        actions.mend(batch, one_sheet, _mends(request.form))
    except Refused as refused:
        return _rows(batch, one_sheet, refused.message)
    return redirect(url_for(".sheet", batch_id=batch.id, place=place), 303)


@bp.post("/<int:batch_id>/sheets/<int:place>/columns")
@requires("imports.write")
def columns(scope: Scope, batch_id: int, place: int) -> ResponseReturnValue:
    """Say what the sheet is read as; with the same kind as before also which column is which field."""
    batch, one_sheet = _sheet(scope, batch_id, place)
    kind = request.form.get("kind", "")
    chosen = {at: request.form[f"c-{at}"] for at in range(len(one_sheet.headings)) if f"c-{at}" in request.form}
    stays = {at: field for at, field in enumerate(one_sheet.columns) if at not in chosen}
    try:
        actions.read_as(batch, one_sheet, kind, chosen | stays if kind == one_sheet.import_key else None,
                        kinds=queries.kinds(my_rights()))
    except Refused as refused:
        return _rows(batch, one_sheet, refused.message)
    return redirect(url_for(".sheet", batch_id=batch.id, place=place, v=request.form.get("v") or None), 303)


@bp.post("/<int:batch_id>/faulty")
@requires("imports.write")
def faulty(scope: Scope, batch_id: int) -> ResponseReturnValue:
    """The faulty rows as a workbook to mend and bring again, with what is wrong in a column of its own."""
    batch = _batch(scope, batch_id)
    purpose = _("Faulty rows of %(file)s", file=batch.file_name)[:100]
    record_rows("import_batch", by=me(), what="export", purpose=purpose)
    return document(workbooks.faulty(batch), f"{_('Faulty rows')} {batch.file_name.rsplit('.', 1)[0]}.xlsx",
                      actions.XLSX)


@bp.post("/<int:batch_id>/apply")
@requires("imports.write")
def apply(scope: Scope, batch_id: int) -> ResponseReturnValue:
    batch = _batch(scope, batch_id)
    try:
        if queries.row_count(batch) > jobs.LARGE:
            actions.apply_later(batch, by=me())
        else:
            actions.apply(batch, by=me(), batch=batch.key)
    except Refused as refused:
        return _overview(batch, refused.message)
    return redirect(url_for(".one", batch_id=batch_id), 303)


@bp.post("/<int:batch_id>/undo")
@requires("imports.write")
def take_back(scope: Scope, batch_id: int) -> ResponseReturnValue:
    batch = _batch(scope, batch_id)
    try:
        actions.take_back(batch, by=me())
    except BuiltOn as built:
        return _overview(batch, built.message, built.rows)
    except Refused as refused:
        return _overview(batch, refused.message)
    return redirect(url_for(".one", batch_id=batch_id), 303)


@bp.post("/<int:batch_id>/drop")
@requires("imports.write")
def drop(scope: Scope, batch_id: int) -> ResponseReturnValue:
    batch = _batch(scope, batch_id)
    try:
        actions.drop(batch)
    except Refused as refused:
        return _overview(batch, refused.message)
    flash(_("%(file)s was dropped; nothing of it was imported.", file=batch.file_name))
    return redirect(url_for(".files"), 303)


def _batch(scope: Scope, batch_id: int) -> ImportBatch:
    return db.first_or_404(queries.listed(scope).where(ImportBatch.id == batch_id))


def _sheet(scope: Scope, batch_id: int, place: int) -> tuple[ImportBatch, ImportSheet]:
    batch = _batch(scope, batch_id)
    return batch, next((each for each in queries.sheets(batch) if each.place == place), None) or abort(404)


def _check(batch: ImportBatch) -> None:
    if queries.row_count(batch) > jobs.LARGE:
        actions.check_later(batch, by=me())
    else:
        actions.check(batch)


def _first_page(batch: ImportBatch) -> str:
    """A file with one sheet goes straight to its rows."""
    sheets = queries.sheets(batch)
    if len(sheets) == 1 and batch.state is State.CHECKED:
        return url_for(".sheet", batch_id=batch.id, place=0)
    return url_for(".one", batch_id=batch.id)


def _overview(batch: ImportBatch, wrong: str = "", built_on: Any = ()) -> ResponseReturnValue:
    db.session.refresh(batch)
    sheets = queries.sheets(batch)
    running = db.session.get(job.Job, batch.job_id) if batch.job_id else None
    return render_template(
        "imports/one.html", batch=batch, sheets=[(each, queries.kind_of(each)) for each in sheets], wrong=wrong,
        built_on=built_on, totals=queries.totals(sheets), running=running, State=State,
        people=names({batch.made_by_id, batch.applied_by_id, batch.undone_by_id}),
        undo_until=batch.applied_at + actions.UNDO if batch.applied_at else None, now=now(),
    ), 422 if wrong else 200


def _rows(batch: ImportBatch, one_sheet: ImportSheet, wrong: str = "") -> ResponseReturnValue:
    kind = queries.kind_of(one_sheet)
    tab = request.args.get("v") or ("columns" if kind is None else "fault" if one_sheet.counts.get("fault") else "add")
    if tab not in TABS and tab != "columns" or kind is None:
        tab = "columns"
    page = request.args.get("page", 1, type=int)
    page = min(max(page, 1), 500)
    found: dict[str, Any] = {}
    if kind and tab == "fault":
        found = {"faults": queries.faults(batch, one_sheet, kind, page), "shown": queries.shown_fields(kind)}
    elif kind and tab in TABS:
        heads, lines = queries.lines(one_sheet, kind, TABS[tab], page)
        found = {"heads": heads, "lines": lines}
    return render_template(
        "imports/sheet.html", batch=batch, sheet=one_sheet, kind=kind, tab=tab, page=page, wrong=wrong,
        size=queries.AT_ONCE, totals=queries.totals(queries.sheets(batch)), State=State,
        kinds=queries.kinds(my_rights()).values(), **found,
    ), 422 if wrong else 200


def _mends(form: Mapping[str, str]) -> dict[tuple[int, str], str]:
    """m-<row>-<field> → text, of the fields that were changed."""
    found = {}
    for name, typed in form.items():
        parts = name.split("-", 2)
        if len(parts) == 3 and parts[0] == "m" and (row := number(parts[1])) is not None:
            found[row, parts[2]] = typed.replace("\0", "").strip()[:2000]
    return found
