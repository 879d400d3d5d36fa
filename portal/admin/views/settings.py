"""What a store has agreed for itself: settings that hold from a day, with who and why; and the lists it edits."""
from typing import Any, NamedTuple

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.admin import forms, queries, settings
from portal.core.agreement import (
    Agreed,
    Choice,
    ChoiceKind,
    SettingKind,
    add_choice,
    agree,
    agreed,
    choices,
    end_choice,
    rename_choice,
    reopen_choice,
    reorder_choices,
    version_seen,
    versions,
)
from portal.core.clock import today
from portal.core.form import Form
from portal.core.policy import can, me, my_rights, requires
from portal.core.registry import registry
from portal.core.scope import Scope
from portal.extensions import db
from portal.org.models import FOREVER, Store
from portal.org.queries import names

from . import bp

GROUP = "group"                     # in the address: what holds for every store without its own


class Now(NamedTuple):
    """A setting as it holds today."""
    kind: SettingKind
    words: str
    by: Agreed | None               # the agreement it comes from; None: the default
    may_change: bool


@bp.route("/settings")
@requires("settings.read")
def settings_page(scope: Scope) -> ResponseReturnValue:
    """Everything that a store may set, by area: what holds, since when, by whom and why."""
    store = _store(scope)
    groups = [(label, [_now(kind, store) for kind in kinds])
              for label, kinds in settings.grouped(registry().settings)]
    people = names(row.by.agreed_by_id for _label, rows in groups for row in rows if row.by)
    lists = [] if store is None else [(kind, choices(kind.key, store_id=store.id, on=today()))
                                      for kind in registry().choices.values()]
    return render_template("admin/settings.html", groups=groups, people=people, lists=lists, **_whose(scope, store))


@bp.route("/settings/<key>", methods=["GET", "POST"])
@requires("settings.read")
def setting(scope: Scope, key: str) -> ResponseReturnValue:
    """One setting: its history, and for who may change it the form of the next version."""
    kind, store = registry().settings.get(key) or abort(404), _store(scope)
    store_id = store.id if store else None
    value = settings.profile_of(kind, request.args.get("profile")) or agreed(key, store_id=store_id, on=today())
    form = settings.form_for(kind, value, version_seen(key, store_id=store_id))
    if request.method == "POST" and not _may_change(kind, store):
        abort(404)
    if form.validate_on_submit():
        with form.refusals():
            agree(key, form.value_typed(), by=me(), store=store, version=form.version.data,
                  from_on=form.from_on.data, reason=form.reason.data)
            flash(_("Agreed"))
            return redirect(url_for(".setting", key=key, store=_name(store)), 303)
        if form.status == 409:
            form.version.data = version_seen(key, store_id=store_id)
    history = versions(key, store_id=store_id)
    return render_template(
        "admin/setting.html", kind=kind, form=form, now=_now(kind, store), history=history, today=today(),
        people=names(each.agreed_by_id for each in history), in_words=settings.in_words, **_whose(scope, store),
    ), form.status


@bp.route("/choices/<kind_key>", methods=["GET", "POST"])
@requires("settings.read")
def choice_list(scope: Scope, kind_key: str) -> ResponseReturnValue:
    """A store's list: its lines in their order, those that ended too, and a new one."""
    kind, store = _choice_kind(kind_key), queries.chosen_store(scope)
    form = forms.AddChoiceForm()
    writes = can("settings.write", store)
    if request.method == "POST" and not writes:
        abort(404)
    if form.validate_on_submit():
        with form.refusals():
            add_choice(kind.key, by=me(), store=store, **form.typed())
            flash(_("The line is added."))
            return redirect(_list_address(kind.key, store.id), 303)
    return render_template("admin/choices.html", kind=kind, form=form, lines=choices(kind.key, store_id=store.id),
                           today=today(), forever=FOREVER, writes=writes, **_whose(scope, store)), form.status


@bp.route("/choice-lines/<int:line_id>", methods=["GET", "POST"])
@requires("settings.write")
def choice_line(scope: Scope, line_id: int) -> ResponseReturnValue:
    line = _line(scope, line_id)
    form = forms.ChoiceForm(obj=line)
    if form.validate_on_submit():
        with form.refusals():
            rename_choice(line, by=me(), **form.typed())
            flash(_("Saved"))
            return redirect(_list_address(line.kind, line.store_id), 303)
    return render_template("admin/choice.html", form=form, line=line, kind=_choice_kind(line.kind)), form.status


@bp.route("/choice-lines/<int:line_id>/end", methods=["POST"])
@requires("settings.write")
def end_choice_line(scope: Scope, line_id: int) -> ResponseReturnValue:
    line, form = _line(scope, line_id), Form()
    with form.refusals():
        end_choice(line, by=me(), version=line.version)
        flash(_("The line is offered no longer from tomorrow on. Rows that have it keep it."),
              f"undo:{url_for('.reopen_choice_line', line_id=line_id)}")
    return _to_list(line, form)


@bp.route("/choice-lines/<int:line_id>/reopen", methods=["POST"])
@requires("settings.write")
def reopen_choice_line(scope: Scope, line_id: int) -> ResponseReturnValue:
    line, form = _line(scope, line_id), Form()
    with form.refusals():
        reopen_choice(line, by=me(), version=line.version)
        flash(_("The line is offered again."))
    return _to_list(line, form)


@bp.route("/choice-lines/<int:line_id>/up", methods=["POST"])
@requires("settings.write")
def move_choice_line_up(scope: Scope, line_id: int) -> ResponseReturnValue:
    """Put a line before the one above it."""
    line, form = _line(scope, line_id), Form()
    ids = [each.id for each in choices(line.kind, store_id=line.store_id)]
    place = ids.index(line.id)
    if place:
        ids[place - 1], ids[place] = ids[place], ids[place - 1]
        with form.refusals():
            reorder_choices(line.kind, ids, by=me(), store=db.session.get_one(Store, line.store_id))
    return _to_list(line, form)


def _store(scope: Scope) -> Store | None:
    """The store asked for; None for what holds in the whole group, which only its administration may ask for."""
    if request.args.get("store") == GROUP:
        return None if scope.everywhere else abort(404)
    return queries.chosen_store(scope)


def _name(store: Store | None) -> int | str:
    return store.id if store else GROUP


def _whose(scope: Scope, store: Store | None) -> dict[str, Any]:
    return {"store": store, "whose": _name(store), "stores": queries.store_choices(scope),
            "everywhere": scope.everywhere}


def _may_change(kind: SettingKind, store: Store | None) -> bool:
    scope = my_rights().get(kind.needs)
    return scope is not None and (scope.everywhere if store is None else scope.holds(store.id))


def _now(kind: SettingKind, store: Store | None) -> Now:
    store_id = store.id if store else None
    held = next((each for owner in dict.fromkeys((store_id, None)) for each in versions(kind.key, store_id=owner)
                 if each.from_on <= today()), None)
    return Now(kind, settings.in_words(kind, agreed(kind.key, store_id=store_id, on=today())), held,
               _may_change(kind, store))


def _choice_kind(key: str) -> ChoiceKind:
    return registry().choices.get(key) or abort(404)


def _line(scope: Scope, line_id: int) -> Choice:
    return db.first_or_404(queries.choice_lines(scope).where(Choice.id == line_id))


def _list_address(kind_key: str, store_id: int) -> str:
    return url_for(".choice_list", kind_key=kind_key, store=store_id)


def _to_list(line: Choice, form: Form) -> ResponseReturnValue:
    for message in form.form_errors:
        flash(message, "wrong")
    return redirect(_list_address(line.kind, line.store_id), 303)
