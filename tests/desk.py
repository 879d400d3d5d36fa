"""A browser at somebody's desk: opens and sends real pages, and checks the house rules on every page it meets."""
import re

from sqlalchemy import select

from portal.extensions import db
from portal.org.models import Person


class Desk:
    def __init__(self, app):
        self.app, self.client = app, app.test_client()

    def sign_in(self, name):
        person = db.session.scalar(select(Person).where(Person.name == name))
        with self.client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = str(person.id), True
        return self

    def open(self, path, status=200, **kw):
        page = self._call("get", path, **kw)
        assert page.status_code == status, page.text
        if status == 200 and "HX-Request" not in kw.get("headers", {}):
            assert page.text.count("<h1") == 1 and "<title>" in page.text
            assert not re.search(r"\sstyle=|\son[a-z]+=|<script(?![^>]*src)", page.text)
        return page

    def send(self, path, page=None, **typed):
        """Fill in the form on `page` (an address, or a page opened before) and send it."""
        page = page if hasattr(page, "text") else self.open(page or path)
        hidden = dict(re.findall(r'<input id="\w+" name="(\w+)" type="hidden" value="([^"]*)"', page.text))
        return self._call("post", path, data=hidden | typed)

    def _call(self, method, path, **kw):
        db.session.remove()                     # a request begins with a session of its own
        with self.app.app_context():            # and ends with its context, whatever the test has open
            return getattr(self.client, method)(path, **kw)
