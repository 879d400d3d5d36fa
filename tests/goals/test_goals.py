"""Goals: planned, broken down, proposed, answered, in force, restated, given out."""
from datetime import date

import pytest

from portal.core.action import Refused, Stale
from portal.core.period import Period, month, week
from portal.extensions import db
from portal.goals import actions, queries
from portal.goals.models import Answer, Response, Standing, Verdict
from portal.goals.spread import spread
from portal.goals.targets import STORE, Unit, targets_of
from portal.org.models import Membership, RosterDay, Shift, Store
from tests.factories.goals import (
    LI,
    LOOSE_ONE,
    LOOSE_TWO,
    NOVEMBER,
    WANG,
    ZHOU,
    draft,
    in_force,
    plan,
    share,
    the_plan,
)
from tests.factories.org import add, person

TODAY = date(2026, 11, 23)
SHARES = {LI: 12, WANG: 10, LOOSE_ONE: 3, ZHOU: 9, LOOSE_TWO: 0}


def targets(periods, as_of=TODAY):
    return targets_of(1, ["deliveries"], periods, as_of)


def of(period, unit=STORE, as_of=TODAY):
    return targets([period], as_of).of("deliveries", period, unit)


def test_a_plan_begins_with_months_that_make_the_year_to_the_unit(store):
    _plan, version = plan(total=1003)
    assert sum(cell.amount for cell in version.cells) == 1003 and len(version.cells) == 12


def test_a_metric_has_one_plan_a_year(store):
    plan()
    with pytest.raises(Refused) as refused:
        plan()
    assert refused.value.field == "metric"


def test_nothing_is_proposed_until_every_level_adds_up(store):
    _plan, version = plan(total=1200)
    with pytest.raises(Refused):
        actions.propose(version, by=person("Chen"), seen_version=version.version)
    share(version, {LI: 60, WANG: 40, ZHOU: 0}, [date(2026, n, 1) for n in range(1, 13)])
    assert {cell.amount for cell in draft().cells if cell.whom == "t1"} == {100}
    with pytest.raises(Refused):                    # months by open days: not all are 100
        actions.propose(draft(), by=person("Chen"), seen_version=draft().version)


def test_a_draft_is_no_target_and_what_is_published_holds_from_that_day(store, clock):
    in_force(SHARES)
    assert of(month(NOVEMBER), as_of=date(2026, 11, 22)) is None
    assert of(month(NOVEMBER)) == 34


def test_people_and_what_is_left_make_the_team_and_teams_the_store_in_every_week(store):
    in_force(SHARES)
    weeks = month(NOVEMBER).weeks()
    there = targets(weeks)
    for part in weeks:
        team = {t: there.of("deliveries", part, Unit(t)) for t in (1, 2)}
        assert team[1] + team[2] == there.of("deliveries", part)
        assert sum(there.of("deliveries", part, unit) for unit in (
            Unit(1, 1), Unit(1, 2), Unit(1, None, True))) == team[1]
    for unit, whole in ((STORE, 34), (Unit(1), 25), (Unit(1, 1), 12), (Unit(2, 3), 9)):
        assert sum(there.of("deliveries", part, unit) for part in weeks) == whole
        assert sum(targets([month(NOVEMBER)]).of("deliveries", Period(day, day), unit)
                   for day in month(NOVEMBER).days()) == whole


def test_a_week_in_two_months_has_two_parts(store):
    in_force({LI: 30, ZHOU: 0}, months=(NOVEMBER, date(2026, 12, 1)))
    over = week(date(2026, 11, 30))
    one, six = targets([over]).parts("deliveries", over)
    assert (one, six) == (1, 6) and of(over) == 7


