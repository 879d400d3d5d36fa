"""The roster: a store's week, typed by keyboard, copied from last week, read on the phone, printed by the browser."""
from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.admin import queries, roster
from portal.admin.actions import roster as actions
from portal.core.asked import period_named
from portal.core.clock import today
from portal.core.form import Form
from portal.core.period import Period, Unit, week
from portal.core.policy import can, me, requires
from portal.core.scope import Scope
from portal.org.models import Store

from . import bp


@bp.route("/roster")
@requires("roster.read")
def roster_week(scope: Scope) -> ResponseReturnValue:
    store, asked = queries.chosen_store(scope), _asked_week()
    return _page(scope, store, roster.grid(store, asked), Form())


@bp.route("/roster", methods=["POST"])
@requires("roster.write")
def plan_roster(scope: Scope) -> ResponseReturnValue:
    store, asked = queries.chosen_store(scope), _asked_week()
    people = roster.colleagues(store.id, asked)
    typed, form = roster.read(request.form, people, list(asked.days())), Form()
    form.form_errors.extend(typed.wrong)
    if typed.wrong:
        form.status = 422
    else:
        with form.refusals():
            changed = actions.plan(store, by=me(), week=asked, planned=typed.planned,
                                   known=request.form.get("known", ""))
            flash(ngettext("%(num)d day changed", "%(num)d days changed", changed) if changed
                  else _("Nothing to change"))
            return redirect(_address(store, asked), 303)
    return _page(scope, store, roster.grid(store, asked), form, roster.cells_changed(request.form, typed.planned))


@bp.route("/roster/copy", methods=["POST"])
@requires("roster.write")
def copy_roster(scope: Scope) -> ResponseReturnValue:
    store, asked, form = queries.chosen_store(scope), _asked_week(), Form()
    with form.refusals():
        copied = actions.copy_last_week(store, by=me(), week=asked)
        flash(ngettext("%(num)d day copied from last week", "%(num)d days copied from last week", copied))
    for message in form.form_errors:
        flash(message, "wrong")
    return redirect(_address(store, asked), 303)


def _page(scope: Scope, store: Store, grid: roster.Grid, form: Form,
          typed: Mapping[str, str] | None = None) -> ResponseReturnValue:
    """`typed` are cells that keep what somebody typed and that could not be saved."""
    return render_template("admin/roster.html", store=store, stores=queries.store_choices(scope), grid=grid, form=form,
                           typed=typed or {}, today=today(), short=roster.SHORT, signs=roster.signs(),
                           cell_name=roster.cell_name, writes=can("roster.write", store)), form.status


def _asked_week() -> Period:
    return period_named(request.args.get("week"), Unit.WEEK, week(today()))


def _address(store: Store, asked: Period) -> str:
    return url_for(".roster_week", store=store.id, week=asked.key)
