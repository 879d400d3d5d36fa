"""Whose numbers a reader's home shows: the group's stores, a store's, a team's, or his own."""
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select

from portal.core.policy import Rights
from portal.core.scope import Scope, held_on
from portal.extensions import db
from portal.goals.targets import STORE, Unit
from portal.org.models import Membership, Person, Store


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
    store: Store | None
    unit: Unit
    scope: Scope


def whose(rights: Rights, reader: Person, today: date) -> Whose:
    """By the widest reach of `figures.read`; of several stores the one the reader works in."""
    scope = rights.get("figures.read")
    home = _home(reader, today)
    if scope is None or home is None and not scope.everywhere:
        return Whose(Reach.NONE, home, STORE, scope or Scope(today))
    if scope.everywhere:
        return Whose(Reach.GROUP, None, STORE, scope)
    if home and home.id in scope.stores:
        return Whose(Reach.STORE, home, STORE, scope)
    if scope.teams:
        return Whose(Reach.TEAM, home, Unit(min(scope.teams)), scope)
    return Whose(Reach.OWN, home, Unit(None, reader.id), scope)


def _home(reader: Person, today: date) -> Store | None:
    """The store of the reader's first membership that holds today."""
    return db.session.scalars(select(Store).join(Membership, Membership.store_id == Store.id).where(
        Membership.person_id == reader.id, held_on(today)).order_by(Membership.id).limit(1)).first()
