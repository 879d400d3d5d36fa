"""A real browser on a real server: pages at both sizes, as people see them."""
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from ..parts import missing, program

ARGUMENTS = ["--no-sandbox", "--disable-background-networking"]
DESK, PHONE = (1366, 768), (390, 844)
EXPECTED_LINE = "Failed to load resource: the server responded with a status of 4"      # Chromium's own, for any 4xx
FAULTS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LAYOUT_SHIFT = """() => new Promise(done => { let sum = 0; new PerformanceObserver(list => list.getEntries().forEach(
    entry => { if (!entry.hadRecentInput) sum += entry.value; })).observe({type: "layout-shift", buffered: true});
    setTimeout(() => done(sum), 50); })"""
TOO_SMALL = """() => [...document.querySelectorAll("body *")].filter(e => e.getClientRects().length
    && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())
    && parseFloat(getComputedStyle(e).fontSize) < 12).map(e => e.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="session")
def chromium():
    path = program("chromium", "chromium-browser", "google-chrome") or missing("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def address(app):
    """Where the portal of this test is served."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


class Window:
    """A browser window of one size, signed in as `desk` is; everything it meets is checked."""
    def __init__(self, chromium, address, desk, size, *, javascript=True, dark=False):
        self.address = address
        self.context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]}, java_script_enabled=javascript,
            color_scheme="dark" if dark else "light", has_touch=size == PHONE, reduced_motion="reduce")
        if cookie := desk.client.get_cookie("session"):
            self.context.add_cookies([{"name": "session", "value": cookie.value, "url": address}])
        self.page = self.context.new_page()
        self.said, self.asked = [], []
        self.page.on("console", lambda line: self.said.append(line.text) if line.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def open(self, path):
        self.answer = self.page.goto(self.address + path)
        return self

    def resize(self, size):
        self.page.set_viewport_size({"width": size[0], "height": size[1]})

    def check(self, *, axe=True):
        """What holds on every page at every size."""
        path = self.page.url.removeprefix(self.address)
        wide, room = self.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert wide <= room, f"{path}: scrolls sideways, {wide} on {room}"
        errors = [line for line in self.said if not line.startswith(EXPECTED_LINE)]
        assert not errors, f"{path}: console: {errors}"
        elsewhere = [url for url in self.asked if not url.startswith((self.address, "data:"))]
        assert not elsewhere, f"{path}: asks elsewhere: {elsewhere}"
        assert not (small := self.page.evaluate(TOO_SMALL)), f"{path}: text under 12 px: {small[:3]}"
        assert (shift := self.page.evaluate(LAYOUT_SHIFT)) <= 0.05, f"{path}: layout shifts by {shift}"
        if axe:
            found = Axe().run(self.page, options={"runOnly": {"type": "tag", "values": FAULTS}})
            faults = [(fault["id"], [node["html"][:120] for node in fault["nodes"][:3]])
                      for fault in found.response["violations"]]
            assert not faults, f"{path}: {faults}"
        return self

    def close(self):
        self.context.close()


@pytest.fixture
def window(chromium, address, desk):
    """window(size, …) opens one as whom `desk` has signed in."""
    opened = []

    def make(size=DESK, **how):
        opened.append(Window(chromium, address, desk, size, **how))
        return opened[-1]
    yield make
    for each in opened:
        each.close()
