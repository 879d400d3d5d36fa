"""Leads given to other owners: one, a selection, out of the pool, or all of somebody who leaves; and taken back."""
from secrets import token_urlsafe
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from wtforms.fields.choices import SelectChoice

from portal.core import sheet
from portal.core.action import Refused
from portal.core.agreement import agreed
from portal.core.clock import today
from portal.core.lists import picked, show_list
from portal.core.panel import Reading, panels
from portal.core.policy import me, my_rights, requires
from portal.core.scope import Scope
from portal.extensions import db
from portal.org import queries as org
from portal.org.models import Membership, Person, Store

from .. import actions, levels, lists, sheets
from ..forms.handover import LeaverForm
from ..forms.leads import HandOverForm
from ..models import HandOver, Lead
from ..queries import handover as queries
from .asking import ask_of_lead

bp = Blueprint("handover", __name__)
POOL = "pool"


@bp.route("/leads/pool", methods=["GET", "POST"])
@requires("leads.assign")
def pool(scope: Scope) -> ResponseReturnValue:
    return show_list(lists.pool, scope, "customers/pool.html", bulk="customers/_assign.html",
                     receivers=lists.receivers(scope), from_pool=True)


@bp.post("/leads/assign")
@requires("leads.assign")
def assign(scope: Scope) -> ResponseReturnValue:
    """Give the leads selected in the list of leads, or in the pool, to one owner or into the pool."""
    from_pool = "from_pool" in request.form
    try:
        ids = picked(lists.pool if from_pool else lists.leads, scope)
        to = _receiver(scope, request.form.get("to", ""))
    except Refused as refused:
        flash(refused.message)
        return redirect(url_for(".pool" if from_pool else "customers.leads"), 303)
    batch = token_urlsafe(12)
    rows = db.session.scalars(_assignable(scope).where(Lead.id.in_(ids)).order_by(Lead.id)).all()
    count = actions.assign(rows, by=me(), to=to, batch=batch)
    _say(count, to, batch)
    return redirect(url_for(".pool" if from_pool else "customers.leads"), 303)


@bp.route("/leads/<int:lead_id>/hand-over", methods=["GET", "POST"])
@requires("leads.assign")
def one(scope: Scope, lead_id: int) -> ResponseReturnValue:
    row = db.first_or_404(_assignable(scope).where(Lead.id == lead_id).options(joinedload(Lead.customer)))
    form = HandOverForm()
    form.to.offer([(person_id, f"{name} ({count})") for person_id, name, count in lists.receivers(scope)
                   if person_id != row.owner_id] + ([(POOL, _("Public pool"))] if row.owner_id else []))
    if form.validate_on_submit():
        with form.refusals():
            to, batch = _receiver(scope, str(form.to.data)), token_urlsafe(12)
            actions.hand_over_lead(row, by=me(), to=to, reason=form.reason.data, batch=batch)
            _say(1, to, batch)
            return redirect(url_for("customers.lead", lead_id=lead_id), 303)
    return ask_of_lead(form, row, _("Give the lead to somebody else"), _("Give"))


@bp.post("/hand-overs/<batch>/take-back")
@requires("leads.assign")
def take_back(scope: Scope, batch: str) -> ResponseReturnValue:
    """Give the leads of a hand-over back to who had them."""
    if not db.session.scalar(select(HandOver.id).where(HandOver.batch == batch, HandOver.undone_at.is_(None),
                                                       scope.in_stores(HandOver.store_id)).limit(1)):
        abort(404)
    moved_on = actions.take_back(batch, by=me())
    if moved_on:
        flash(ngettext("Taken back, but for %(num)d lead that has changed hands or ended since.",
                       "Taken back, but for %(num)d leads that have changed hands or ended since.", len(moved_on)))
    else:
        flash(_("Taken back: the leads are with who had them."))
    return redirect(url_for("customers.leads"), 303)


# Leaving

@bp.get("/hand-overs")
@requires("leavers.hand_over")
def leavers(scope: Scope) -> ResponseReturnValue:
    """Who holds leads and is about to leave, has left, or works here no more."""
    return render_template("customers/leavers.html", leavers=queries.leavers(scope))


