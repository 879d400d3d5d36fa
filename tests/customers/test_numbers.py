from datetime import date

from sqlalchemy import update

from portal.customers import numbers
from portal.customers.models import Lead, Visit
from portal.extensions import db
from tests.factories.customers import add_lead
from tests.factories.visits import register


def next_card(store):
    return numbers.next_no(Lead.card_no, store_id=store, letter="K", year=2026)


def test_cards_are_counted_within_store_and_year(store):
    add_lead("K25-0900", "Li", store_id=store, opened_on=date(2025, 12, 30))
    assert next_card(store) == "K26-0002"


def test_wider_numbers_that_a_store_brought_are_counted_on_without_meeting_one_twice(store):
    add_lead("K26-04651", "Li", store_id=store)
    add_lead(next_card(store), "Li", store_id=store)
    assert next_card(store) == "K26-04653"


def test_a_days_entries_are_counted_on_from_wider_numbers_too(store):
    register("Li", name="于洋")
    db.session.execute(update(Visit).values(entry_no="261123-012"))
    db.session.commit()
    assert [register("Li").entry_no for _n in range(2)] == ["261123-013", "261123-014"]
