"""The pages of every day in a real browser, at both sizes and in both languages: nothing scrolls sideways, axe finds
no fault, and a general manager's home is one screen of the phone. The register's pages have a module of their own."""
from datetime import date

import pytest

from portal.core.agreement import lay_down_choices
from portal.customers.models import Level
from portal.extensions import db
from portal.org.models import Role, Store
from tests.factories.customers import add_customer, add_lead
from tests.factories.goals import in_force
from tests.factories.org import add_person, add_store, add_team, person

from .conftest import DESK, PHONE

PAGES = ("/", "/leads", "/leads/1", "/leads/due", "/drives", "/orders", "/losses", "/goals", "/goals/plans",
         "/reviews/week/2026-W47", "/steps", "/forms", "/metrics", "/metrics/traffic", "/roster", "/imports",
         "/imports/new", "/hand-overs", "/people", "/stores", "/catalogue", "/calendar", "/settings", "/changes",
         "/policy", "/more", "/me", "/stock", "/vehicles", "/vehicles/intake", "/counts", "/demo-cars", "/stock/plans",
         "/finance/month-end", "/training", "/training/skills", "/training/needs", "/training/assessments", "/board",
         "/board/new", "/board/statistics", "/board/honours")


pytestmark = pytest.mark.any_database


@pytest.fixture
def store(app):
    store_id = add_store()
    one, two = add_team(store_id), add_team(store_id, "销售二组")
    for name, team_id in (("Li", one), ("Wang", one), ("Zhou", two)):
        add_person(name, store_id=store_id, team_id=team_id)
    add_person("Chen", Role.MANAGER, store_id=store_id)
    add_person("Gu", Role.GENERAL_MANAGER, store_id=store_id)
    lay_down_choices(db.session.get_one(Store, store_id), by=person("Chen"))
    add_lead(owner="Li", level=Level.H, customer_id=add_customer("欧阳静怡", "13812345621"))
    return store_id


ALIKE = {"/drives", "/orders", "/losses", "/steps", "/hand-overs", "/people", "/stores", "/changes", "/vehicles",
         "/counts",
         "/training/assessments", "/board"}         # as /leads is


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_pages_of_every_day_hold_the_house_rules(window, store, desk, language):
    """English, the longer words, at both sizes; Chinese on the phone, where axe looks at one page of each make."""
    in_force({(1, 1): 12, (1, 2): 10, (1, None): 3, (2, 3): 9, (2, None): 0})
    desk.sign_in("Chen")
    if language == "en":
        desk.send("/language", "/more", language="en")
    browser = window(PHONE)
    for path in PAGES:
        browser.open(path).check(axe=language == "zh_CN" and path not in ALIKE)
        assert browser.answer.status == 200, path
        if language == "en":
            browser.resize(DESK)
            browser.check(axe=False)
            browser.resize(PHONE)


@pytest.mark.parametrize("planned", [False, True])
def test_a_general_manager_reads_home_on_one_screen_of_the_phone(window, store, desk, clock, planned):
    clock.set(date(2026, 11, 24))
    if planned:
        in_force({(1, 1): 12, (1, 2): 10, (1, None): 3, (2, 3): 9, (2, None): 0})
    desk.sign_in("Gu")
    page = window(PHONE).open("/").check().page
    assert page.evaluate("document.documentElement.scrollHeight") <= PHONE[1]