def test_a_person_accepts_or_counters_and_the_manager_decides_and_all_stays_readable(store):
    _plan, version = plan(total=34)
    months = {date(2026, n, 1): 34 if n == 11 else 0 for n in range(1, 13)}
    actions.set_months(version, by=person("Chen"), seen_version=version.version, amounts=months)
    share(draft(), SHARES)
    actions.propose(draft(), by=person("Chen"), seen_version=draft().version)
    actions.answer(draft(), by=person("Wang"), answer=Answer.ACCEPTED)
    with pytest.raises(Refused) as refused:
        actions.answer(draft(), by=person("Li"), answer=Answer.COUNTERED, counter=10)
    assert refused.value.field == "reason"
    said = actions.answer(draft(), by=person("Li"), answer=Answer.COUNTERED, counter=10, reason="on leave a week")
    with pytest.raises(Refused):                    # not while a counter waits
        actions.publish(draft(), by=person("Chen"), seen_version=draft().version)
    actions.decide(said, by=person("Chen"), version=said.version, verdict=Verdict.TAKEN, reason="right")
    actions.publish(draft(), by=person("Chen"), seen_version=draft().version)
    assert [of(month(NOVEMBER), unit) for unit in (Unit(1, 1), Unit(1, None, True), Unit(1), STORE)] == [10, 5, 25, 34]
    assert [(r.answer, r.proposed, r.counter, r.reason, r.verdict, r.decision_reason)
            for r in db.session.query(Response)] == [
        ("accepted", 10, None, "", None, ""), ("countered", 12, 10, "on leave a week", "taken", "right")]


def test_a_counter_that_the_team_cannot_pay_for_is_not_taken_over(store):
    _plan, version = plan(total=34)
    months = {date(2026, n, 1): 34 if n == 11 else 0 for n in range(1, 13)}
    actions.set_months(version, by=person("Chen"), seen_version=version.version, amounts=months)
    share(draft(), SHARES)
    actions.propose(draft(), by=person("Chen"), seen_version=draft().version)
    said = actions.answer(draft(), by=person("Zhou"), answer=Answer.COUNTERED, counter=11, reason="I can do more")
    with pytest.raises(Refused):
        actions.decide(said, by=person("Chen"), version=said.version, verdict=Verdict.TAKEN, reason="right")
    assert db.session.query(Response).one().waiting == 1


def test_a_restatement_replaces_its_months_alone_and_the_past_keeps_the_old_version(store, clock):
    in_force({LI: 30, ZHOU: 0}, months=(NOVEMBER, date(2026, 12, 1)))
    clock.set(date(2026, 11, 26))
    with pytest.raises(Refused) as refused:
        actions.restate(the_plan(), by=person("Chen"), version=the_plan().version, months=["2026-12"], reason="")
    assert refused.value.field == "reason"
    new = actions.restate(the_plan(), by=person("Chen"), version=the_plan().version, months=["2026-12"],
                          reason="model runs out")
    assert (new.number, new.total, new.months) == (2, 30, ["2026-12"])
    actions.set_months(new, by=person("Chen"), seen_version=new.version, total=20, amounts={date(2026, 12, 1): 20})
    share(draft(), {LI: 20, LOOSE_ONE: 0, ZHOU: 0}, (date(2026, 12, 1),))
    actions.propose(draft(), by=person("Chen"), seen_version=draft().version)
    actions.publish(draft(), by=person("Chen"), seen_version=draft().version)
    december = month(date(2026, 12, 1))
    assert (of(december, as_of=date(2026, 11, 25)), of(december, as_of=date(2026, 11, 26))) == (30, 20)
    assert of(month(NOVEMBER), as_of=date(2026, 11, 26)) == 30


def test_two_versions_of_one_day_the_later_holds(store):
    in_force({LI: 30, ZHOU: 0})
    for total in (20, 25):
        new = actions.restate(the_plan(), by=person("Chen"), version=the_plan().version, months=["2026-11"], reason="x")
        actions.set_months(new, by=person("Chen"), seen_version=new.version, total=total, amounts={NOVEMBER: total})
        share(draft(), {LI: total, LOOSE_ONE: 0, ZHOU: 0})
        actions.propose(draft(), by=person("Chen"), seen_version=draft().version)
        actions.publish(draft(), by=person("Chen"), seen_version=draft().version)
    assert of(month(NOVEMBER)) == 25


