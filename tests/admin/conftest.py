"""A group with two stores, each with a team; an administrator, and a manager of the first store."""
from types import SimpleNamespace

import pytest

from portal.org.models import Role

from ..factories.org import add_person, add_store, add_team
from ..kept import kept


@pytest.fixture
@kept
def house(app):
    one, two = add_store("A", "永驰江城店"), add_store("B", "永驰滨江店")
    first, second, other = add_team(one, "销售一组"), add_team(one, "销售二组"), add_team(two, "滨江一组")
    return SimpleNamespace(
        one=one, two=two, first=first, second=second, other=other,
        root=add_person("root", Role.ADMIN), chen=add_person("chen", Role.MANAGER, store_id=one),
        lin=add_person("lin", Role.LEADER, store_id=one, team_id=first),
        li=add_person("li", store_id=one, team_id=first), wu=add_person("wu", store_id=two, team_id=other))


@pytest.fixture
def root(desk, house):
    return desk.sign_in("root")


@pytest.fixture
def chen(desk, house):
    return desk.sign_in("chen")
