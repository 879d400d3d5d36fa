"""Somebody leaves who has open orders: who signed stays, who delivers and the share are set with the leads."""
import pytest
from sqlalchemy import select, update

from portal.core.agreement import lay_down_choices
from portal.customers.models import HandOver, Level
from portal.extensions import db
from portal.org.models import Person, Store
from portal.sales.models import Order
from tests.factories.customers import add_customer, add_lead, lead
from tests.factories.org import person
from tests.factories.sales import VIN, add_order


@pytest.fixture
def leaving(store, desk):
    """Li gave notice, with one lead at H and one order; the address of what Wang would take over."""
    lay_down_choices(db.session.get(Store, store), by=person("Chen"))
    add_lead("K26-0002", "Li", Level.O, store_id=store, customer_id=add_customer("周敏", "13912340002"))
    add_order("K26-0002", vin=VIN)
    db.session.execute(update(Person).where(Person.name == "Li").values(notice_on=lead().opened_on))
    db.session.execute(update(Person).where(Person.name == "Wang").values(phone="027-8888"))
    db.session.commit()
    desk.sign_in("Chen")
    return f"/people/{person('Li').id}/hand-over", person("Wang").id


def order():
    db.session.rollback()
    return db.session.scalars(select(Order)).one()


def hand_over(desk, leaving, **typed):
    address, wang = leaving
    return desk.send(address, desk.open(f"{address}?receivers={wang}"), **typed)


def test_orders_go_over_with_the_leads_and_keep_who_signed(leaving, desk):
    answer = hand_over(desk, leaving, **{"share-1": "40"})
    assert answer.status_code == 303
    assert (order().signed_by_id, order().deliverer_id, order().deliverer_share) == (
        person("Li").id, person("Wang").id, 40)
    assert "签单 Li · 交车 Wang · 分成 40%" in desk.open(answer.location).words
    assert "签单 Li · 交车 Wang · 分成 40%" in desk.open(f"{answer.location}/list").words


def test_taking_the_hand_over_back_gives_the_orders_back_too(leaving, desk):
    answer = hand_over(desk, leaving, **{"share-1": "40"})
    desk.send(f"{answer.location}/take-back", answer.location, status=303)
    assert (order().deliverer_id, order().deliverer_share, lead("K26-0002").owner_id) == (
        person("Li").id, 0, person("Li").id)


@pytest.mark.any_database
@pytest.mark.parametrize("typed", [{"share-1": "140"}, {"share-1": "-1"}, {"share-1": "half"}, {"deliverer-1": ""},
                                   {"deliverer-1": "999"}])
def test_a_wrong_share_or_deliverer_hands_nothing_over(leaving, desk, typed):
    answer = hand_over(desk, leaving, **typed)
    assert answer.status_code == 422 and "D202611-0001" in answer.words
    assert order().deliverer_id == person("Li").id and not db.session.scalars(select(HandOver)).all()


def test_customers_get_a_text_that_names_the_new_consultant(leaving, desk):
    batch = hand_over(desk, leaving, **{"share-1": "40"}).location
    text = "周敏您好！您在永驰江城店的销售顾问已由Li换为Wang，今后由Wang为您服务，电话027-8888。"
    page = desk.open(f"{batch}/texts")
    assert text in page.words and "139****0002" in page.words and "sms:" not in page.text
    theirs = desk.sign_in("Wang").open("/")
    assert f'href="{batch}/texts"' in theirs.text
    told = desk.open(f"{batch}/texts").text
    assert "sms:13912340002?body=" in told
    assert told.count("data-copy=") == told.count('id="text-') > 0
    desk.sign_in("Qian").open(f"{batch}/texts", status=404)
