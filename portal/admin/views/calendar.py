"""The store's calendar: its open days by month, single days set against the rule, and the official working days."""
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.admin import forms, queries
from portal.core.asked import period_named
from portal.core.calendar import (
    calendar_of,
    lay_down_official_days,
    name_official_day,
    name_store_day,
    official,
)
from portal.core.clock import last_closed, today
from portal.core.period import Unit, month, year
from portal.core.policy import can, me, requires
from portal.core.scope import Scope

from . import bp


@bp.route("/calendar")
@requires("calendar.read")
def calendar(scope: Scope) -> ResponseReturnValue:
    return _page(scope, forms.StoreDayForm(formdata=None, on=_day_asked()))


@bp.route("/calendar", methods=["POST"])
@requires("settings.write")
def name_day(scope: Scope) -> ResponseReturnValue:
    """Open or close the store on one day against its rule."""
    form, store = forms.StoreDayForm(), queries.chosen_store(scope)
    if form.validate_on_submit():
        with form.refusals():
            name_store_day(store, by=me(), **form.typed())
            flash(_("Saved"))
            return redirect(url_for(".calendar", store=store.id, month=month(form.on.data).key), 303)
    return _page(scope, form)


@bp.route("/calendar/official", methods=["GET", "POST"])
@requires("calendar.write")
def official_days(_scope: Scope) -> ResponseReturnValue:
    """The State Council's notices, a year at a time."""
    asked, form = period_named(request.args.get("year"), Unit.YEAR, year(today())), forms.OfficialDayForm()
    if form.validate_on_submit():
        with form.refusals():
            name_official_day(by=me(), **form.typed())
            flash(_("Saved"))
            return redirect(url_for(".official_days", year=year(form.on.data).key), 303)
    known = official()
    return render_template(
        "admin/official_days.html", form=form, asked=asked, is_known=known.is_known(asked.start.year),
        days=sorted((row for row in known.days.values() if row.on in asked), key=lambda row: row.on)), form.status


@bp.route("/calendar/official/lay-down", methods=["POST"])
@requires("calendar.write")
def lay_down_days(_scope: Scope) -> ResponseReturnValue:
    days = lay_down_official_days(by=me())
    flash(ngettext("%(num)d day entered", "%(num)d days entered", days) if days
          else _("The notices that ship with the portal are entered already."))
    return redirect(url_for(".official_days"), 303)


def _page(scope: Scope, form: forms.StoreDayForm) -> ResponseReturnValue:
    store, asked = queries.chosen_store(scope), period_named(request.args.get("month"), Unit.MONTH, month(today()))
    open_days = calendar_of(store.id)
    return render_template(
        "admin/calendar.html", store=store, stores=queries.store_choices(scope), asked=asked, form=form,
        weeks=asked.weeks(), calendar=open_days, official=official(), today=today(), passed=last_closed(),
        writes=can("settings.write", store)), form.status


def _day_asked() -> date:
    try:
        return date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return today()
