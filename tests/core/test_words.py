"""How days, moments, money, numbers, rates and phones are written."""
from datetime import UTC, date, datetime

import pytest
from flask_babel import force_locale

from portal.core import words

pytestmark = pytest.mark.any_database


@pytest.mark.parametrize(("written", "said"), [
    (lambda: words.full_day(date(2026, 11, 24)), "2026-11-24 周二"),
    (lambda: words.day(date(2026, 11, 24)), "11-24 周二"),
    (lambda: words.day(date(2025, 12, 31)), "2025-12-31 周三"),
    (lambda: words.day(None), "–"),
    (lambda: words.moment(datetime(2026, 11, 23, 1, 5, tzinfo=UTC)), "今天 09:05"),
    (lambda: words.moment(datetime(2026, 11, 22, 10, 20, tzinfo=UTC)), "昨天 18:20"),
    (lambda: words.moment(datetime(2026, 11, 22, 16, 0, tzinfo=UTC)), "今天 00:00"),
    (lambda: words.moment(datetime(2026, 11, 20, 10, 20, tzinfo=UTC)), "11-20 18:20"),
    (lambda: words.moment(datetime(2025, 11, 20, 10, 20, tzinfo=UTC)), "2025-11-20 18:20"),
    (lambda: words.hour(datetime(2026, 11, 20, 10, 20, tzinfo=UTC)), "18:20"),
])
def test_days_and_moments_are_those_of_the_store(app, clock, written, said):
    assert written() == said


def test_in_english_the_form_is_the_same(app):
    with force_locale("en"):
        assert words.full_day(date(2026, 11, 24)) == "2026-11-24 Tue"


@pytest.mark.parametrize(("fen", "said"), [(17880000, "178,800"), (17880050, "178,800.50"), (0, "0"), (None, "–"),
                                           (-200000, "−2,000"), (5, "0.05")])
def test_money_is_yuan(fen, said):
    assert words.yuan(fen) == said


@pytest.mark.parametrize(("amount", "base", "said"), [(19, 24, "79.2%"), (0, 24, "0.0%"), (0, 0, "–"), (None, 3, "–"),
                                                      (3, 2, "150.0%"), (1, 3, "33.3%")])
def test_a_rate_over_nothing_is_no_rate(amount, base, said):
    assert words.rate(amount, base) == said


@pytest.mark.parametrize(("value", "said"), [(2.14, "+2.1"), (-4.7, "−4.7"), (0, "0.0"), (0.04, "0.0"), (-0.04, "0.0"),
                                             (None, "–")])
def test_points_say_ahead_or_behind(value, said):
    assert words.signed(value) == said


@pytest.mark.parametrize(("phone", "hidden", "whole"), [
    ("13812345621", "138****5621", "138 1234 5621"), ("02787654321", "027****4321", "027 8765 4321"),
    ("", "–", "–"), (None, "–", "–")])
def test_phones_are_masked_or_read_aloud(phone, hidden, whole):
    assert words.masked(phone) == hidden and words.grouped(phone) == whole


def test_a_phone_masked_before_stays_as_it_is():
    assert words.grouped("138****5621") == "138****5621"
