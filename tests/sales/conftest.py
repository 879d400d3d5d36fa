import pytest

from portal.customers.models import Level
from tests.factories.customers import add_customer, add_lead
from tests.factories.org import add_person, add_store, add_team
from tests.kept import kept


@pytest.fixture
@kept
def store(app):
    """A store with two teams and a manager; Li's lead of 王丽华, level H."""
    store_id = add_store()
    one, two = add_team(store_id), add_team(store_id, "销售二组")
    add_person("Li", store_id=store_id, team_id=one)
    add_person("Wang", store_id=store_id, team_id=two)
    add_person("Chen", "manager", store_id=store_id)
    add_person("Qian", "finance", store_id=store_id)
    add_person("Ku", "planner", store_id=store_id)
    add_lead(owner="Li", level=Level.H, customer_id=add_customer())
    return store_id
