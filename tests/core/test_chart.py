"""Charts say what the numbers say, inside their picture, at both sizes."""
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.core.chart import Track, _steps, desk, heat, phone, share


def track(days=30, closed=23, reached=108, forecast=142, target=150, start=date(2026, 11, 1)):
    actual = [round(reached * (n + 1) / closed) for n in range(closed)]
    return Track("Deliveries", "cars", [start + timedelta(days=n) for n in range(days)], actual,
                 [target * (n + 1) / days for n in range(days)], target, forecast)


def test_the_sentence_says_what_the_picture_shows(app):
    assert track().sentence == "Deliveries：实际 108 cars，到今天计划 115，目标 150，预计 142"


def test_the_table_holds_the_close_of_each_week_and_of_the_last_day(app):
    assert [(day.day, actual) for day, actual, _ in track().table] == [
        (1, 5), (8, 38), (15, 70), (22, 103), (23, 108), (29, None), (30, None)]


@pytest.mark.any_database
@pytest.mark.parametrize("closed", [0, 1, 15, 30])
def test_a_period_may_not_have_begun_or_be_over(app, closed):
    drawing = desk(replace(track(), actual=track(closed=30).actual[:closed]))
    assert bool(drawing.actual) is bool(closed) and bool(drawing.forecast) is (0 < closed < 30)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.integers(7, 366), st.data())
def test_nothing_is_drawn_outside_the_picture(app, days, data):
    closed = data.draw(st.integers(1, days))
    target, reached = data.draw(st.integers(1, 3000)), data.draw(st.integers(0, 6000))
    forecast = data.draw(st.none() | st.integers(0, 6000))
    for drawing in (desk(track(days, closed, reached, forecast, target)),
                    phone(track(days, closed, reached, forecast, target))):
        assert all(0 <= y <= drawing.height for y, _ in drawing.steps)
        assert all(0 <= word.x <= drawing.width and 0 <= word.y <= drawing.height for word in drawing.words)
        assert 1 <= len(drawing.steps) <= 7 and len(drawing.ticks) <= 12
        ends = [word.y for word in drawing.words if word.x > drawing.right]
        assert len(ends) < 2 or abs(ends[0] - ends[1]) >= 14


@pytest.mark.parametrize("highest", [1, 3, 9, 12, 35, 150, 1825, 99_999])
def test_the_scale_has_round_steps(highest):
    steps = _steps(highest)
    assert steps[0] == 0 and 2 <= len(steps) <= 7 and steps[-1] <= highest * 160 / 150


@pytest.mark.parametrize(("value", "of", "filled"), [(3, 4, 75), (5, 4, 100), (0, 4, 0), (None, 4, 0), (3, 0, 0),
                                                     (-1, 4, 0)])
def test_a_bar_is_never_longer_than_its_ground(value, of, filled):
    assert share(value, of) == filled


def test_heat_has_five_steps():
    assert [heat(value, 10) for value in (0, 1, 2, 4, 6, 8, 10)] == [0, 1, 1, 2, 3, 4, 5]
