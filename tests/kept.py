"""What a fixture lays down, built once: the tests after the first get the same rows without the work."""
import copy
from contextlib import contextmanager
from functools import wraps

from flask import current_app

from portal.core.clock import now
from portal.extensions import db

from .database import written

_kept = {}


def kept(build):
    """For a fixture that fills an empty portal, `app`, and gives what can be copied. It is built anew for each portal
    and moment of the clock; then the rows alone are put back."""
    @wraps(build)
    def lay(app):
        assert not written, f"{build.__name__} wants an empty portal"
        key = build, id(app), now()
        if key not in _kept:
            given = build(app)
            db.session.commit()
            _kept[key] = given, _rows()
        given, rows = _kept[key]
        if not written:
            _put_back(rows)
        return copy.deepcopy(given)
    return lay


def _rows():
    """(table, columns, rows) of all that was written, as the database keeps it."""
    with _cursor() as cursor:
        found = []
        for name in sorted(written & db.metadata.tables.keys()):
            columns = [_quoted(c.name) for c in db.metadata.tables[name].columns if c.computed is None]
            cursor.execute(f"SELECT {', '.join(columns)} FROM {_quoted(name)}")
            found.append((name, columns, cursor.fetchall()))
        return found


def _put_back(rows):
    sqlite = db.engine.dialect.name == "sqlite"
    with _cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys=OFF" if sqlite else "SET foreign_key_checks=0")
        for name, columns, values in rows:
            marks = ", ".join(["?" if sqlite else "%s"] * len(columns))
            if values:
                cursor.executemany(f"INSERT INTO {_quoted(name)} ({', '.join(columns)}) VALUES ({marks})", values)
        cursor.connection.commit()
        cursor.execute("PRAGMA foreign_keys=ON" if sqlite else "SET foreign_key_checks=1")
    written.update(name for name, _columns, _values in rows)
    current_app.extensions.pop("kept", None)            # what another test has read while the same token stood


def _quoted(name):
    return db.engine.dialect.identifier_preparer.quote(name)


@contextmanager
def _cursor():
    connection = db.engine.raw_connection()             # the pragma works only outside a transaction
    try:
        cursor = connection.cursor()
        yield cursor
        cursor.close()
    finally:
        connection.close()
