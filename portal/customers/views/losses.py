"""Losses and freezes: asked for on a lead, decided one by one or as a list."""
from secrets import token_urlsafe
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.catalogue import queries as catalogue
from portal.core.action import Refused
from portal.core.agreement import choice_pairs, words
from portal.core.page import inside
from portal.core.policy import me, my_rights, requires
from portal.core.scope import Scope
from portal.core.words import day as day_words
from portal.extensions import db

from .. import actions, history, levels
from ..forms.leads import (
    DecideForm,
    FreezeForm,
    LossCallForm,
    LossForm,
    ReturnFreezeForm,
    ReturnLossForm,
    offer_levels,
)
from ..models import Freeze, Lead, Loss
from ..queries import leads as leads_of
from ..queries import losses as queries
from .asking import ask_of_lead

bp = Blueprint("losses", __name__)


@bp.get("/losses")
@requires("losses.decide")
def index(scope: Scope) -> ResponseReturnValue:
    """What waits for a decision: hot leads and own faults one by one, the rest as a list."""
    asked = queries.questions(scope, by=me())
    turn = {question.asked for question in queries.questions(scope, by=me(), turn_of=my_rights())}
    return render_template("customers/losses.html", alone=[q for q in asked if q.alone],
                           together=[q for q in asked if not q.alone], turn=turn,
                           letters=levels.all_shown(_store_of(asked)))


@bp.post("/losses/approve")
@requires("losses.decide")
def approve_list(scope: Scope) -> ResponseReturnValue:
    """Approve those ticked, each in the version that was seen."""
    seen = dict(pair.split("-", 1) for pair in request.form.getlist("pick") if pair.count("-") == 1)
    versions = {int(key): int(version) for key, version in seen.items()
                if key.isdecimal() and version.isdecimal() and len(key) < 19 and len(version) < 19}
    rows = db.session.scalars(queries.losses(scope).where(Loss.id.in_(versions)).order_by(Loss.id)).all()
    try:
        batch = token_urlsafe(12)
        count = actions.approve_losses([(row, versions[row.id]) for row in rows], by=me(), batch=batch)
        told = ngettext("%(num)d loss approved.", "%(num)d losses approved.", count)
        flash(told, _back(batch) if count else "message")
    except Refused as refused:
        flash(refused.message)
    return redirect(url_for(".index"), 303)


@bp.post("/losses/<int:loss_id>/approve")
@requires("losses.decide")
def approve(scope: Scope, loss_id: int) -> ResponseReturnValue:
    row = db.first_or_404(queries.losses(scope).where(Loss.id == loss_id))
    return _decide(actions.approve_loss, row, _("The loss is approved."))


@bp.route("/losses/<int:loss_id>/return", methods=["GET", "POST"])
@requires("losses.decide")
def send_back(scope: Scope, loss_id: int) -> ResponseReturnValue:
    row = db.first_or_404(queries.losses(scope).where(Loss.id == loss_id))
    lead, form = _lead_of(row), ReturnLossForm(obj=row)
    offer_levels(form.level, lead.store_id, lead.level)
    if not form.is_submitted():
        form.level.data = lead.level
    if form.validate_on_submit():
        with form.refusals():
            actions.return_loss(row, by=me(), **form.typed())
            flash(_("Sent back: the lead goes on."))
            return redirect(inside(request.args.get("next"), url_for(".index")), 303)
    return ask_of_lead(form, lead, _("Send the loss back"), _("Send back"))


@bp.post("/freezes/<int:freeze_id>/approve")
@requires("losses.decide")
def approve_freeze(scope: Scope, freeze_id: int) -> ResponseReturnValue:
    row = db.first_or_404(queries.freezes(scope).where(Freeze.id == freeze_id))
    return _decide(actions.approve_freeze, row, _("The lead is frozen until %(day)s.", day=day_words(row.until_on)))


@bp.route("/freezes/<int:freeze_id>/return", methods=["GET", "POST"])
@requires("losses.decide")
def send_freeze_back(scope: Scope, freeze_id: int) -> ResponseReturnValue:
    row = db.first_or_404(queries.freezes(scope).where(Freeze.id == freeze_id))
    lead, form = _lead_of(row), ReturnFreezeForm(obj=row)
    if form.validate_on_submit():
        with form.refusals():
            actions.return_freeze(row, by=me(), **form.typed())
            flash(_("Sent back: the lead goes on."))
            return redirect(inside(request.args.get("next"), url_for(".index")), 303)
    return ask_of_lead(form, lead, _("Send the freeze back"), _("Send back"))


