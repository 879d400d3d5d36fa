"""The register in a real browser: few taps on the phone, a board that keeps itself fresh, no script needed."""
from datetime import date

import pytest
from sqlalchemy import select, update

from portal.catalogue.models import Brand, Series
from portal.core.agreement import lay_down_choices
from portal.customers.actions.rota import set_rota
from portal.customers.models import Clash, Visit
from portal.extensions import db
from portal.org.models import Person, Role, Store
from tests.factories.customers import add_customer, add_lead
from tests.factories.org import add, add_person, add_store, add_team, person
from tests.factories.visits import register

from .conftest import DESK, PHONE

pytestmark = pytest.mark.any_database         # what is written is tested with the register itself

TABLET = (1024, 768)
NUMBER = "13812345621"


@pytest.fixture
def floor(app):
    """Li and Wang on the rota, Tian at the desk, Chen the manager; 赵敏 is Li's customer."""
    store_id = add_store()
    team_id = add_team(store_id)
    for name in ("Li", "Wang"):
        add_person(name, Role.CONSULTANT, store_id=store_id, team_id=team_id)
    for name, role in (("Tian", Role.RECEPTION), ("Chen", Role.MANAGER), ("Qin", Role.CARE)):
        add_person(name, role, store_id=store_id)
    brand = add(Brand, name="大众", own=True)
    for n, name in enumerate(("探岳", "速腾", "迈腾", "宝来", "高尔夫")):
        add(Series, brand_id=brand, name=name, version=1, rank=n)
    lay_down_choices(db.session.get_one(Store, store_id), by=person("Chen"))
    set_rota(db.session.get_one(Store, store_id), [person("Li").id, person("Wang").id], by=person("Chen"))
    add_lead("K26-0002", "Li", customer_id=add_customer("赵敏", NUMBER), opened_on=date(2026, 11, 13))
    return store_id


class Taps:
    """Counts what is tapped besides typing."""
    def __init__(self, page):
        self.page, self.count = page, 0

    def __call__(self, words, within="label.tile"):
        self.page.locator(within, has_text=words).first.click()
        self.count += 1


def entry():
    db.session.rollback()
    return db.session.scalars(select(Visit).order_by(Visit.id.desc()).limit(1)).one()


def test_a_visit_takes_no_more_than_eight_taps_besides_typing(window, desk, floor):
    desk.sign_in("Wang")
    page = window(PHONE).open("/visits/new").page
    tap = Taps(page)
    page.fill("#phone", "139 1234 7702")
    page.fill("#name", "贺先生")
    for words in ("迈腾", "7 天内", "已试驾", "要分期"):
        tap(words)
    tap("保存", within="button")
    page.wait_for_url("**/visits/1")
    assert tap.count <= 8
    visit = entry()
    assert (visit.kept, visit.level, visit.test_drive, visit.instalment) == (True, "H", True, True)


def test_a_known_number_shows_whose_it_is_while_it_is_typed(window, desk, floor):
    desk.sign_in("Wang")
    page = window(PHONE).open("/visits/new").page
    page.locator("#phone").press_sequentially("1381234562")
    assert page.locator("#known").inner_text().strip() == ""
    page.locator("#phone").press_sequentially("1")
    page.get_by_text("本店客户，归属").wait_for()
    assert "Li" in page.locator("#known").inner_text() and "赵敏" not in page.content()


def test_the_link_to_the_time_unfolds_what_hides_it(window, desk, floor):
    desk.sign_in("Wang")
    page = window(PHONE).open("/visits/new").page
    assert not page.locator("#came_at").is_visible()
    page.get_by_text("改时间").click()
    page.locator("#came_at").wait_for(state="visible")


def test_everything_works_without_script(window, desk, floor):
    desk.sign_in("Wang")
    page = window(PHONE, javascript=False).open("/visits/new").page
    page.fill("#phone", NUMBER)
    page.fill("#name", "赵敏")
    page.locator("label.tile", has_text="15 天内").click()
    page.get_by_role("button", name="保存").click()
    page.wait_for_url("**/visits/1")
    assert "客户仍归 Li" in page.content().replace('<span translate="no">', "").replace("</span>", "")
    assert db.session.scalars(select(Clash)).one().ruled_for_id == person("Li").id


def test_the_board_shows_by_itself_who_has_come_and_keeps_what_is_unfolded(window, desk, floor):
    register("Wang", leaving=None, purpose="service")
    desk.sign_in("Tian")
    page = window(TABLET).open("/front-desk").page
    page.get_by_role("button", name="看车来店").click()
    page.locator(".party", has_text="#02").wait_for()
    page.get_by_role("button", name="给Li").click()
    page.locator("section", has_text="接待中").locator(".party", has_text="#02").wait_for()
    page.locator(".party", has_text="#02").get_by_role("button", name="已离店").click()
    page.locator("#gone summary").click()
    register("Tian", person_id=None)
    page.evaluate("htmx.ajax('GET', '/front-desk', {target: '#board', swap: 'outerHTML'})")
    page.locator(".party", has_text="#03").wait_for()
    assert page.locator("#gone[open]").count() == 1


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize(("who", "paths"), [
    ("Tian", ("/front-desk", "/visits/2/give", "/rota")), ("Wang", ("/visits/new", "/visits/1", "/visits/1/result")),
    ("Chen", ("/visits?when=today", "/visits/1/void", "/clashes", "/clashes/1")), ("Qin", ("/number-checks",))])
def test_the_pages_of_the_register_hold_the_house_rules_at_every_size(window, desk, floor, who, paths, language):
    register("Wang", name="赵敏", phone=NUMBER)
    register("Tian", person_id=None, party_size=2)
    db.session.execute(update(Person).values(language=language))
    db.session.commit()
    desk.sign_in(who)
    browser = window(PHONE)
    for size in (PHONE, TABLET, DESK):
        browser.resize(size)
        for path in paths:
            browser.open(path).check(axe=size == PHONE and language == "zh_CN")
