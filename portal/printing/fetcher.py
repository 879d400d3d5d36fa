"""Fetcher: all that a sheet may read are the portal's own static files and small pictures within its HTML."""
import mimetypes
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

STATIC = Path(__file__).resolve().parent.parent.parent / "static"


class SheetFetcher(URLFetcher):
    """`static:///css/sheet.css` and `data:image/…`; anything else (file, network, redirect) ends the rendering."""
    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data", "static"), allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url.startswith("data:image/") and len(url) < 1_000_000:
            return super().fetch(url, headers)
        parts = urlsplit(url)
        path = (STATIC / unquote(parts.path).lstrip("/")).resolve()
        if parts.scheme != "static" or not path.is_relative_to(STATIC) or not path.is_file():
            raise FatalURLFetchingError(f"refused: {url[:80]}")      # any other exception is only logged
        return URLFetcherResponse(
            url, path.read_bytes(), {"Content-Type": mimetypes.guess_type(path.name)[0] or "application/octet-stream"})
