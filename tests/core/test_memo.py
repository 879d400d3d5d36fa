"""Memo: what changes seldom is read once and kept, and nobody reads it after it has changed."""
from datetime import date

import pytest
from sqlalchemy import event, insert, literal, select, update

from portal.core.action import Refused, action, locked
from portal.core.clock import this_moment
from portal.customers.actions import comment
from portal.extensions import UtcDateTime, db
from portal.memo import Stamp, keep
from portal.org.models import Role, Team
from portal.org.queries import team_names
from tests.factories.customers import add_lead, lead
from tests.factories.org import add_person, add_store, add_team, person


@pytest.fixture
def house(app):
    store_id = add_store()
    add_person("Chen", Role.MANAGER, store_id=store_id)
    add_team(store_id, "One")
    return store_id


@pytest.fixture
def asked(app):
    """The statements that read names of teams."""
    statements = []

    def note(_connection, _cursor, statement, *_more):
        if "FROM team" in statement:
            statements.append(statement)
    event.listen(db.engine, "before_cursor_execute", note)
    yield statements
    event.remove(db.engine, "before_cursor_execute", note)


@action("team.renamed_in_a_test")
def rename(name, *, by, refuse=False):
    locked(db.session.scalar(select(Team))).name = name
    db.session.flush()
    assert list(team_names().values()) == [name]
    if refuse:
        raise Refused("No.")


def read():
    """As the next request does."""
    db.session.remove()
    return list(team_names().values())


def test_the_names_of_teams_are_read_once_for_all_requests(house, asked):
    assert [read(), read(), read()] == [["One"]] * 3
    assert len(asked) == 1


def test_a_change_is_seen_by_the_next_request(house):
    assert read() == ["One"]
    rename("Two", by=person("Chen"))
    assert read() == ["Two"]


def test_what_was_refused_is_never_seen(house):
    assert read() == ["One"]
    with pytest.raises(Refused):
        rename("Two", by=person("Chen"), refuse=True)
    assert read() == ["One"]


def test_a_change_not_written_yet_is_not_kept_for_others(house):
    @action("team.renamed_late_in_a_test")
    def late(*, by):
        team_names()
        db.session.scalar(select(Team)).name = "Two"
        team_names.__wrapped__()                        # reads, and so writes what waits
        assert list(team_names().values()) == ["Two"]
        raise Refused("No.")
    with pytest.raises(Refused):
        late(by=person("Chen"))
    assert read() == ["One"]


def test_rows_changed_many_at_once_are_seen_too(house):
    read()
    db.session.execute(update(Team).values(name="All"))
    db.session.commit()
    assert read() == ["All"]
    db.session.execute(insert(Team.__table__).values(store_id=house, name="New", version=1))
    db.session.commit()
    assert read() == ["All", "New"]


def test_another_process_sees_the_change_by_the_stamp(house, app):
    """Two processes are two shelves: what the first kept it finds outdated, though the second made the change."""
    assert read() == ["One"]
    mine = app.extensions.pop("kept")
    rename("Two", by=person("Chen"))
    app.extensions["kept"] = mine
    assert read() == ["Two"]


def test_a_change_of_what_others_read_all_day_leaves_the_stamp_alone(house):
    add_lead("K26-0001", "Chen", store_id=house)
    before = db.session.scalar(select(Stamp.token))
    comment(lead(), by=person("Chen"), text="Calls back on Friday")
    assert before and db.session.scalar(select(Stamp.token)) == before


def test_a_kept_statement_asks_by_the_clock(house, clock):
    rename("Two", by=person("Chen"))
    noon = clock.set(date(2026, 11, 23), hour=12)

    def is_past_noon():
        db.session.remove()
        return db.session.scalar(keep(("noon",), lambda: select(literal(noon, UtcDateTime()) < this_moment())))
    assert not is_past_noon()
    clock.set(date(2026, 11, 23), hour=13)
    assert is_past_noon()
