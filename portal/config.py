"""Configuration: defaults here, the rest from the environment (PORTAL_…), read once in create_app."""
import os
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
INSTANCE = ROOT / "instance"                        # the demo store's database and key; not in git
DEMO_KEY = "demo-"                                  # begins the demo store's key, which no other installation may use

DEFAULTS: dict[str, Any] = {
    "CLOCK": lambda: datetime.now(UTC),
    "DEMO": False,
    "HOUSE": "",                                    # the name of the group, where no store's name stands
    "PORTAL_ADDRESS": "",                           # https://portal.example.cn: stands in QR codes; empty: none printed
    "TRUSTED_PROXY": "",                            # address of the proxy whose X-Forwarded-… headers are believed
    "MAX_CONTENT_LENGTH": 6 * 1024 * 1024,
    "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "WTF_CSRF_TIME_LIMIT": None,                    # the session ends it
    "BABEL_DEFAULT_LOCALE": "zh_CN",
    "BABEL_DEFAULT_TIMEZONE": "Asia/Shanghai",
    "LANGUAGES": ("zh_CN", "en"),
}


class NotConfigured(RuntimeError):
    """The installation lacks something, or has something unsafe; the message says what to do."""


def configuration(settings: dict[str, Any]) -> dict[str, Any]:
    """Defaults, then the environment, then `settings`; raises NotConfigured where that is not safe to run with."""
    demo = {"DEMO": True} if os.environ.get("PORTAL_DEMO") == "1" else {}
    found = DEFAULTS | demo | from_environment() | settings
    if found["DEMO"]:
        found = {"SECRET_KEY": demo_key(), "SQLALCHEMY_DATABASE_URI": f"sqlite:///{INSTANCE / 'demo.db'}"} | found
    elif fault := fault_of_key(found.get("SECRET_KEY", "")):
        raise NotConfigured(f"PORTAL_SECRET_KEY {fault}. Make one with: python3 -c 'import secrets; "
                            "print(secrets.token_urlsafe(48))' (or try the demo store with PORTAL_DEMO=1).")
    if not found.get("SQLALCHEMY_DATABASE_URI"):
        raise NotConfigured("PORTAL_DATABASE_URL is missing: sqlite:////srv/portal/portal.db, "
                            "or mysql://user:password@host/portal for MariaDB.")
    found["SQLALCHEMY_DATABASE_URI"] = address(found["SQLALCHEMY_DATABASE_URI"])
    found.setdefault("SESSION_COOKIE_SECURE", found["PORTAL_ADDRESS"].startswith("https:"))
    return found


def from_environment() -> dict[str, Any]:
    names = {"SECRET_KEY": "PORTAL_SECRET_KEY", "SQLALCHEMY_DATABASE_URI": "PORTAL_DATABASE_URL",
             "HOUSE": "PORTAL_HOUSE", "PORTAL_ADDRESS": "PORTAL_ADDRESS", "TRUSTED_PROXY": "PORTAL_TRUSTED_PROXY"}
    return {key: os.environ[name] for key, name in names.items() if os.environ.get(name)}


def fault_of_key(key: str) -> str:
    """What is wrong with a secret key, or nothing."""
    if not key:
        return "is missing"
    if len(key) < 32:
        return "is shorter than 32 characters"
    return "is the demo store's" if key.startswith(DEMO_KEY) else ""


def demo_key() -> str:
    """The demo store's secret key: made at the first start, then kept, so that sessions outlive a restart."""
    path = INSTANCE / "demo.key"
    INSTANCE.mkdir(exist_ok=True)
    try:
        with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(DEMO_KEY + secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text()


def address(url: str) -> str:
    """The database's address with our driver: mysql:// and mariadb:// mean PyMySQL."""
    scheme, separator, rest = url.partition("://")
    return f"mysql+pymysql{separator}{rest}" if scheme in ("mysql", "mariadb", "mariadb+pymysql") else url
