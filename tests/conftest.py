import copy
import gc
import os
import shutil
import tempfile
from dataclasses import fields
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import make_url

from portal.core.registry import Registry
from portal.extensions import db
from portal.printing import printer
from portal.translations import compile_all

from .database import another_database, empty_tables, portal_on, written
from .desk import Desk
from .parts import MariaDB, memory, missing

ZONE = ZoneInfo("Asia/Shanghai")
LATER = ("browser", "slow")         # run after all others, in this order
PATIENCE = 300                      # seconds for a sheet: a busy machine is no fault


def pytest_addoption(parser):
    parser.addoption("--db", choices=("sqlite", "mariadb", "both"), default="sqlite", help="databases to run on")


def pytest_configure(config):
    """The catalogues, and one MariaDB for the whole run: made by the process that shares out the tests."""
    printer.seconds = PATIENCE
    if not hasattr(config, "workerinput"):
        compile_all()
        config.mariadb = None if config.getoption("--db") == "sqlite" else MariaDB.start()
    elif folder := config.workerinput["mariadb"]:
        config.mariadb = MariaDB(folder)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node):
    node.workerinput["mariadb"] = node.config.mariadb and str(node.config.mariadb.folder)


def pytest_unconfigure(config):
    if getattr(config, "mariadb", None) and config.mariadb.process:
        config.mariadb.stop()


def pytest_generate_tests(metafunc):
    """Each test that touches a database runs on each one asked for, but for what is the browser's matter alone."""
    if "database" in metafunc.fixturenames:
        asked = "given" if "TEST_DATABASE_URL" in os.environ else metafunc.config.getoption("--db")
        if asked == "both" and metafunc.definition.get_closest_marker("any_database"):
            asked = "sqlite"
        metafunc.parametrize("database", ("sqlite", "mariadb") if asked == "both" else (asked,), indirect=True)


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(item.config.rootpath / "tests" / "browser"):
            item.add_marker("browser")
    items.sort(key=lambda item: sum(rank for rank, mark in enumerate(LATER, 1) if item.get_closest_marker(mark)))


def pytest_collection_finish():
    """What is imported by now stays to the end: the collector leaves it alone, and comes seldom for what tests drop."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


class Clock:
    """The portal's clock, set by the test; it starts on Monday 2026-11-23, 10:00 in the store."""
    def __init__(self):
        self.set(date(2026, 11, 23))

    def __call__(self):
        return self.now

    def set(self, day, hour=10, minute=0):
        self.now = datetime.combine(day, time(hour, minute), ZONE).astimezone(UTC)
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(scope="session")
def portals(request, worker_id):
    """The portals of this process by their database and the test module whose areas they have, made when asked for."""
    made, folder = {}, tempfile.mkdtemp(prefix="portal", dir=memory())

    def portal(name, areas=(), module=None):
        key = name, module if areas else None
        if key not in made:
            made[key] = portal_on(address(name), areas)
        return made[key]

    def address(name):
        if name == "mariadb":
            return request.config.mariadb.database(f"t_{worker_id}")
        return os.environ["TEST_DATABASE_URL"] if name == "given" else f"sqlite:///{folder}/test.db"
    yield portal
    for app in made.values():
        with app.app_context():
            db.engine.dispose()
    shutil.rmtree(folder)


@pytest.fixture
def database(request):
    """The name of the database that this test runs on; parametrised by pytest_generate_tests."""
    if request.param == "mariadb" and not request.config.mariadb:
        missing("mariadb")
    return request.param


@pytest.fixture
def areas():
    """Areas beside the portal's own: a test module that needs some overrides this."""
    return ()


@pytest.fixture
def own_database(portals, database, tmp_path):
    """The address of a database without tables, for this test alone."""
    url = make_url(portals(database).config["SQLALCHEMY_DATABASE_URI"])
    if url.get_backend_name() == "sqlite":
        yield f"sqlite:///{tmp_path}/own.db"
    else:
        with another_database(url, f"own_{url.database}") as address:
            yield address


@pytest.fixture
def app(request, portals, database, areas, clock):
    """An empty portal. The next test finds it so again: rows, configuration and registry."""
    app = portals(database, areas, request.module.__name__)
    configured, registered = dict(app.config), app.extensions["portal"]
    app.extensions["portal"] = Registry(**{part.name: copy.copy(getattr(registered, part.name))
                                           for part in fields(Registry)})
    app.config["CLOCK"] = clock
    written.clear()             # what went into a database of somebody's own does not concern this one
    with app.app_context():
        yield app
        empty_tables()
    app.extensions["portal"] = registered
    app.config.clear()
    app.config.update(configured)


@pytest.fixture
def desk(app, database, request):
    """Where a test runs on both databases, the page is held against the house rules on the first."""
    return Desk(app, checks=not (database == "mariadb" and request.config.getoption("--db") == "both"))
