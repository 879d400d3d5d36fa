"""Schema: the tables as the migrations make them, and whether the database has them."""
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import upgrade as _upgrade

from portal.extensions import db, migrate


def upgrade() -> None:
    """Bring the database to this version's schema; nothing where it is there already."""
    if not is_current():
        _upgrade()


def is_current() -> bool:
    with db.engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_heads()
    return set(found) == set(ScriptDirectory(migrate.directory).get_heads())
