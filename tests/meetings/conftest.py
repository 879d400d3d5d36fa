import pytest

from portal.core.agreement import lay_down_choices
from portal.extensions import db
from portal.org.models import Store
from tests.factories.meetings import open_store
from tests.factories.org import person
from tests.kept import kept


@pytest.fixture
@kept
def store(app):
    store_id = open_store()
    lay_down_choices(db.session.get(Store, store_id), by=person("Chen"))
    return store_id
