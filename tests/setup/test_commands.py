import re

import pytest
from sqlalchemy import select

from portal import cli, create_app
from portal.core.action import Change
from portal.extensions import db
from portal.org.models import Membership, Person, Role, Store
from portal.signin.models import Password
from portal.signin.passwords import matches

KEY = "k3y-" * 12
FIRST = ("init", "--code", "A", "--store", "永驰江城店", "--name", "王建国", "--account", "Admin")


@pytest.fixture
def run(monkeypatch, capsys):
    """A command as `python3 app.py` runs it; gives what it says."""
    monkeypatch.setenv("PORTAL_DEMO", "")       # the command may set it: gone after the test
    monkeypatch.delenv("PORTAL_DEMO")

    def run(*arguments):
        with pytest.raises(SystemExit) as ended:
            cli.main(arguments)
        return "".join([ended.value.code if isinstance(ended.value.code, str) else "", *capsys.readouterr()])
    return run


@pytest.fixture
def installation(own_database, monkeypatch):
    monkeypatch.setenv("PORTAL_DATABASE_URL", own_database)
    monkeypatch.setenv("PORTAL_SECRET_KEY", KEY)
    return own_database


def test_an_installation_begins_once_with_a_store_and_an_administrator_whose_password_is_shown_once(run, installation):
    said = run(*FIRST)
    password = re.search(r"with (\S+) within 72 hours", said)[1]
    app = create_app()
    with app.app_context():
        admin = db.session.scalars(select(Person).where(Person.account == "admin")).one()
        held = db.session.scalars(select(Membership).where(Membership.person_id == admin.id)).one()
        kept = db.session.get_one(Password, admin.id)
        assert (held.role, held.store_id) == (Role.ADMIN, None)
        assert matches(kept.hash, password) and kept.expires_at is not None
        assert db.session.scalars(select(Store.name)).all() == ["永驰江城店"]
        assert set(db.session.scalars(select(Change.action))) == {"portal.begun"}
        db.session.remove()
        db.engine.dispose()
    assert run(*FIRST) == "This portal has a store already."


def test_an_installation_says_first_where_its_database_is(run, monkeypatch, tmp_path):
    monkeypatch.delenv("PORTAL_DATABASE_URL", raising=False)
    monkeypatch.setattr("portal.config.INSTANCE", tmp_path)
    assert "PORTAL_DATABASE_URL=" in run(*FIRST)


def test_the_server_does_not_start_on_another_versions_tables(run, installation):
    app = create_app()
    with app.app_context():
        with db.engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32))")
            connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('newer')")
        db.engine.dispose()
    assert "Run: python3 app.py db upgrade" in run("serve")


def test_help_names_every_command(run):
    said = run("--help")
    for command in ("serve", "init", "db", "test", "check", "measure", "migration", "translations"):
        assert re.search(rf"^  {command} ", said, re.MULTILINE), command
