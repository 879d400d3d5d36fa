"""A year's plan to start from."""
from datetime import date

from portal.extensions import db
from portal.goals import actions, queries
from portal.goals.models import Plan
from portal.goals.targets import Unit
from portal.org.models import Store

from .org import person

NOVEMBER = date(2026, 11, 1)
LI, WANG, LOOSE_ONE, ZHOU, LOOSE_TWO = (1, 1), (1, 2), (1, None), (2, 3), (2, None)      # team and person


def plan(metric="deliveries", total=1200, **words):
    """A plan of 2026 whose months are alike; returns it with its first draft."""
    actions.plan_year(db.session.get(Store, 1), by=person("Chen"), year=2026, metric=metric, total=total,
                      by_on=date(2026, 12, 31), **words)
    return the_plan(metric), draft(metric)


def the_plan(metric="deliveries"):
    return db.session.query(Plan).filter_by(metric=metric).one()


def draft(metric="deliveries"):
    return queries.open_version(the_plan(metric).id)


def share(version, amounts, months=(NOVEMBER,)):
    """Give people their targets: {(team, person or None for 待分配): amount}."""
    return actions.set_people(version, by=person("Chen"), seen_version=version.version, amounts={
        (first, Unit(team_id, person_id, person_id is None)): amount
        for first in months for (team_id, person_id), amount in amounts.items()})


def in_force(amounts, metric="deliveries", months=(NOVEMBER,), total=None):
    """A published plan: each of `months` is shared as `amounts`; the other months have nothing."""
    whole = sum(amounts.values())
    _plan, version = plan(metric, total or whole * len(months))
    all_months = {date(2026, n, 1): whole if date(2026, n, 1) in months else 0 for n in range(1, 13)}
    actions.set_months(version, by=person("Chen"), seen_version=version.version, amounts=all_months)
    share(draft(metric), amounts, months)
    actions.propose(draft(metric), by=person("Chen"), seen_version=draft(metric).version)
    return actions.publish(draft(metric), by=person("Chen"), seen_version=draft(metric).version)
