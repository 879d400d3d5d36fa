"""Runs the migrations on the portal's database, and writes new ones in plain SQLAlchemy: none imports the portal."""
from alembic import context
from alembic.operations import ops
from flask import current_app
from sqlalchemy import Table

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


def repeatable(context, revision, directives):
    """No file without a change; and one that was killed half way can be run again (MariaDB commits each table)."""
    if not getattr(context.config.cmd_opts, "autogenerate", False):
        return
    changes = directives[0].upgrade_ops
    if changes.is_empty():
        directives.clear()
    for change in changes.ops:
        for each in [change, *getattr(change, "ops", ())]:
            if isinstance(each, (ops.CreateTableOp, ops.CreateIndexOp)):
                each.if_not_exists = True


with database.engine.connect() as connection:
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:                      # batch mode makes a table anew, which rows that point at it would forbid
        connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")
    context.configure(connection=connection, target_metadata=database.metadata, render_as_batch=True,
                      render_item=render_item, include_object=include_object,
                      process_revision_directives=repeatable, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
    if sqlite:
        broken = connection.connection.dbapi_connection.execute("PRAGMA foreign_key_check").fetchall()
        connection.invalidate()     # its foreign keys are off: nobody else gets it
        if broken:
            raise RuntimeError(f"rows that point nowhere: {broken[:10]}")
