"""Runs the migrations on the portal's database, and writes new ones in plain SQLAlchemy: none imports the portal."""
from alembic import context
from alembic.operations import ops
from flask import current_app
from sqlalchemy import LargeBinary, Table

from portal.extensions import UtcDateTime

database = current_app.extensions["migrate"].db
area = context.get_x_argument(as_dictionary=True).get("area")


def render_item(kind, thing, autogen):
    """Our own types in words that stay true when the portal's code moves on."""
    if kind == "type" and isinstance(thing, UtcDateTime):
        autogen.imports.add("from sqlalchemy.dialects import mysql")
        return 'sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")'
    return False


def include_object(thing, name, kind, reflected, compared):
    """With `-x area=NAME`: only that area's tables."""
    return area is None or kind != "table" or not isinstance(thing, Table) or name in tables_of(area)


def tables_of(area):
    return {mapper.local_table.name for mapper in database.Model.registry.mappers
            if mapper.class_.__module__.split(".")[1] == area}


def compare_type(context, found, wanted, found_type, wanted_type):
    """MariaDB calls bytes by their greatest length: MEDIUMBLOB. Otherwise Alembic knows."""
    return False if isinstance(wanted_type, LargeBinary) and type(found_type).__name__.endswith("BLOB") else None


def repeatable(context, revision, directives):
    """No file without a change; what was killed half way can be run again, for MariaDB commits each table by itself.

    A table goes with its indexes: MariaDB would not drop before it one that a foreign key needs.
    """
    if not getattr(context.config.cmd_opts, "autogenerate", False):
        return
    script = directives[0]
    if script.upgrade_ops.is_empty():
        directives.clear()
    for change in script.upgrade_ops.ops:
        for each in [change, *getattr(change, "ops", ())]:
            if isinstance(each, (ops.CreateTableOp, ops.CreateIndexOp)):
                each.if_not_exists = True
    dropped = {change.table_name for change in script.downgrade_ops.ops if isinstance(change, ops.DropTableOp)}
    script.downgrade_ops.ops = [change for change in script.downgrade_ops.ops
                                if isinstance(change, ops.DropTableOp) or change.table_name not in dropped]
    for change in script.downgrade_ops.ops:
        if isinstance(change, ops.DropTableOp):
            change.if_exists = True


with database.engine.connect() as connection:
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:                      # batch mode makes a table anew, which rows that point at it would forbid
        connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")
    context.configure(connection=connection, target_metadata=database.metadata, render_as_batch=True,
                      render_item=render_item, include_object=include_object, compare_type=compare_type,
                      process_revision_directives=repeatable, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
    if sqlite:
        broken = connection.connection.dbapi_connection.execute("PRAGMA foreign_key_check").fetchall()
        connection.invalidate()     # its foreign keys are off: nobody else gets it
        if broken:
            raise RuntimeError(f"rows that point nowhere: {broken[:10]}")
