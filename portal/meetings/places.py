"""Whom a meeting is of: a store or one of its teams; and who sells there on a day."""
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from flask import abort, request
from sqlalchemy import or_, select

from portal.core.asked import number
from portal.core.period import FIRST_DAY
from portal.core.policy import me, my_memberships
from portal.core.scope import Scope, held_on
from portal.extensions import db
from portal.goals.targets import STORE, Unit
from portal.memo import while_unchanged
from portal.org.models import Membership, Person, Store, Team
from portal.org.queries import SELLERS, Member, members


@dataclass(frozen=True)
class Place:
    """A store, or one team of it."""
    store_id: int
    store: str
    team_id: int | None = None
    team: str = ""

    @property
    def name(self) -> str:
        return self.team or self.store

    @property
    def address(self) -> dict[str, Any]:
        """How addresses name it."""
        return {"store": self.store_id} if self.team_id is None else {"team": self.team_id}

    @property
    def unit(self) -> Unit:
        return STORE if self.team_id is None else Unit(self.team_id)

    def scope(self, today: date) -> Scope:
        """Just this store or team; whether the reader may ask for it was settled when the place was found."""
        return (Scope(today, stores=frozenset({self.store_id})) if self.team_id is None
                else Scope(today, teams=frozenset({self.team_id})))

    def sellers(self, on: date) -> list[Member]:
        """Who sells here on a day, team by team in rota order."""
        return [one for one in members(self.store_id, on)
                if one.sells and (self.team_id is None or one.team_id == self.team_id)]


@while_unchanged
def places(scope: Scope) -> list[Place]:
    """The stores and teams that lie whole in a scope, each store followed by its teams."""
    rows = db.session.execute(
        select(Store.id, Store.name, Team.id, Team.name).outerjoin(Team, (Team.store_id == Store.id) & (Team.live == 1))
        .where(Store.live == 1, or_(scope.in_stores(Store.id), Team.id.in_(scope.teams)))
        .order_by(Store.rank, Store.id, Team.rank, Team.id)).all()
    found: dict[Place, None] = {}
    for store_id, store, team_id, team in rows:
        if scope.holds(store_id):
            found.setdefault(Place(store_id, store))
        if team_id is not None:
            found.setdefault(Place(store_id, store, team_id, team))
    return list(found)


def place_asked(scope: Scope) -> tuple[Place, list[Place]]:
    """The place that the address names and all one may choose; without a name one's own, the widest first."""
    shown = places(scope)
    for name in ("team", "store"):
        if asked := request.values.get(name, ""):
            return next((one for one in shown if one.address == {name: number(asked)}), None) or abort(404), shown
    return _own(shown) or abort(404), shown


def place_of(scope: Scope) -> Place | None:
    """The widest place of one's own that lies whole in a scope; None for a person alone."""
    return _own(places(scope))


def _own(shown: list[Place]) -> Place | None:
    own = {held.store_id for held in my_memberships()}
    return next((one for one in shown if one.store_id in own), None) or next(iter(shown), None)


class Whose(NamedTuple):
    """A person whose day a page is about, with the store and team of that day."""
    person: Person
    store_id: int
    team_id: int | None


def person_asked(scope: Scope, on: date) -> tuple[Whose, list[Whose]]:
    """The seller that the address names, and all one may choose; without a name oneself, else the first."""
    shown = sellers_in(scope, on)
    if asked := request.values.get("person", ""):
        return next((one for one in shown if str(one.person.id) == asked), None) or abort(404), shown
    mine = next((one for one in shown if one.person.id == me().id), None)
    return mine or next(iter(shown), None) or abort(404), shown


def day_asked(today: date) -> date:
    """The day that the address names, none after today; without one today."""
    try:
        asked = date.fromisoformat(request.values["on"]) if request.values.get("on") else today
    except ValueError:
        abort(404)
    return asked if FIRST_DAY <= asked <= today else abort(404)


def sellers_in(scope: Scope, on: date) -> list[Whose]:
    """The sellers in a scope on a day, by store, team and rota."""
    rows = db.session.execute(
        select(Person, Membership.store_id, Membership.team_id).join(Membership, Membership.person_id == Person.id)
        .outerjoin(Team, Team.id == Membership.team_id)
        .where(scope.sees(store=Membership.store_id, owner=Membership.person_id), held_on(on),
               Membership.store_id.is_not(None), Membership.role.in_(SELLERS))
        .order_by(Membership.store_id, Team.rank, Team.id, Person.rota_rank, Person.pinyin, Person.id))
    found: dict[int, Whose] = {}
    for person, store_id, team_id in rows:
        found.setdefault(person.id, Whose(person, store_id or 0, team_id))
    return list(found.values())
