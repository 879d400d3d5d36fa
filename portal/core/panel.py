"""Panel: what an area shows on a page of another area that does not know it."""
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.org.models import Person

from .period import Period
from .policy import Rights
from .registry import registry


@dataclass(frozen=True)
class Reading:
    """What a page is about: for whom, seen from which day, which row or period."""
    rights: Rights
    reader: Person
    as_of: date
    row: Any = None
    period: Period | None = None


@dataclass(frozen=True)
class Panel:
    slot: str
    order: int
    needs: str
    build: Callable[[Reading], Any]         # a dataclass of plain data; None: nothing to show
    template: str


def panels(slot: str, reading: Reading) -> list[tuple[str, Any]]:
    """Template and data of the panels in a slot that the reader may see and that have something to show."""
    fitting = sorted((p for p in registry().panels if p.slot == slot and p.needs in reading.rights),
                     key=lambda p: p.order)
    return [(p.template, data) for p in fitting if (data := p.build(reading)) is not None]
