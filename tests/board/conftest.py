import pytest

from portal.core.agreement import lay_down_choices
from portal.core.calendar import lay_down_official_days
from portal.extensions import db
from portal.org.models import Store

from ..factories.board import add_post
from ..factories.org import add_person, add_store, add_team, person
from ..kept import kept


@pytest.fixture
@kept
def store(app):
    store_id = add_store()
    team = add_team(store_id)
    add_person("邓浩然", store_id=store_id, team_id=team)
    add_person("周敏", "leader", store_id=store_id, team_id=team)
    add_person("石磊", "planner", store_id=store_id)
    add_person("沈国平", "manager", store_id=store_id)
    add_person("顾永昌", "gm", store_id=store_id)
    add_person("系统管理", "admin")
    add_person("戴维新", "manager", store_id=add_store("B", "永驰滨湖店"))
    lay_down_choices(db.session.get(Store, store_id), by=person("系统管理"))
    lay_down_official_days(by=person("系统管理"))
    return store_id


@pytest.fixture
def asked(store):
    """A post that the manager answers by Thursday."""
    return add_post(store_id=store, author_id=person("邓浩然").id, responsible_id=person("沈国平").id)
