"""The register: what one entry makes, and what the store's book says of it."""
from datetime import date, datetime

import pytest
from sqlalchemy import func, select, update

from portal.core.action import Change, Refused
from portal.core.clock import ZONE
from portal.customers.actions import record_follow_up
from portal.customers.actions.customers import check_number
from portal.customers.actions.visits import (
    Entry,
    correct_visit,
    give_visit,
    join_visits,
    part_visit,
    record_result,
    restore_visit,
    void_visit,
)
from portal.customers.models import (
    Clash,
    Customer,
    CustomerPhone,
    Kind,
    Lead,
    Level,
    Method,
    NumberState,
    Origin,
    Party,
    Result,
    Visit,
)
from portal.extensions import db
from portal.org.models import Role
from tests.core.test_action import at_once
from tests.factories.customers import add_customer, add_lead, contacts_of, spans_of
from tests.factories.customers import lead as lead_of
from tests.factories.org import add_person, person
from tests.factories.visits import entry, leaving, register

PHONE = "138 1234 5621"


@pytest.fixture
def dcc(store):
    return add_person("Dai", Role.DCC, store_id=store)


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def at(hour, minute=0, day=date(2026, 11, 23)):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


def test_a_name_and_a_phone_make_a_kept_record_with_customer_and_lead_in_one_step(store):
    visit = register("Wang", name="赵敏", phone=PHONE, source="walk_in")
    lead = db.session.get(Lead, visit.lead_id)
    assert (visit.entry_no, visit.number) == ("261123-01", "01")
    assert (visit.party, visit.kept, visit.opened_lead) == (Party.FIRST, True, True)
    assert (lead.owner_id, lead.origin, lead.kept, lead.opened_on) == (
        person("Wang").id, Origin.SHOWROOM, True, date(2026, 11, 23))
    assert lead.arrived_on == date(2026, 11, 23)
    assert db.session.get(Customer, visit.customer_id).first_visit_on == date(2026, 11, 23)


def test_a_visit_without_phone_is_a_normal_end(store):
    visit = register("Wang", name="", leaving=leaving(level=Level.N, outcome="路过看看"))
    assert (visit.party, visit.kept, visit.customer_id, visit.lead_id) == (Party.FIRST, False, None, None)
    assert visit.result_at and visit.left_at


def test_without_a_phone_the_tick_says_whether_it_is_the_first_time(store):
    assert register("Wang", ticked_first=False).party is Party.AGAIN


def test_a_phone_overrides_the_tick_by_the_stores_book(store):
    register("Wang", name="赵敏", phone=PHONE, came_at=at(9))
    assert register("Wang", name="赵敏", phone=PHONE, ticked_first=True).party is Party.AGAIN


def test_an_entry_typed_in_later_makes_the_one_after_it_a_repeat(store, clock):
    late = register("Wang", name="赵敏", phone=PHONE)
    early = register("Wang", name="赵敏", phone=PHONE, came_at=at(9, day=date(2026, 11, 22)))
    assert (early.party, late.party) == (Party.FIRST, Party.AGAIN)
    assert early.entry_no == "261122-01"


def test_to_collect_or_for_service_is_no_class_and_makes_no_repeat(store):
    service = register("Wang", name="赵敏", phone=PHONE, purpose="service", came_at=at(9))
    look = register("Wang", name="赵敏", phone=PHONE)
    assert (service.party, service.kept, service.lead_id) == (None, False, None)
    assert look.party is Party.FIRST


def test_who_called_before_is_invited_at_the_first_arrival_and_again_after(store, dcc):
    call = register("Dai", kind=Kind.CALL, answered=True, name="赵敏", phone=PHONE, came_at=at(8))
    first = register("Wang", name="赵敏", phone=PHONE, came_at=at(9))
    second = register("Wang", name="赵敏", phone=PHONE)
    assert [v.party for v in (call, first, second)] == [Party.FIRST, Party.INVITED, Party.AGAIN]