def test_what_a_leaver_leaves_falls_to_the_team_and_stays_in_the_sum(store):
    in_force({LI: 30, WANG: 0, ZHOU: 0})
    db.session.execute(Membership.__table__.update().where(Membership.person_id == 1)
                       .values(until_on=date(2026, 11, 16)))
    db.session.commit()
    november = month(NOVEMBER)
    assert (of(november, Unit(1, 1)), of(november, Unit(1, None, True)), of(november, Unit(1))) == (15, 15, 30)


def test_a_long_leave_frees_the_days_a_short_one_does_not(store):
    in_force({LI: 30, WANG: 30, ZHOU: 0})
    for person_id, days in ((1, range(2, 17)), (2, range(2, 16))):
        for day in days:
            add(RosterDay, store_id=1, person_id=person_id, on=date(2026, 11, day), shift=Shift.LEAVE)
    november = month(NOVEMBER)
    assert (of(november, Unit(1, 1)), of(november, Unit(1, 2)), of(november, Unit(1, None, True))) == (15, 30, 15)


def test_given_out_names_person_week_and_amount_and_never_more_than_is_left(store):
    in_force({LI: 12, LOOSE_ONE: 10, ZHOU: 0})
    part = week(date(2026, 11, 23))
    left = of(part, Unit(1, None, True))

    def give(amount):
        return actions.give_out(db.session.get(Store, 1), by=person("Chen"), metric="deliveries", team_id=1,
                                amounts={(2, part.start): amount})
    for wrong in (left + 1, -1, 0):
        with pytest.raises(Refused):
            give(wrong)
    give(left)
    assert (of(part, Unit(1, None, True)), of(part, Unit(1, 2)), of(part, Unit(1))) == (0, left, of(part))


def test_what_was_given_out_lapses_with_the_next_version(store):
    in_force({LI: 12, LOOSE_ONE: 10, ZHOU: 0})
    part = week(date(2026, 11, 23))
    actions.give_out(db.session.get(Store, 1), by=person("Chen"), metric="deliveries", team_id=1,
                     amounts={(2, part.start): 1})
    new = actions.restate(the_plan(), by=person("Chen"), version=the_plan().version, months=["2026-11"], reason="x")
    actions.propose(new, by=person("Chen"), seen_version=new.version)
    actions.publish(draft(), by=person("Chen"), seen_version=draft().version)
    assert of(part, Unit(1, 2)) is None


def test_two_people_at_one_draft_the_second_is_told(store):
    _plan, version = plan()
    seen = version.version
    share(version, {LI: 5})
    with pytest.raises(Stale):
        actions.set_people(draft(), by=person("Chen"), seen_version=seen, amounts={})


def test_a_rate_is_the_same_in_every_week_and_for_everybody_without_an_own_one(store):
    _plan, version = plan("kept_rate", 800)
    share(version, {LI: 850})
    actions.propose(draft("kept_rate"), by=person("Chen"), seen_version=draft("kept_rate").version)
    actions.publish(draft("kept_rate"), by=person("Chen"), seen_version=draft("kept_rate").version)
    there = targets_of(1, ["kept_rate"], [week(TODAY)], TODAY)
    assert [there.of("kept_rate", week(TODAY), unit) for unit in (STORE, Unit(1, 1), Unit(2, 3))] == [800, 850, 800]


def test_a_person_finds_what_is_proposed_to_him_until_he_answers(store):
    _plan, version = plan(total=34)
    months = {date(2026, n, 1): 34 if n == 11 else 0 for n in range(1, 13)}
    actions.set_months(version, by=person("Chen"), seen_version=version.version, amounts=months)
    share(draft(), SHARES)
    assert db.session.scalars(queries.proposals_to(person("Li"))).all() == []
    actions.propose(draft(), by=person("Chen"), seen_version=draft().version)
    assert [v.standing for v in db.session.scalars(queries.proposals_to(person("Li")))] == [Standing.PROPOSED]
    actions.answer(draft(), by=person("Li"), answer=Answer.ACCEPTED)
    assert db.session.scalars(queries.proposals_to(person("Li"))).all() == []


