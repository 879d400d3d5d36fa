"""Two consultants, one customer: settled at once by rule, overruled by the manager within 48 hours."""
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.core.action import Refused
from portal.customers.actions import record_follow_up
from portal.customers.actions.clashes import confirm, overrule
from portal.customers.models import Clash, Kind, Lead, Method, Result
from portal.extensions import db
from portal.org.models import RosterDay, Shift
from tests.factories.customers import add_customer, add_lead, contacts_of
from tests.factories.customers import lead as lead_of
from tests.factories.org import add, person
from tests.factories.visits import register

PHONE = "13812345621"


@pytest.fixture
def of_li(store):
    """赵敏 is Li's, opened 10 days before Monday 23 November."""
    customer = add_customer("赵敏", PHONE)
    return add_lead("K26-0002", "Li", customer_id=customer)


def the_clash():
    return db.session.scalars(select(Clash)).one()


def test_inside_the_protection_period_the_owner_keeps_the_customer_and_the_entry_stays(of_li):
    visit = register("Wang", name="赵敏", phone=PHONE)
    clash = the_clash()
    assert (clash.ruled_for_id, clash.protected_until_on) == (person("Li").id, date(2026, 12, 13))
    assert (visit.person_id, visit.lead_id) == (person("Wang").id, of_li)
    assert lead_of("K26-0002").owner_id == person("Li").id


def test_the_thirtieth_day_still_protects_and_the_next_does_not(of_li, clock):
    clock.set(date(2026, 12, 13))
    register("Wang", name="赵敏", phone=PHONE)
    assert the_clash().ruled_for_id == person("Li").id


def test_after_it_the_receiver_takes_over(of_li, clock):
    clock.set(date(2026, 12, 14))
    register("Wang", name="赵敏", phone=PHONE)
    assert the_clash().ruled_for_id == person("Wang").id
    lead = lead_of("K26-0002")
    assert lead.owner_id == person("Wang").id
    assert contacts_of("K26-0002")[0].closed_as == "met"            # the arrival fulfilled what Li owed
    assert lead.next_contact_on == date(2026, 12, 15)


def test_an_unanswered_try_does_not_protect_and_a_real_contact_does(of_li, clock):
    clock.set(date(2026, 12, 10))
    lead = lead_of("K26-0002")
    record_follow_up(lead, by=person("Li"), version=lead.version, method=Method.CALL, result=Result.UNANSWERED)
    clock.set(date(2026, 12, 14))
    register("Wang", name="赵敏", phone=PHONE)
    assert the_clash().ruled_for_id == person("Wang").id


def test_the_owner_receiving_his_own_customer_is_no_clash(of_li):
    register("Li", name="赵敏", phone=PHONE)
    assert db.session.scalars(select(Clash)).all() == []


def test_an_owner_who_is_off_is_received_for(of_li):
    add(RosterDay, store_id=1, person_id=person("Li").id, on=date(2026, 11, 23), shift=Shift.REST)
    visit = register("Wang", name="赵敏", phone=PHONE)
    assert (visit.person_id, visit.received_for_id) == (person("Wang").id, person("Li").id)
    assert lead_of("K26-0002").owner_id == person("Li").id
    assert db.session.scalars(select(Clash)).all() == []


def test_a_customer_in_the_pool_goes_to_who_receives_him(store):
    customer = add_customer("赵敏", PHONE)
    add_lead("K26-0002", None, customer_id=customer)
    register("Wang", name="赵敏", phone=PHONE)
    assert lead_of("K26-0002").owner_id == person("Wang").id
    assert db.session.scalars(select(Clash)).all() == []


@pytest.mark.parametrize("entry", [{"kind": Kind.WEB}, {"kind": Kind.CALL, "answered": False}, {"purpose": "service"}])
def test_a_web_enquiry_a_missed_call_or_an_errand_is_no_clash(of_li, entry):
    visit = register("Wang", name="赵敏", phone=PHONE, **entry)
    assert visit.lead_id == of_li
    assert db.session.scalars(select(Clash)).all() == []


def test_the_manager_overrules_within_48_hours_with_a_reason(of_li, clock):
    register("Wang", name="赵敏", phone=PHONE)
    clock.now += timedelta(hours=47)
    clash = the_clash()
    with pytest.raises(Refused):
        overrule(clash, by=person("Chen"), version=clash.version, reason="")
    overrule(clash, by=person("Chen"), version=clash.version, reason="顾客点名")
    assert db.session.get(Lead, of_li).owner_id == person("Wang").id
    with pytest.raises(Refused):
        confirm(clash, by=person("Chen"), version=clash.version)


def test_after_48_hours_the_rule_stands(of_li, clock):
    register("Wang", name="赵敏", phone=PHONE)
    clock.now += timedelta(hours=49)
    clash = the_clash()
    with pytest.raises(Refused):
        overrule(clash, by=person("Chen"), version=clash.version, reason="顾客点名")


def test_the_manager_gives_a_customer_taken_over_back(of_li, clock):
    clock.set(date(2026, 12, 14))
    register("Wang", name="赵敏", phone=PHONE)
    clash = the_clash()
    overrule(clash, by=person("Chen"), version=clash.version, reason="一直在跟")
    assert db.session.get(Lead, of_li).owner_id == person("Li").id
