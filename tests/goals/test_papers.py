"""What is printed of goals: the breakdown that proves its sums, letters to sign, the week's control."""
from datetime import date

import pytest

from portal.core.period import week
from portal.core.scope import Scope
from portal.extensions import db
from portal.goals import actions, sheets
from portal.goals.models import Answer
from portal.goals.targets import STORE, Unit
from portal.org.models import Membership
from portal.printing import printer
from tests.factories.goals import LI, LOOSE_ONE, NOVEMBER, WANG, ZHOU, draft, in_force, plan, share, the_plan
from tests.factories.org import add_person, person

TODAY = date(2026, 11, 23)
DECEMBER = date(2026, 12, 1)
BOTH = (NOVEMBER, DECEMBER)
STORES = Scope(TODAY, stores=frozenset({1}))


def breakdown(unit=STORE, **ahead):
    return sheets.build_breakdown(1, "deliveries", 2026, TODAY, unit, **ahead)


def lines(spread):
    return [(line.name, line.unit.rest, line.amounts[10], line.total) for line in spread.lines]


def test_the_breakdown_lists_people_then_what_is_left_then_the_team_and_proves_every_month(store):
    in_force({LI: 12, WANG: 10, LOOSE_ONE: 3, ZHOU: 9}, months=BOTH)
    sheet = breakdown()
    assert lines(sheet.spread) == [("Li", False, 12, 24), ("Wang", False, 10, 20), ("销售一组", True, 3, 6),
                                   ("销售一组", False, 25, 50), ("Zhou", False, 9, 18), ("销售二组", False, 9, 18)]
    assert sheet.spread.missing == (0,) * 12
    assert (sheet.spread.whole.total, sheet.spread.together.total) == (68, 68)
    assert [(first, last, sheet.spread.whole.over(first, last)) for _name, first, last in sheet.quarters] == [
        (0, 3, 0), (3, 6, 0), (6, 9, 0), (9, 12, 68)]


def test_what_a_leaver_leaves_stands_under_what_is_to_be_given_out_and_the_sum_holds(store):
    in_force({LI: 30, ZHOU: 0})
    db.session.execute(Membership.__table__.update().where(Membership.person_id == 1)
                       .values(until_on=date(2026, 11, 16)))
    db.session.commit()
    sheet = breakdown()
    assert lines(sheet.spread)[:3] == [("Li", False, 15, 15), ("销售一组", True, 15, 15), ("销售一组", False, 30, 30)]
    assert sheet.spread.missing[10] == 0


def test_a_month_nobody_has_yet_shows_what_is_missing(store):
    plan(total=1200)
    assert sum(breakdown(ahead=[draft().id]).spread.missing) == 1200


def test_a_restatement_is_printed_before_it_is_in_force_with_the_other_months_as_they_hold(store):
    in_force({LI: 12, ZHOU: 9}, months=BOTH)
    new = actions.restate(the_plan(), by=person("Chen"), version=the_plan().version, months=["2026-12"], reason="x")
    share(new, {LI: 5, ZHOU: 9}, (DECEMBER,))
    assert [line.amounts[10:] for line in breakdown(ahead=[draft().id]).spread.lines if line.name == "Li"] == [(12, 5)]
    assert [line.amounts[10:] for line in breakdown().spread.lines if line.name == "Li"] == [(12, 12)]


def test_a_leader_prints_the_team_and_its_target_is_the_sum(store):
    in_force({LI: 12, WANG: 10, LOOSE_ONE: 3, ZHOU: 9})
    sheet = breakdown(Unit(1))
    assert [name for name, *_rest in lines(sheet.spread)] == ["Li", "Wang", "销售一组"]
    assert (sheet.spread.whole.total, sheet.spread.missing[10]) == (25, 0)


def test_the_month_is_shared_among_weeks_whose_parts_make_the_month_for_everybody(store):
    in_force({LI: 12, WANG: 10, LOOSE_ONE: 3, ZHOU: 9})
    shares = sheets.build_shares(1, "deliveries", NOVEMBER, TODAY)
    assert [line.total for line in shares.spread.lines] == [12, 10, 3, 25, 9, 9]
    assert (len(shares.spread.periods), shares.spread.missing) == (6, (0,) * 6)


