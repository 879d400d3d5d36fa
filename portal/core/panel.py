"""Panel: what an area shows on a page of another area that does not know it."""
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Any

from portal.org.models import Person

from .badge import badges
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
    badge: str = ""                         # the place of the menu whose badge counts what is shown: none, no panel
    save: Callable[..., Any] | None = None  # (reading, typed, by): what was typed in it, within the page's own action
    undo: Callable[..., Any] | None = None  # (batch, by): what `save` did under a batch, within the action of undoing


@dataclass(frozen=True)
class WeekLine:
    """What an area says in the slot `week` of a review sheet: its head, and a line of plain text."""
    head: Any
    text: str


@dataclass(frozen=True)
class MorningLine:
    """What an area says in the slot `morning`, to the people of a store or team standing before a screen: under which
    word, a line of plain text, whom it concerns, how pressing it is (late, watch, or nothing), and where its rows are.
    Customers by surname, title and card number; never a phone.
    """
    head: Any
    text: str
    who: str = ""
    tone: str = ""
    address: str = ""


def panels(slot: str, reading: Reading) -> list[tuple[str, Any]]:
    """Template and data of the panels in a slot that the reader may see and that have something to show."""
    return [(p.template, data) for p in _fitting(slot, reading.rights)
            if (not p.badge or badges().get(p.badge)) and (data := p.build(reading)) is not None]


def lines(slot: str, reading: Reading) -> list[Any]:
    """What the panels of a slot say that give lines in place of a template of their own: the first of each area, then
    their second ones, so that no area talks the others down where room is short.
    """
    said = [lines_ for _template, lines_ in panels(slot, reading)]
    return [line for rank in zip_longest(*said) for line in rank if line is not None]


def save_panels(slot: str, reading: Reading, typed: Mapping[str, str], *, by: Person) -> None:
    """In the course of a page's action: what was typed in the panels of its slot."""
    for panel in _fitting(slot, reading.rights):
        if panel.save:
            panel.save(reading, typed, by=by)


def undo_panels(slot: str, batch: str, *, by: Person) -> None:
    """In the course of undoing that action: what the panels saved under its batch."""
    for panel in registry().panels:
        if panel.slot == slot and panel.undo:
            panel.undo(batch, by=by)


def _fitting(slot: str, rights: Rights) -> list[Panel]:
    return sorted((p for p in registry().panels if p.slot == slot and p.needs in rights), key=lambda p: p.order)
