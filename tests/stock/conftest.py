import pytest

from portal.customers.models import Level
from tests.factories.customers import add_customer, add_lead
from tests.factories.org import add_person, add_store
from tests.factories.sales import add_model
from tests.kept import kept


@pytest.fixture
@kept
def store(app):
    """A store with a planner, a manager, a consultant and his lead of the series 探岳."""
    store_id = add_store()
    add_person("Ku", "planner", store_id=store_id)
    add_person("Chen", "manager", store_id=store_id)
    add_person("Li", store_id=store_id)
    add_model()
    add_lead(owner="Li", level=Level.O, customer_id=add_customer())
    return store_id