@bp.post("/losses/approvals/<batch>/take-back")
@requires("losses.decide")
def take_back(scope: Scope, batch: str) -> ResponseReturnValue:
    """Who approved it finds at once that it was wrong: it waits for a decision again."""
    try:
        actions.take_approval_back(batch, by=me())
        flash(_("Taken back: it waits for a decision again."))
    except Refused as refused:
        flash(refused.message, "wrong")
    return redirect(url_for(".index"), 303)


# Asking

@bp.route("/leads/<int:lead_id>/loss", methods=["GET", "POST"])
@requires("losses.ask")
def ask(scope: Scope, lead_id: int) -> ResponseReturnValue:
    lead = _workable(scope, lead_id)
    form = LossForm(obj=lead)
    on = scope.today
    form.went_to.offer(choice_pairs("lost_to", store_id=lead.store_id, on=on))
    form.why.offer(choice_pairs("lost_why", store_id=lead.store_id, on=on))
    form.rival_series_id.offer(catalogue.series_choices(own=False), empty="–")
    if form.validate_on_submit():
        with form.refusals():
            loss = actions.ask_loss(lead, by=me(), **form.typed())
            flash(_("Applied for: it is decided by %(day)s.", day=day_words(loss.answer_by_on)),
                  f"undo:{url_for('.withdraw', lead_id=lead_id)}")
            return redirect(url_for("customers.lead", lead_id=lead_id), 303)
    return ask_of_lead(form, lead, _("Apply for loss"), _("Apply"), template="customers/loss.html")


@bp.route("/leads/<int:lead_id>/freeze", methods=["GET", "POST"])
@requires("losses.ask")
def ask_freeze(scope: Scope, lead_id: int) -> ResponseReturnValue:
    lead = _workable(scope, lead_id)
    form = FreezeForm(obj=lead)
    if form.validate_on_submit():
        with form.refusals():
            freeze = actions.ask_freeze(lead, by=me(), **form.typed())
            flash(_("Applied for: it is decided by %(day)s.", day=day_words(freeze.answer_by_on)),
                  f"undo:{url_for('.withdraw', lead_id=lead_id)}")
            return redirect(url_for("customers.lead", lead_id=lead_id), 303)
    return ask_of_lead(form, lead, _("Freeze the lead"), _("Apply"))


@bp.post("/leads/<int:lead_id>/withdraw")
@requires("losses.ask")
def withdraw(scope: Scope, lead_id: int) -> ResponseReturnValue:
    """Whoever asked takes it back."""
    lead = _workable(scope, lead_id)
    mine = [asked for asked in history.awaited(lead) if asked.asked_by_id == me().id]
    for asked in mine:
        if isinstance(asked, Loss):
            actions.withdraw_loss(asked, by=me())
        else:
            actions.withdraw_freeze(asked, by=me())
    flash(_("Taken back: the lead goes on.") if mine else _("Nothing of yours waits for a decision here."))
    return redirect(url_for("customers.lead", lead_id=lead_id), 303)


# The sample that customer care calls

@bp.get("/losses/calls")
@requires("losses.call")
def calls(scope: Scope) -> ResponseReturnValue:
    rows = db.session.execute(queries.to_call(scope)).all()
    return render_template("customers/loss_calls.html", rows=rows, words=words,
                           letters=levels.all_shown(rows[0][1].store_id if rows else None))


@bp.route("/losses/<int:loss_id>/call", methods=["GET", "POST"])
@requires("losses.call")
def call(scope: Scope, loss_id: int) -> ResponseReturnValue:
    row = db.first_or_404(queries.losses(scope).where(Loss.id == loss_id))
    form = LossCallForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.record_loss_call(row, by=me(), **form.typed())
            flash(_("The call is recorded."))
            return redirect(url_for(".calls"), 303)
    return ask_of_lead(form, _lead_of(row), _("What the customer said of the loss"), _("Save"))


def _decide(decision: Any, row: Loss | Freeze, said: str) -> ResponseReturnValue:
    """Approve what was asked in the version that was seen, with one tap from wherever it was shown."""
    form = DecideForm(obj=row)
    if form.validate_on_submit():
        try:
            batch = token_urlsafe(12)
            decision(row, by=me(), version=form.version.data, batch=batch)
            flash(said, _back(batch))
        except Refused as refused:
            flash(refused.message)
    return redirect(inside(request.form.get("next"), url_for(".index")), 303)


def _back(batch: str) -> str:
    return f"undo:{url_for('.take_back', batch=batch)}"


def _workable(scope: Scope, lead_id: int) -> Lead:
    return db.first_or_404(leads_of.leads(scope).where(Lead.id == lead_id).options(joinedload(Lead.customer)))


def _lead_of(asked: Loss | Freeze) -> Lead:
    return db.session.scalars(select(Lead).where(Lead.id == asked.lead_id).options(joinedload(Lead.customer))).one()


def _store_of(asked: list[queries.Question]) -> int | None:
    return asked[0].lead.store_id if asked else None
