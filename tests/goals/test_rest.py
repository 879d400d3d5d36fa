"""待分配: what of a team's target nobody has is given out on a page, week by week."""
from datetime import date

import pytest

from portal.core.period import Period, month
from portal.extensions import db
from portal.goals.models import Grant
from portal.goals.targets import Unit, targets_of
from tests.factories.goals import LI, LOOSE_ONE, NOVEMBER, WANG, ZHOU, in_force
from tests.factories.org import add_person

REST = "/goals/teams/1/to-give-out/deliveries"
TODAY = date(2026, 11, 26)
WEEK = Period(date(2026, 11, 23), date(2026, 11, 29))


@pytest.fixture
def left(store, clock):
    """Li has 12, ten more of the first team's November are nobody's; it is Thursday of the 48th week."""
    in_force({LI: 12, WANG: 0, LOOSE_ONE: 10, ZHOU: 0})
    clock.set(TODAY)
    add_person("Lin", "leader", store_id=store, team_id=1)
    return targets().of("deliveries", WEEK, Unit(1, None, True))


def targets():
    return targets_of(1, ["deliveries"], [month(NOVEMBER)], TODAY)


def test_a_leader_gives_out_what_the_team_has_left_and_the_sum_stays(desk, left):
    desk.sign_in("Lin")
    sent = desk.send(REST, **{"1.2026-11-23": "1", "2.2026-11-23": str(left - 1)})
    assert sent.status_code == 303
    there = targets()
    assert [there.of("deliveries", WEEK, Unit(1, one)) for one in (2,)] == [left - 1]
    assert there.of("deliveries", WEEK, Unit(1, None, True)) == 0
    assert there.of("deliveries", month(NOVEMBER), Unit(1)) == 22
    page = desk.open(REST).words
    assert "Wang +" in page.replace("Wang  +", "Wang +")
    assert [(grant.person_id, grant.amount) for grant in db.session.query(Grant)] == [(1, 1), (2, left - 1)]


@pytest.mark.any_database
@pytest.mark.parametrize("typed", ["99", "-1", "1.5", "x", ""])
def test_more_than_is_left_or_no_whole_number_is_said_and_kept_as_typed(desk, left, typed):
    desk.sign_in("Lin")
    page = desk.send(REST, **{"2.2026-11-23": typed})
    assert page.status_code == 422 and f'value="{typed}"' in page.text
    assert db.session.query(Grant).count() == 0


def test_sent_twice_it_is_given_once(desk, left):
    desk.sign_in("Lin")
    page = desk.open(REST)
    for _time in range(2):
        assert desk.send(REST, page, **{"2.2026-11-23": "1"}).status_code == 303
    assert db.session.query(Grant).count() == 1


def test_weeks_that_are_over_are_not_given_out(desk, left):
    page = desk.sign_in("Lin").open(REST)
    assert 'name="2.2026-11-23"' in page.text and 'name="2.2026-11-16"' not in page.text
    assert "没有待分配" in desk.open(REST + "?month=2026-12").words


def test_progress_names_the_team_that_has_some_left_and_leads_there(desk, left):
    page = desk.sign_in("Chen").open("/goals")
    assert REST in page.text
    desk.open(REST)
    assert REST in desk.open("/goals?whose=t1").text and REST not in desk.open("/goals?whose=t2").text


def test_only_who_writes_the_teams_goals_gives_out(desk, left):
    desk.sign_in("Li").open(REST, 404)
    desk.sign_in("Lin").open(REST.replace("teams/1", "teams/2"), 404)
    for path in (REST.replace("deliveries", "kept_rate"), REST.replace("deliveries", "none"), REST + "?month=2026-13"):
        desk.sign_in("Chen").open(path, 404)