def test_who_is_known_by_a_web_lead_without_an_entry_is_invited(store):
    customer = add_customer("赵敏", "13812345621")
    add_lead("K26-0002", "Li", customer_id=customer, origin=Origin.WEB)
    assert register("Li", name="赵敏", phone=PHONE).party is Party.INVITED


def test_internet_sales_customer_goes_to_who_receives_him_in_the_store(store, dcc):
    register("Dai", kind=Kind.WEB, name="赵敏", phone=PHONE, came_at=at(8))
    visit = register("Wang", name="赵敏", phone=PHONE)
    lead = db.session.get(Lead, visit.lead_id)
    assert (lead.owner_id, lead.opened_by_id) == (person("Wang").id, dcc)
    assert count(Clash) == 0


def test_wechat_alone_opens_a_lead_that_is_not_kept(store):
    visit = register("Wang", name="小赵", wechat="zhao_9")
    assert (visit.kept, visit.added_wechat) == (False, True)
    assert db.session.get(Lead, visit.lead_id).kept is False


def test_a_phone_that_comes_later_makes_the_wechat_lead_a_kept_one_and_leaves_the_first_entry(store):
    first = register("Wang", name="小赵", wechat="zhao_9", came_at=at(9))
    second = register("Wang", name="小赵", wechat="zhao_9", phone=PHONE)
    assert first.customer_id == second.customer_id
    assert (first.kept, second.kept) == (False, True)
    assert db.session.get(Lead, second.lead_id).kept is True


def test_a_number_needs_a_name(store):
    with pytest.raises(Refused) as refused:
        register("Wang", phone=PHONE)
    assert refused.value.field == "name"
    assert count(Visit) == 0


def test_a_known_number_needs_no_name(store):
    customer = add_customer("赵敏", "13812345621")
    visit = register("Wang", phone=PHONE)
    assert (visit.customer_id, visit.kept) == (customer, False)


def test_the_same_form_sent_twice_makes_one_entry(store):
    first = register("Wang", name="赵敏", phone=PHONE, once="k1")
    again = register("Wang", name="赵敏", phone=PHONE, once="k1")
    assert (first.id, count(Visit), count(Customer)) == (again.id, 1, 2)


def test_the_level_at_leaving_becomes_the_leads_opening_level(store):
    visit = register("Wang", name="赵敏", phone=PHONE, leaving=leaving(level=Level.H, test_drive=True))
    lead = db.session.get(Lead, visit.lead_id)
    assert lead.level is Level.H
    assert [(span.level, span.ended) for span in spans_of(lead.card_no)] == [(Level.H, None)]
    assert lead.next_contact_on == date(2026, 11, 24)


def test_a_kept_look_needs_a_level_when_it_ends(store):
    with pytest.raises(Refused) as refused:
        register("Wang", name="赵敏", phone=PHONE, leaving=leaving())
    assert refused.value.field == "level"


def test_an_arrival_meets_the_contact_owed_and_sets_the_next_by_the_level(store):
    customer = add_customer("赵敏", "13812345621")
    add_lead("K26-0002", "Wang", customer_id=customer, due_on=date(2026, 11, 23))
    visit = register("Wang", name="赵敏", phone=PHONE, leaving=leaving(level=Level.A, outcome="比价"))
    met, owed = contacts_of("K26-0002")
    assert (met.closed_as, met.closed_on, met.visit_id, met.note) == ("met", date(2026, 11, 23), visit.id, "比价")
    assert (owed.level, owed.due_on) == (Level.A, date(2026, 11, 26))


def test_a_missed_call_is_an_entry_but_no_exchange(store):
    customer = add_customer("赵敏", "13812345621")
    add_lead("K26-0002", "Wang", customer_id=customer, due_on=date(2026, 11, 23))
    register("Wang", kind=Kind.CALL, answered=False, name="赵敏", phone=PHONE)
    assert [c.closed_as for c in contacts_of("K26-0002")] == [None]


