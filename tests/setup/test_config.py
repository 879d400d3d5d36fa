import stat

import pytest

from portal import config, create_app

GOOD = "k3y-" * 12
DATABASE = "sqlite:////nowhere/portal.db"


@pytest.fixture(autouse=True)
def bare(monkeypatch, tmp_path):
    """An environment that says nothing, and an instance folder of this test's own."""
    for name in ("SECRET_KEY", "DATABASE_URL", "DEMO", "ADDRESS", "HOUSE", "TRUSTED_PROXY"):
        monkeypatch.delenv(f"PORTAL_{name}", raising=False)
    monkeypatch.setattr(config, "INSTANCE", tmp_path / "instance")


@pytest.mark.parametrize(("key", "reason"), [
    (None, "is missing"), ("", "is missing"), ("short", "shorter than 32"),
    (config.DEMO_KEY + GOOD, "is the demo store's")])
def test_an_installation_without_a_good_key_does_not_start_and_says_why(monkeypatch, key, reason):
    monkeypatch.setenv("PORTAL_DATABASE_URL", DATABASE)
    if key is not None:
        monkeypatch.setenv("PORTAL_SECRET_KEY", key)
    with pytest.raises(config.NotConfigured, match=reason):
        create_app()


def test_an_installation_says_where_its_database_is(monkeypatch):
    monkeypatch.setenv("PORTAL_SECRET_KEY", GOOD)
    with pytest.raises(config.NotConfigured, match="PORTAL_DATABASE_URL is missing"):
        create_app()


def test_the_demo_stores_key_is_made_once_and_kept_for_its_owner_alone(monkeypatch):
    monkeypatch.setenv("PORTAL_DEMO", "1")
    first, second = create_app(), create_app()
    assert first.config["DEMO"] and first.config["SECRET_KEY"] == second.config["SECRET_KEY"]
    assert len(first.config["SECRET_KEY"]) > 60
    assert stat.S_IMODE((config.INSTANCE / "demo.key").stat().st_mode) == 0o600
    assert first.config["SQLALCHEMY_DATABASE_URI"] == f"sqlite:///{config.INSTANCE}/demo.db"


@pytest.mark.parametrize("scheme", ["mysql", "mariadb", "mysql+pymysql"])
def test_mariadbs_address_may_be_written_in_any_usual_way(scheme):
    app = create_app(SECRET_KEY=GOOD, SQLALCHEMY_DATABASE_URI=f"{scheme}://portal:pw@db.example.cn/portal")
    assert app.config["SQLALCHEMY_DATABASE_URI"] == "mysql+pymysql://portal:pw@db.example.cn/portal"


@pytest.mark.parametrize(("address", "secure"), [("https://portal.example.cn", True), ("http://10.0.0.5:5000", False)])
def test_the_session_cookie_stays_with_tls_where_the_portal_has_it(address, secure):
    app = create_app(SECRET_KEY=GOOD, SQLALCHEMY_DATABASE_URI=DATABASE, PORTAL_ADDRESS=address)
    assert app.config["SESSION_COOKIE_SECURE"] is secure
