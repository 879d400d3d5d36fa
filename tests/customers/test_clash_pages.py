"""The manager's page of clashes, and the calls that find numbers dead."""
import pytest
from sqlalchemy import select

from portal.core.access import Access
from portal.core.agreement import lay_down_choices
from portal.customers.models import Clash, CustomerPhone, Lead, Visit
from portal.extensions import db
from portal.org.models import Role, RosterDay, Shift, Store
from tests.factories.customers import add_customer, add_lead
from tests.factories.org import add, add_person, person
from tests.factories.visits import register

PHONE = "13812345621"


@pytest.fixture
def clash(store):
    """Wang has received 赵敏, who is Li's."""
    lay_down_choices(db.session.get_one(Store, store), by=person("Chen"))
    add_lead("K26-0002", "Li", customer_id=add_customer("赵敏", PHONE))
    register("Wang", name="赵敏", phone=PHONE)
    return db.session.scalars(select(Clash)).one().id


def test_the_evidence_stands_on_one_page(desk, clash):
    page = desk.sign_in("Chen").open(f"/clashes/{clash}")
    for words in ("原归属Li", "接待人Wang", "保护期至12-13", "来店"):
        assert words in page.words
    desk.sign_in("Wang").open(f"/clashes/{clash}", status=404)


def test_the_manager_confirms_with_one_tap(desk, clash):
    page = desk.sign_in("Chen").open("/clashes")
    assert "赵敏" in page.words
    assert desk.send(f"/clashes/{clash}/confirm", page).status_code == 303
    assert "没有待看的撞单" in desk.open("/clashes").words


def test_the_manager_overrules_with_a_reason(desk, clash):
    address = f"/clashes/{clash}/overrule"
    assert desk.sign_in("Chen").send(address, f"/clashes/{clash}", reason="").status_code == 422
    assert desk.send(address, f"/clashes/{clash}", reason="客户点名").status_code == 303
    lead = db.session.scalars(select(Lead).where(Lead.card_no == "K26-0002")).one()
    assert lead.owner_id == person("Wang").id
    assert "已改判" in desk.open(f"/clashes/{clash}").words


def test_the_entry_tells_its_consultant_what_was_settled(desk, clash):
    visit_id = db.session.scalars(select(Visit.id)).one()
    assert "客户仍归 Li" in desk.sign_in("Wang").open(f"/visits/{visit_id}").words


def test_likely_the_same_party_is_shown_to_the_manager_alone(desk, store):
    for owner, phone, card in (("Li", "13812345621", "K26-0002"), ("Wang", "13912345621", "K26-0003")):
        add_lead(card, owner, customer_id=add_customer("赵小敏", phone))
    assert "疑似同一批" in desk.sign_in("Chen").open("/clashes").words


def test_a_receiver_of_a_colleague_who_is_off_opens_the_lead_until_the_days_close(desk, store, clock):
    lead_id = add_lead("K26-0002", "Li", customer_id=add_customer("赵敏", PHONE))
    lay_down_choices(db.session.get_one(Store, store), by=person("Chen"))
    desk.sign_in("Wang").open(f"/leads/{lead_id}", status=404)
    add(RosterDay, store_id=store, person_id=person("Li").id, on=clock().date(), shift=Shift.REST)
    register("Wang", name="赵敏", phone=PHONE)
    desk.open(f"/leads/{lead_id}")
    assert [(a.person_id, a.row_id) for a in db.session.scalars(select(Access))] == [(person("Wang").id, lead_id)]
    clock.set(clock().date().replace(day=24))
    desk.open(f"/leads/{lead_id}", status=404)


def test_who_loses_a_clash_reads_no_more_than_whose_the_customer_is(desk, clash):
    lead_id = db.session.scalars(select(Clash.lead_id)).one()
    desk.sign_in("Wang").open(f"/leads/{lead_id}", status=404)


def test_care_calls_a_number_and_finds_it_dead(desk, store):
    add_person("Qin", Role.CARE, store_id=store)
    visit_id = register("Wang", name="赵敏", phone=PHONE).id
    phone_id = db.session.scalars(select(CustomerPhone.id).where(CustomerPhone.phone == PHONE)).one()
    page = desk.sign_in("Qin").open("/number-checks")
    assert "138****5621" in page.words and PHONE not in page.text
    shown = desk.send(f"/number-checks/{phone_id}", page)
    assert "138 1234 5621" in shown.words
    looked = db.session.scalars(select(Access)).one()
    assert (looked.person_id, looked.row_id) == (person("Qin").id, phone_id)
    assert desk.send(f"/number-checks/{phone_id}", shown, found="dead").status_code == 303
    assert db.session.get_one(Visit, visit_id).kept is False
    assert "空号" in desk.open("/number-checks").words


def test_the_register_is_printed_with_masked_numbers_and_a_line_in_the_access_record(desk, store):
    lay_down_choices(db.session.get_one(Store, store), by=person("Chen"))
    register("Wang", name="赵敏", phone=PHONE)
    page = desk.sign_in("Chen").open("/visits/paper?day=2026-11-23")
    assert "来店(电)客户登记表" in page.words and "138****5621" in page.words and PHONE not in page.text
    assert "15" in page.words                                       # a page is filled with lines to write on


def test_the_blank_register_has_a_number(desk, store):
    assert "R-261123-1000" in desk.sign_in("Chen").open("/visits/paper/blank").words
