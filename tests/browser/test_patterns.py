"""Every component in every state, at both sizes, in both languages, light and dark."""
import pytest

from portal.org.models import Role
from tests.factories.org import add_person

from .conftest import DESK, PHONE

pytestmark = pytest.mark.any_database


@pytest.fixture
def signed_in(desk):
    add_person("Shen", Role.ADMIN)
    return desk.sign_in("Shen")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_component_holds_the_house_rules(window, signed_in, size, language):
    """What axe looks for is the same in both."""
    if language == "en":
        signed_in.send("/language", "/more", language="en")
    window(size).open("/patterns").check(axe=language == "zh_CN")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_every_component_is_legible_in_the_dark(window, signed_in, size):
    window(size, dark=True).open("/patterns").check()
