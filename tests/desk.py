"""A browser at somebody's desk: opens and sends real pages, and checks the house rules on every page it meets."""
from datetime import UTC, datetime
from functools import cached_property
from urllib.parse import urljoin, urlsplit

import html5lib
from sqlalchemy import select

from portal.extensions import db
from portal.org.models import Person

from .factories.signin import add_session
from .house_rules import check_headers, check_page

FIELDS = ("input", "select", "textarea")


class Page:
    """What came back: the answer with its text, and the page as a browser reads it.

    `part`: what htmx swaps into a page.
    """
    def __init__(self, response, path, part=False):
        self.response, self.path, self.part = response, path, part

    def __getattr__(self, name):
        return getattr(self.response, name)

    @property
    def text(self):
        return self.response.get_data(as_text=True)

    @cached_property
    def parsed(self):
        """The tree, and the faults that a browser forgives; a part of a page stands in no body of its own."""
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        tree = parser.parseFragment(self.text) if self.part else parser.parse(self.text)
        return tree, parser.errors

    @property
    def tree(self):
        return self.parsed[0]

    @property
    def words(self):
        """What a person reads, in one line."""
        body = self.tree if self.part else self.tree.find("body")
        return " ".join("".join(body.itertext()).split())

    def form(self, path):
        """The form that sends to `path`."""
        forms = self.tree.findall(".//form")
        here = [form for form in forms
                if urlsplit(urljoin(self.path, form.get("action") or self.path)).path == urlsplit(path).path
                and form.get("method", "").lower() == "post"]
        return here[0] if here else None

    def values(self, path):
        """What the form that sends to `path` holds, untouched; only the token where there is no such form."""
        form = self.form(path)
        if form is None:
            token = self.tree.find(".//input[@name='csrf_token']")
            return {} if token is None else {"csrf_token": token.get("value")}
        found = {}
        for field in form.iter():
            if field.tag in FIELDS and field.get("name") and not field.get("disabled"):
                for value in _values(field):
                    found.setdefault(field.get("name"), []).append(value)
        return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _values(field):
    if field.tag == "textarea":
        return [(field.text or "")]
    if field.tag == "select":
        chosen = [o for o in field.iter("option") if o.get("selected") is not None]
        options = chosen or ([] if field.get("multiple") is not None else list(field.iter("option"))[:1])
        return [o.get("value", (o.text or "")) for o in options]
    if field.get("type") in ("checkbox", "radio"):
        return [field.get("value", "on")] if field.get("checked") is not None else []
    return [] if field.get("type") in ("file", "submit") else [field.get("value", "")]


class Desk:
    def __init__(self, app, *, checks=True):
        self.app, self.client, self.checks = app, app.test_client(), checks

    def sign_in(self, name):
        """At work under this name, in a session that outlasts any test; test_sign_in goes through the real page."""
        person = db.session.scalar(select(Person).where(Person.name == name))
        token = add_session(person.id, ends_at=datetime.max.replace(tzinfo=UTC), idle_minutes=10 ** 7)
        with self.client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = token, True
        return self

    def look(self, path, **kw):
        """What stands at an address, whatever it answers."""
        return self._call("get", path, **kw)

    def open(self, path, status=200, **kw):
        page = self.look(path, **kw)
        assert page.status_code == status, page.text
        return page

    def send(self, path, page=None, status=None, **typed):
        """Fill in the form on `page` (an address, or a page opened before) that sends to `path`, and send it.

        What is not typed stays as the form has it; None leaves a field out.
        """
        page = page if isinstance(page, Page) else self.open(page or path)
        values = {k: v for k, v in (page.values(path) | typed).items() if v is not None}
        answer = self._call("post", path, data=values)
        assert status is None or answer.status_code == status, answer.text
        return answer

    def _call(self, method, path, **kw):
        db.session.remove()                     # a request begins with a session of its own
        with self.app.app_context():            # and ends with its context, whatever the test has open
            page = Page(getattr(self.client, method)(path, **kw), path, "HX-Request" in kw.get("headers", {}))
        check_headers(page)
        if self.checks and page.mimetype == "text/html" and page.status_code not in range(300, 400):
            check_page(page)
        return page
