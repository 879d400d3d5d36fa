"""Whole units are split so that nothing is lost at any level."""
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.goals.split import largest_remainder, running, table

WEIGHTS = st.lists(st.integers(0, 30).map(Fraction), min_size=1, max_size=6)


def test_the_odd_unit_goes_to_the_largest_rest_and_ties_to_the_earlier():
    assert largest_remainder(10, [Fraction(1)] * 4) == [3, 3, 2, 2]
    assert largest_remainder(29, [Fraction(29), Fraction(5)]) == [25, 4]


def test_days_are_as_near_to_plan_as_whole_units_can_be():
    assert running(6, [Fraction(1)] * 30) == [int(n % 5 == 2) for n in range(30)]


@given(st.integers(0, 500), WEIGHTS)
def test_parts_add_up_and_lie_within_one_of_the_share(total, weights):
    for split in (largest_remainder, running):
        parts = split(total, weights)
        assert sum(parts) == total and min(parts) >= 0
        if whole := sum(weights):
            assert all(abs(part - total * weight / whole) < 1 for part, weight in zip(parts, weights, strict=True))


@given(st.lists(st.integers(0, 60), min_size=1, max_size=9), WEIGHTS)
def test_people_by_weeks_add_up_to_people_and_to_weeks(rows, weights):
    columns = largest_remainder(sum(rows), weights)
    cells = table(rows, weights, columns)
    assert [sum(line) for line in cells] == rows
    assert [sum(column) for column in zip(*cells, strict=True)] == columns
    if whole := sum(weights):
        assert all(abs(cell - row * weight / whole) <= 1 for row, line in zip(rows, cells, strict=True)
                   for cell, weight in zip(line, weights, strict=True))


def test_rows_and_columns_of_different_sums_are_an_error():
    with pytest.raises(ValueError, match="rows make 3, columns 4"):
        table([1, 2], [Fraction(1)], [4])
