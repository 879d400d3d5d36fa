"""Watched figures: in which rate somebody must lie how far under the store to need a training, and of what subject."""
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from sqlalchemy import Select, null, select

from portal.core.metric import Metric
from portal.core.period import Period, Periods
from portal.core.policy import Rights
from portal.core.registry import registry
from portal.core.scope import Scope
from portal.extensions import db
from portal.memo import while_unchanged

from .models import Below, NeedRule

MOST = {Below.POINTS: 50, Below.PERCENT: 90}
FEWER_IS_BETTER = frozenset({"out_of_contact_share"})       # without an aim that says so


class Watched(NamedTuple):
    """A rule as it is applied."""
    metric: str
    subject: str
    word: str
    below: int
    below_in: Below
    cases: int
    floor_only: bool

    def is_need(self, own: tuple[int, int], store: tuple[int, int]) -> bool:
        """Whether somebody with these cases lies so far under the store: numerator and denominator of each."""
        if own[1] < self.cases or not own[1] or not store[1]:
            return False
        rate, distance = Fraction(*store), Fraction(self.below, 100)
        return rate - Fraction(*own) >= (distance if self.below_in is Below.POINTS else rate * distance) > 0


def rules(scope: Scope) -> Select[NeedRule]:
    """The rules of the stores in `scope`, those taken away too: the only door to rows of this table."""
    return select(NeedRule).where(scope.in_stores(NeedRule.store_id))


def of_store(store_id: int) -> Sequence[NeedRule]:
    return db.session.scalars(select(NeedRule).where(NeedRule.store_id == store_id, NeedRule.live == 1)
                              .order_by(NeedRule.id)).all()


def in_use(store_id: int) -> Sequence[Watched]:
    """The active rules of a store, of figures that the portal has."""
    return [rule for rule in _in_use(store_id) if rule.metric in registry().metrics]


@while_unchanged
def _in_use(store_id: int) -> Sequence[Watched]:
    return [Watched(*row) for row in db.session.execute(
        select(*(getattr(NeedRule, name) for name in Watched._fields)).where(
            NeedRule.store_id == store_id, NeedRule.live == 1, NeedRule.active).order_by(NeedRule.id))]


def metrics(on: Period) -> list[Metric]:
    """What may be watched: rates in percent, of people, in which more is better, for all who read figures."""
    return [metric for metric in registry().metrics.values()
            if metric.in_percent and metric.needs == "figures.read" and metric.key not in FEWER_IS_BETTER
            and not (metric.aim and metric.aim.at_most) and _is_of_people(metric, on)]


def name_of(key: str) -> Any:
    """What a metric is called; its key, where the portal has it no more."""
    metric = registry().metrics.get(key)
    return metric.name if metric else key


def _is_of_people(metric: Metric, on: Period) -> bool:
    column = metric.facts(Periods((on,), on.end)).selected_columns.person_id
    return not isinstance(getattr(column, "element", column), type(null()))


def titles(ids: set[int]) -> Mapping[int, str]:
    return {rule_id: str(name_of(key)) for rule_id, key in db.session.execute(
        select(NeedRule.id, NeedRule.metric).where(NeedRule.id.in_(ids)))}


def readable(rights: Rights, ids: set[int]) -> set[int]:
    """For who keeps them, while they are there."""
    if "training.write" not in rights:
        return set()
    return set(db.session.scalars(rules(rights["training.write"]).where(NeedRule.id.in_(ids), NeedRule.live == 1)
                                  .with_only_columns(NeedRule.id)))
