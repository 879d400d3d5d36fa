"""How heavy the portal is."""
import pytest

from portal.org.models import Role
from tests.factories.org import add_person

pytestmark = pytest.mark.any_database

FIRST, LATER, SCRIPTS = 80_000, 30_000, 30_000       # bytes over the wire


def test_the_first_visit_is_light_and_later_pages_lighter(window, desk):
    add_person("Shen", Role.ADMIN)
    desk.sign_in("Shen")
    at_desk, answers = window(), []
    at_desk.page.on("response", lambda answer: answers.append(answer))

    def weight(of=""):
        return sum(answer.request.sizes()["responseBodySize"] for answer in answers if answer.url.endswith(of))
    at_desk.open("/more").page.wait_for_load_state("networkidle")
    assert weight() <= FIRST and weight(".js") <= SCRIPTS and len(answers) <= 8
    answers.clear()
    at_desk.open("/search?q=nobody").page.wait_for_load_state("networkidle")
    fresh = [answer for answer in answers if not answer.from_service_worker and "/static/" not in answer.url]
    assert weight() <= LATER and len(fresh) == 1