def weeks_of(unit):
    version = draft()
    there = targets_of(1, ["deliveries"], month(NOVEMBER).weeks(), TODAY, ahead=[version.id])
    return [there.of("deliveries", part, unit) for part in month(NOVEMBER).weeks()]


def by_hand(unit, weeks):
    return actions.set_weeks(draft(), by=person("Chen"), seen_version=draft().version, first=NOVEMBER,
                             amounts={unit: weeks})


@pytest.fixture
def shared(store):
    _plan, version = plan(total=34)
    months = {date(2026, n, 1): 34 if n == 11 else 0 for n in range(1, 13)}
    actions.set_months(version, by=person("Chen"), seen_version=version.version, amounts=months)
    share(draft(), SHARES)


def test_a_persons_weeks_are_set_by_hand_and_teams_and_the_store_follow(shared):
    count = len(month(NOVEMBER).weeks())
    typed = [12] + [0] * (count - 1)
    by_hand(Unit(1, 1), typed)
    assert weeks_of(Unit(1, 1)) == typed
    people = [weeks_of(unit) for unit in (Unit(1, 1), Unit(1, 2), Unit(1, None, True))]
    assert weeks_of(Unit(1)) == [sum(column) for column in zip(*people, strict=True)]
    assert weeks_of(STORE) == [a + b for a, b in zip(weeks_of(Unit(1)), weeks_of(Unit(2)), strict=True)]
    assert sum(weeks_of(Unit(1))) == 25 and sum(weeks_of(STORE)) == 34


def test_a_line_beside_those_being_typed_holds_what_does_not_come_from_them(shared):
    there = targets_of(1, ["deliveries"], month(NOVEMBER).weeks(), TODAY, ahead=[draft().id])
    it = spread(there, "deliveries", month(NOVEMBER).weeks())
    people = {line.unit for line in it.lines if line.unit.person_id}
    left = {line.unit.team_id: line.amounts for line in it.lines if line.unit.rest}
    for team in (line for line in it.lines if line.is_team):
        assert it.beside(team, people) == left.get(team.unit.team_id, (0,) * len(team.amounts))
    assert any(it.beside(it.together, people)) and it.beside(it.together, people) == it.beside(it.whole, people)
    assert it.beside(it.whole, ()) == it.whole.amounts


def test_weeks_that_do_not_make_the_month_are_refused(shared):
    before = weeks_of(Unit(1, 1))
    with pytest.raises(Refused):
        by_hand(Unit(1, 1), [1] * len(before))
    db.session.rollback()
    assert weeks_of(Unit(1, 1)) == before


def test_day_weights_decide_again_when_asked_to_and_when_the_month_is_another_one(shared):
    before = weeks_of(Unit(1, 1))
    by_hand(Unit(1, 1), [12] + [0] * (len(before) - 1))
    by_hand(Unit(1, 1), ())
    assert weeks_of(Unit(1, 1)) == before
    by_hand(Unit(1, 1), [12] + [0] * (len(before) - 1))
    share(draft(), SHARES | {LI: 13, LOOSE_ONE: 2})
    assert weeks_of(Unit(1, 1))[0] < 12 and sum(weeks_of(Unit(1, 1))) == 13


def test_weeks_set_by_hand_stay_in_a_restatement(shared):
    typed = [12] + [0] * (len(month(NOVEMBER).weeks()) - 1)
    by_hand(Unit(1, 1), typed)
    actions.propose(draft(), by=person("Chen"), seen_version=draft().version)
    actions.publish(draft(), by=person("Chen"), seen_version=draft().version)
    actions.restate(the_plan(), by=person("Chen"), version=the_plan().version, months=["2026-11"], reason="x")
    assert weeks_of(Unit(1, 1)) == typed
