"""Whose numbers a reader's home shows: the group's stores, a store's, a team's, or his own."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.core.policy import Held, Rights
from portal.core.scope import Scope
from portal.goals.targets import STORE, Unit
from portal.org.models import Person


class Reach(StrEnum):
    NONE = "none"               # no figures at all
    OWN = "own"
    TEAM = "team"
    STORE = "store"
    GROUP = "group"


@dataclass(frozen=True)
class Whose:
    """The store, and what of it; `scope` is what figures may be counted over."""
    reach: Reach
    store_id: int | None
    unit: Unit
    scope: Scope


def whose(rights: Rights, reader: Person, memberships: Sequence[Held], today: date) -> Whose:
    """By the widest reach of `figures.read`; of several stores the first that the reader works in."""
    scope = rights.get("figures.read")
    home = next((held.store_id for held in memberships if held.store_id is not None), None)
    if scope is None or home is None and not scope.everywhere:
        return Whose(Reach.NONE, home, STORE, scope or Scope(today))
    if scope.everywhere:
        return Whose(Reach.GROUP, None, STORE, scope)
    if home in scope.stores:
        return Whose(Reach.STORE, home, STORE, scope.within(home))
    if scope.teams:
        return Whose(Reach.TEAM, home, Unit(min(scope.teams)), scope)
    return Whose(Reach.OWN, home, Unit(None, reader.id), scope)
