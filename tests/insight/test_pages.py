"""Pages of figures: what each means, how it stands, and the rows behind it."""
from datetime import date

import pytest
from sqlalchemy import event, select

from portal.core.access import Access
from portal.core.registry import registry
from portal.customers.models import Lead
from portal.extensions import db
from tests.factories.customers import add_customer, add_lead
from tests.factories.org import add_person, add_store, add_team
from tests.factories.sales import add_order
from tests.kept import kept


@pytest.fixture
@kept
def store(app):
    """Li of team one and Wang of team two have a lead each; one lead stands in the pool; Li's has an order."""
    store_id = add_store()
    one, two = add_team(store_id), add_team(store_id, "销售二组")
    add_person("Li", store_id=store_id, team_id=one)
    add_person("Wang", store_id=store_id, team_id=two)
    add_person("Zhou", "leader", store_id=store_id, team_id=one)
    add_person("Chen", "manager", store_id=store_id)
    add_person("Rong", "reception", store_id=store_id)
    add_person("Cai", "care", store_id=store_id)
    add_lead("K26-0001", "Li", customer_id=add_customer("王丽华"))
    add_lead("K26-0002", "Wang", customer_id=add_customer("欧阳明", "13812345622"))
    add_lead("K26-0003", None, customer_id=add_customer("赵强", "13812345623"))
    add_order("K26-0001", signed_on=date(2026, 11, 20))
    return store_id


@pytest.mark.any_database
def test_every_figure_has_a_page_that_says_what_it_means(store, desk):
    desk.sign_in("Chen")
    index = desk.open("/metrics").words
    for metric in registry().metrics.values():
        assert str(metric.name) in index
        page = desk.open(f"/metrics/{metric.key}").words
        assert str(metric.words) in page and str(metric.formula) in page


def test_a_page_shows_teams_people_and_what_is_nobodys_adding_up(store, desk):
    page = desk.sign_in("Chen").open("/metrics/leads_opened?period=2026-11")
    rows = [["".join(cell.itertext()) for cell in row] for row in page.tree.iter("tr")]
    lines = {row[0]: row[1] for row in rows if len(row) == 4}
    assert (lines["销售一组"], lines["Li"], lines["Wang"]) == ("1", "1", "1")
    assert [row[1] for row in rows if row[0] in ("未分配", "Not assigned")] == ["1"]
    assert next(row[1] for row in rows if row[0] in ("合计", "Total")) == "3"


def test_a_consultant_sees_the_own_figure_and_a_leader_the_teams(store, desk):
    assert "Wang" not in desk.sign_in("Li").open("/metrics/leads_opened?period=2026-11").words
    page = desk.sign_in("Zhou").open("/metrics/leads_opened?period=2026-11").words
    assert "Li" in page and "Wang" not in page


def test_who_may_not_see_figures_reads_what_they_mean(store, desk):
    desk.sign_in("Rong")
    page = desk.open("/metrics/orders?period=2026-11")
    assert page.tree.find(".//table") is None
    desk.open("/metrics/orders/rows?period=2026-11", status=404)


def test_the_rows_behind_a_figure_lead_to_what_may_be_opened(store, desk):
    page = desk.sign_in("Chen").open("/metrics/orders/rows?period=2026-11")
    assert "王丽华" in page.words and "D202611-0001" in page.words
    assert any(a.get("href", "").startswith("/orders/") for a in page.tree.iter("a"))


def test_rows_are_narrowed_to_people_and_parts_and_to_nobody(store, desk):
    desk.sign_in("Chen")
    li = db.session.scalar(select(Lead.owner_id).where(Lead.card_no == "K26-0001"))
    assert "欧阳" not in desk.open(f"/metrics/leads_opened/rows?period=2026-11&person_id={li}").words
    nobody = desk.open("/metrics/leads_opened/rows?period=2026-11&person_id=none").words
    assert "赵" in nobody and "欧阳" not in nobody
    assert "K26-0001" in desk.open("/metrics/leads_opened/rows?period=2026-11&origin=showroom").words
    assert "K26-0001" not in desk.open("/metrics/leads_opened/rows?period=2026-11&origin=web").words


def test_a_row_that_may_not_be_opened_shows_surname_and_card_number(store, desk):
    lead = db.session.scalar(select(Lead).where(Lead.card_no == "K26-0002"))
    db.session.execute(Lead.__table__.update().where(Lead.id == lead.id).values(owner_id=1, opened_by_id=None))
    db.session.commit()                                        # handed to Li; the opening stays Wang's
    page = desk.sign_in("Wang").open("/metrics/leads_opened/rows?period=2026-11")
    assert "欧阳 K26-0002" in page.words and "欧阳明" not in page.words
    assert not any("/leads/" in a.get("href", "") for a in page.tree.find(".//main").iter("a"))


def test_addresses_that_make_no_sense_are_not_there(store, desk):
    desk.sign_in("Chen")
    for address in ("/metrics/nothing", "/metrics/orders?period=x", "/metrics/orders?as_of=x",
                    "/metrics/orders/rows?person_id=x", f"/metrics/orders/rows?person_id={'9' * 30}"):
        desk.open(address, status=404)
    desk.open("/metrics/orders/rows?period=2026-11&origin=%F0%9F%98%80")


def test_a_page_as_of_an_earlier_day_leaves_out_what_came_later(store, desk):
    desk.sign_in("Chen")
    assert "D202611" not in desk.open("/metrics/orders/rows?period=2026-11&as_of=2026-11-19").words
    assert "D202611" in desk.open("/metrics/orders/rows?period=2026-11&as_of=2026-11-20").words


def test_rows_are_taken_away_with_a_purpose_that_stays_recorded(store, desk):
    desk.sign_in("Chen")
    answer = desk.send("/metrics/orders/rows?period=2026-11", do="csv", purpose="month's review")
    assert answer.status_code == 200 and "D202611-0001" in answer.text
    assert db.session.scalars(select(Access.purpose)).all() == ["month's review"]


def test_a_page_asks_the_same_number_of_statements_however_many_people(store, desk):
    desk.sign_in("Chen")
    desk.open("/metrics/leads_opened?period=2026-11")
    few = _statements(desk)
    for n in range(10):
        add_person(f"P{n}", store_id=store, team_id=1)
        add_lead(f"K27-{n}", f"P{n}", customer_id=add_customer(phone=f"1391234560{n}"))
    desk.open("/metrics/leads_opened?period=2026-11")       # reads the new names
    assert _statements(desk) == few


def _statements(desk):
    seen = []

    def count(*args):
        seen.append(args[2])
    event.listen(db.engine, "before_cursor_execute", count)
    desk.open("/metrics/leads_opened?period=2026-11")
    event.remove(db.engine, "before_cursor_execute", count)
    return len(seen)
