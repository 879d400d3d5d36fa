from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core import issue as issued
from portal.core import job, sheet
from portal.core.asked import period_named
from portal.core.clock import now, today
from portal.core.issue import About, Issue, one_reading
from portal.core.page import render
from portal.core.panel import Reading, panels
from portal.core.period import Period, Unit, week
from portal.core.policy import can, me, my_memberships, my_rights, requires
from portal.core.scope import Scope
from portal.customers import levels
from portal.extensions import db
from portal.org.models import Store
from portal.steps import actions as step_actions
from portal.steps import queries as steps

from . import queries
from .forms import AgreedStepForm, AskForm, IssueForm, TypedForm, promised
from .queries import WEEK
from .review import Review
from .week import WeekSheet, blank_sheet

bp = Blueprint("reviews", __name__)


@bp.get("/reviews/week")
@requires("sheets.read")
def index(_scope: Scope) -> ResponseReturnValue:
    """The week that closed last."""
    return redirect(url_for(".week_page", period=week(today()).previous().key, store=request.args.get("store")), 302)


@bp.get("/reviews/week/<period>")
@requires("sheets.read")
def week_page(scope: Scope, period: str) -> ResponseReturnValue:
    """All sheets of the week that one may see, in the order of the batch."""
    of_week, store = _week(period), _store(scope)
    shown = _in_scope(scope, store.id, of_week)
    rows = queries.newest_of(store.id, of_week)
    signed = issued.signatures(*(row.id for row in rows.values()))
    typed = queries.typed_last(store.id, of_week)
    return render("reviews/week.html", week=of_week, store=store, form=AskForm(),
                  stores=list(db.session.scalars(queries.stores(scope))),
                  lines=queries.lines(shown, of_week, rows, signed, typed), closed=of_week.end < today(), today=today(),
                  may_issue=can("sheets.issue", About(store.id)))


@bp.post("/reviews/week/<period>/issue")
@requires("sheets.issue")
def issue_all(scope: Scope, period: str) -> ResponseReturnValue:
    of_week, store = _week(period), _store(scope)
    if of_week.end >= today():
        abort(404)
    return _ask_job("week_issue", _("Issue %(week)s", week=of_week.label), scope, store, of_week)


@bp.post("/reviews/week/<period>/print")
@requires("sheets.read")
def print_all(scope: Scope, period: str) -> ResponseReturnValue:
    of_week, store = _week(period), _store(scope)
    return _ask_job("week_print", _("Print %(week)s", week=of_week.label), scope, store, of_week)


@bp.route("/reviews/week/<period>/<about>/sheet", methods=["GET", "POST"])
@requires("sheets.read")
def live(scope: Scope, period: str, about: str) -> ResponseReturnValue:
    """The sheet as its figures are today; an issued one has a page of its own."""
    of_week, of = _week(period), _about(scope, period, about)
    data = _live(of, of_week)
    return sheet.answer(WEEK, data, store=data.store, about=data.about_text,
                        back=url_for(".meeting", period=period, about=about))


@bp.route("/reviews/week/blank", methods=["GET", "POST"])
@requires("sheets.read")
def blank(scope: Scope) -> ResponseReturnValue:
    """The sheet of a person to fill in by hand, when the network is down."""
    store = _store(scope)
    return sheet.answer(WEEK, blank_sheet(store.name, week(today()),
                                           Review(store.id, week(today())).person_keys, levels.letters(store.id)),
                        store=store.name,
                        about=_("blank"), blank=True, back=url_for("papers.forms"))


@bp.get("/reviews/week/<period>/<about>")
@requires("sheets.read")
def meeting(scope: Scope, period: str, about: str) -> ResponseReturnValue:
    """The meeting's screen: the sheet at the left, at the right what is typed while people talk."""
    return _meeting(scope, _week(period), _about(scope, period, about))


@bp.post("/reviews/week/<period>/<about>/typed")
@requires("sheets.write")
def save(scope: Scope, period: str, about: str) -> ResponseReturnValue:
    """Keep what is typed, by itself as one types; sent by the button, back to the screen."""
    of_week, of = _week(period), _about(scope, period, about)
    typed = issued.typed_on(_issue(of, of_week))
    form = TypedForm(typed, person=of.person_id is not None)
    if form.validate_on_submit():
        with form.refusals():
            kept = issued.type_on(typed, by=me(), **form.typed())
            if not request.headers.get("HX-Request"):
                return redirect(url_for(".meeting", period=period, about=about), 303)
            return render("reviews/_saved.html", version=kept.version, saved_at=now(), form=form)
    if request.headers.get("HX-Request"):
        return render("reviews/_saved.html", form=form, version=form.version.data), form.status
    return _meeting(scope, of_week, of, typing=form)


@bp.post("/reviews/week/<period>/<about>/steps")
@requires("sheets.write")
def agree(scope: Scope, period: str, about: str) -> ResponseReturnValue:
    of_week, of = _week(period), _about(scope, period, about)
    row = _issue(of, of_week)
    form = _step_form(of)
    if form.validate_on_submit():
        with form.refusals():
            step_actions.agree(by=me(), store_id=of.store_id, origin=row, **form.typed())
            return redirect(url_for(".meeting", period=period, about=about) + "#steps", 303)
    return _meeting(scope, of_week, of, step=form)


