"""Whose goals a reader may look at: stores, teams and people within a scope, as choices of a page."""
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import abort, request
from flask_babel import gettext as _
from sqlalchemy import or_, select

from portal.core.scope import Scope, held_on
from portal.extensions import db
from portal.memo import while_unchanged
from portal.org.models import Membership, Person, Store, Team
from portal.org.queries import names as people_names
from portal.org.queries import team_names

from .queries import TARGETED
from .targets import NO_TEAM, STORE, Unit


@dataclass(frozen=True)
class Choice:
    """One unit to look at; `key` names it in an address: s1, t2, p3."""
    key: str
    name: str
    store_id: int
    unit: Unit
    depth: int


@while_unchanged
def choices(scope: Scope) -> list[Choice]:
    """All that a scope holds, stores first, each team with its people; a person alone where that is all."""
    found: list[Choice] = []
    teams = _teams(scope)
    people = _people([team.id for team in teams], scope)
    for store in _stores(scope):
        found.append(Choice(f"s{store.id}", store.name, store.id, STORE, 0))
        for team in (one for one in teams if one.store_id == store.id):
            found += _team(team, 1, people)
    if not found:
        for team in teams:
            found += _team(team, 0, people)
    own = scope.persons - {choice.unit.person_id for choice in found}
    alone = db.session.execute(
        select(Person.id, Person.name, Membership.store_id).join(Membership, Membership.person_id == Person.id)
        .where(Person.id.in_(own), held_on(scope.today), Membership.store_id.is_not(None))).all() if own else []
    return [*found, *(Choice(f"p{person_id}", name, store_id or 0, Unit(None, person_id), 0)
                      for person_id, name, store_id in alone)]


def _stores(scope: Scope) -> Sequence[Store]:
    return db.session.scalars(select(Store).where(Store.live == 1, scope.in_stores(Store.id))
                              .order_by(Store.rank, Store.id)).all()


def _teams(scope: Scope) -> Sequence[Team]:
    return db.session.scalars(select(Team).where(
        Team.live == 1, or_(scope.in_stores(Team.store_id), Team.id.in_(scope.teams)))
        .order_by(Team.store_id, Team.rank, Team.id)).all()


def _people(teams: Sequence[int], scope: Scope) -> Mapping[int, list[tuple[int, str]]]:
    """Who can be given targets in each team today, in the order of the rota."""
    found: dict[int, list[tuple[int, str]]] = {}
    for team_id, person_id, name in db.session.execute(
            select(Membership.team_id, Person.id, Person.name).join(Person, Person.id == Membership.person_id)
            .where(Membership.team_id.in_(teams), Membership.role.in_(TARGETED), held_on(scope.today))
            .order_by(Person.rota_rank, Person.id)):
        found.setdefault(team_id or 0, []).append((person_id, name))
    return found


def _team(team: Team, depth: int, people: Mapping[int, list[tuple[int, str]]]) -> list[Choice]:
    return [Choice(f"t{team.id}", team.name, team.store_id, Unit(team.id), depth),
            *(Choice(f"p{person_id}", name, team.store_id, Unit(None, person_id), depth + 1)
              for person_id, name in people.get(team.id, ()))]


def chosen(choices: Sequence[Choice]) -> Choice:
    """`whose=t2`; also person=7, team=2, store=1, as other pages link here. What is not in scope is not there."""
    wanted = request.args.get("whose") or next(
        (f"{letter}{request.args[name]}" for name, letter in (("person", "p"), ("team", "t"), ("store", "s"))
         if request.args.get(name)), None)
    if wanted is None:
        return choices[0] if choices else abort(404)
    return next((choice for choice in choices if choice.key == wanted), None) or abort(404)


def names(units: Iterable[Unit]) -> Mapping[Unit, str]:
    """The name of the person or team of each, or for what no team did; the store has none."""
    wanted = list(units)
    teams, people = team_names(), people_names(unit.person_id for unit in wanted)

    def name(unit: Unit) -> str:
        if unit == NO_TEAM:
            return _("Not assigned")
        return teams.get(unit.team_id or 0, "") if unit.person_id is None else people.get(unit.person_id, "")
    return {unit: name(unit) for unit in wanted}
