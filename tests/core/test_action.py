"""Action: all or nothing, one line for each row changed, sent twice is done once, the second of two is told."""
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import func, select

from portal.core.action import Change, Refused, Stale, action, seen, technical
from portal.customers import actions as customers
from portal.customers.models import Customer, CustomerPhone, Lead, Level, Method, Result
from portal.extensions import db
from portal.org.models import Person
from portal.sales import actions as sales
from portal.sales.models import DepositKind, Order, SaleKind
from tests.factories.customers import add_customer, add_lead, lead
from tests.factories.org import add_person, add_store, add_team, person
from tests.factories.sales import VIN, add_model
from tests.factories.vehicles import add_vehicle


@pytest.fixture
def store(app):
    store_id = add_store()
    add_person("Li", store_id=store_id, team_id=add_team(store_id))
    add_lead(owner="Li", level=Level.H, customer_id=add_customer())
    return store_id


def rename(customer_id, name, **given):
    return _rename(db.session.get(Customer, customer_id), by=person("Li"), name=name, **given)


@action("customer.renamed")
def _rename(customer, *, by, name, version=None, once=None, fails=False):
    if version is not None:
        seen(customer, version)
    customer.name = name
    if fails:
        raise Refused("no")
    return customer


def test_a_change_leaves_one_line_with_who_which_verb_and_from_what_to_what(store):
    rename(1, "王丽")
    line = db.session.scalars(select(Change).where(Change.action == "customer.renamed")).one()
    assert (line.row_kind, line.row_id, line.made_by_id, line.store_id) == ("customer", 1, person("Li").id, store)
    assert (json.loads(line.before)["name"], json.loads(line.after)["name"]) == ("王丽华", "王丽")


def test_a_line_says_what_it_was_before_even_of_people_read_long_before(store):
    @action("person.renamed")
    def rename_person(whom, *, by):
        whom.name = "李"
    li = person("Li")
    rename_person(li, by=li)
    before = db.session.scalars(select(Change.before).where(Change.action == "person.renamed")).one()
    assert json.loads(before) == {"name": "Li"}


def test_a_refused_change_leaves_nothing(store):
    with pytest.raises(Refused):
        rename(1, "王丽", fails=True)
    assert db.session.get(Customer, 1).name == "王丽华"
    assert not db.session.scalars(select(Change).where(Change.action == "customer.renamed")).all()


def test_a_change_outside_an_action_is_an_error_not_lost(store):
    db.session.get(Customer, 1).name = "王丽"
    with pytest.raises(RuntimeError):
        db.session.commit()
    db.session.rollback()


def test_technical_work_changes_no_business_row(store):
    @technical
    def work():
        db.session.get(Customer, 1).name = "王丽"
    with pytest.raises(RuntimeError):
        work()


def test_who_acts_is_a_person_and_not_the_proxy_of_the_session(store):
    with pytest.raises(TypeError):
        _rename(db.session.get(Customer, 1), by=object(), name="王丽")


def test_the_second_of_two_editors_is_told(store):
    rename(1, "王丽", version=1)
    with pytest.raises(Stale):
        rename(1, "王华", version=1)
    assert db.session.get(Customer, 1).name == "王丽"


def test_a_known_key_answers_with_the_row_made_before_any_version_is_looked_at(store):
    rename(1, "王丽", version=1, once="k")
    assert rename(1, "王华", version=1, once="k").name == "王丽"


def test_phones_stand_masked_in_the_change_record(store):
    @action("phone.added")
    def add_number(*, by):
        row = CustomerPhone(store_id=1, customer_id=1, phone="13900001111", reversed="11110000931")
        db.session.add(row)
        return row
    add_number(by=person("Li"))
    line = db.session.scalars(select(Change).where(Change.action == "phone.added")).one()
    assert json.loads(line.after)["phone"] == "139****1111" and "13900001111" not in line.after


def at_once(app, count, work):
    """`work(n)` in as many threads, each as a request of its own; what each answered or raised."""
    def run(n):
        with app.app_context():
            try:
                return work(n)
            except Exception as error:
                return error
            finally:
                db.session.remove()
    db.session.remove()
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_six_copies_of_one_form_make_one_contact(app, store):
    contacts = at_once(app, 6, lambda n: customers.record_follow_up(
        lead(), by=person("Li"), version=1, once="k", method=Method.CALL, result=Result.REAL, note="x").id)
    assert len(set(contacts)) == 1 and isinstance(contacts[0], int), contacts
    assert lead().version == 2


def test_twenty_people_sell_one_vin_and_one_does(app, store):
    model_id = add_model()
    add_vehicle(VIN)
    for n in range(20):
        add_lead(f"L{n:02}", owner="Li", level=Level.A)

    def sell(n):
        return sales.sign_order(lead(f"L{n:02}"), by=person("Li"), version=1, signed_on=date(2026, 11, 23),
                                sale_kind=SaleKind.RETAIL, model_id=model_id, price_fen=17_880_000,
                                deposit_kind=DepositKind.EARNEST, deposit_fen=100_000, vin=VIN).order_no
    answers = at_once(app, 20, sell)
    assert sum(isinstance(answer, str) for answer in answers) == 1, answers
    assert all(isinstance(answer, str | Refused) for answer in answers), answers
    assert db.session.scalar(select(func.count()).select_from(Order)) == 1
    assert db.session.scalar(select(func.count()).select_from(Lead).where(Lead.level == Level.O)) == 1


def test_eight_people_record_at_once_and_all_is_kept(app, store):
    for n in range(8):
        add_lead(f"L{n:02}", owner="Li", level=Level.A)
    answers = at_once(app, 8, lambda n: customers.record_follow_up(
        lead(f"L{n:02}"), by=person("Li"), version=1, method=Method.CALL, result=Result.REAL, note="x").id)
    assert len({answer for answer in answers if isinstance(answer, int)}) == 8, answers
    assert isinstance(db.session.scalar(select(Person)), Person)
