"""Show: answers for a list's address: the page, the files, the paper, and what a person keeps for it."""
from dataclasses import replace
from typing import Any

from flask import Response, abort, redirect, render_template, request
from flask_babel import gettext as _

from portal.core.access import record_rows
from portal.core.action import Refused
from portal.core.clock import now, today
from portal.core.export import csv_file, xlsx_file
from portal.core.file import document
from portal.core.policy import me, my_rights
from portal.core.scope import Scope
from portal.extensions import db

from .listing import Asked, List
from .page import head_of, may_print, page_of, plain_rows
from .saved import LONGEST_NAME, LONGEST_QUERY, choose_columns, forget_filter, save_filter, saved

ON_PAPER = 2_000            # rows
AT_ONCE = 2_000             # rows that one bulk action takes
LONGEST_PURPOSE = 100
MIME = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def show_list(a_list: List, scope: Scope, template: str = "components/list_page.html", *, title: str | None = None,
              **context: Any) -> Any:
    """The whole answer of a view for a list, to GET and to POST (its route takes both).

    `bulk`, a template with the `bulk(…)` of components/table.html, lets rows be selected; its action reads `picked`.
    """
    kept = saved(me(), a_list.key)
    asked = a_list.asked(scope, my_rights(), request.args, kept.columns)
    wrong = ""
    if request.method == "POST":
        try:
            return _sent(asked)
        except Refused as refused:
            wrong = refused.message
    shown = page_of(asked, kept.filters, own_columns=bool(kept.columns), wrong=wrong)
    return render_template(template, shown=shown, title=title or a_list.label, **context), 422 if wrong else 200


def picked(a_list: List, scope: Scope) -> list[int]:
    """The ids that a bulk action was sent for: the rows ticked, or all that match the filter in the address."""
    if request.form.get("all"):
        ids = a_list.asked(scope, my_rights(), request.args).ids()
    else:
        ticked = sorted({number for each in request.form.getlist("pick") if (number := _number(each))})
        ids = a_list.query(scope).with_only_columns(a_list.id, maintain_column_froms=True).where(
            a_list.id.in_(ticked[:AT_ONCE + 1]))
    found = list(db.session.scalars(ids.order_by(None).order_by(a_list.id).limit(AT_ONCE + 1)))
    if not found:
        raise Refused(_("Choose at least one row."))
    if len(found) > AT_ONCE:
        raise Refused(_("At most %(most)s rows at once: narrow the list.", most=f"{AT_ONCE:,}"))
    return found


def _sent(asked: Asked) -> Any:
    """What a POST to the list asks for; Refused says what is wrong with it."""
    match request.form.get("do"):
        case "csv" | "xlsx" as kind:
            return _file(asked, kind)
        case "print":
            return _paper(asked)
        case "columns":
            _choose_columns(asked)
        case "save":
            _save_filter(asked)
        case "forget":
            forget_filter(by=me(), list_key=asked.of.key, view_id=_number(request.form.get("view", "")))
        case _:
            abort(404)
    return redirect(request.path + asked.address(), 303)


def _file(asked: Asked, kind: str) -> Response:
    scope = asked.rights.get(asked.of.export or "") or abort(404)
    asked = replace(asked, scope=scope)
    _leave_a_line(asked, "export")
    label, heads, rows = str(asked.of.label), [head_of(column) for column in asked.columns], plain_rows(asked)
    data = csv_file(heads, rows) if kind == "csv" else xlsx_file(heads, rows, label)
    return document(data, f"{label}-{today():%Y-%m-%d}.{kind}", MIME[kind])


def _paper(asked: Asked) -> Any:
    if not may_print(asked):
        abort(404)
    if asked.counts()[0] > ON_PAPER:
        raise Refused(_("At most %(most)s rows are printed: narrow the list.", most=f"{ON_PAPER:,}"))
    _leave_a_line(asked, "print")
    columns = tuple(replace(column, link=None) for column in asked.columns)         # paper leads nowhere
    everything = replace(asked, number=1, of=replace(asked.of, size=ON_PAPER), columns=columns)
    shown = page_of(everything, (), own_columns=False, wrong="")
    return render_template("components/list_paper.html", shown=shown, printed_by=me(), printed_at=now(),
                           printed_on=today())


def _leave_a_line(asked: Asked, what: str) -> None:
    if not asked.of.personal:
        return
    purpose = _typed("purpose")
    if not 0 < len(purpose) <= LONGEST_PURPOSE:
        raise Refused(_("Say what it is for, in at most 100 characters: it stands in the access record."))
    record_rows(asked.of.key, by=me(), what=what, purpose=purpose)


def _choose_columns(asked: Asked) -> None:
    ticked = request.form.getlist("column")
    keys = [column.key for column in asked.readable if column.head or column.key in ticked]
    as_it_comes = [column.key for column in asked.readable if column.head or column.shown]
    choose_columns(by=me(), list_key=asked.of.key, columns=[] if keys == as_it_comes else keys)


def _save_filter(asked: Asked) -> None:
    name, query = _typed("name"), asked.address().removeprefix("?")
    if not 0 < len(name) <= LONGEST_NAME:
        raise Refused(_("Give the filter a name of at most 30 characters."))
    if not asked.values:
        raise Refused(_("Choose a filter first, then save it."))
    if len(query) > LONGEST_QUERY:
        raise Refused(_("This filter is too long to be saved."))
    save_filter(by=me(), list_key=asked.of.key, name=name, query=query)


def _typed(field: str) -> str:
    return " ".join(request.form.get(field, "").replace("\0", "").split())


def _number(typed: str) -> int:
    """An id as it was sent; 0, which no row has, for anything else."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else 0
