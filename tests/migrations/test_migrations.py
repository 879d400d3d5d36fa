"""The migrations make the tables that the models describe, and go up and down with rows in place."""
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from alembic.script import ScriptDirectory
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import JSON, Enum, insert, inspect, text

from portal import create_app, schema
from portal.extensions import db, migrate

pytestmark = pytest.mark.slow
VALUES = {int: 1, str: "x", bool: True, date: date(2026, 11, 23), time: time(9), Decimal: Decimal(1), bytes: b"x",
          datetime: datetime(2026, 11, 23, 2, tzinfo=UTC)}


@pytest.fixture
def empty(own_database, clock):
    """A portal on a database without tables."""
    app = create_app(TESTING=True, CLOCK=clock, SECRET_KEY="x" * 32, SQLALCHEMY_DATABASE_URI=own_database)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def value_for(column):
    """Anything that the column takes; row 1 where it points to another table."""
    if isinstance(column.type, Enum):
        return next(iter(column.type.enum_class))
    if isinstance(column.type, JSON):
        return {}
    return VALUES[getattr(column.type, "impl", column.type).python_type]


def fill_every_table():
    """A row in each, whatever a table's own rules say of its sense."""
    unchecked = ("PRAGMA ignore_check_constraints=ON" if db.engine.dialect.name == "sqlite" else
                 "SET check_constraint_checks=0")
    with db.engine.begin() as connection:
        connection.exec_driver_sql(unchecked)
        for table in db.metadata.sorted_tables:
            connection.execute(insert(table).values({
                column.name: value_for(column) for column in table.columns
                if not (column.nullable and column.foreign_keys)}))
    db.engine.dispose()                         # that connection checks nothing


def counts():
    tables = set(inspect(db.engine).get_table_names()) & db.metadata.tables.keys()
    with db.engine.connect() as connection:
        return {name: connection.scalar(text(f"SELECT count(*) FROM `{name}`")) for name in tables}


def test_the_migrations_make_what_the_models_describe(empty):
    upgrade()
    check()                                     # ends with the differences where there are any
    assert schema.is_current()


def test_each_migration_goes_down_and_up_again_with_rows_in_place(empty):
    upgrade()
    fill_every_table()
    before = counts()
    steps = [script.revision for script in ScriptDirectory(migrate.directory).walk_revisions()]
    for _step in steps:
        downgrade()
        left = counts()
        assert left == {name: before[name] for name in left}
    assert left == {}
    upgrade()
    assert counts() == dict.fromkeys(before, 0)


def test_a_migration_that_was_killed_half_way_can_be_run_again(empty):
    upgrade()
    with db.engine.begin() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
    upgrade()
    assert schema.is_current()
