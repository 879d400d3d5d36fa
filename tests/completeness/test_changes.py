"""The change record speaks in words: of every action there is, and of every column that a change may name."""
import re
from pathlib import Path

from sqlalchemy import Column

from portal.core.action import VERBS, Change
from portal.core.changes import FIELDS, HIDDEN, kind_in_words, verb_in_words
from portal.core.registry import registry
from portal.extensions import Model, Technical

PORTAL = Path(__file__).parents[2] / "portal"
DECLARED = re.compile(r'^ *@(?:action|unsigned)\("(.+?)"\)$', re.MULTILINE)


def verbs():
    """Of the portal's own actions; tests of this process may have declared others."""
    return {verb for file in PORTAL.rglob("*.py") for verb in DECLARED.findall(file.read_text("utf-8"))}


def recorded():
    """The tables whose changes are recorded, and their columns."""
    for mapper in Model.registry.mappers:
        if not issubclass(mapper.class_, Technical) and mapper.class_ is not Change:
            yield mapper.class_.__tablename__, [
                attribute.key for attribute in mapper.column_attrs if isinstance(attribute.columns[0], Column)]


def test_every_verb_of_an_action_has_words(app):
    assert len(verbs() & VERBS) > 50
    assert sorted(verb for verb in verbs() if verb_in_words(verb) == verb) == []


def test_every_table_whose_changes_are_recorded_has_a_name(app):
    assert sorted(table for table, _columns in recorded() if kind_in_words(table) == table) == []


def test_every_column_that_a_change_may_name_has_words(app):
    lacking = {}
    for table, columns in recorded():
        kind = registry().kinds.get(table)
        named = FIELDS | dict(kind.fields if kind else {})
        lacking[table] = sorted(set(columns) - named.keys() - HIDDEN)
    assert {table: columns for table, columns in lacking.items() if columns} == {}
