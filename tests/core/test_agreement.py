"""Settings and choices: what a store has agreed, from which day, and the lists it edits."""
from datetime import date
from decimal import Decimal

import pytest
from flask_babel import force_locale
from sqlalchemy import event, select

from portal.core.action import Change, Refused, Stale
from portal.core.agreement import (
    Choice,
    ChoiceKind,
    SettingKind,
    add_choice,
    agree,
    agreed,
    choices,
    end_choice,
    lay_down_choices,
    rename_choice,
    reopen_choice,
    reorder_choices,
    version_seen,
    versions,
    words,
)
from portal.core.registry import registry
from portal.extensions import db
from portal.org.models import Role, Store
from tests.factories.org import add_person, add_store, person

TODAY = date(2026, 11, 23)
CELLS = (SettingKind("shown", "", "Letter", str, low=1, high=2), SettingKind("interval", 1, "Interval", low=1, high=90),
         SettingKind("used", True, "Used", bool))
LEVELS = SettingKind("levels", {"H": {"shown": "H", "interval": 1, "used": True},
                                "A": {"shown": "A", "interval": 3, "used": True}}, "Levels", dict,
                     rows={"H": "H", "A": "A"}, fields=CELLS)
KINDS = (SettingKind("protection", 30, "Protection", low=0, high=365),
         SettingKind("rate", Decimal("0.06"), "Rate", Decimal, low=0, high=1),
         SettingKind("closed", [], "Closed", list, options={0: "Monday", 6: "Sunday"}),
         SettingKind("basis", "own", "Basis", str, options={"own": "Own", "official": "Official"}), LEVELS)


@pytest.fixture
def store(app):
    registry().settings.update({kind.key: kind for kind in KINDS})
    registry().choices["source"] = ChoiceKind("source", "Source", (("walk_in", "自然来店", "Walk-in"),
                                                                   ("call", "来电", "Call")))
    registry().choices["purpose"] = ChoiceKind("purpose", "Purpose", (("look", "看车咨询", "Look"),), fixed=True)
    store_id = add_store()
    add_person("Chen", Role.MANAGER, store_id=store_id)
    return db.session.get(Store, store_id)


def settle(store, key, value, on=TODAY, reason="agreed at the meeting", version=None):
    version = version_seen(key, store_id=store and store.id) if version is None else version
    return agree(key, value, by=person("Chen"), store=store, version=version, from_on=on, reason=reason)


def test_the_default_holds_until_something_is_agreed(store):
    assert agreed("protection", store_id=store.id, on=TODAY) == 30
    settle(store, "protection", 15, on=date(2026, 12, 1))
    days = [date(2026, 11, 30), date(2026, 12, 1), date(2028, 1, 1)]
    assert [agreed("protection", store_id=store.id, on=on) for on in days] == [30, 15, 15]


def test_a_new_version_leaves_the_old_one_in_force_for_its_days(store):
    settle(store, "protection", 15, on=date(2026, 1, 1))
    settle(store, "protection", 20)
    days = [date(2025, 12, 31), date(2026, 11, 22), TODAY]
    assert [agreed("protection", store_id=store.id, on=on) for on in days] == [30, 15, 20]
    assert [setting.value for setting in versions("protection", store_id=store.id)] == [20, 15]


def test_of_two_versions_of_one_day_the_later_holds(store):
    settle(store, "protection", 15)
    settle(store, "protection", 20)
    assert agreed("protection", store_id=store.id, on=TODAY) == 20


def test_only_the_first_version_may_reach_into_the_past(store):
    settle(store, "protection", 15, on=date(2026, 1, 1))
    with pytest.raises(Refused) as refused:
        settle(store, "protection", 20, on=date(2026, 11, 22))
    assert refused.value.field == "from_on"


def test_a_change_needs_a_reason(store):
    with pytest.raises(Refused) as refused:
        settle(store, "protection", 15, reason="  ")
    assert refused.value.field == "reason"


def test_the_second_of_two_editors_is_told_so(store):
    settle(store, "protection", 15)
    with pytest.raises(Stale):
        settle(store, "protection", 20, version=0)


@pytest.mark.any_database
@pytest.mark.parametrize(("key", "value"), [
    ("protection", -1), ("protection", 366), ("protection", "15"), ("protection", True), ("protection", None),
    ("rate", "much"), ("rate", "1.5"), ("rate", "NaN"), ("closed", [3]), ("closed", 6), ("basis", "other"),
    ("levels", {"H": {}}), ("levels", {"H": {"shown": "H", "interval": 0, "used": True}, "A": {}}), ("levels", [])])
def test_a_value_out_of_bounds_is_refused(store, key, value):
    with pytest.raises(Refused) as refused:
        settle(store, key, value)
    assert refused.value.field == "value"


def test_each_type_comes_back_as_it_was_agreed(store):
    levels = {"H": {"shown": "H", "interval": 2, "used": True}, "A": {"shown": "1", "interval": 7, "used": False}}
    for key, value in (("rate", Decimal("0.055")), ("closed", [6, 0]), ("basis", "official"), ("levels", levels)):
        settle(store, key, value)
    assert agreed("rate", store_id=store.id, on=TODAY) == Decimal("0.055")
    assert agreed("closed", store_id=store.id, on=TODAY) == [0, 6]
    assert agreed("levels", store_id=store.id, on=TODAY) == levels


