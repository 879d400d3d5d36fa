"""The migrations make the tables that the models describe, and go up and down with rows in place."""
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from alembic.script import ScriptDirectory
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import JSON, Enum, insert, inspect, select, text

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


def test_the_migrations_make_what_the_models_describe_and_can_be_run_again_when_killed_half_way(empty):
    upgrade()
    check()                                     # ends with the differences where there are any
    assert schema.is_current()
    with db.engine.begin() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
    upgrade()
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


def test_the_vins_that_orders_carried_as_text_become_vehicles(empty):
    upgrade()
    fill_every_table()
    orders = db.metadata.tables["sales_order"]
    with db.engine.begin() as connection:
        like = dict(connection.execute(select(orders)).mappings().one())
        for table in ("queue_exception", "car_upkeep", "car_trip", "vehicle_move", "vehicle", "delivery",
                      "cancellation", "order_change", "commitment"):
            connection.execute(text(f"DELETE FROM `{table}`"))
        connection.execute(orders.delete())
        for number, vin, allotted_on, live, invoiced, delivered, cancelled in (
                (1, "LSVAA4182E2184847", date(2026, 9, 1), 1, date(2026, 9, 4), date(2026, 9, 5), None),
                (2, "LFV2A21K9D3017001", date(2026, 10, 2), None, None, None, date(2026, 10, 9)),
                (3, "LFV2A21K9D3017001", date(2026, 11, 20), 1, None, None, None),
                (4, None, None, 1, None, None, None)):
            connection.execute(insert(orders).values(like | {
                "id": number, "order_no": f"D{number}", "vin": vin, "vin_on": allotted_on, "vehicle_id": None,
                "live": live, "invoiced_on": invoiced, "delivered_on": delivered, "cancelled_on": cancelled,
                "voided_at": None, "signed_on": date(2026, 9, 1)}))
    downgrade(revision="7c1d9e04b2a6")
    upgrade()
    with db.engine.connect() as connection:
        stand = connection.execute(text("SELECT vin, state, hold, held_for FROM vehicle ORDER BY vin")).all()
        lives = connection.execute(text("SELECT vin, what, from_on, to_on FROM vehicle_move JOIN vehicle "
                                        "ON vehicle.id = vehicle_id ORDER BY vin, vehicle_move.id")).all()
        taken = connection.execute(text("SELECT vin, count(vehicle_id) FROM sales_order GROUP BY vin")).all()
    assert [tuple(row) for row in stand] == [("LFV2A21K9D3017001", "stock", "reserved", "D3"),
                                             ("LSVAA4182E2184847", "delivered", "sold", "D1")]
    assert [(vin[-2:], what, str(from_on), str(to_on)) for vin, what, from_on, to_on in lives] == [
        ("01", "taken_in", "2026-10-02", "2026-10-02"), ("01", "reserved", "2026-10-02", "2026-10-09"),
        ("01", "freed", "2026-10-09", "2026-11-20"), ("01", "reserved", "2026-11-20", "9999-12-31"),
        ("47", "taken_in", "2026-09-01", "2026-09-01"), ("47", "reserved", "2026-09-01", "2026-09-04"),
        ("47", "sold", "2026-09-04", "2026-09-05"), ("47", "delivered", "2026-09-05", "9999-12-31")]
    assert dict(map(tuple, taken)) == {None: 0, "LSVAA4182E2184847": 1, "LFV2A21K9D3017001": 2}
