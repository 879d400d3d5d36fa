"""Certificates that must be held: which role which, who lacks one, laying a rule down and ending it."""
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.action import Refused
from portal.core.asked import number
from portal.core.place import store_of, stores_of
from portal.core.policy import me, my_rights, requires
from portal.core.scope import Scope
from portal.extensions import db

from .. import required
from ..actions import required as actions
from ..assessed import RequiredCertificate
from ..forms_assessed import RequireForm
from . import bp


@bp.get("/training/required")
@requires("training.results")
def required_certificates(scope: Scope) -> ResponseReturnValue:
    """What the store requires, and who of those whom the reader may see lacks what."""
    store = store_of(scope)
    rules = required.of_store(store.id)
    owed = required.owed(scope, store.id, rules)
    pressing = [one for one in owed if one.standing is not required.Standing.HELD]
    return render_template(
        "training/required.html", store=store, stores=[(each.id, each.name) for each in stores_of(scope)],
        rules=[(rule, [one for one in owed if one.rule is rule]) for rule in rules], owed=owed, pressing=pressing,
        ways=required.ways(store.id, scope.today, {one.rule.title for one in pressing}), today=scope.today)


@bp.get("/training/required/<int:required_id>")
@requires("training.read")
def required_certificate(scope: Scope, required_id: int) -> ResponseReturnValue:
    """One of them: who must hold it, and how each of those stands whose results the reader may see."""
    rule = _rule(scope, required_id)
    results = my_rights().get("training.results")
    owed = required.owed(results, rule.store_id, [rule]) if rule.live and results else []
    return render_template("training/required_certificate.html", rule=rule, owed=owed, today=scope.today,
                           way=required.ways(rule.store_id, scope.today, {rule.title}).get(rule.title))


@bp.route("/training/required/new", methods=["GET", "POST"])
@requires("training.write")
def require_certificate(scope: Scope) -> ResponseReturnValue:
    store = store_of(scope)
    form = RequireForm(from_on=scope.today)
    form.title.suggest = lambda: required.known(store.id)
    back = url_for(".required_certificates", store=store.id)
    if form.validate_on_submit():
        with form.refusals():
            actions.require(by=me(), store_id=store.id, **form.typed())
            return redirect(back, 303)
    return render_template("training/ask.html", form=form, title=_("Require a certificate"), about="",
                           save=_("Require it"), back=back), form.status


@bp.post("/training/required/<int:required_id>/end")
@requires("training.write")
def release_certificate(scope: Scope, required_id: int) -> ResponseReturnValue:
    rule = _rule(scope, required_id)
    title, role, back = rule.title, rule.role.label, url_for(".required_certificates", store=rule.store_id)
    try:
        actions.release(rule, by=me(), version=number(request.form.get("version", "")) or 0)
        flash(_("%(title)s is required of %(role)s no more.", title=title, role=role))
    except Refused as refused:
        flash(refused.message, "wrong")
    return redirect(back, 303)


def _rule(scope: Scope, required_id: int) -> RequiredCertificate:
    return db.first_or_404(required.rules(scope).where(RequiredCertificate.id == required_id))
