"""What a person reads when something is not there, or not working just now."""
import re

import pytest
from sqlalchemy.exc import OperationalError

from portal.errors import held_up
from portal.errors import page as page_of
from portal.org.models import Role
from tests.desk import Page
from tests.factories.org import add_person, add_store
from tests.house_rules import check_page

pytestmark = pytest.mark.any_database


@pytest.fixture
def shen(app, desk):
    add_person("Shen", Role.MANAGER, store_id=add_store())
    return desk.sign_in("Shen")


def number_of(page):
    return re.search("[0-9a-f]{12}", page.words)[0]


def test_a_page_that_is_not_there_says_so_in_both_languages_with_the_number_of_the_request(shen):
    page = shen.open("/no-such-page", status=404)
    assert "没有这个页面" in page.words and number_of(page) == page.headers["X-Request-Id"]
    shen.send("/language", "/more", language="en")
    assert "There is no such page" in shen.open("/no-such-page", status=404).words


def test_an_address_that_only_takes_forms_says_so(shen):
    assert "POST" in shen.open("/language", status=405).headers["Allow"]


def test_what_may_not_be_read_looks_like_what_is_not_there(shen):
    there, nowhere = shen.open("/patterns", status=404), shen.open("/no-such-page", status=404)
    assert there.words.replace(number_of(there), "") == nowhere.words.replace(number_of(nowhere), "")


SAID = {"sqlite": ("database is locked",), "mariadb": (1205, "Lock wait timeout exceeded")}


def answer_to(app, message, **request):
    """What the portal answers when a post meets this word of the database."""
    with app.test_request_context("/leads/7", method="POST", **request):
        error = OperationalError("UPDATE", {}, type("Error", (Exception,), {})(*message))
        return Page(app.make_response(held_up(error)), "/leads/7")


@pytest.mark.parametrize("message", SAID.values(), ids=SAID)
def test_a_lock_held_too_long_keeps_what_was_typed_and_offers_to_send_it_again(app, message):
    typed = {"note": "Compares with the Camry,\n3,000 apart <b>", "tick": ["a", "b"]}
    page = answer_to(app, message, data=typed | {"password": "secret"})
    check_page(page)
    sent_again = page.values("/leads/7")
    assert page.status_code == 503 and page.headers["Retry-After"]
    assert {name: sent_again[name] for name in typed} == typed and "secret" not in page.text


def test_a_part_that_htmx_asked_for_fails_as_a_notice(app):
    page = answer_to(app, SAID["sqlite"], headers={"HX-Request": "true"})
    assert "<h1" not in page.text and 'role="alert"' in page.text


def test_a_fault_of_ours_is_not_called_busy(app):
    with pytest.raises(OperationalError):
        answer_to(app, ("no such table: lead",))


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 413, 422, 500, 503])
def test_every_error_has_a_page(app, status):
    with app.test_request_context("/"):
        answer = Page(app.make_response(page_of(status)), "/")
    check_page(answer)
    assert answer.status_code == status
