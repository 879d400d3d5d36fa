"""P13: the pages as Chromium meets them, served as they are shipped."""
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.request import urlopen

from portal.config import ROOT
from portal.signin.demo import PASSWORD

from .measure import Table

NAMES = ("chromium", "chromium-browser", "google-chrome")
KB = 1000
LARGEST_PAINT = """() => new Promise(done => { let last = 0; new PerformanceObserver(list => list.getEntries().forEach(
    entry => { last = entry.startTime; })).observe({type: "largest-contentful-paint", buffered: true});
    setTimeout(() => done(last), 300); })"""


class Wire:
    """What goes over the wire while a page is opened."""
    def __init__(self, page: Any) -> None:
        self.requests, self.bytes, self.scripts = 0, 0, 0
        self._kinds: dict[str, str] = {}
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.responseReceived", self._answered)
        session.on("Network.loadingFinished", self._finished)

    def _answered(self, told: dict[str, Any]) -> None:
        if not told["response"].get("fromDiskCache") and not told["response"]["url"].startswith("data:"):
            self._kinds[told["requestId"]] = told["type"]

    def _finished(self, told: dict[str, Any]) -> None:
        kind = self._kinds.pop(told["requestId"], None)
        if kind is not None and told["encodedDataLength"]:
            self.requests += 1
            self.bytes += told["encodedDataLength"]
            self.scripts += told["encodedDataLength"] if kind == "Script" else 0

    def begin(self) -> None:
        self.requests = self.bytes = self.scripts = 0


def measure(table: Table, environment: dict[str, str]) -> None:
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        path = None
    if path is None:
        table.leave_out("P13", "Chromium or Playwright is not installed")
        return
    with _served(environment) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
        wire = Wire(page)
        page.goto(f"{address}/sign-in")
        page.fill("[name=account]", "manager")
        page.fill("[name=password]", PASSWORD)
        page.click("main form button[type=submit], main form button:not([type])")
        page.wait_for_url(f"{address}/")
        state = page.context.storage_state()
        page.context.close()
        page = browser.new_context(viewport={"width": 1366, "height": 768}, storage_state=state).new_page()
        wire = Wire(page)
        page.goto(f"{address}/leads", wait_until="networkidle")
        table.add("P13", "first visit to the list: requests", wire.requests, 8, unit="")
        table.add("P13", "first visit: over the wire", wire.bytes / KB, 80, unit="kB")
        table.add("P13", "first visit: scripts", wire.scripts / KB, 30, unit="kB")
        wire.begin()
        page.goto(f"{address}/leads?sort=-due", wait_until="networkidle")
        table.add("P13", "second visit: requests", wire.requests, 2, unit="")
        table.add("P13", "second visit: over the wire", wire.bytes / KB, 30, unit="kB")
        table.add("P13", "nodes of the list", page.evaluate("document.querySelectorAll('*').length"), 1500, unit="")
        table.add("P13", "largest paint of the list", page.evaluate(LARGEST_PAINT) / 1000, 0.8, unit="s")
        browser.close()


@contextmanager
def _served(environment: dict[str, str]) -> Iterator[str]:
    """The portal as it is shipped, on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-m", "portal", "serve", "--port", str(port)], cwd=ROOT,
                              env=environment, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _try in range(300):
            try:
                urlopen(f"{address}/sign-in", timeout=5).close()
                break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(40)