def test_a_letter_has_the_persons_targets_tiers_and_months_and_serves_the_stores(store):
    in_force({LI: 12, WANG: 10, ZHOU: 9}, months=BOTH)
    letter, = sheets.build_person_letters(1, 2026, [(1, "Li")], TODAY).letters
    assert [(tier.name, amount) for tier, amount in zip(letter.tiers, letter.goals[0].tiers, strict=True)] == [
        ("门槛", 20), ("目标", 24), ("挑战1", 27), ("挑战2", 29)]
    assert (letter.number, letter.whole, letter.by_month[0].amounts[10:], letter.by_month[0].total) == (
        "G2026-001", 62, (12, 12), 24)


def test_who_has_no_target_in_a_year_gets_no_letter(store):
    in_force({LI: 12, WANG: 10, ZHOU: 9})
    assert sheets.build_person_letters(1, 2025, [(1, "Li")], TODAY).letters == ()
    assert sheets.people_of(1, 2026, {1, 3}, TODAY) == [(1, "Li"), (3, "Zhou")]


def test_the_week_control_holds_week_and_month_of_teams_and_people_and_a_week_in_two_months_has_both_parts(store):
    in_force({LI: 30, WANG: 10, LOOSE_ONE: 3, ZHOU: 9}, months=BOTH)
    over = week(date(2026, 11, 30))
    table = sheets.build_control(1, over, STORES, STORE, date(2026, 12, 3)).tables[0]
    assert [row.name for row in table.rows] == ["销售一组", "Li", "Wang", "销售一组", "销售二组", "Zhou"]
    li = table.rows[1]
    assert (sum(li.week.parts), len(li.week.parts), li.month.period.key, li.month.target) == (
        li.week.target, 2, "2026-12", 30)
    assert table.total.month.target == 52


@pytest.fixture
def paper(store, clock):
    in_force({LI: 12, WANG: 10, LOOSE_ONE: 3, ZHOU: 9})
    clock.set(date(2026, 11, 26))
    add_person("Lin", "leader", store_id=store, team_id=1)
    return ["/goals/plans/1/breakdown", "/goals/versions/1/breakdown", "/goals/years/2026/letter?whose=s1",
            "/goals/years/2026/letters?whose=s1", "/goals/weeks/2026-W48/control?whose=s1",
            "/goals/years/2026/comparison?whose=s1", "/goals/months/2026-11/shares/deliveries?whose=s1"]


@pytest.mark.any_database
def test_a_manager_finds_every_sheet_from_the_list_of_forms_and_prints_it(desk, paper):
    desk.sign_in("Chen")
    forms = desk.open("/forms").text
    assert all(title in forms for title in ("目标分解表", "年度目标书", "个人目标责任书", "绩效周进度管控表",
                                            "营业目标计划与实绩比较表", "月销售计划分配表"))
    index = desk.open("/goals/papers?year=2026").text
    for path in paper:
        assert path.startswith("/goals/versions") or path in index
        desk.open(path)
        if not printer.missing():
            assert desk.send(path).data.startswith(b"%PDF"), path


def test_a_consultant_prints_ones_own_letter_and_nobody_elses(desk, paper):
    desk.sign_in("Li")
    page = desk.open("/goals/years/2026/letters").words
    assert "Li" in page and "Wang" not in page
    for path in ("/goals/years/2026/letters?whose=p2", "/goals/plans/1/breakdown", "/goals/years/2026/letter",
                 "/goals/months/2026-11/shares/deliveries", "/goals/years/9999/letters"):
        desk.open(path, 404)
    desk.open("/goals/papers")


def test_a_leader_prints_the_own_team_alone(desk, paper):
    desk.sign_in("Lin")
    for path in ("/goals/plans/1/breakdown", "/goals/months/2026-11/shares/deliveries", "/goals/weeks/2026-W48/control",
                 "/goals/years/2026/letters?whose=t1"):
        page = desk.open(path).words
        assert "Wang" in page and "Zhou" not in page, path
    desk.open("/goals/months/2026-11/shares/deliveries?whose=s1", 404)


def test_what_people_said_is_read_by_who_leads_them(desk, paper):
    new = actions.restate(the_plan(), by=person("Chen"), version=the_plan().version, months=["2026-11"], reason="x")
    actions.propose(new, by=person("Chen"), seen_version=new.version)
    actions.answer(draft(), by=person("Li"), answer=Answer.COUNTERED, counter=3, reason="on leave")
    assert "on leave" in desk.sign_in("Chen").open("/goals/plans/1").words
    assert "on leave" in desk.sign_in("Li").open("/goals/plans/1").words
    assert "on leave" not in desk.sign_in("Wang").open("/goals/plans/1").words
