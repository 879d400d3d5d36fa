"""Commitments: ticked by name in the morning, compared by name in the evening."""
from datetime import timedelta

import pytest

from portal.core.action import Refused, Stale
from portal.customers.models import Level
from portal.extensions import db
from portal.meetings import actions
from portal.meetings.commitments import committed_by, may_be_delivered, may_order
from portal.meetings.models import Aim, Commitment
from portal.sales.models import Order
from tests.factories.customers import add_lead, lead
from tests.factories.meetings import MONDAY, commit, commitment
from tests.factories.org import person
from tests.factories.sales import add_order

ADDRESS = "/meetings/my-day"


def order_of(card_no):
    return db.session.query(Order).filter_by(lead_id=lead(card_no).id).one().id


def test_hot_customers_and_those_due_today_may_be_ticked_and_open_orders_for_delivery(store):
    li = person("Li")
    add_lead("K26-0004", "Li", Level.C, due_on=MONDAY)
    add_lead("K26-0005", "Li", Level.C, due_on=MONDAY + timedelta(days=1))
    assert [one.card_no for one in may_order(li.id, store, MONDAY)] == ["K26-0001", "K26-0004"]
    assert [one.card_no for one in may_be_delivered(li.id, store, MONDAY)] == ["K26-0002"]


def test_a_consultant_commits_with_a_few_taps(store, desk):
    page = desk.sign_in("Li").open(ADDRESS)
    assert "欧阳明" in page.words and "赵敏" in page.words and "13812345621" not in page.text
    desk.send(ADDRESS, page, orders=str(lead().id), deliveries=str(order_of("K26-0002")), more_orders="1", status=303)
    there = committed_by(person("Li").id, MONDAY)
    assert (there.order_count, there.delivery_count) == (2, 1)
    assert [(one.aim, one.polite, one.done) for one in there.ticks] == [
        (Aim.ORDER, "欧阳先生", False), (Aim.DELIVERY, "赵女士", False)]


def test_the_same_form_sent_twice_commits_once(store, desk):
    page = desk.sign_in("Li").open(ADDRESS)
    for _n in range(2):
        desk.send(ADDRESS, page, orders=str(lead().id), status=303)
    assert commitment().version == 1


def test_of_two_who_commit_for_the_same_person_the_second_is_told(store, desk):
    page = desk.sign_in("Li").open(ADDRESS)
    commit(by="Lin", orders=[lead().id])
    answer = desk.send(ADDRESS, page, more_orders="3")
    assert answer.status_code == 409
    assert desk.send(ADDRESS, answer).status_code == 303


def test_a_leader_commits_for_his_team_one_after_the_other_and_for_nobody_else(store, desk):
    li, zhou = person("Li").id, person("Zhou").id
    desk.sign_in("Lin")
    answer = desk.send(f"{ADDRESS}?person={li}", f"{ADDRESS}?person={li}", orders=str(lead().id), next="1", status=303)
    assert answer.location == f"{ADDRESS}?person={person('Wang').id}"
    assert commitment().made_by_id == person("Lin").id
    desk.open(f"{ADDRESS}?person={zhou}", status=404)


def test_a_consultant_does_not_commit_for_a_colleague(store, desk):
    desk.sign_in("Li").open(f"{ADDRESS}?person={person('Wang').id}", status=404)


def test_somebody_elses_customer_is_not_ticked(store):
    with pytest.raises(Refused):
        commit(orders=[lead("K26-0003").id])


def test_who_has_ordered_since_stays_ticked_and_counts_as_kept(store):
    commit(orders=[lead().id], deliveries=[order_of("K26-0002")])
    add_order("K26-0001", order_no="D2", signed_on=MONDAY)
    commit(orders=[lead().id], deliveries=[order_of("K26-0002")], more_orders=1)
    there = committed_by(person("Li").id, MONDAY)
    assert [(one.polite, one.done) for one in there.ticks] == [("欧阳先生", True), ("赵女士", False)]


def test_what_is_unticked_is_gone_and_its_line_in_the_change_record_stays(store):
    commit(orders=[lead().id])
    commit()
    assert not committed_by(person("Li").id, MONDAY).ticks
    assert db.session.query(Commitment).count() == 0


def test_a_version_of_a_row_that_nobody_made_is_refused(store):
    with pytest.raises(Stale):
        actions.commit_day(person("Li"), store, by=person("Li"), version=4)


def test_a_commitment_is_for_its_day_alone(store, clock):
    commit(orders=[lead().id])
    clock.set(MONDAY + timedelta(days=1))
    assert committed_by(person("Li").id, MONDAY).order_count == 1
    assert committed_by(person("Li").id, MONDAY + timedelta(days=1)).row is None
