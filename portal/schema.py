"""Schema: the tables as the migrations make them, and whether the database has them."""
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import upgrade as _upgrade
from sqlalchemy import create_engine, text

from portal.extensions import db, migrate

COLLATION = "utf8mb4_bin"           # any other takes some rare names for the same


def create_database() -> None:
    """Make the database where it is not there: SQLite's folder, MariaDB's database with our collation."""
    url = db.engine.url
    if url.get_backend_name() == "sqlite":
        Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)
        return
    server = create_engine(url.set(database=""))
    with server.begin() as connection:
        connection.execute(text(f"CREATE DATABASE IF NOT EXISTS `{url.database}`"))
        connection.execute(text(f"ALTER DATABASE `{url.database}` CHARACTER SET utf8mb4 COLLATE {COLLATION}"))
    server.dispose()


def upgrade() -> None:
    """Bring the database to this version's schema; nothing where it is there already."""
    if not is_current():
        _upgrade()


def take_statistics() -> None:
    """Let SQLite look at how full its tables are; MariaDB does that by itself. Without it a large store's home is slow.

    Reads a thousand rows of an index at most: part of a second on a database of 1 GB.
    """
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA analysis_limit = 1000")
            connection.exec_driver_sql("ANALYZE")
            connection.commit()


def is_current() -> bool:
    with db.engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_heads()
    return set(found) == set(ScriptDirectory(migrate.directory).get_heads())
