import os
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from portal import create_app
from portal.extensions import db
from portal.translations import compile_all

from .desk import Desk

ZONE = ZoneInfo("Asia/Shanghai")


class Clock:
    """The portal's clock, set by the test; it starts on Monday 2026-11-23, 10:00 in the store."""
    def __init__(self):
        self.set(date(2026, 11, 23))

    def __call__(self):
        return self.now

    def set(self, day, hour=10, minute=0):
        self.now = datetime.combine(day, time(hour, minute), ZONE).astimezone(UTC)
        return self.now


@pytest.fixture(scope="session", autouse=True)
def words():
    """The catalogues, compiled as at set-up."""
    compile_all()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def app(tmp_path, clock):
    """An empty portal."""
    url = os.environ.get("TEST_DATABASE_URL", f"sqlite:///{tmp_path}/test.db")
    app = create_app(TESTING=True, CLOCK=clock, SECRET_KEY="x" * 32, SQLALCHEMY_DATABASE_URI=url)
    with app.app_context():
        db.drop_all()
        db.create_all()
        yield app
        db.session.remove()
        db.drop_all()
        db.engine.dispose()


@pytest.fixture
def desk(app):
    return Desk(app)
