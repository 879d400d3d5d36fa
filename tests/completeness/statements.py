"""What every list asks the database, counted on a filled store."""
from dataclasses import replace

from flask import g
from sqlalchemy import event, select
from werkzeug.datastructures import MultiDict

from portal.core.lists.page import page_of
from portal.core.policy import my_rights
from portal.core.registry import registry
from portal.core.scope import Scope
from portal.extensions import db
from portal.org.models import Membership, Role
from portal.signin.door import load

from ..factories.signin import add_session

ASKS_FOR_EACH_KIND = {"changes"}            # names rows of all tables: a query for each kind that a page names


def counts_of_lists(app, today):
    """key → how often each list asks for a page of 10 rows, and of 100."""
    lists = registry().lists.values()
    manager = db.session.scalars(select(Membership.person_id).where(Membership.role == Role.MANAGER)).first()
    token = add_session(manager)
    _statements_of(app, next(iter(lists)), token, 10, today)        # the first also reads what stays in mind
    return {each.key: [len(_statements_of(app, each, token, size, today)) for size in (10, 100)] for each in lists
            if each.key not in ASKS_FOR_EACH_KIND}


def _statements_of(app, a_list, token, size, today):
    """What reading a page of a list asks the database."""
    made = []
    with app.test_request_context("/"):
        g._login_user = load(token)
        asked = replace(a_list, size=size).asked(Scope(today, everywhere=True), my_rights(), MultiDict())
        db.session.rollback()

        def listen(_connection, _cursor, sql, *_more):
            made.append(sql)
        event.listen(db.engine, "before_cursor_execute", listen)
        try:
            page_of(asked, (), own_columns=False, wrong="")
        finally:
            event.remove(db.engine, "before_cursor_execute", listen)
    return [sql for sql in made if not sql.startswith("BEGIN")]