def test_the_lead_of_a_party_at_the_front_desk_opens_when_somebody_receives_it(store):
    add_person("Tian", Role.RECEPTION, store_id=store)
    visit = register("Tian", person_id=None, name="赵敏", phone=PHONE)
    assert visit.lead_id is None
    give_visit(visit, by=person("Tian"), to=person("Wang"))
    lead = db.session.get(Lead, visit.lead_id)
    assert (lead.owner_id, lead.opened_for_id) == (person("Wang").id, person("Wang").id)


def test_a_number_found_dead_takes_kept_from_entry_and_lead(store):
    visit = register("Wang", name="赵敏", phone=PHONE)
    number = db.session.scalars(select(CustomerPhone).where(CustomerPhone.customer_id == visit.customer_id)).one()
    check_number(number, by=person("Chen"), found=NumberState.DEAD)
    assert (visit.kept, db.session.get(Lead, visit.lead_id).kept) == (False, False)
    check_number(number, by=person("Chen"), found=NumberState.GOOD)
    assert (visit.kept, db.session.get(Lead, visit.lead_id).kept) == (True, True)


def test_a_number_found_to_be_somebody_elses_is_free_for_who_leaves_it(store):
    first = register("Wang", name="赵敏", phone=PHONE, came_at=at(9))
    number = db.session.scalars(select(CustomerPhone).where(CustomerPhone.customer_id == first.customer_id)).one()
    check_number(number, by=person("Chen"), found=NumberState.WRONG)
    second = register("Li", name="钱进", phone=PHONE)
    assert second.customer_id != first.customer_id
    assert [(v.kept, v.party) for v in (first, second)] == [(False, Party.FIRST), (True, Party.FIRST)]


def test_a_lead_opened_by_a_voided_entry_goes_with_it_and_a_restored_entry_opens_one_anew(store):
    visit = register("Wang", name="赵敏", phone=PHONE)
    lead = db.session.get_one(Lead, visit.lead_id)
    void_visit(visit, by=person("Chen"), version=visit.version, reason="录错")
    assert (lead.live, lead.next_contact_on) == (None, None)
    restore_visit(visit, by=person("Chen"), version=visit.version)
    assert visit.opened_lead and visit.lead_id != lead.id


def test_a_lead_that_was_contacted_outlives_the_entry_that_opened_it(store):
    visit = register("Wang", name="赵敏", phone=PHONE)
    lead = db.session.get_one(Lead, visit.lead_id)
    record_follow_up(lead, by=person("Wang"), version=lead.version, method=Method.CALL, result=Result.REAL, note="x")
    void_visit(visit, by=person("Chen"), version=visit.version, reason="录错")
    assert lead.live == 1


def test_an_entry_corrected_to_a_colleagues_customer_leaves_no_lead_behind(store):
    add_lead("K26-0002", "Li", customer_id=add_customer("钱进", "13900001111"))
    visit = register("Wang", name="钱进", phone="13900001112")
    mistaken = db.session.get_one(Lead, visit.lead_id)
    correct_visit(visit, Entry(name="钱进", phone="13900001111", person_id=visit.person_id), by=person("Wang"),
                  version=visit.version)
    assert mistaken.live is None
    assert (visit.opened_lead, visit.lead_id) == (False, lead_of("K26-0002").id)


def test_a_web_enquiry_states_no_level(store):
    visit = register("Wang", kind=Kind.WEB, name="赵敏", phone=PHONE, leaving=leaving())
    assert (visit.level, db.session.get_one(Lead, visit.lead_id).level) == (None, Level.N)


