"""Load: dated rows from an import or a demo store, handed to the areas in one transaction."""
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, TypeVar

from portal.org.models import Person

from .action import action
from .registry import registry

AT_ONCE = 400           # rows asked and written together
R = TypeVar("R")


@action("rows.loaded")
def load(rows: Mapping[str, Iterable[Any]], *, by: Person, batch: str) -> int:
    """How many rows the areas took; they name who did what when, `by` only loads them. Lower areas go first."""
    return sum(loader(rows[kind]) for kind, loader in registry().loaders.items() if kind in rows)


def chunks(rows: Iterable[R], size: int = AT_ONCE) -> Iterator[list[R]]:
    """Rows in parts of a bearable size, in their order."""
    left = iter(rows)
    while chunk := list(islice(left, size)):
        yield chunk
