import pytest

from ..factories.small_store import small_store
from ..kept import kept


@pytest.fixture
@kept
def ids(app):
    """What stands in an address of the small store: argument → value."""
    return small_store()
