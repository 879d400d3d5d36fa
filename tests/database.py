"""Databases for the tests: the tables are made once, and after each test those that were written to are emptied."""
import re
from contextlib import contextmanager

from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine, create_engine, event, text

from portal import create_app
from portal.extensions import db

INSERT = re.compile(r"\s*INSERT (?:OR \w+ |IGNORE )?INTO [`\"]?(\w+)", re.IGNORECASE)
written = set()             # tables that a row went into, through whichever engine


@event.listens_for(Engine, "before_cursor_execute")
def _note(connection, cursor, statement, parameters, context, executemany):
    if found := INSERT.match(statement):
        written.add(found[1])


def portal_on(url, areas=()):
    """A portal with all its tables, empty, that has begun to serve: its routes are settled."""
    app = create_app(TESTING=True, SECRET_KEY="x" * 32, SQLALCHEMY_DATABASE_URI=url)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache()            # every process compiles each template once
    for area in areas:
        area.init_app(app)
    with app.app_context():
        db.drop_all()
        db.create_all()
        app.test_client().get("/no-such-page")
        written.clear()
    return app


def empty_tables():
    """Empty what was written to; ids begin with 1 again."""
    db.session.remove()
    names = sorted(written & db.metadata.tables.keys())
    written.clear()
    if not names:
        return
    off, empty, on = (("PRAGMA foreign_keys=OFF", 'DELETE FROM "{}"', "PRAGMA foreign_keys=ON")
                      if db.engine.dialect.name == "sqlite" else
                      ("SET foreign_key_checks=0", "TRUNCATE `{}`", "SET foreign_key_checks=1"))
    connection = db.engine.raw_connection()                 # the pragma works only outside a transaction
    try:
        cursor = connection.cursor()
        for statement in (off, *(empty.format(name) for name in names), on):
            cursor.execute(statement)
        cursor.close()
    finally:
        connection.close()


@contextmanager
def another_database(url, name):
    """The address of a fresh database on the MariaDB server of `url`, there for as long as the block lasts."""
    server = create_engine(url)
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS `{name}`"))
        connection.execute(text(f"CREATE DATABASE `{name}`"))
        yield url.set(database=name).render_as_string(hide_password=False)
        connection.execute(text(f"DROP DATABASE `{name}`"))
    server.dispose()
