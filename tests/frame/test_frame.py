"""What stands around every page."""
import pytest

from portal.org.models import Role
from tests.factories.org import add_person, add_store, person

pytestmark = pytest.mark.any_database


@pytest.fixture
def admin(app):
    add_store()
    return add_person("Shen", Role.ADMIN)


def test_the_pattern_page_opens_for_the_administrator(desk, admin):
    assert 'href="/patterns"' in desk.sign_in("Shen").open("/patterns").text


def test_the_whole_menu_is_a_page(desk, admin):
    assert "/patterns" in desk.sign_in("Shen").open("/more").text


def test_a_search_that_finds_nothing_says_so(desk, admin):
    assert 'class="empty"' in desk.sign_in("Shen").open("/search?q=nobody").text


def test_the_language_chosen_is_kept_with_the_person(desk, admin):
    desk.sign_in("Shen")
    assert desk.send("/language", "/more", language="en", next="/more").headers["Location"] == "/more"
    assert 'lang="en"' in desk.open("/more").text
    assert person("Shen").language == "en"


@pytest.mark.parametrize("address", ["//elsewhere.cn", "https://elsewhere.cn", "/\\elsewhere.cn", "javascript:1"])
def test_the_way_back_leads_only_inside(desk, admin, address):
    desk.sign_in("Shen")
    assert desk.send("/language", "/more", language="en", next=address).headers["Location"] == "/"
