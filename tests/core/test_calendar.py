"""The store's calendar: open days, official working days, and how much of a period has passed."""
from datetime import date, timedelta
from fractions import Fraction

import pytest
from flask_babel import force_locale
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, select

from portal.core.action import Change, Refused
from portal.core.agreement import agree, version_seen
from portal.core.calendar import (
    Official,
    calendar_of,
    lay_down_official_days,
    name_official_day,
    name_store_day,
    official,
)
from portal.core.period import Period, month, year
from portal.extensions import db
from portal.org.models import OfficialDay, Role, Store
from tests.factories.org import add_person, add_store, person

NOVEMBER, BEGINNING = month(date(2026, 11, 1)), date(2025, 1, 1)


@pytest.fixture
def store(app):
    store_id = add_store()
    add_person("Chen", Role.MANAGER, store_id=store_id)
    return db.session.get(Store, store_id)


def settle(store, key, value, on=BEGINNING):
    agree(f"calendar.{key}", value, by=person("Chen"), store=store, from_on=on, reason="as the store works",
          version=version_seen(f"calendar.{key}", store_id=store.id))


def test_a_store_is_open_every_day_unless_it_says_otherwise(store):
    assert len(calendar_of(store.id).open_days(NOVEMBER)) == 30


def test_closing_days_count_from_the_day_they_were_agreed_for(store):
    settle(store, "closed", [0], on=date(2026, 11, 15))                        # Mondays
    closed = set(NOVEMBER.days()) - set(calendar_of(store.id).open_days(NOVEMBER))
    assert sorted(day.day for day in closed) == [16, 23, 30]


def test_a_single_day_is_opened_or_closed_against_the_rule(store):
    settle(store, "closed", [6])
    name_store_day(store, date(2026, 11, 8), by=person("Chen"), open=True, note="车展")
    name_store_day(store, date(2026, 11, 3), by=person("Chen"), open=False)
    calendar = calendar_of(store.id)
    assert calendar.is_open(date(2026, 11, 8)) and not calendar.is_open(date(2026, 11, 3))
    assert not calendar.is_open(date(2026, 11, 15))
    name_store_day(store, date(2026, 11, 3), by=person("Chen"), open=True)
    assert calendar_of(store.id).is_open(date(2026, 11, 3))


def test_a_store_may_take_the_official_working_days(store):
    lay_down_official_days(by=person("Chen"))
    settle(store, "basis", "official")
    calendar = calendar_of(store.id)
    assert len(calendar.open_days(month(date(2026, 10, 1)))) == 18             # seven days off, the 10th made up
    assert calendar.is_open(date(2026, 10, 10)) and not calendar.is_open(date(2026, 10, 17))


def test_notices_ship_for_three_years_and_are_laid_down_once(store):
    assert lay_down_official_days(by=person("Chen")) == 36 + 33 + 39
    assert lay_down_official_days(by=person("Chen")) == 0
    assert [official().is_known(y) for y in (2023, 2024, 2025, 2026, 2027)] == [False, True, True, True, False]
    assert {official().working_days(year(date(y, 1, 1))) for y in (2025, 2026)} == {248}


def test_the_official_working_days_of_a_year_follow_its_notice(store):
    lay_down_official_days(by=person("Chen"))
    days = official()
    assert not days.is_working(date(2026, 2, 16)) and days.is_working(date(2026, 2, 14))
    assert days.name(date(2026, 2, 14)) == "春节" and days.name(date(2026, 11, 3)) == ""


def test_a_year_without_its_notice_falls_back_and_never_fails(app):
    days = official()
    assert not days.is_known(2027)
    assert not days.is_working(date(2027, 2, 5)) and days.is_working(date(2027, 2, 9))
    assert not days.is_working(date(2027, 2, 14)) and not days.is_working(date(2027, 10, 1))
    with force_locale("en"):
        assert days.name(date(2027, 2, 5)) == "Spring Festival"
    assert days.working_days(year(date(2077, 1, 1))) > 240


def test_deadlines_count_official_working_days(store):
    lay_down_official_days(by=person("Chen"))
    assert official().deadline(date(2026, 9, 30), 3) == date(2026, 10, 10)     # the holiday, then a made-up Saturday
    assert official().deadline(date(2026, 11, 20), 3) == date(2026, 11, 25)
    assert official().deadline(date(2026, 11, 20), 0) == date(2026, 11, 20)


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(0, 40))
def test_a_deadline_is_that_many_working_days_away(day, count):
    days = Official({})
    end = days.deadline(day, count)
    assert days.working_days(Period(day + timedelta(days=1), end)) == count if count else end == day


def test_an_official_day_is_entered_and_corrected_with_its_lines(store):
    for working in (False, True):
        name_official_day(date(2027, 2, 8), by=person("Chen"), working=working, name="春节")
    assert db.session.scalars(select(OfficialDay)).one().working
    assert db.session.scalars(select(Change.action)).all() == ["official_day.named"] * 2
    with pytest.raises(Refused):
        name_official_day(date(2027, 2, 9), by=person("Chen"), working=True, name=" ")


def test_time_progress_is_open_days_passed_of_open_days(store):
    settle(store, "closed", [0])                                               # 25 open days in November
    calendar = calendar_of(store.id)
    assert calendar.progress(NOVEMBER, date(2026, 11, 22)) == Fraction(19, 25)
    assert calendar.passed(NOVEMBER, date(2026, 11, 22)) == 19 and calendar.left(NOVEMBER, date(2026, 11, 22)) == 6
    assert calendar.progress(NOVEMBER, date(2026, 10, 31)) == 0 and calendar.left(NOVEMBER, date(2026, 10, 31)) == 25
    assert calendar.progress(NOVEMBER, date(2026, 12, 5)) == 1 and calendar.left(NOVEMBER, date(2026, 12, 5)) == 0


def test_a_period_without_open_days_has_no_progress(store):
    settle(store, "closed", [0])
    monday = Period(date(2026, 11, 23), date(2026, 11, 23))
    assert calendar_of(store.id).progress(monday, date(2026, 11, 24)) is None
    assert calendar_of(store.id).weighted_progress(monday, date(2026, 11, 24)) is None


def test_the_calendar_is_read_in_few_queries_however_many_days_are_asked(store):
    store_id, seen = store.id, []
    event.listen(db.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    calendar_of(store_id).open_days(year(date(2026, 1, 1)))
    calendar_of(store_id).progress(NOVEMBER, date(2026, 11, 22))
    assert len(seen) == 4                                      # two kinds of days, two of settings
