"""The catalogue: brands, series, models and colours, kept by who plans the stock or runs the store."""
import pytest
from sqlalchemy import event, select

from portal.catalogue import actions, queries
from portal.catalogue.models import Brand, CarModel, Colour, Series
from portal.core.action import Refused, Stale
from portal.extensions import db
from tests.factories.customers import add_customer, add_lead, lead
from tests.factories.org import add_person, add_store, person
from tests.factories.sales import add_model
from tests.kept import kept


@pytest.fixture
@kept
def store(app):
    """A store that sells 探岳 300TSI of 大众; Ku plans the stock, Li sells."""
    store_id = add_store()
    add_person("Ku", "planner", store_id=store_id)
    add_person("Chen", "manager", store_id=store_id)
    add_person("Li", store_id=store_id)
    add_model(brand="")
    return store_id


def one(model):
    return db.session.scalars(select(model)).one()


def test_whoever_sells_reads_the_catalogue_and_changes_nothing(store, desk):
    page = desk.sign_in("Li").open("/catalogue")
    assert "300TSI" in page.words and "189,800" in page.words
    assert not any("/new" in a.get("href", "") for a in page.tree.find(".//main").iter("a"))
    for address in ("/catalogue/brands/new", "/catalogue/series/1", "/catalogue/models/1", "/catalogue/colours/new"):
        desk.open(address, status=404)


def test_the_planner_adds_a_brand_a_series_and_a_model_with_its_price(store, desk):
    desk.sign_in("Ku")
    desk.send("/catalogue/brands/new", name="奥迪")
    brand = db.session.scalars(select(Brand).where(Brand.name == "奥迪")).one()
    desk.send(f"/catalogue/brands/{brand.id}/series/new", name="A4L")
    series = db.session.scalars(select(Series).where(Series.name == "A4L")).one()
    answer = desk.send(f"/catalogue/series/{series.id}/models/new", name="40 TFSI", factory_code="8WC",
                       list_price_fen="32.18万")
    assert answer.status_code == 303
    assert ("A4L 40 TFSI") in [label for _id, label in queries.model_choices()]
    assert db.session.scalar(select(CarModel.list_price_fen).where(CarModel.name == "40 TFSI")) == 32_180_000


def test_a_name_taken_is_refused_beside_its_field_and_what_was_typed_stays(store, desk):
    page = desk.sign_in("Ku").send(f"/catalogue/brands/{one(Brand).id}/series/new", name="探岳")
    assert page.status_code == 422 and 'value="探岳"' in page.text
    assert len(db.session.scalars(select(Series)).all()) == 1


def test_two_editors_of_a_model_the_second_is_told(store):
    model = one(CarModel)
    typed = {"factory_code": "", "list_price_fen": 18_980_000, "rank": 1}
    actions.change_model(model, by=person("Ku"), version=model.version, name="330TSI", **typed)
    with pytest.raises(Stale):
        actions.change_model(one(CarModel), by=person("Chen"), version=1, name="380TSI", **typed)


def test_what_is_ended_is_offered_no_more_and_keeps_its_name(store, desk):
    series = one(Series)
    page = desk.sign_in("Ku").send(f"/catalogue/series/{series.id}/end", f"/catalogue/series/{series.id}")
    assert page.status_code == 303
    assert queries.series_choices() == [] and queries.model_choices() == []
    assert queries.series_names()[series.id] == "探岳"
    desk.send(f"/catalogue/series/{series.id}/reopen", f"/catalogue/series/{series.id}")
    db.session.rollback()
    assert queries.series_choices() == [(series.id, "探岳")]


def test_competitors_stand_apart_and_are_offered_for_losses(store, desk):
    desk.sign_in("Chen").send("/catalogue/rivals/new", name="丰田")
    rival = db.session.scalars(select(Brand).where(Brand.own.is_(False))).one()
    desk.send(f"/catalogue/brands/{rival.id}/series/new", name="荣放")
    assert [name for _id, name in queries.series_choices(own=False)] == ["荣放"]
    assert "荣放" in desk.open("/catalogue/rivals").words and "荣放" not in desk.open("/catalogue").words


def test_colours_are_kept_in_their_order(store, desk):
    desk.sign_in("Ku")
    for name in ("极地白", "星空黑"):
        desk.send("/catalogue/colours/new", name=name)
    black = db.session.scalars(select(Colour).where(Colour.name == "星空黑")).one()
    desk.send(f"/catalogue/colours/{black.id}", name="星空黑", rank="0")
    assert [colour.name for colour in queries.colours()] == ["星空黑", "极地白"]


def test_a_brand_of_the_same_name_is_refused_in_the_action_too(store):
    with pytest.raises(Refused):
        actions.add_brand(by=person("Ku"), name=one(Brand).name, own=False)


def test_the_page_asks_as_often_with_many_models_as_with_one(store, desk):
    desk.sign_in("Li").open("/catalogue")
    few = _statements(desk)
    for n in range(10):
        add_model(f"{n}TSI", f"系{n}")
    assert _statements(desk) == few


def _statements(desk):
    seen = []

    def count(*args):
        seen.append(args[2])
    event.listen(db.engine, "before_cursor_execute", count)
    desk.open("/catalogue")
    event.remove(db.engine, "before_cursor_execute", count)
    return len(seen)


def test_the_colours_are_offered_where_an_order_is_typed(store, desk):
    actions.add_colour(by=person("Ku"), name="极地白")
    add_lead(owner="Li", customer_id=add_customer())
    page = desk.sign_in("Li").open(f"/leads/{lead().id}/order")
    assert [option.get("value") for option in page.tree.iter("option") if option.get("value") == "极地白"] == ["极地白"]
