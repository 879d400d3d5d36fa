import pytest

from tests.factories.org import add_person, add_store
from tests.factories.sales import add_model
from tests.kept import kept


@pytest.fixture
@kept
def store(app):
    """A store with a planner, a manager and a consultant, a second one with a planner, and a model to sell."""
    store_id = add_store()
    other = add_store("B", "永驰沙河店")
    add_person("Ku", "planner", store_id=store_id)
    add_person("Chen", "manager", store_id=store_id)
    add_person("Li", store_id=store_id)
    add_person("Shi", "planner", store_id=other)
    add_model()
    return store_id
