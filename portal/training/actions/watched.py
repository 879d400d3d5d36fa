"""The figures that a store watches for training needs: added, changed, taken away, and those it starts with."""
from flask_babel import gettext as _
from sqlalchemy import select

from portal.core.action import Refused, action, locked, seen
from portal.extensions import db
from portal.org.models import Person, Store

from ..models import Below, NeedRule
from ..settings import NEED_CASES, NEED_POINTS, USUAL_NEEDS
from ..watched import MOST


@action("need_rule.added")
def add_rule(*, by: Person, store_id: int, metric: str, subject: str, below: int, below_in: Below, cases: int,
             word: str = "", floor_only: bool = False, active: bool = True, once: str | None = None) -> NeedRule:
    """Watch a figure; each once at most."""
    locked(db.session.get_one(Store, store_id))
    _check(store_id, metric, below, below_in, cases)
    rule = NeedRule(store_id=store_id, metric=metric, subject=subject, word=word, below=below, below_in=below_in,
                    cases=cases, floor_only=floor_only, active=active)
    db.session.add(rule)
    db.session.flush()
    return rule


@action("need_rule.changed")
def change_rule(rule: NeedRule, *, by: Person, version: int, metric: str, subject: str, below: int, below_in: Below,
                cases: int, word: str = "", floor_only: bool = False, active: bool = True) -> NeedRule:
    """From now on needs are found by it as it is then."""
    seen(rule, version)
    _check_there(rule)
    locked(db.session.get_one(Store, rule.store_id))
    _check(rule.store_id, metric, below, below_in, cases, rule)
    rule.metric, rule.subject, rule.word, rule.below, rule.below_in = metric, subject, word, below, below_in
    rule.cases, rule.floor_only, rule.active = cases, floor_only, active
    return rule


@action("need_rule.taken_away")
def take_rule_away(rule: NeedRule, *, by: Person, version: int) -> NeedRule:
    """The figure is not watched any more."""
    seen(rule, version)
    _check_there(rule)
    rule.live = None
    return rule


@action("need_rule.laid_down")
def lay_down_rules(store: Store, *, by: Person) -> int:
    """The usual figures, for a store that watches none; returns how many came."""
    locked(store)
    if db.session.scalar(select(NeedRule.id).where(NeedRule.store_id == store.id, NeedRule.live == 1).limit(1)):
        return 0
    db.session.add_all(
        NeedRule(store_id=store.id, metric=metric, subject=subject, word=word, below=NEED_POINTS,
                 below_in=Below.POINTS, cases=NEED_CASES, floor_only=floor_only)
        for metric, subject, word, floor_only in USUAL_NEEDS)
    db.session.flush()
    return len(USUAL_NEEDS)


def _check(store_id: int, metric: str, below: int, below_in: Below, cases: int,
           changed: NeedRule | None = None) -> None:
    if not 1 <= below <= MOST[below_in]:
        raise Refused(_("From 1 to %(most)s.", most=MOST[below_in]), field="below")
    if cases < 1:
        raise Refused(_("At least 1."), field="cases")
    of_metric = select(NeedRule.id).where(NeedRule.store_id == store_id, NeedRule.metric == metric, NeedRule.live == 1)
    if changed is not None:
        of_metric = of_metric.where(NeedRule.id != changed.id)
    if db.session.scalar(of_metric):
        raise Refused(_("This figure is watched already: change its line."), field="metric")


def _check_there(rule: NeedRule) -> None:
    if rule.live is None:
        raise Refused(_("This line was taken away meanwhile."))
