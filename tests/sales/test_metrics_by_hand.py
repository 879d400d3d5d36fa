"""Every metric against a plain loop over the same rows, for stores made up at random."""
from collections import Counter
from datetime import date
from statistics import median

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.core.metric import figures_of
from portal.core.period import Period, month, quarter, week
from portal.core.registry import registry
from portal.core.scope import Scope
from portal.extensions import db
from tests.customers import loops as customers
from tests.factories.stories import STORE, Story, lay_people, team_of

from . import loops as sales

TODAY = date(2026, 12, 6)
WHOLE = Scope(TODAY, stores=frozenset({STORE}))
PERIODS = (month(date(2026, 10, 1)), month(date(2026, 11, 1)), week(date(2026, 11, 10)), week(date(2026, 12, 1)),
           Period(date(2026, 11, 30), date(2026, 11, 30)), quarter(date(2026, 10, 1)), month(date(2026, 12, 1)))
MINE = ("customers", "sales")

at_random = settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
stories = given(st.randoms(use_true_random=False), st.sampled_from([date(2026, 11, 15), date(2026, 11, 30), TODAY]))


def by_hand(key):
    return getattr(customers, key, None) or getattr(sales, key)


@pytest.fixture
def metrics(app):
    lay_people()
    areas = (area for area in registry().areas if area.name in MINE)
    return [metric for area in areas for metric in area.metrics]


def split(rows, ripe_until=None):
    """(person, team) → amount, base, ripe amount, ripe base, of rows counted by hand."""
    sums = {}
    for day, person, amount, base in rows:
        one = sums.setdefault((person, team_of(person, day)), Counter())
        ripe = ripe_until is not None and day <= ripe_until
        one.update(amount=amount, base=base or 0, ripe_amount=amount * ripe, ripe_base=(base or 0) * ripe)
    return {key: tuple(one[name] for name in ("amount", "base", "ripe_amount", "ripe_base"))
            for key, one in sums.items()}


@at_random
@stories
def test_every_figure_is_what_a_loop_over_the_rows_counts(metrics, random, as_of):
    story = Story(random).tell()
    story.lay()
    figures = figures_of(metrics, WHOLE, PERIODS, as_of, "person_id", "team_id")
    for metric in metrics:
        for period in PERIODS:
            rows = by_hand(metric.key)(story, period, as_of)
            if metric.is_median:
                assert sorted(figures.of(metric.key, period).values) == sorted(row[2] for row in rows)
                continue
            wanted = split(rows, as_of.fromordinal(as_of.toordinal() - metric.ripens) if metric.ripens else None)
            found = {(person, team): (f.amount, f.base or 0, f.ripe_amount, f.ripe_base or 0)
                     for (person, team) in {*wanted, *((p, t) for p in (1, 2, 3, 4, None) for t in (1, 2, None))}
                     if (f := figures.of(metric.key, period, person_id=person, team_id=team)) != metric.none}
            assert found == {key: sums for key, sums in wanted.items() if any(sums)}, (metric.key, period.key)


@at_random
@stories
def test_rows_behind_each_figure_add_up_to_it_and_parts_to_the_whole(metrics, random, as_of):
    Story(random).tell().lay()
    whole, by_team = (figures_of(metrics, WHOLE, PERIODS, as_of, *by) for by in ((), ("team_id",)))
    for metric in metrics:
        rows = db.session.execute(metric.rows(WHOLE, PERIODS, as_of)).all()
        for n, period in enumerate(PERIODS):
            figure = whole.of(metric.key, period)
            behind = [row for row in rows if row.period == n]
            if metric.is_median:
                assert figure.value == (median(row.amount for row in behind) if behind else None)
                continue
            assert sum(row.amount for row in behind) == figure.amount
            assert sum(row.base or 0 for row in behind) == (figure.base or 0)
            assert sum(by_team.of(metric.key, period, team_id=team).amount for team in (1, 2, None)) == figure.amount


@at_random
@stories
@pytest.mark.any_database
def test_days_add_up_to_weeks_and_weeks_to_months_where_a_metric_says_so(metrics, random, as_of):
    Story(random).tell().lay()
    november = PERIODS[1]
    for metric in metrics:
        if not metric.adds_up_over_days:
            continue
        whole = metric.figures(WHOLE, [november], as_of).get((november,), metric.none)
        for parts in (november.weeks(), [Period(day, day) for day in november.days()]):
            found = metric.figures(WHOLE, parts, as_of).values()
            assert sum((f.amount, f.base or 0) != (0, 0) for f in found) <= len(parts)
            assert (sum(f.amount for f in found), sum(f.base or 0 for f in found)) == (whole.amount, whole.base or 0)


@at_random
@stories
def test_the_lines_of_the_closing_block_add_up_to_the_orders(metrics, random, as_of):
    story = Story(random).tell()
    story.lay()
    found = registry().metrics["order_lines"].figures(WHOLE, PERIODS, as_of, "line")
    for period in PERIODS:
        wanted = Counter(line for _order, line in sales.lines(story, period, as_of))
        assert {key[1]: f.amount for key, f in found.items() if key[0] == period} == wanted
        assert wanted.total() == len(sales.signed(story, period, as_of))


@at_random
@stories
def test_the_stages_of_the_funnel_hold_one_another(metrics, random, as_of):
    story = Story(random).tell()
    story.lay()
    found = registry().metrics["funnel"].figures(WHOLE, PERIODS, as_of, "stage")
    for period in PERIODS:
        wanted = Counter(stage for _lead, reached in sales.stages(story, period, as_of) for stage in reached)
        assert {key[1]: f.amount for key, f in found.items() if key[0] == period} == wanted


@at_random
@stories
def test_lead_stock_before_and_its_change_give_the_stock_after(metrics, random, as_of):
    Story(random).tell().lay()
    stock, moves = (registry().metrics[key] for key in ("open_leads", "lead_moves"))
    november = PERIODS[1]
    before, after = Period(date(2026, 10, 31), date(2026, 10, 31)), Period(as_of, as_of)
    at_ends = stock.figures(WHOLE, [before, after], as_of, "level", "person_id")
    change = moves.figures(WHOLE, [november.to(as_of)], min(as_of, november.end), "level", "person_id")
    if as_of > november.end:
        return
    for key in {k[1:] for k in (*at_ends, *change)}:
        amounts = [found.get((period, *key), metric.none).amount for found, period, metric in (
            (at_ends, before, stock), (change, november.to(as_of), moves), (at_ends, after, stock))]
        assert amounts[0] + amounts[1] == amounts[2]
