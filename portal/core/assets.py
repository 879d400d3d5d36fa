"""Assets: static files under addresses that change with their content, so that they can be cached for a year."""
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask


@lru_cache(maxsize=256)
def _digest(file: Path, changed_at: int) -> str:
    return sha256(file.read_bytes()).hexdigest()[:12]


def init_app(app: Flask) -> None:
    folder = Path(app.static_folder or "")

    @app.url_defaults
    def add_digest(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and (file := folder / values.get("filename", "")).is_file():
            values.setdefault("v", _digest(file, file.stat().st_mtime_ns))