def test_of_two_entries_with_one_phone_at_once_one_makes_the_customer(app, store):
    answers = at_once(app, 6, lambda n: register("Wang" if n % 2 else "Li", name="赵敏", phone=PHONE).entry_no)
    assert sorted(answers) == [f"261123-{n:02}" for n in range(1, 7)]
    assert count(Customer) == 2
    parties = db.session.scalars(select(Visit.party).order_by(Visit.id)).all()
    assert parties.count(Party.FIRST) == 1 and count(Lead) == 2


def test_a_joined_entry_counts_once_and_can_be_parted_again(store):
    first = register("Wang", name="赵敏", phone=PHONE, came_at=at(9))
    twice = register("Li")
    join_visits(twice, by=person("Chen"), version=twice.version, to=first)
    assert (twice.party, twice.joined_to_id) == (None, first.id)
    part_visit(twice, by=person("Chen"), version=twice.version)
    assert twice.party is Party.FIRST


def test_an_entry_is_joined_only_to_one_of_its_day(store):
    yesterday = register("Wang", came_at=at(9, day=date(2026, 11, 22)))
    visit = register("Wang")
    with pytest.raises(Refused):
        join_visits(visit, by=person("Chen"), version=visit.version, to=yesterday)


def test_a_voided_first_entry_makes_the_next_one_the_first(store):
    first = register("Wang", name="赵敏", phone=PHONE, came_at=at(9))
    second = register("Wang", name="赵敏", phone=PHONE)
    void_visit(first, by=person("Chen"), version=first.version, reason="重复")
    assert second.party is Party.FIRST
    restore_visit(first, by=person("Chen"), version=first.version)
    assert (first.party, second.party) == (Party.FIRST, Party.AGAIN)


def test_voiding_needs_a_reason(store):
    visit = register("Wang")
    with pytest.raises(Refused):
        void_visit(visit, by=person("Chen"), version=visit.version, reason=" ")


def test_a_mistyped_number_is_put_right_on_the_customer_it_made(store):
    visit = register("Wang", name="赵敏", phone="13812345622")
    correct_visit(visit, Entry(name="赵敏", phone=PHONE, person_id=visit.person_id), by=person("Wang"),
                  version=visit.version)
    assert (count(Lead), visit.kept, visit.opened_lead) == (2, True, True)
    live = select(CustomerPhone.phone).where(CustomerPhone.customer_id == visit.customer_id, CustomerPhone.live == 1)
    assert db.session.scalars(live).all() == ["13812345621"]


def test_a_number_kept_back_from_the_editor_stands(store):
    visit = register("Wang", name="赵敏", phone=PHONE)
    record_result(visit, Entry(name="赵敏", phone=None, person_id=visit.person_id, party_size=2),
                  leaving(level=Level.B), by=person("Wang"), version=visit.version)
    assert (visit.kept, visit.party_size, visit.level) == (True, 2, Level.B)


def test_the_day_of_an_entry_moved_takes_a_number_of_that_day(store):
    register("Wang", came_at=at(9, day=date(2026, 11, 22)))
    visit = register("Wang")
    correct_visit(visit, Entry(came_at=at(11, day=date(2026, 11, 22)), person_id=visit.person_id),
                  by=person("Wang"), version=visit.version)
    assert (visit.came_on, visit.entry_no) == (date(2026, 11, 22), "261122-02")


def test_no_entry_lies_in_the_future(store):
    with pytest.raises(Refused) as refused:
        register("Wang", came_at=at(18))
    assert refused.value.field == "came_at"


def test_the_change_record_keeps_the_number_masked(store):
    register("Wang", name="赵敏", phone=PHONE)
    lines = db.session.scalars(select(Change.after)).all()
    assert lines and not any("13812345621" in line or "12654321831" in line for line in lines)


def test_numbers_of_a_day_go_on_after_ninety_nine(store):
    visit = register("Wang")
    db.session.execute(update(Visit).values(entry_no="261123-99"))
    db.session.commit()
    assert register("Wang").entry_no == "261123-100"
    assert entry("99").id == visit.id
