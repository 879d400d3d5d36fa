import pytest

from tests.factories.org import add_person, add_store, add_team
from tests.kept import kept


@pytest.fixture
@kept
def store(app):
    """A store with two teams: Li and Wang in the first, Zhou in the second; Chen manages it."""
    store_id = add_store()
    one, two = add_team(store_id), add_team(store_id, "销售二组")
    for name, team_id in (("Li", one), ("Wang", one), ("Zhou", two)):
        add_person(name, store_id=store_id, team_id=team_id)
    add_person("Chen", "manager", store_id=store_id)
    return store_id
