"""The visit register: an entry made on the phone, completed, corrected, joined and voided."""
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core import sheet
from portal.core.agreement import words
from portal.core.clock import now
from portal.core.lists import show_list
from portal.core.page import inside, row_or_404
from portal.core.place import store_of
from portal.core.policy import me, my_memberships, my_rights, requires
from portal.core.scope import Scope
from portal.core.words import full_day, hour
from portal.extensions import db
from portal.org import queries as org
from portal.org.models import Role

from .. import levels, lists, sheets
from ..actions import visits as actions
from ..forms.visits import MORE, EditVisitForm, JoinForm, NewVisitForm, SignOffForm, VisitButton, VisitForm, VoidForm
from ..models import DaySignOff, Kind, Visit
from ..queries import visits as queries
from ..queries.known import known

bp = Blueprint("register", __name__)
MOST_DAYS = 31                  # on paper at once
SIGNS_AS = {Role.RECEPTION: "reception", Role.LEADER: "leader", Role.MANAGER: "manager"}


@bp.route("/visits", methods=["GET", "POST"])
@requires("visits.read")
def index(scope: Scope) -> ResponseReturnValue:
    """The register; of some days also their totals, of a single one its sign-off."""
    day, asked = _day_asked(scope), lists.visits.asked(scope, my_rights(), request.args)
    signed = queries.sign_offs(store_of(scope).id, day) if day else {}
    return show_list(
        lists.visits, scope, "customers/visits.html", day=day, signed=signed, signs_as=_signs_as(),
        totals=queries.totals(asked.matching()) if asked.values.keys() & {"when", "came"} else None,
        names=org.names(one.signed_by_id for one in signed.values()))


@bp.post("/visits/sign-off")
@requires("visits.write")
def sign_off(scope: Scope) -> ResponseReturnValue:
    form = SignOffForm()
    signs_as = _signs_as() or abort(404)
    if form.validate_on_submit():
        signed = actions.sign_off_day(store_of(scope), by=me(), day=form.day.data, signed_as=signs_as)
        flash(_("The day is signed off."), f"undo:{url_for('.unsign', sign_off_id=signed.id)}")
    return redirect(url_for(".index", came_from=form.day.data, came_to=form.day.data), 303)


@bp.post("/visits/sign-off/<int:sign_off_id>/take-back")
@requires("visits.write")
def unsign(scope: Scope, sign_off_id: int) -> ResponseReturnValue:
    mine = queries.signed_by(me(), store_of(scope).id)
    signed: DaySignOff = db.first_or_404(mine.where(DaySignOff.id == sign_off_id))
    day = signed.on
    actions.take_sign_off_back(signed, by=me())
    return redirect(url_for(".index", came_from=day, came_to=day), 303)


@bp.route("/visits/new", methods=["GET", "POST"])
@requires("visits.write")
def new(scope: Scope) -> ResponseReturnValue:
    store = store_of(scope)
    kind = queries.last_kind(me(), store_id=store.id, day=scope.today) or _usual_kind()
    form = NewVisitForm(came_at=now(), person_id=me().id, kind=kind)
    form.offer(store.id, colleagues(scope, store.id))
    form.look_up_at(url_for(".look_up", store=store.id))
    if form.validate_on_submit():
        with form.refusals():
            leaving = None if later() or not fills_result() else form.leaving()
            visit = actions.register_visit(form.entry(person_id=receiver(scope, form)), by=me(), store=store,
                                           leaving=leaving, once=form.once.data)
            return redirect(url_for(".visit", visit_id=visit.id), 303)
    return render_template("customers/visit_form.html", form=form, store=store, visit=None, title=_("Register a visit"),
                           known=known(store.id, form.phone.data or ""), **halves()), form.status


@bp.get("/visits/known")
@requires("visits.write")
def look_up(scope: Scope) -> ResponseReturnValue:
    """Whose a number is, while it is typed."""
    return render_template("customers/_known.html", known=known(store_of(scope).id, request.args.get("phone", "")))


@bp.get("/visits/<int:visit_id>")
@requires("visits.read")
def visit(scope: Scope, visit_id: int) -> ResponseReturnValue:
    return _page(scope, visit_id)


@bp.route("/visits/<int:visit_id>/result", methods=["GET", "POST"])
@requires("visits.write")
def result(scope: Scope, visit_id: int) -> ResponseReturnValue:
    """The consultant's half, when the customer has left; what he learned for the first half stands there too."""
    row, form = _form(scope, visit_id)
    if not fills_result():
        return redirect(url_for(".edit", visit_id=visit_id), 303)
    if form.validate_on_submit():
        with form.refusals():
            actions.record_result(row, _entry(scope, form), form.leaving(), by=me(), version=form.version.data)
            return redirect(url_for(".visit", visit_id=visit_id), 303)
    return _form_page(row, form, _("Result of the visit"))


