"""What holds for every list that an area names."""
from dataclasses import replace
from datetime import date

import pytest
from flask import g
from sqlalchemy import event, select
from werkzeug.datastructures import MultiDict

from portal.core.lists.page import page_of
from portal.core.policy import my_rights
from portal.core.policy_table import EVERYONE, TABLE
from portal.core.registry import registry
from portal.core.scope import Scope
from portal.demo.fill import fill
from portal.extensions import db
from portal.org.models import Membership, Role
from portal.signin.door import load

from ..factories.signin import add_session

ASKS_FOR_EACH_KIND = {"changes"}            # names rows of all tables: a query for each kind that a page names
PERMISSIONS = set(EVERYONE).union(*TABLE.values())


def lists():
    return registry().lists.values()


def test_every_list_says_what_its_rows_are_and_what_to_do_when_there_are_none(app):
    lacking = [each.key for each in lists() if not (each.label and each.rows and each.empty)]
    assert not lacking


def test_every_list_has_one_column_that_names_the_row_and_none_twice(app):
    for each in lists():
        keys = [column.key for column in each.columns]
        assert len(keys) == len(set(keys)), each.key
        assert sum(column.head for column in each.columns) == 1, each.key


def test_every_list_is_sorted_by_a_column_that_can_be_sorted(app):
    for each in lists():
        sorts = {column.key for column in each.columns if column.sort is not False}
        assert each.sort.removeprefix("-") in sorts, each.key


def test_every_link_leads_to_a_page_with_that_argument(app):
    for each in lists():
        for column in each.columns:
            if column.link:
                rules = app.url_map.iter_rules(column.link.endpoint)
                assert any(column.link.argument in rule.arguments for rule in rules), (each.key, column.key)


def test_every_permission_that_a_list_names_is_in_the_policy(app):
    for each in lists():
        named = {each.export, *(column.needs for column in each.columns)} - {None}
        assert named <= PERMISSIONS, each.key


def test_every_list_is_shown_with_no_two_fields_of_one_name_in_its_address(app):
    for each in lists():
        fields = ["sort", "page"]
        for one in each.filters:
            fields += getattr(one, "names", (one.key,))
        assert len(fields) == len(set(fields)), each.key


def test_a_column_of_the_phone_says_what_becomes_of_it(app):
    known = {"labelled", "plain", "head", "corner", "hidden"}
    assert all(column.phone in known for each in lists() for column in each.columns)


@pytest.mark.slow
@pytest.mark.any_database
def test_every_list_asks_as_often_for_100_rows_as_for_10_and_at_most_six_times(app):
    fill(size="small", today=date(2026, 11, 24))
    manager = db.session.scalars(select(Membership.person_id).where(Membership.role == Role.MANAGER)).first()
    token = add_session(manager)
    statements_of(app, next(iter(lists())), token, 10)          # the first also reads what stays in mind
    told = {each.key: [len(statements_of(app, each, token, size)) for size in (10, 100)] for each in lists()
            if each.key not in ASKS_FOR_EACH_KIND}
    assert {key: counts for key, counts in told.items() if counts[0] != counts[1]} == {}
    assert {key: counts for key, counts in told.items() if counts[0] > 6} == {}


def statements_of(app, a_list, token, size):
    """What reading a page of a list asks the database."""
    made = []
    with app.test_request_context("/"):
        g._login_user = load(token)
        asked = replace(a_list, size=size).asked(Scope(date(2026, 11, 24), everywhere=True), my_rights(), MultiDict())
        db.session.rollback()

        def listen(_connection, _cursor, sql, *_more):
            made.append(sql)
        event.listen(db.engine, "before_cursor_execute", listen)
        try:
            page_of(asked, (), own_columns=False, wrong="")
        finally:
            event.remove(db.engine, "before_cursor_execute", listen)
    return [sql for sql in made if not sql.startswith("BEGIN")]
