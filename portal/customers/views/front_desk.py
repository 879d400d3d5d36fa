"""The front desk: one tap opens an entry, one tap gives it; and the rota that says to whom."""
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.agreement import choices, words
from portal.core.clock import today
from portal.core.page import render
from portal.core.place import store_of
from portal.core.policy import me, my_rights, requires
from portal.core.scope import Scope
from portal.extensions import db
from portal.org import queries as org
from portal.org.models import Person

from ..actions import rota as actions
from ..actions.visits import Entry, register_visit
from ..book import LOOK
from ..forms.front_desk import EntryForm, GiveForm, RotaForm, SkipForm
from ..models import Kind, RotaTurn, Visit
from ..queries import rota
from ..queries.front_desk import board
from ..queries.visits import visits

bp = Blueprint("front_desk", __name__)
CALL = "call"


@bp.get("/front-desk")
@requires("frontdesk.use")
def index(scope: Scope) -> ResponseReturnValue:
    store = store_of(scope)
    return render("customers/front_desk.html", part="customers/_board.html", form=EntryForm(),
                  board=board(scope, store.id), purposes=_purposes(store.id))


@bp.post("/front-desk/entries")
@requires("frontdesk.use")
def open_entry(scope: Scope) -> ResponseReturnValue:
    """Time and purpose, by one tap; the rest may follow."""
    store, form = store_of(scope), EntryForm()
    form.offer(store.id)
    if form.validate_on_submit():
        call = form.what.data == CALL
        entry = Entry(kind=Kind.CALL, answered=True) if call else Entry(purpose=str(form.what.data))
        register_visit(entry, by=me(), store=store, once=form.once.data)
    return redirect(url_for(".index"), 303)


@bp.route("/visits/<int:visit_id>/give", methods=["GET", "POST"])
@requires("frontdesk.use")
def give(scope: Scope, visit_id: int) -> ResponseReturnValue:
    """To whom a party goes: one tap for the next in turn, on a page of its own for somebody else."""
    visit = _visit(scope, visit_id)
    places = rota.queue(visit.store_id, scope.today)
    people = _receivers(visit.store_id, scope, places)
    form = GiveForm(obj=visit)
    form.offer(visit.store_id, people)
    if form.validate_on_submit():
        with form.refusals():
            to = db.session.get_one(Person, form.person_id.data)
            if "wait" in request.form:
                actions.wait_for(visit, by=me(), version=form.version.data, to=to)
            else:
                actions.give_turn(visit, by=me(), version=form.version.data, to=to, why=form.why.data or "")
                flash(_("#%(number)s is being received.", number=visit.number),
                      f"undo:{url_for('register.take_back', visit_id=visit_id)}")
            return redirect(url_for(".index"), 303)
    return render_template("customers/give.html", form=form, visit=visit, next=rota.next_in(places)), form.status


@bp.get("/rota")
@requires("rota.read")
def rota_page(scope: Scope) -> ResponseReturnValue:
    return _rota(scope, RotaForm())


@bp.post("/rota")
@requires("rota.write")
def set_rota(scope: Scope) -> ResponseReturnValue:
    """The places as typed; a button moves one person up or down."""
    store, form = store_of(scope), RotaForm()
    if form.validate_on_submit():
        order = _typed_order([person_id for person_id, _name in _people(store.id, scope)])
        actions.set_rota(store, order, by=me())
        return redirect(url_for(".rota_page"), 303)
    return _rota(scope, form)


@bp.route("/rota/<int:person_id>/skip", methods=["GET", "POST"])
@requires("rota.write")
def skip(scope: Scope, person_id: int) -> ResponseReturnValue:
    store, form = store_of(scope), SkipForm()
    person = db.first_or_404(org.staff(store.id, scope.today, rota.RECEIVERS).where(Person.id == person_id))
    form.offer(store.id)
    if form.validate_on_submit():
        with form.refusals():
            turn = actions.skip_turn(store, by=me(), person=person, why=str(form.why.data))
            flash(_("The turn is skipped."), f"undo:{url_for('.unskip', turn_id=turn.id)}")
            return redirect(url_for(".index" if "frontdesk.use" in my_rights() else ".rota_page"), 303)
    return render_template("customers/skip.html", form=form, person=person), form.status


@bp.post("/rota/turns/<int:turn_id>/take-back")
@requires("rota.write")
def unskip(scope: Scope, turn_id: int) -> ResponseReturnValue:
    turn = db.first_or_404(rota.skipped(scope).where(RotaTurn.id == turn_id))
    actions.take_turn_back(turn, by=me())
    return redirect(url_for(".rota_page"), 303)


# Parts of these views

def _visit(scope: Scope, visit_id: int) -> Visit:
    visit: Visit = db.first_or_404(visits(scope).where(Visit.id == visit_id, Visit.live == 1))
    return visit


def _purposes(store_id: int) -> list[tuple[str, str]]:
    """The buttons behind the first two: what else somebody comes for; the last two share one."""
    others = [(line.code, line.label) for line in choices("purpose", store_id=store_id, on=today())
              if line.code != LOOK]
    if len(others) < 2:
        return others
    (code, label), (_code, last) = others[-2:]
    return [*others[:-2], (code, f"{label}·{last}")]


def _receivers(store_id: int, scope: Scope, places: Any) -> list[tuple[int, str]]:
    """Everybody who might receive, those on the rota first and in its order."""
    on_rota = [(place.person_id, place.name) for place in places]
    there = {person_id for person_id, _name in on_rota}
    return on_rota + [one for one in org.colleagues(store_id, scope.today) if one[0] not in there]


def _people(store_id: int, scope: Scope) -> list[tuple[int, str]]:
    """Who could stand on the rota: the store's consultants, and leaders who receive too."""
    return org.colleagues(store_id, scope.today, rota.RECEIVERS)


def _typed_order(people: list[int]) -> list[int]:
    """The people that have a place, by the numbers typed; equal numbers keep their order. A button moves one."""
    typed = {person_id: request.form.get(f"place-{person_id}", "") for person_id in people}
    places = {person_id: int(text) for person_id, text in typed.items() if text.isdecimal() and len(text) < 4}
    order = sorted(places, key=lambda person_id: places[person_id])
    for name, step in (("up", -1), ("down", 1)):
        moved = request.form.get(name, "")
        if moved.isdecimal() and int(moved) in order:
            at = order.index(int(moved))
            to = min(max(at + step, 0), len(order) - 1)
            order.insert(to, order.pop(at))
    return order


def _rota(scope: Scope, form: RotaForm) -> ResponseReturnValue:
    store = store_of(scope)
    set_places = rota.set_places(store.id, scope.today)
    placed = [place.person_id for place in set_places]
    order = placed or [person.id for person in rota.at_work(store.id, scope.today)]
    names = dict(_people(store.id, scope)) | dict(org.names(order))
    rest = [person_id for person_id in names if person_id not in order]
    told = [(turn, names.get(turn.person_id) or "", words("rota_skip", turn.skipped, store_id=store.id))
            for turn in rota.turns(store.id, scope.today)]
    return render_template("customers/rota.html", form=form, order=order, rest=rest, names=names, is_set=bool(placed),
                           turns=told, off=rota.off_on(store.id, scope.today), store=store), form.status
