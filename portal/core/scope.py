"""Scope: whose work, seen from which day. `sees` is for pages, `credits` for figures."""
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, false, func, or_, select, true

from portal.extensions import db
from portal.org.models import Membership


@dataclass(frozen=True)
class Scope:
    """A set of stores, teams and persons, or everything (`everywhere`: the whole group), seen from `today`."""
    today: date
    stores: frozenset[int] = frozenset()
    teams: frozenset[int] = frozenset()
    persons: frozenset[int] = frozenset()
    everywhere: bool = False

    def __or__(self, other: "Scope") -> "Scope":
        return Scope(self.today, self.stores | other.stores, self.teams | other.teams, self.persons | other.persons,
                     self.everywhere or other.everywhere)

    def sees(self, *, store: Any, owner: Any) -> ColumnElement[bool]:
        """Rows to open: by the present owner of the lead they hang on, teams as they are today."""
        return self._either(store, owner, owner.in_(self._members()))

    def credits(self, *, store: Any, person: Any, on: Any) -> ColumnElement[bool]:
        """Facts to count: by whom they are credited to, teams as they were on the fact's own day."""
        ever = select(Membership.person_id).where(Membership.team_id.in_(self.teams))     # lets an index serve
        return self._either(store, person, and_(person.in_(ever), team_of(person, on).in_(self.teams)))

    def in_stores(self, store: Any) -> ColumnElement[bool]:
        """Rows of a store that belong to nobody in it (its calendar, its teams): by store alone."""
        return true() if self.everywhere else store.in_(self.stores)

    def holds(self, store_id: int | None, person_id: int | None = None) -> bool:
        """`sees` for a row in memory."""
        return (self.everywhere or store_id in self.stores
                or person_id is not None and (person_id in self.persons or person_id in self._people))

    def only(self, *, stores: frozenset[int] = frozenset(), teams: frozenset[int] = frozenset(),
             persons: frozenset[int] = frozenset()) -> "Scope":
        """A scope of just these, seen from the same day; whether the reader may ask for it is checked before."""
        return replace(self, stores=stores, teams=teams, persons=persons, everywhere=False)

    def within(self, store_id: int) -> "Scope":
        """What it covers of one store: who reads several would else count them all against the target of one."""
        return self.only(stores=frozenset({store_id})) if self.holds(store_id) else self

    @property
    def is_empty(self) -> bool:
        return not (self.everywhere or self.stores or self.teams or self.persons)

    def _either(self, store: Any, person: Any, in_team: ColumnElement[bool]) -> ColumnElement[bool]:
        if self.everywhere:
            return true()
        parts = ((self.stores, store.in_(self.stores)), (self.persons, person.in_(self.persons)), (self.teams, in_team))
        return or_(false(), *(clause for ids, clause in parts if ids))

    def _members(self) -> Select[int]:
        return select(Membership.person_id).where(Membership.team_id.in_(self.teams), held_on(self.today))

    @cached_property
    def _people(self) -> frozenset[int]:
        return frozenset(db.session.scalars(self._members())) if self.teams else frozenset()


def held_on(day: Any) -> ColumnElement[bool]:
    """Memberships that hold on a day; they are half-open."""
    return and_(Membership.from_on <= day, Membership.until_on > day)


def team_of(person: Any, on: Any) -> ScalarSelect[int | None]:
    """The team a person belonged to on a day; NULL for nobody and for who had none."""
    return select(func.min(Membership.team_id)).where(Membership.person_id == person, held_on(on)).scalar_subquery()
