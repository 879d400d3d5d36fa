"""Nothing offered is refused: every link and button that a role meets, from home on, works for it."""
import re
from html import unescape
from urllib.parse import urljoin, urlsplit

from werkzeug.exceptions import HTTPException

from portal.core.clock import today
from portal.core.policy import PUBLIC, rights_of

from ..factories.org import person

LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]+)"')
FORM = re.compile(r"<form\b[^>]*>")
PRINTS = re.compile(r"\.pdf$")              # made by a job, which no test runs


def offered(page, at):
    """(method, address) of every link and form on a page."""
    for address in LINK.findall(page):
        yield "GET", urljoin(at, unescape(address))
    for form in FORM.findall(page):
        action = re.search(r'\baction="([^"]*)"', form)
        method = "POST" if re.search(r'\bmethod="post"', form, re.I) else "GET"
        yield method, urljoin(at, unescape(action[1]) if action and action[1] else at)


def own(app, address, method):
    """The endpoint and arguments of an address of the portal; None for one that leads elsewhere."""
    parts = urlsplit(address)
    if parts.netloc or parts.scheme or not parts.path.startswith("/") or parts.path.startswith("/static/"):
        return None
    try:
        return app.url_map.bind("").match(parts.path, method=method)
    except HTTPException as wrong:
        return f"{wrong.code}", {}


def refused_of_what_is_offered(mine):
    """All that is refused of what somebody's browser meets; every page is opened once, whatever row it shows."""
    app, rights = mine.app, rights_of(person(mine.name), today())
    waiting, seen, refused = [("/", "")], set(), {}
    while waiting:
        at, came_from = waiting.pop(0)
        answer = mine.page(at)
        if answer.status_code >= 400:
            refused[at] = f"{answer.status_code}, offered on {came_from}"
        if answer.mimetype != "text/html" or answer.status_code != 200:
            continue
        for method, address in offered(answer.get_data(as_text=True), at):
            if (found := own(app, address, method)) is None or PRINTS.search(urlsplit(address).path):
                continue
            endpoint = found[0]
            permission = getattr(app.view_functions.get(endpoint), "permission", None)
            if permission != PUBLIC and permission not in rights:
                refused[address] = f"{endpoint} {method}, offered on {at}"
            elif method == "GET" and (endpoint, bool(urlsplit(address).query)) not in seen:
                seen.add((endpoint, bool(urlsplit(address).query)))
                waiting.append((address, at))
    return refused
