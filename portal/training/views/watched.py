"""The figures that a store watches for training needs: its table, and adding, changing and taking away a line."""
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.action import Refused
from portal.core.agreement import agreed, choice_pairs, labels, words
from portal.core.asked import number
from portal.core.period import month
from portal.core.place import store_of, stores_of
from portal.core.policy import me, requires
from portal.core.scope import Scope
from portal.extensions import db

from .. import watched
from ..actions import watched as actions
from ..forms import ChangeRuleForm, NewRuleForm
from ..models import NeedRule
from ..settings import NEED_DAYS, SUBJECT
from . import bp


@bp.get("/training/needs/figures")
@requires("training.write")
def need_rules(scope: Scope) -> ResponseReturnValue:
    store = store_of(scope)
    return render_template(
        "training/need_rules.html", store=store, stores=[(each.id, each.name) for each in stores_of(scope)],
        rules=watched.of_store(store.id), name_of=watched.name_of, subjects=labels(SUBJECT, store_id=store.id),
        days=agreed(NEED_DAYS, store_id=store.id, on=scope.today))


@bp.route("/training/needs/figures/new", methods=["GET", "POST"])
@requires("training.write")
def new_need_rule(scope: Scope) -> ResponseReturnValue:
    store, form = store_of(scope), NewRuleForm()
    taken = {rule.metric for rule in watched.of_store(store.id)}
    return _answer(form, scope, store.id, taken,
                   lambda: actions.add_rule(by=me(), store_id=store.id, **form.typed()))


@bp.route("/training/needs/figures/<int:need_rule_id>", methods=["GET", "POST"])
@requires("training.write")
def change_need_rule(scope: Scope, need_rule_id: int) -> ResponseReturnValue:
    rule = _rule(scope, need_rule_id)
    form = ChangeRuleForm(obj=rule)
    return _answer(form, scope, rule.store_id, set(), lambda: actions.change_rule(rule, by=me(), **form.typed()), rule)


@bp.post("/training/needs/figures/<int:need_rule_id>/end")
@requires("training.write")
def take_need_rule_away(scope: Scope, need_rule_id: int) -> ResponseReturnValue:
    rule = _rule(scope, need_rule_id)
    name, back = watched.name_of(rule.metric), url_for(".need_rules", store=rule.store_id)
    try:
        actions.take_rule_away(rule, by=me(), version=number(request.form.get("version", "")) or 0)
        flash(_("%(figure)s is not watched any more.", figure=name))
    except Refused as refused:
        flash(refused.message, "wrong")
    return redirect(back, 303)


@bp.post("/training/needs/figures/usual")
@requires("training.write")
def usual_need_rules(scope: Scope) -> ResponseReturnValue:
    store = store_of(scope)
    actions.lay_down_rules(store, by=me())
    return redirect(url_for(".need_rules", store=store.id), 303)


def _answer(form: Any, scope: Scope, store_id: int, taken: set[str], act: Any,
            rule: NeedRule | None = None) -> ResponseReturnValue:
    """Ask for a line, or keep what was typed. A figure that is watched already is not offered again, but taken where it
    was typed, for the action to say so."""
    offered = {metric.key: metric.name for metric in watched.metrics(month(scope.today))}
    subjects = dict(choice_pairs(SUBJECT, store_id=store_id, on=scope.today))
    if rule is not None:
        offered.setdefault(rule.metric, watched.name_of(rule.metric))
        subjects.setdefault(rule.subject, words(SUBJECT, rule.subject, store_id=store_id))
    form.metric.offer([(key, name) for key, name in offered.items() if key not in taken or key == form.metric.data],
                      empty="–")
    form.subject.offer(subjects.items(), empty="–")
    back = url_for(".need_rules", store=store_id)
    if form.validate_on_submit():
        with form.refusals():
            act()
            return redirect(back, 303)
    return render_template("training/need_rule.html", form=form, rule=rule, back=back,
                           title=_("Change a watched figure") if rule else _("Watch a figure"), about="",
                           save=_("Save") if rule else _("Watch it")), form.status


def _rule(scope: Scope, rule_id: int) -> NeedRule:
    return db.first_or_404(watched.rules(scope).where(NeedRule.id == rule_id, NeedRule.live == 1))
