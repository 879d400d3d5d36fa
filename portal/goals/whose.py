"""Whose goals a reader may look at: stores, teams and people within a scope, as choices of a page."""
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from portal.core.scope import Scope, held_on
from portal.extensions import db
from portal.org.models import Membership, Person, Store, Team

from .queries import TARGETED
from .targets import STORE, Unit


@dataclass(frozen=True)
class Choice:
    """One unit to look at; `key` names it in an address: s1, t2, p3."""
    key: str
    name: str
    store_id: int
    unit: Unit
    depth: int


def choices(scope: Scope) -> list[Choice]:
    """All that a scope holds, stores first, each team with its people; a person alone where that is all."""
    found: list[Choice] = []
    teams = _teams(scope)
    for store in _stores(scope):
        found.append(Choice(f"s{store.id}", store.name, store.id, STORE, 0))
        for team in (one for one in teams if one.store_id == store.id):
            found += _team(team, 1, scope)
    if not found:
        for team in teams:
            found += _team(team, 0, scope)
    own = scope.persons - {choice.unit.person_id for choice in found}
    people = db.session.execute(
        select(Person.id, Person.name, Membership.store_id).join(Membership, Membership.person_id == Person.id)
        .where(Person.id.in_(own), held_on(scope.today), Membership.store_id.is_not(None))).all() if own else []
    return [*found, *(Choice(f"p{person_id}", name, store_id or 0, Unit(None, person_id), 0)
                      for person_id, name, store_id in people)]


def _stores(scope: Scope) -> Sequence[Store]:
    return db.session.scalars(select(Store).where(Store.live == 1, scope.in_stores(Store.id))
                              .order_by(Store.rank, Store.id)).all()


def _teams(scope: Scope) -> Sequence[Team]:
    return db.session.scalars(select(Team).where(
        Team.live == 1, or_(scope.in_stores(Team.store_id), Team.id.in_(scope.teams)))
        .order_by(Team.store_id, Team.rank, Team.id)).all()


def _team(team: Team, depth: int, scope: Scope) -> list[Choice]:
    people = db.session.execute(
        select(Person.id, Person.name).join(Membership, Membership.person_id == Person.id)
        .where(Membership.team_id == team.id, Membership.role.in_(TARGETED), held_on(scope.today))
        .order_by(Person.rota_rank, Person.id)).all()
    return [Choice(f"t{team.id}", team.name, team.store_id, Unit(team.id), depth),
            *(Choice(f"p{person_id}", name, team.store_id, Unit(None, person_id), depth + 1)
              for person_id, name in people)]
