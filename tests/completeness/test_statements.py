"""How often the pages used all day ask the database: never more often because there is more to show."""
import pytest
from sqlalchemy import event

from portal.customers.models import Level
from portal.extensions import db
from tests.desk import Desk
from tests.factories.customers import add_customer, add_lead
from tests.factories.goals import in_force
from tests.factories.org import add_person, add_store, add_team
from tests.factories.visits import register

MOST = {"/": 13, "/leads": 6, "/visits": 6, "/orders": 6, "/leads/1": 12, "/goals": 12}
PEOPLE = {"Li": "consultant", "Lin": "leader", "Chen": "manager", "Gu": "gm", "Bai": "dcc", "Xie": "reception"}


@pytest.fixture
def store(app):
    store_id = add_store()
    one, two = add_team(store_id), add_team(store_id, "销售二组")
    for name, role in PEOPLE.items():
        add_person(name, role, store_id=store_id, team_id=one if role in ("consultant", "leader", "dcc") else None)
    add_person("Wang", store_id=store_id, team_id=two)
    in_force({(one, 1): 12, (one, None): 3, (two, 7): 10, (two, None): 0})
    return store_id


def add_rows(store, clock, first, last):
    for n in range(first, last):
        owner = ("Li", "Wang")[n % 2]
        add_lead(f"K26-{n:04}", owner, (Level.H, Level.A, Level.B)[n % 3], store_id=store,
                 customer_id=add_customer(f"王{n}", f"138{n:08}"))
        register(owner, came_at=clock.now, store_id=store)


def statements(desk, path):
    made = []

    def note(_connection, _cursor, sql, *_more):
        made.append(sql)
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        desk.open(path)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return [sql for sql in made if not sql.startswith("BEGIN")]


@pytest.mark.any_database
def test_a_page_asks_no_more_often_for_100_rows_than_for_10_and_never_more_than_it_may(app, store, clock):
    told = {}
    for first, last in ((1, 11), (11, 101)):
        add_rows(store, clock, first, last)
        for name in PEOPLE:
            desk = Desk(app, checks=False).sign_in(name)        # other tests look at what the pages hold
            for path in MOST:
                if desk.look(path).status_code == 200:          # also reads what is kept
                    told.setdefault((name, path), []).append(statements(desk, path))
    counts = {page: [len(made) for made in both] for page, both in told.items()}
    assert {page: each for page, each in counts.items() if each[1] > each[0]} == {}
    assert {page: each for page, each in counts.items() if max(each) > MOST[page[1]]} == {}
