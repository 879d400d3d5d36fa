"""Registers kept elsewhere: loaded rows give the same book as if they had been entered, and twice adds nothing."""
from datetime import date, datetime

from sqlalchemy import func, select

from portal.core.clock import ZONE
from portal.core.load import load
from portal.customers.history import noon
from portal.customers.load import DatedCheck, DatedCustomer, DatedLead, DatedPhone, DatedVisit, ids_by_phone
from portal.customers.models import Customer, CustomerPhone, Kind, Lead, NumberState, Origin, Party, Visit
from portal.extensions import db
from tests.factories.org import person

PHONE = "13812345621"


def at(day, hour=10):
    return datetime(2026, 11, day, hour, tzinfo=ZONE)


def row(number, came_at, **facts):
    wang = person("Wang").id
    return DatedVisit(1, number, facts.pop("kind", Kind.VISIT), facts.pop("purpose", "look"), came_at, wang,
                      **{"person_id": wang} | facts)


def load_visits(*rows):
    return load({"visits": rows}, by=person("Chen"), batch="b")


def entries():
    return {visit.entry_no: visit for visit in db.session.scalars(select(Visit).order_by(Visit.entry_no))}


def lead_of(customer_id, opened_at, card_no="K1", **facts):
    li = person("Li").id
    return DatedLead(customer_id, 1, card_no, Origin.SHOWROOM, opened_at, opened_by_id=li, opened_for_id=li, **facts)


def test_the_book_is_read_from_loaded_entries_whatever_their_order(store):
    load_visits(row("R3", at(12), name="赵敏", phone=PHONE),
                row("R1", at(10), name="赵敏", phone=PHONE, kind=Kind.CALL),
                row("R2", at(11), name="赵敏", phone=PHONE), row("R4", at(9), ticked_first=False),
                row("R5", at(9), purpose="service"))
    assert {no: (visit.party, visit.kept) for no, visit in entries().items()} == {
        "R1": (Party.FIRST, True), "R2": (Party.INVITED, True), "R3": (Party.AGAIN, True),
        "R4": (Party.AGAIN, False), "R5": (None, False)}
    assert db.session.scalar(select(func.count()).select_from(Customer)) == 2       # Li's, and this one


def test_the_same_register_twice_adds_nothing(store):
    rows = [row("R1", at(10), name="赵敏", phone=PHONE), row("R2", at(11), name="小钱", wechat="q_1")]
    assert load_visits(*rows) == 2
    assert load_visits(*rows) == 0
    assert db.session.scalar(select(func.count()).select_from(Customer)) == 3


def test_an_entry_written_twice_counts_once(store):
    load_visits(row("R1", at(10)), row("R2", at(10, 11), joined_to_no="R1"))
    assert (entries()["R2"].joined_to_id, entries()["R2"].party) == (entries()["R1"].id, None)


def test_entries_find_their_lead_whether_it_is_loaded_before_or_after(store):
    load_visits(row("R1", at(10), name="赵敏", phone=PHONE), row("R2", at(12), name="赵敏", phone=PHONE))
    customer_id = ids_by_phone(1, [PHONE])[PHONE]
    load({"leads": [lead_of(customer_id, at(10))]}, by=person("Chen"), batch="b")
    lead = db.session.scalars(select(Lead).where(Lead.card_no == "K1")).one()
    assert [(v.lead_id, v.opened_lead) for v in entries().values()] == [(lead.id, True), (lead.id, False)]
    assert lead.arrived_on == date(2026, 11, 10)
    load_visits(row("R3", at(13), name="赵敏", phone=PHONE))
    assert entries()["R3"].lead_id == lead.id


def test_an_entry_before_the_wish_belongs_to_none(store):
    load_visits(row("R1", at(10), name="赵敏", phone=PHONE, purpose="service"))
    load({"leads": [lead_of(ids_by_phone(1, [PHONE])[PHONE], noon(date(2026, 11, 12)))]}, by=person("Chen"), batch="b")
    assert entries()["R1"].lead_id is None


def test_a_customer_is_known_by_any_of_the_numbers_and_keeps_what_the_portal_knows(store):
    first = DatedCustomer(1, "赵敏", (DatedPhone(PHONE), DatedPhone("13900001111", "丈夫")), area="汉阳")
    again = DatedCustomer(1, "赵女士", (DatedPhone("13900001111"), DatedPhone("13700002222")), area="武昌", job="教师")
    assert load({"customers": [first]}, by=person("Chen"), batch="b") == 3
    assert load({"customers": [again, again]}, by=person("Chen"), batch="b") == 1
    customer = db.session.get(Customer, ids_by_phone(1, [PHONE])[PHONE])
    assert (customer.name, customer.area, customer.job) == ("赵敏", "汉阳", "教师")
    assert ids_by_phone(1, ["13700002222"])["13700002222"] == customer.id


def test_loaded_checks_take_kept_away_and_the_newest_stands(store):
    load_visits(row("R1", at(10), name="赵敏", phone=PHONE))
    dead = DatedCheck(1, PHONE, date(2026, 11, 14), person("Chen").id, NumberState.DEAD)
    older = DatedCheck(1, PHONE, date(2026, 11, 12), person("Chen").id, NumberState.GOOD)
    unknown = DatedCheck(1, "13511112222", date(2026, 11, 12), person("Chen").id, NumberState.GOOD)
    assert load({"number_checks": [dead, older, unknown]}, by=person("Chen"), batch="b") == 2
    assert load({"number_checks": [dead, older]}, by=person("Chen"), batch="b") == 0
    assert entries()["R1"].kept is False
    assert db.session.scalar(select(CustomerPhone.found).where(CustomerPhone.phone == PHONE)) is NumberState.DEAD
