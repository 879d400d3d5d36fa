"""Load: dated rows from an import or a demo store, handed to the areas in one transaction."""
from collections.abc import Iterable, Mapping
from typing import Any

from portal.org.models import Person

from .action import action
from .registry import registry


@action("rows.loaded")
def load(rows: Mapping[str, Iterable[Any]], *, by: Person, batch: str) -> int:
    """How many rows the areas took; they name who did what when, `by` only loads them. Lower areas go first."""
    return sum(loader(rows[kind]) for kind, loader in registry().loaders.items() if kind in rows)
