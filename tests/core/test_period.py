"""Periods: weeks over New Year, week 53, 29 February, a week in two months, and what belongs to what."""
from datetime import date, timedelta

import pytest
from flask_babel import force_locale
from hypothesis import given
from hypothesis import strategies as st

from portal.core.festivals import lawful_days, qingming, spring_festival
from portal.core.period import CALENDAR_UNITS, Period, Unit, day, month, period_of, quarter, week, year

pytestmark = pytest.mark.any_database

DAYS = st.dates(date(2016, 1, 1), date(2039, 12, 31))
UNITS = st.sampled_from(CALENDAR_UNITS)


@st.composite
def periods(draw):
    return period_of(draw(UNITS), draw(DAYS))


@given(periods())
def test_the_key_in_an_address_names_the_period(period):
    assert Period.parse(period.key) == period


@given(DAYS, st.integers(0, 400))
def test_any_run_of_days_has_a_key(start, length):
    span = Period(start, start + timedelta(days=length))
    assert Period.parse(span.key) == span and sum(1 for _ in span.days()) == span.length


@given(periods())
def test_a_period_follows_the_one_before_without_gap(period):
    before = period.previous()
    assert before.end + timedelta(days=1) == period.start and before.next() == period
    assert before.unit is period.unit


@given(periods())
def test_what_a_period_is_made_of_covers_it_once(period):
    children = period.children()
    assert [on for child in children for on in child.days()] == (
        [] if period.unit is Unit.DAY else list(period.days()))


@given(DAYS, st.sampled_from([Unit.WEEK, Unit.QUARTER, Unit.YEAR]))
def test_each_child_knows_its_parent(on, unit):
    period = period_of(unit, on)
    assert {child.parent() for child in period.children()} == {period}


@given(DAYS)
def test_the_parts_of_a_week_lie_in_its_months(on):
    parts = week(on).parts()
    assert len(parts) == len(week(on).months()) in (1, 2)
    assert all(month(part.start).end >= part.end for part in parts)
    assert sum(part.length for part in parts) == 7


def test_a_week_in_two_months_has_two_parts():
    over = week(date(2026, 10, 1))
    assert over.parts() == [Period(date(2026, 9, 28), date(2026, 9, 30)), Period(date(2026, 10, 1), date(2026, 10, 4))]
    assert over.parent() == month(date(2026, 10, 1))
    assert week(date(2026, 9, 30)).months() == [month(date(2026, 9, 1)), month(date(2026, 10, 1))]
    assert [part.length for part in month(date(2026, 11, 5)).children()] == [1, 7, 7, 7, 7, 1]


def test_a_run_of_days_within_a_month_belongs_to_it():
    assert Period(date(2026, 9, 28), date(2026, 9, 30)).parent() == month(date(2026, 9, 1))
    assert Period(date(2026, 9, 28), date(2026, 10, 2)).parent() is None


def test_the_week_over_new_year_carries_its_iso_number():
    assert week(date(2025, 12, 31)).key == "2026-W01" == week(date(2026, 1, 4)).key
    assert week(date(2027, 1, 3)).key == "2026-W53"
    assert Period.parse("2026-W53").end == date(2027, 1, 3)


def test_week_53_has_no_counterpart_in_a_year_of_52():
    assert Period.parse("2026-W53").same_period_last_year() is None
    assert Period.parse("2026-W48").same_period_last_year() == Period.parse("2025-W48")


def test_weeks_near_spring_festival_are_compared_at_the_same_distance_from_it():
    assert Period.parse("2026-W08").same_period_last_year() == week(date(2025, 1, 29))     # the festival's own week
    assert Period.parse("2026-W06").same_period_last_year() == week(date(2025, 1, 15))     # two weeks before it
    assert Period.parse("2026-W05").same_period_last_year() == Period.parse("2025-W02")    # last year's lies near
    assert Period.parse("2026-W12").same_period_last_year() == Period.parse("2025-W12")    # four and seven weeks after


def test_29_february_is_compared_with_28_february():
    assert day(date(2024, 2, 29)).same_period_last_year() == day(date(2023, 2, 28))
    assert month(date(2024, 2, 10)).same_period_last_year() == Period(date(2023, 2, 1), date(2023, 2, 28))
    assert month(date(2025, 2, 10)).same_period_last_year() == Period(date(2024, 2, 1), date(2024, 2, 29))


def test_a_month_that_is_exactly_four_weeks_is_a_month():
    assert Period(date(2027, 2, 1), date(2027, 2, 28)).unit is Unit.MONTH
    assert Period(date(2027, 2, 22), date(2027, 2, 28)).unit is Unit.WEEK
    assert Period(date(2026, 11, 2), date(2026, 11, 15)).unit is Unit.SPAN


@pytest.mark.parametrize("wrong", ["", "2026-13", "2026-W54", "2025-W53", "2026-Q5", "26", "2026-02-30", "x..y",
                                   "2026-11-05..2026-11-01", "1999", "2101-W01", "２０２６", "2026-11-01..", "9" * 30])
def test_a_key_that_is_none_is_refused(wrong):
    with pytest.raises(ValueError):
        Period.parse(wrong)


@pytest.mark.parametrize(("period", "zh", "en"), [
    (day(date(2026, 11, 24)), "2026-11-24 周二", "2026-11-24 Tue"),
    (week(date(2026, 11, 24)), "2026 年第 48 周", "W48 2026"),
    (month(date(2026, 11, 24)), "2026 年 11 月", "Nov 2026"),
    (quarter(date(2026, 11, 24)), "2026 年第 4 季度", "Q4 2026"),
    (year(date(2026, 11, 24)), "2026 年", "Year 2026"),
    (Period(date(2026, 11, 2), date(2026, 11, 15)), "2026-11-02 – 2026-11-15", "2026-11-02 – 2026-11-15")])
def test_labels_in_both_languages(app, period, zh, en):
    with force_locale("zh_CN"):
        assert period.label == zh
    with force_locale("en"):
        assert period.label == en


def test_short_labels_leave_the_year_to_the_heading(app):
    shorts = []
    for language in ("zh_CN", "en"):
        with force_locale(language):
            shorts.append([period.short for period in (
                day(date(2026, 11, 24)), week(date(2026, 11, 24)), month(date(2026, 11, 24)),
                quarter(date(2026, 11, 24)))])
    assert shorts == [["11-24", "第 48 周", "11 月", "4 季度"], ["11-24", "W48", "Nov", "Q4"]]


def test_the_part_of_a_period_up_to_a_day():
    november = month(date(2026, 11, 1))
    assert november.to(date(2026, 11, 22)) == Period(date(2026, 11, 1), date(2026, 11, 22))
    assert november.to(date(2026, 10, 31)) is None and november.to(date(2027, 1, 1)) == november
    assert date(2026, 11, 30) in november and date(2026, 12, 1) not in november


def test_holidays_that_the_law_fixes_are_known_before_the_notice():
    days = lawful_days(2027)
    assert [on.isoformat() for on in days] == [
        "2027-01-01", "2027-02-05", "2027-02-06", "2027-02-07", "2027-02-08", "2027-04-05", "2027-05-01",
        "2027-05-02", "2027-06-09", "2027-09-15", "2027-10-01", "2027-10-02", "2027-10-03"]
    assert spring_festival(2026) == date(2026, 2, 17) and qingming(2024) == date(2024, 4, 4)
    assert len(lawful_days(2077)) == 7                         # the moon's festivals are not tabled for ever
