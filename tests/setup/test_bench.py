"""The bench: on a small store it tells every goal, in one run, and each page answers as it does on a large one."""
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from portal.demo.fill import fill
from portal.extensions import db
from tests.completeness.statements import counts_of_lists
from tools.benches import cases, floor, measure, stack, store

TODAY = date(2026, 11, 24)
NOT_YET = ("statements of the card", "statements of home")      # known to be above their goals
ALL_BUT_PRINTING = tuple(name for name in cases.CASES if name != "printing")
WRITTEN_ON = 40                                 # leads; the forms of all 400 take longer than all else
GOALS = {"P1", "P2", "P3", "P4", "P5", "P6", "P7", "P9", "P11"}


@pytest.fixture
def quick(monkeypatch):
    """Each request once: what counts here is that all of them work."""
    def once(work, **_more):
        for run in work.values():
            run()
        return dict.fromkeys(work, 1.0)
    monkeypatch.setattr(cases, "side_by_side", once)


@pytest.mark.slow
@pytest.mark.any_database
def test_the_bench_tells_every_goal_and_no_page_or_list_asks_the_database_too_often(app, clock, quick):
    """One test, for filling the store takes longer than all that is asked of it."""
    clock.set(TODAY)
    fill(size="small", today=TODAY)
    told = counts_of_lists(app, TODAY)
    assert {key: counts for key, counts in told.items() if counts[0] != counts[1]} == {}
    assert {key: counts for key, counts in told.items() if counts[0] > 6} == {}
    facts = store.facts(db.engine)
    facts = replace(facts, follow_ups=facts.follow_ups[:WRITTEN_ON])
    url = db.engine.url.render_as_string(hide_password=False)
    bench = cases.Bench(app, floor.create_floor(db.engine, facts.store_id),
                        stack.create_stack(url, facts.person_id, facts.store_id), db.engine, facts, measure.Table())
    db.session.remove()
    with ThreadPoolExecutor(1) as alone:            # without the context that is open around a test
        alone.submit(cases.run_all, bench, ALL_BUT_PRINTING, only=True).result()
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
