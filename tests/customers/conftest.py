"""A store with a team of two consultants and their leader, a manager, and one lead of Li's: level B, due on Friday."""
import pytest

from portal.core.agreement import lay_down_choices
from portal.extensions import db
from portal.org.models import Role, Store
from tests.factories.customers import add_lead
from tests.factories.org import add_person, add_store, add_team, person
from tests.kept import kept


@pytest.fixture
@kept
def store(app):
    store_id = add_store()
    team_id = add_team(store_id)
    for name in ("Li", "Wang"):
        add_person(name, Role.CONSULTANT, store_id=store_id, team_id=team_id)
    add_person("Lin", Role.LEADER, store_id=store_id, team_id=team_id)
    add_person("Chen", Role.MANAGER, store_id=store_id)
    lay_down_choices(db.session.get(Store, store_id), by=person("Chen"))
    add_lead("K26-0001", "Li", store_id=store_id)
    return store_id
