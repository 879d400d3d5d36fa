"""What holds for every list that an area names; how often each asks the database is counted on the bench's store."""
from portal.core.policy_table import EVERYONE, TABLE
from portal.core.registry import registry

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
