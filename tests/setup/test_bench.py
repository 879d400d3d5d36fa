"""The bench: on a small store it tells every goal, in one run, and each page answers as it does on a large one."""
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial

import pytest

from portal.demo.fill import fill
from portal.extensions import db
from tools.benches import cases, floor, measure, stack, store

TODAY = date(2026, 11, 24)
NOT_YET = ("statements of the card", "statements of home")      # known to be above their goals
GOALS = {"P1", "P2", "P3", "P4", "P5", "P6", "P7", "P9", "P11"}


@pytest.fixture
def quick(monkeypatch):
    """Each request once: what counts here is that all of them work."""
    monkeypatch.setattr(cases, "side_by_side", lambda work, **_more: measure.side_by_side(work, each=1, rounds=1))


@pytest.mark.slow
@pytest.mark.any_database
def test_the_bench_tells_every_goal_and_no_page_asks_the_database_too_often(app, clock, quick):
    clock.set(TODAY)
    fill(size="small", today=TODAY)
    facts = store.facts(db.engine)
    url = db.engine.url.render_as_string(hide_password=False)
    bench = cases.Bench(app, floor.create_floor(db.engine, facts.store_id),
                        stack.create_stack(url, facts.person_id, facts.store_id), db.engine, facts, measure.Table())
    db.session.remove()
    with ThreadPoolExecutor(1) as alone:            # without the context that is open around a test
        alone.submit(cases.run_all, bench, ("lists", "card", "report", "home", "stock", "follow-up", "week"),
                     only=True).result()
    assert {goal.number for goal in bench.table.goals} == GOALS
    counts = [goal for goal in bench.table.goals if not goal.unit and not goal.what.startswith(NOT_YET)]
    assert [goal.line for goal in counts if goal.state == "MISS"] == []


def test_times_are_taken_of_each_in_turn():
    done = []
    took = measure.side_by_side({name: partial(done.append, name) for name in "ab"}, each=2, rounds=2)
    assert "".join(done) == "aabb" + "aabb" * 2 and set(took) == {"a", "b"}


def test_a_goal_is_missed_above_its_most_alone():
    goals = [measure.Goal("P1", "list", value, most) for value, most in ((4.0, 4), (4.1, 4), (9.0, None))]
    assert [goal.state for goal in goals] == ["pass", "MISS", ""]
