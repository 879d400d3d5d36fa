"""Reading the organisation: stores, teams, people and what they are, within a scope."""
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from flask import abort, request
from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from portal.core.access import Access
from portal.core.action import Change
from portal.core.agreement import Choice
from portal.core.clock import today
from portal.core.policy import my_memberships
from portal.core.scope import Scope, held_on
from portal.extensions import db
from portal.org.models import FOREVER, Membership, Person, Role, Store, Team


def stores(scope: Scope) -> Select[Store]:
    return select(Store).where(scope.in_stores(Store.id)).order_by(Store.live.is_(None), Store.rank, Store.id)


def teams(scope: Scope) -> Select[Team]:
    return select(Team).where(scope.in_stores(Team.store_id)).order_by(Team.live.is_(None), Team.rank, Team.id)


def people(scope: Scope) -> Select[Person]:
    """Who works in the scope's stores, will work there, or worked there to the end; with what they are today."""
    here = select(Membership.person_id).where(scope.in_stores(Membership.store_id), or_(
        Membership.until_on > today(), Membership.until_on > Person.left_on))
    found = select(Person).outerjoin(Membership, Membership.id == _newest()).outerjoin(
        Store, Store.id == Membership.store_id).outerjoin(Team, Team.id == Membership.team_id)
    if not scope.everywhere:
        return found.where(Person.id.in_(here.correlate(Person)))
    # The portal's own person, who acts where nobody else does, has none of these and is nobody's colleague.
    return found.where(or_(Membership.id.is_not(None), Person.account.is_not(None), Person.staff_no.is_not(None)))


def _newest() -> Any:
    """The membership a person is shown with: of those that hold today the first, else the last there was."""
    each = aliased(Membership)
    return (select(each.id).where(each.person_id == Person.id, each.until_on > each.from_on)
            .order_by(and_(each.from_on <= today(), each.until_on > today()).desc(), each.until_on.desc(), each.id)
            .limit(1).correlate(Person).scalar_subquery())


def memberships(scope: Scope) -> Select[Membership]:
    """What people are in the scope's stores; the group's own roles for who sees everything."""
    return select(Membership).where(scope.in_stores(Membership.store_id), Membership.until_on > Membership.from_on)


class Stay(NamedTuple):
    """One line of what a person is, was or will be."""
    membership: Membership
    store: str | None
    team: str | None
    can_go_back: bool                   # it came in place of another, and nothing came after it

    @property
    def holds(self) -> bool:
        return self.membership.from_on <= today() < self.membership.until_on

    @property
    def last_on(self) -> date | None:
        until = self.membership.until_on
        return None if until == FOREVER else until - timedelta(days=1)


def stays(person: Person) -> list[Stay]:
    """All that a person has been, the newest first."""
    rows = db.session.execute(
        select(Membership, Store.name, Team.name).outerjoin(Store, Store.id == Membership.store_id)
        .outerjoin(Team, Team.id == Membership.team_id)
        .where(Membership.person_id == person.id, Membership.until_on > Membership.from_on)
        .order_by(Membership.from_on.desc(), Membership.id.desc())).all()
    ends = {held.until_on for held, _, _ in rows}
    month = today().replace(day=1)
    return [Stay(held, store, team, held.until_on == FOREVER and held.from_on in ends and held.from_on >= month)
            for held, store, team in rows]


def chosen_store(scope: Scope) -> Store:
    """The store that a page of one store is about: as the address says, else the reader's own, else the first."""
    within: Sequence[Store] = db.session.scalars(stores(scope).where(Store.live == 1)).all()
    wanted = request.args.get("store")
    if wanted is not None:
        return next((store for store in within if str(store.id) == wanted), None) or abort(404)
    own = {held.store_id for held in my_memberships()}
    return next((store for store in within if store.id in own), None) or next(iter(within), None) or abort(404)


def store_choices(scope: Scope) -> list[tuple[int, str]]:
    return [(store.id, store.name) for store in db.session.scalars(stores(scope).where(Store.live == 1))]


def team_choices(scope: Scope) -> list[tuple[int, str]]:
    """Teams to choose from; with the store's name where there are several stores."""
    rows = db.session.execute(
        select(Team.id, Team.name, Store.id, Store.name).join(Store, Store.id == Team.store_id)
        .where(scope.in_stores(Team.store_id), Team.live == 1, Store.live == 1)
        .order_by(Store.rank, Store.id, Team.rank, Team.id)).all()
    several = len({store_id for _, _, store_id, _ in rows}) > 1
    return [(team_id, f"{store} · {team}" if several else team) for team_id, team, _, store in rows]


class TeamNow(NamedTuple):
    team: Team
    leaders: str
    people: int


def teams_now(scope: Scope) -> list[TeamNow]:
    """Each team with who leads it and how many are in it today, in one statement."""
    held = aliased(Membership)
    rows = db.session.execute(
        teams(scope).outerjoin(held, and_(held.team_id == Team.id, held.from_on <= today(), held.until_on > today()))
        .outerjoin(Person, Person.id == held.person_id).add_columns(held.role, Person.name)).all()
    found: dict[int, tuple[Team, list[tuple[Role | None, str]]]] = {}
    for team, role, name in rows:
        found.setdefault(team.id, (team, []))[1].append((role, name))
    return [TeamNow(team, "、".join(name for role, name in held if role is Role.LEADER),
                    len({name for _, name in held if name})) for team, held in found.values()]


class StoreNow(NamedTuple):
    store: Store
    people: int


def stores_now(scope: Scope) -> list[StoreNow]:
    """Each store with how many work there today, in one statement."""
    here = (select(func.count(Membership.person_id.distinct())).where(Membership.store_id == Store.id, held_on(today()))
            .correlate(Store).scalar_subquery())
    return [StoreNow(*row) for row in db.session.execute(stores(scope).add_columns(here))]


def _staff_ever(scope: Scope) -> Select[int]:
    """Whoever worked in the scope's stores at some time."""
    return select(Membership.person_id).where(scope.in_stores(Membership.store_id))


def changes(scope: Scope) -> Select[Change]:
    """The change record: of the scope's stores, and of rows without a store what their staff changed."""
    if scope.everywhere:
        return select(Change)
    return select(Change).where(or_(scope.in_stores(Change.store_id), and_(
        Change.store_id.is_(None), Change.made_by_id.in_(_staff_ever(scope)))))


def accesses(scope: Scope) -> Select[Access]:
    """The access record: what the staff of the scope's stores looked at."""
    return select(Access) if scope.everywhere else select(Access).where(Access.person_id.in_(_staff_ever(scope)))


class ManyRoles(NamedTuple):
    person: Person
    roles: list[Role]


def people_with_many_roles(scope: Scope) -> list[ManyRoles]:
    """Who holds more than one role today: whose rights are more than their role's."""
    rows = db.session.execute(
        select(Person, Membership.role).join(Membership, Membership.person_id == Person.id)
        .where(Person.id.in_(people(scope).with_only_columns(Person.id)), held_on(today()))
        .order_by(Person.pinyin, Person.id, Membership.id)).all()
    found: dict[int, ManyRoles] = {}
    for person, role in rows:
        found.setdefault(person.id, ManyRoles(person, [])).roles.append(role)
    return [each for each in found.values() if len(each.roles) > 1]


def choice_lines(scope: Scope) -> Select[Choice]:
    return select(Choice).where(scope.in_stores(Choice.store_id))