@bp.route("/visits/<int:visit_id>/edit", methods=["GET", "POST"])
@requires("visits.write")
def edit(scope: Scope, visit_id: int) -> ResponseReturnValue:
    row, form = _form(scope, visit_id)
    if form.validate_on_submit():
        with form.refusals():
            actions.correct_visit(row, _entry(scope, form), by=me(), version=form.version.data)
            return redirect(url_for(".visit", visit_id=visit_id), 303)
    return _form_page(row, form, _("Correct the entry"), result=False)


@bp.post("/visits/<int:visit_id>/left")
@requires("visits.write")
def left(scope: Scope, visit_id: int) -> ResponseReturnValue:
    return _at_once(scope, visit_id, actions.mark_left, _("The party has left."), url_for(".back", visit_id=visit_id))


@bp.post("/visits/<int:visit_id>/back")
@requires("visits.write")
def back(scope: Scope, visit_id: int) -> ResponseReturnValue:
    row = _visit(scope, visit_id)
    actions.mark_back(row, by=me(), version=row.version)
    return redirect(_home_of(visit_id), 303)


@bp.post("/visits/<int:visit_id>/take-back")
@requires("frontdesk.use")
def take_back(scope: Scope, visit_id: int) -> ResponseReturnValue:
    """The party goes back among those that wait."""
    row = _visit(scope, visit_id)
    actions.take_visit_back(row, by=me(), version=row.version)
    return redirect(url_for("front_desk.index"), 303)


@bp.route("/visits/<int:visit_id>/join", methods=["GET", "POST"])
@requires("visits.write")
def join(scope: Scope, visit_id: int) -> ResponseReturnValue:
    row = _visit(scope, visit_id)
    others = db.session.scalars(queries.joinable(scope, row)).all()
    form = JoinForm(obj=row)
    form.to_id.offer((other.id, f"#{other.number} · {hour(other.came_at)} · {other.name or '–'}") for other in others)
    if not others:
        form.to_id.description = _("There is no other entry of that day.")
    if form.validate_on_submit():
        with form.refusals():
            actions.join_visits(row, by=me(), version=form.version.data, to=_visit(scope, form.to_id.data))
            flash(_("Joined: the party counts once."), f"undo:{url_for('.part', visit_id=visit_id)}")
            return redirect(url_for(".visit", visit_id=visit_id), 303)
    return _ask(row, form, _("Same party as another entry"), _("Join"), _("The entry stays and counts no more."))


@bp.post("/visits/<int:visit_id>/part")
@requires("visits.write")
def part(scope: Scope, visit_id: int) -> ResponseReturnValue:
    row = _visit(scope, visit_id)
    actions.part_visit(row, by=me(), version=row.version)
    return redirect(url_for(".visit", visit_id=visit_id), 303)


@bp.route("/visits/<int:visit_id>/void", methods=["GET", "POST"])
@requires("visits.void")
def void(scope: Scope, visit_id: int) -> ResponseReturnValue:
    row = _visit(scope, visit_id)
    form = VoidForm(obj=row)
    if form.validate_on_submit():
        with form.refusals():
            actions.void_visit(row, by=me(), version=form.version.data, reason=form.reason.data)
            flash(_("The entry is void."), f"undo:{url_for('.restore', visit_id=visit_id)}")
            return redirect(url_for(".visit", visit_id=visit_id), 303)
    return _ask(row, form, _("Void the entry"), _("Void it"), _("It leaves every figure and stays readable."),
                danger=True)


@bp.post("/visits/<int:visit_id>/restore")
@requires("visits.void")
def restore(scope: Scope, visit_id: int) -> ResponseReturnValue:
    row = _visit(scope, visit_id)
    actions.restore_visit(row, by=me(), version=row.version)
    return redirect(url_for(".visit", visit_id=visit_id), 303)


# On paper

@bp.route("/visits/paper", methods=["GET", "POST"])
@requires("forms.print")
def paper(scope: Scope) -> ResponseReturnValue:
    """The register of a day, or of the days from `day` to `to`."""
    store, first = store_of(scope), _day_of("day", scope.today)
    last = min(max(_day_of("to", first), first), first + timedelta(days=MOST_DAYS - 1))
    about = full_day(first) if first == last else f"{full_day(first)} – {full_day(last)}"
    data = sheets.build_register(my_rights().get("visits.read") or abort(404), store.id, first, last)
    return sheet.answer("register", data, store=store.name, about=about,
                        back=url_for(".index", came_from=first, came_to=last))


@bp.route("/visits/paper/blank", methods=["GET", "POST"])
@requires("forms.print")
def blank_paper(scope: Scope) -> ResponseReturnValue:
    form = sheets.blank_register(now())
    return sheet.answer("register", form, store=store_of(scope).name, about=form.number, blank=True,
                        back=url_for("papers.forms"))


