"""Configuration: defaults here, the rest from the environment (PORTAL_…), read once in create_app."""
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent

DEFAULTS: dict[str, Any] = {
    "CLOCK": lambda: datetime.now(UTC),
    "DEMO": False,
    "HOUSE": "",                                    # the name of the group, where no store's name stands
    "PORTAL_ADDRESS": "",                           # https://portal.example.cn: stands in QR codes; empty: none printed
    "MAX_CONTENT_LENGTH": 6 * 1024 * 1024,
    "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "WTF_CSRF_TIME_LIMIT": None,                    # the session ends it
    "SEND_FILE_MAX_AGE_DEFAULT": timedelta(days=365),
    "BABEL_DEFAULT_LOCALE": "zh_CN",
    "BABEL_DEFAULT_TIMEZONE": "Asia/Shanghai",
    "LANGUAGES": ("zh_CN", "en"),
}


def from_environment() -> dict[str, Any]:
    """What the environment says: SECRET_KEY, DATABASE_URL, HOUSE, ADDRESS."""
    found = {"SECRET_KEY": os.environ.get("PORTAL_SECRET_KEY"),
             "SQLALCHEMY_DATABASE_URI": os.environ.get("PORTAL_DATABASE_URL"),
             "HOUSE": os.environ.get("PORTAL_HOUSE"),
             "PORTAL_ADDRESS": os.environ.get("PORTAL_ADDRESS")}
    return {key: value for key, value in found.items() if value}