@bp.route("/reviews/week/<period>/<about>/issue", methods=["GET", "POST"])
@requires("sheets.issue")
def issue_one(scope: Scope, period: str, about: str) -> ResponseReturnValue:
    """Issue one sheet; once it is issued, again with a reason."""
    of_week, of = _week(period), _about(scope, period, about)
    if of_week.end >= today():
        abort(404)
    before = queries.newest_of(of.store_id, of_week).get(of.key)
    form = IssueForm()
    if before is None:
        del form.reason
    if form.validate_on_submit():
        with form.refusals():
            row = issued.issue(WEEK, of, of_week, _live(of, of_week), by=me(), **form.typed())
            flash(_("Issued as %(number)s.", number=row.number))
            return redirect(url_for(".meeting", period=period, about=about), 303)
    back = url_for(".meeting", period=period, about=about)
    return render("reviews/issue.html", form=form, week=of_week, before=before, back=back), form.status


def _meeting(scope: Scope, of_week: Period, of: About, typing: Any = None, step: Any = None) -> ResponseReturnValue:
    row = queries.newest_of(of.store_id, of_week).get(of.key)
    data: WeekSheet = row.sheet if row else _live(of, of_week)
    form, step = (typing or _typed_form(row, of), step or _step_form(of)) if _may_type(row, of) else (None, None)
    parts = issued.typed_on(row).parts if row else {}
    status = next((one.status for one in (form, step) if one is not None and one.status != 200), 200)
    return render(
        "reviews/meeting.html", sheet=data, row=row, about=of, week=of_week, form=form, step=step, today=today(),
        own_name=me().name, typed=parts, promised=promised(parts), agreed=queries.agreed(row.id) if row else [],
        signed=issued.signatures(row.id) if row else {}, me_id=me().id,
        panels=panels("sheet_typed", Reading(my_rights(), me(), today(), row)) if row else [],
        closed=of_week.end < today(),
        may_issue="sheets.issue" in my_rights() and queries.sees(my_rights()["sheets.issue"], of),
        **_round(scope, of_week, of)), status


def _round(scope: Scope, of_week: Period, of: About) -> dict[str, Any]:
    """The place of a sheet in the meeting, and those before and after it: (key, name) or None."""
    order = _in_scope(scope, of.store_id, of_week)
    names = queries.names_of(order, of_week.end)
    place = next((n for n, one in enumerate(order) if one.key == of.key), 0)
    beside = [(order[n].key, names[order[n].key]) if 0 <= n < len(order) else None for n in (place - 1, place + 1)]
    return {"before": beside[0], "after": beside[1], "turn": place + 1, "of_count": len(order)}


def page_of(row: Any) -> str:
    """Where an issued sheet is talked about."""
    return url_for("reviews.meeting", period=row.period, about=row.about, store=row.store_id)


def _live(of: About, of_week: Period) -> WeekSheet:
    with one_reading():
        return Review(of.store_id, of_week).sheet(of)


def _may_type(row: Issue | None, of: About) -> bool:
    return row is not None and row.closed_at is None and queries.sees(my_rights().get("sheets.write", _nobody()), of)


def _typed_form(row: Issue | None, of: About) -> TypedForm:
    assert row is not None
    return TypedForm(issued.typed_on(row), person=of.person_id is not None)


def _ask_job(kind: str, title: str, scope: Scope, store: Store, of_week: Period) -> ResponseReturnValue:
    """A job over the sheets one may see, or over one team's."""
    shown = _in_scope(scope, store.id, of_week)
    team = request.form.get("team", "")
    wanted = [one.key for one in shown if not team or str(one.team_id) == team]
    if not wanted:
        abort(404)
    asked = job.start(kind, by=me(), title=f"{title} {store.name}", store_id=store.id,
                      arguments={"store_id": store.id, "week": of_week.key, "wanted": wanted},
                      back=url_for(".week_page", period=of_week.key, store=store.id))
    return redirect(url_for("jobs.one", job_id=asked.id), 303)


def _step_form(of: About) -> AgreedStepForm:
    form = AgreedStepForm(owner_id=of.person_id or me().id)
    form.owner_id.offer(steps.people(my_rights().get("steps.write", _nobody())))
    return form


def _in_scope(scope: Scope, store_id: int, of_week: Period) -> list[About]:
    return [one for one in queries.abouts(store_id, of_week.end) if queries.sees(scope, one)]


def _issue(of: About, of_week: Period) -> Issue:
    return queries.newest_of(of.store_id, of_week).get(of.key) or abort(404)


def _about(scope: Scope, period: str, key: str) -> About:
    store = _store(scope) if key == "store" else None
    about = queries.about_of(key, store.id if store else None, _week(period).end)
    return about if about and queries.sees(scope, about) else abort(404)


def _week(key: str) -> Period:
    """A week that has begun."""
    found = period_named(key, Unit.WEEK)
    return found if found.start <= today() else abort(404)


def _store(scope: Scope) -> Store:
    """The store that was asked for, else one's own, else the first."""
    stores = {str(store.id): store for store in db.session.scalars(queries.stores(scope))}
    own = [str(held.store_id) for held in my_memberships() if held.store_id]
    asked = request.values.get("store") or next((one for one in own if one in stores), next(iter(stores), ""))
    return stores.get(asked) or abort(404)


def _nobody() -> Scope:
    return Scope(today())