def test_a_column_that_came_later_reads_its_default(store):
    settle(store, "levels", LEVELS.default)
    registry().settings["levels"] = SettingKind(
        "levels", {code: row | {"window": 7} for code, row in LEVELS.default.items()}, "Levels", dict,
        rows=LEVELS.rows, fields=(*CELLS, SettingKind("window", 7, "Window")))
    assert agreed("levels", store_id=store.id, on=TODAY)["A"]["window"] == 7


def test_what_the_group_agreed_holds_where_a_store_has_nothing_of_its_own(store):
    other = add_store("B", "永驰滨湖店")
    settle(None, "protection", 10)
    settle(store, "protection", 20)
    assert [agreed("protection", store_id=store_id, on=TODAY) for store_id in (store.id, other, None)] == [20, 10, 10]


def test_settings_are_read_once_per_transaction(store):
    store_id, seen = store.id, []
    event.listen(db.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    for key in ("protection", "rate", "closed", "protection"):
        agreed(key, store_id=store_id, on=TODAY)
    assert len(seen) == 2                                      # the store's and the group's


def test_a_store_begins_with_the_lists_of_the_areas(store):
    assert lay_down_choices(store, by=person("Chen")) == sum(len(kind.first) for kind in registry().choices.values())
    assert lay_down_choices(store, by=person("Chen")) == 0
    with force_locale("zh_CN"):
        assert [line.label for line in choices("source", store_id=store.id, on=TODAY)] == ["自然来店", "来电"]
    with force_locale("en"):
        assert words("source", "call", store_id=store.id) == "Call"
        assert words("source", "gone", store_id=store.id) == "gone" and words("source", None, store_id=store.id) == ""


def lines(kind, store):
    """The rows of a list, to be changed."""
    return db.session.scalars(select(Choice).where(Choice.store_id == store.id, Choice.kind == kind)
                              .order_by(Choice.rank)).all()


def test_a_line_that_ended_is_offered_no_more_and_keeps_its_words(store, clock):
    lay_down_choices(store, by=person("Chen"))
    line = lines("source", store)[0]
    end_choice(line, by=person("Chen"), version=line.version)
    assert [line.code for line in choices("source", store_id=store.id, on=TODAY)] == ["walk_in", "call"]
    assert [line.code for line in choices("source", store_id=store.id, on=date(2026, 11, 24))] == ["call"]
    with force_locale("en"):
        assert words("source", "walk_in", store_id=store.id) == "Walk-in"
    reopen_choice(line, by=person("Chen"), version=line.version)
    assert len(choices("source", store_id=store.id, on=date(2026, 11, 24))) == 2


def test_a_list_keeps_at_least_one_line(store):
    lay_down_choices(store, by=person("Chen"))
    first, second = lines("source", store)
    end_choice(first, by=person("Chen"), version=first.version)
    with pytest.raises(Refused):
        end_choice(second, by=person("Chen"), version=second.version)


def test_lines_are_added_renamed_and_put_in_order(store):
    lay_down_choices(store, by=person("Chen"))
    added = add_choice("source", by=person("Chen"), store=store, words_zh="短视频", words_en="", once="k1")
    again = add_choice("source", by=person("Chen"), store=store, words_zh="短视频", words_en="", once="k1")
    assert added.id == again.id and added.words_en == "短视频"
    rename_choice(added, by=person("Chen"), version=added.version, words_zh="短视频直播", words_en="Short video")
    ids = [line.id for line in choices("source", store_id=store.id)]
    reorder_choices("source", ids[::-1], by=person("Chen"), store=store)
    assert [line.code for line in choices("source", store_id=store.id)] == ["own3", "call", "walk_in"]
    with pytest.raises(Stale):
        reorder_choices("source", ids[:2], by=person("Chen"), store=store)
    verbs = set(db.session.scalars(select(Change.action).where(Change.row_kind == "choice")))
    assert verbs == {"choices.laid_down", "choice.added", "choice.renamed", "choices.reordered"}


def test_the_same_words_twice_are_refused(store):
    lay_down_choices(store, by=person("Chen"))
    with pytest.raises(Refused) as refused:
        add_choice("source", by=person("Chen"), store=store, words_zh=" 来电 ", words_en="Phone")
    assert refused.value.field == "words_zh"


def test_lines_that_rules_read_are_neither_added_nor_ended(store):
    lay_down_choices(store, by=person("Chen"))
    line = lines("purpose", store)[0]
    with pytest.raises(Refused):
        add_choice("purpose", by=person("Chen"), store=store, words_zh="逛", words_en="Stroll")
    with pytest.raises(Refused):
        end_choice(line, by=person("Chen"), version=line.version)
    rename_choice(line, by=person("Chen"), version=line.version, words_zh="看车", words_en="To look")
    assert db.session.get(Choice, line.id).words_zh == "看车"
