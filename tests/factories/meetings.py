"""A store that meets: two teams, and Li's customers: one who may order today, one whose vehicle is to be delivered."""
from datetime import date

from portal.customers.models import Level
from portal.extensions import db
from portal.meetings import actions, queries
from portal.meetings.models import DayCommitment

from .customers import add_customer, add_lead
from .org import add_person, add_store, add_team, person
from .sales import add_order

MONDAY = date(2026, 11, 23)
ROLES = ("dcc", "reception", "gm", "care", "finance", "planner", "trainer", "marketing", "group", "admin")


def open_store():
    """Li, Wang and their leader Lin in one team, Zhou in another, Chen the manager, one person of every other role."""
    store_id = add_store()
    one, two = add_team(store_id), add_team(store_id, "销售二组")
    for name, role, team_id in (("Li", "consultant", one), ("Wang", "consultant", one), ("Lin", "leader", one),
                                ("Zhou", "consultant", two), ("Chen", "manager", None)):
        add_person(name, role, store_id=store_id, team_id=team_id)
    for role in ROLES:
        add_person(role.capitalize(), role, store_id=None if role in ("group", "admin") else store_id,
                   team_id=two if role == "dcc" else None)
    hot = add_customer("欧阳明", "13812345621", store_id=store_id, title="先生")
    waits = add_customer("赵敏", "13812345622", store_id=store_id, title="女士")
    add_lead("K26-0001", "Li", Level.H, customer_id=hot, due_on=date(2026, 11, 20))
    add_lead("K26-0002", "Li", Level.O, customer_id=waits, due_on=MONDAY)
    add_lead("K26-0003", "Zhou", Level.A, due_on=MONDAY)
    add_order("K26-0002", expected_on=MONDAY)
    return store_id


def commitment(name="Li", on=MONDAY):
    db.session.rollback()
    return queries.row_of(DayCommitment, person(name), on)


def commit(name="Li", by=None, **ticked):
    """Commit as the form would, knowing the newest version."""
    return actions.commit_day(person(name), 1, by=person(by or name), version=commitment(name).version, **ticked)