@bp.route("/people/<int:person_id>/hand-over", methods=["GET", "POST"])
@requires("leavers.hand_over")
def leaver(scope: Scope, person_id: int) -> ResponseReturnValue:
    """All that somebody who leaves holds, given to colleagues on one page, with a preview."""
    person, store_id = _leaver(scope, person_id)
    form = LeaverForm()
    colleagues = [(key, name) for key, name in org.colleagues(store_id, today()) if key != person_id]
    form.receivers.choices = [SelectChoice(str(key), name) for key, name in colleagues]
    chosen = [int(key) for key in form.receivers.data or request.args.getlist("receivers") if key.isdecimal()]
    by_load = form.by_load.data if form.is_submitted() else request.args.get("by_load") == "y"
    plan = queries.plan(person_id, chosen, store_id=store_id, by_load=by_load)
    reading = Reading(my_rights(), me(), today(), row=queries.Leaving(
        person, store_id, colleagues, {given.lead.id: given.to_id for given in plan if given.to_id}, request.form))
    if form.validate_on_submit():
        with form.refusals():
            batch = token_urlsafe(12)
            if not actions.hand_over_leaver(person, by=me(), store_id=store_id, receivers=chosen, by_load=by_load,
                                            batch=batch, reading=reading, typed=request.form):
                return redirect(url_for(".leavers"), 303)
            return redirect(url_for(".handed", batch=batch), 303)
    return render_template(
        "customers/leaver.html", person=person, form=form, plan=plan, names=org.names([*chosen, person_id]),
        chosen=chosen, by_load=by_load, letters=levels.all_shown(store_id), panels=panels("leaver", reading),
    ), form.status


@bp.get("/hand-overs/<batch>")
@requires("leavers.hand_over")
def handed(scope: Scope, batch: str) -> ResponseReturnValue:
    """What a hand-over gave to whom."""
    rows = queries.handed(scope, batch)
    if not rows:
        abort(404)
    along = sheets.goes_along(Reading(my_rights(), me(), today(), row=rows))
    return render_template("customers/handed.html", rows=rows, batch=batch, along=along, letters=levels.all_shown(
        rows[0].lead.store_id), undone=any(row.given.undone_at for row in rows))


@bp.route("/hand-overs/<batch>/list", methods=["GET", "POST"])
@requires("leavers.hand_over")
def handed_list(scope: Scope, batch: str) -> ResponseReturnValue:
    """交接清单, a page for each receiver, with three signatures."""
    rows = queries.handed(scope, batch)
    if not rows:
        abort(404)
    data = sheets.build_hand_over_list(rows, Reading(my_rights(), me(), today(), row=rows))
    store = db.session.get_one(Store, rows[0].lead.store_id)
    return sheet.answer("hand_over_list", data, store=store.name, about=data.pages[0].giver,
                        back=url_for(".handed", batch=batch))


@bp.get("/hand-overs/<batch>/texts")
@requires("leads.read")
def texts(scope: Scope, batch: str) -> ResponseReturnValue:
    """What each customer is told about the new consultant, to copy or to send from one's own phone."""
    rows = queries.texts(my_rights(), batch)
    if not rows:
        abort(404)
    return render_template("customers/texts.html", batch=batch, texts=[(row, _in_full(row)) for row in rows])


def _in_full(row: queries.Text) -> str:
    """The store's text with what it names filled in."""
    text: str = agreed("hand_over_text", store_id=row.lead.store_id, on=today())
    store = db.session.get_one(Store, row.lead.store_id)
    for name, value in (("customer", row.customer.name + row.customer.title), ("from", row.giver),
                        ("to", row.receiver), ("phone", row.at_work), ("store", store.name)):
        text = text.replace(f"{{{name}}}", value)
    return text


def _leaver(scope: Scope, person_id: int) -> tuple[Person, int]:
    """Somebody who works or worked in a store of the scope, and that store."""
    held = db.session.execute(
        select(Person, Membership.store_id).join(Membership, Membership.person_id == Person.id)
        .where(Person.id == person_id, scope.in_stores(Membership.store_id))
        .order_by(Membership.from_on.desc()).limit(1)).one_or_none()
    return (held[0], held[1] or 0) if held else abort(404)


def _assignable(scope: Scope) -> Any:
    return select(Lead).where(Lead.live == 1, scope.in_stores(Lead.store_id))


def _receiver(scope: Scope, typed: str) -> Person | None:
    """Who gets the leads, of those who may; None is the pool."""
    if typed == POOL:
        return None
    known = {str(person_id) for person_id, _name, _count in lists.receivers(scope)}
    if typed not in known:
        raise Refused(_("Choose who gets them."), field="to")
    return db.session.get_one(Person, int(typed))


def _say(count: int, to: Person | None, batch: str) -> None:
    flash(ngettext("%(num)d lead is now with %(name)s.", "%(num)d leads are now with %(name)s.", count,
                   name=to.name if to else _("public pool")),
          f"undo:{url_for('.take_back', batch=batch)}" if count else "message")


