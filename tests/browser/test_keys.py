"""What the keyboard does, and what a shared PC keeps."""
import pytest

from portal.org.models import Role
from tests.factories.org import add_person

from .conftest import PHONE

pytestmark = pytest.mark.any_database

NOTE = "textarea[name=wrong-note]"


@pytest.fixture
def shen(desk):
    add_person("Shen", Role.ADMIN)
    return desk.sign_in("Shen")


def test_keys_work_outside_fields_and_are_silent_inside(window, shen):
    page = window().open("/patterns").page
    page.locator("h1").click()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("/?j")
    assert page.input_value("#q") == "/?j" and page.locator("[data-keys]").is_hidden()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("[data-keys]").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("[data-keys]").is_hidden()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('tbody, .line-text') !== null")


def test_who_switched_the_keys_off_types_in_peace(window, shen):
    shen.send("/me/preferences", keys=None)
    page = window().open("/patterns").page
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") != "q"


def test_long_text_survives_leaving_the_page_and_goes_with_the_one_who_typed_it(window, shen):
    at_desk = window()
    at_desk.open("/patterns").page.fill(NOTE, "3,000 apart from the Camry")
    assert at_desk.open("/more").open("/patterns").page.input_value(NOTE) == "3,000 apart from the Camry"
    at_desk.page.click(".menu summary >> nth=0")
    at_desk.page.click("form[data-leaves] button")
    assert at_desk.page.evaluate("Object.keys(localStorage).length") == 0


def test_rows_are_selected_and_the_bar_says_how_many(window, shen):
    page = window().open("/patterns").page
    assert page.locator("[data-bulk]").is_hidden()
    page.check("[data-pick-all]")
    assert page.inner_text("[data-picked]") == "3" and page.locator("[data-bulk]").is_visible()
    page.click("[data-pick-none]")
    assert page.locator("[data-bulk]").is_hidden()


def test_the_portal_works_without_script(window, shen):
    page = window(PHONE, javascript=False).open("/more").page
    page.click(".menu summary")
    page.click("button[name=language]")
    assert page.get_attribute("html", "lang") == "en"