# Parts of these views

def _day_of(name: str, otherwise: date) -> date:
    try:
        day = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return otherwise
    return day if 2000 <= day.year <= 2199 else otherwise


def _signs_as() -> str | None:
    """As what the reader signs the register of a day off."""
    return next((SIGNS_AS[held.role] for held in my_memberships() if held.role in SIGNS_AS), None)


def _day_asked(scope: Scope) -> date | None:
    """The day that the list is narrowed to, if it is a single one."""
    values = lists.visits.asked(scope, my_rights(), request.args).values
    first, last = values.get("came", (None, None))
    if first and first == last and "when" not in values:
        return first
    return {"today": scope.today, "yesterday": scope.today - timedelta(days=1)}.get(values.get("when", ""))

def colleagues(scope: Scope, store_id: int) -> list[tuple[int, str]]:
    """Whom this reader may put on an entry: the store's sellers, his team's, or nobody but himself."""
    return [(person_id, name) for person_id, name in org.colleagues(store_id, scope.today)
            if scope.holds(store_id, person_id)]


def _usual_kind() -> Kind:
    """Who only calls and writes with customers registers a call first."""
    return Kind.CALL if {held.role for held in my_memberships()} == {Role.DCC} else Kind.VISIT


def receiver(scope: Scope, form: VisitForm) -> int | None:
    """Who is on an entry: chosen where there is a choice, else the reader."""
    return form.person_id.data if "rota.write" in my_rights() else me().id


def fills_result() -> bool:
    """Whether the consultant's half is this reader's to fill: reception leaves it to the consultant."""
    return "leads.write" in my_rights()


def later() -> bool:
    return "later" in request.form


def halves(result: bool = True) -> dict[str, Any]:
    """What the form shows to this reader."""
    return {"with_result": result and fills_result(), "chooses": "rota.write" in my_rights(), "more": MORE}


def _entry(scope: Scope, form: EditVisitForm) -> Any:
    chosen = form.person_id.data if "rota.write" in my_rights() else form.row.person_id
    return form.entry(person_id=chosen, keeps_phone=not _reads_phone(form))


def _reads_phone(form: EditVisitForm) -> bool:
    return "*" not in form.row.phone


def _visit(scope: Scope, visit_id: Any) -> Visit:
    found: Visit = db.first_or_404(queries.visits(scope).where(Visit.id == visit_id))
    return found


def _form(scope: Scope, visit_id: int) -> tuple[Visit, EditVisitForm]:
    row, phone = row_or_404(queries.visits(scope).add_columns(queries.phone(my_rights())).where(Visit.id == visit_id))
    form = EditVisitForm(row, phone)
    if not _reads_phone(form):
        form.phone.description = _("The number stands; type one only to replace it")
        form.phone.data = form.phone.data if form.is_submitted() else ""
    form.offer(row.store_id, colleagues(scope, row.store_id))
    form.look_up_at(url_for(".look_up", store=row.store_id))
    return row, form


def _form_page(row: Visit, form: EditVisitForm, title: str, result: bool = True) -> ResponseReturnValue:
    return render_template("customers/visit_form.html", form=form, visit=row, title=title, known=None,
                           **halves(result)), form.status


def _ask(row: Visit, form: Any, title: str, save: str, about: str, danger: bool = False) -> ResponseReturnValue:
    return render_template("customers/visit_ask.html", form=form, visit=row, title=title, save=save, about=about,
                           danger=danger), form.status


def _home_of(visit_id: int) -> str:
    """Where a change of an entry goes on: the front desk for who works there."""
    return url_for("front_desk.index") if "frontdesk.use" in my_rights() else url_for(".visit", visit_id=visit_id)


def _at_once(scope: Scope, visit_id: int, change: Any, told: str, undo: str) -> ResponseReturnValue:
    """A change with nothing to type, that can be taken back; refused, the entry's page says why."""
    row = _visit(scope, visit_id)
    form = VisitButton(obj=row)
    if form.validate_on_submit():
        with form.refusals():
            change(row, by=me(), version=form.version.data)
            flash(told, f"undo:{undo}")
            return redirect(inside(request.form.get("next"), url_for(".visit", visit_id=visit_id)), 303)
    return _page(my_rights()["visits.read"], visit_id, form)


def _page(scope: Scope, visit_id: int, form: Any = None) -> ResponseReturnValue:
    shown = queries.page(scope, my_rights(), visit_id)
    form = form or VisitButton(obj=shown.visit)
    said = {name: words(name, getattr(shown.visit, name), store_id=shown.visit.store_id)
            for name in ("purpose", "source", "transport", "plate")}
    return render_template("customers/visit.html", shown=shown, form=form, said=said,
                           shown_levels=levels.all_shown(shown.visit.store_id)), form.status
