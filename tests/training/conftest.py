import pytest

from portal.core.agreement import lay_down_choices
from portal.extensions import db
from portal.org.models import Store
from portal.training.actions.watched import lay_down_rules
from tests.factories.org import add_person, add_store, add_team, person
from tests.kept import kept


def lay_down_store():
    """Li, Wang and their leader Lin in one team, Zhou in another, Chen the manager, Qiao the trainer, Cheng in
    customer care, one person of each other role."""
    store_id = add_store()
    one, two = add_team(store_id), add_team(store_id, "销售二组")
    for name, role, team_id in (("Li", "consultant", one), ("Wang", "consultant", one), ("Lin", "leader", one),
                                ("Zhou", "consultant", two), ("Chen", "manager", None)):
        add_person(name, role, store_id=store_id, team_id=team_id)
    for name, role in (("Bai", "dcc"), ("Xie", "reception"), ("Gu", "gm"), ("Cheng", "care"), ("Su", "finance"),
                       ("Shi", "planner"), ("Qiao", "trainer"), ("Yuan", "marketing")):
        add_person(name, role, store_id=store_id)
    add_person("Fan", "group")
    lay_down_choices(db.session.get(Store, store_id), by=person("Chen"))
    lay_down_rules(db.session.get(Store, store_id), by=person("Chen"))
    return store_id


@pytest.fixture
@kept
def store(app):
    return lay_down_store()
