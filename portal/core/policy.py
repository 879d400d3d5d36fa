"""Policy: who may do what, as data (policy_table.py), and how a view and a template ask it."""
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import wraps
from typing import Any, Concatenate, NamedTuple, ParamSpec, Self, TypeVar

from flask import abort, g
from flask_login import current_user
from sqlalchemy import ColumnElement, case, select

from portal.extensions import db, login_manager
from portal.org.models import Membership, Person, Role, Store, Team

from .clock import today
from .policy_table import NOT_AFTER_NOTICE, grants_of
from .scope import Scope, held_on

P = ParamSpec("P")
R = TypeVar("R")
Rights = Mapping[str, Scope]        # permission → where it holds
PUBLIC = "public"                   # declared by views that need no sign-in


class Held(NamedTuple):
    """A membership as plain data, with the names of its store and team: it outlives the transaction that read it."""
    person_id: int
    role: Role
    store_id: int | None
    team_id: int | None
    from_on: date
    until_on: date
    store: str | None
    team: str | None

    @classmethod
    def of(cls, held: Membership, store: str | None, team: str | None) -> Self:
        return cls(held.person_id, held.role, held.store_id, held.team_id, held.from_on, held.until_on, store, team)


def memberships_of(person: Person, on: date) -> list[Held]:
    """What a person is on a day, in one query."""
    return _held([person.id], on)


def _held(ids: Sequence[int], on: date) -> list[Held]:
    return [Held.of(*row) for row in db.session.execute(
        select(Membership, Store.name, Team.name).outerjoin(Store, Store.id == Membership.store_id)
        .outerjoin(Team, Team.id == Membership.team_id)
        .where(Membership.person_id.in_(ids), held_on(on)).order_by(Membership.id))]


def rights_of(person: Person, on: date) -> Rights:
    """All that a person may do on a day: the union over the roles held then, in one query."""
    return rights_from(person, memberships_of(person, on), on)


def rights_of_each(people: Sequence[Person], on: date) -> Mapping[int, Rights]:
    """`rights_of` for several people, by their ids, in one query for all."""
    held: dict[int, list[Held]] = {person.id: [] for person in people}
    for one in _held([*held], on):
        held[one.person_id].append(one)
    return {person.id: rights_from(person, held[person.id], on) for person in people}


def rights_from(person: Person, memberships: list[Held], on: date) -> Rights:
    """`rights_of` for memberships at hand."""
    rights: dict[str, Scope] = {}
    for held in memberships:
        for permission, reach in grants_of(held.role).items():
            rights[permission] = rights.get(permission, Scope(on)) | _scope(reach, held, on)
    if person.notice_on and person.notice_on <= on:
        return {permission: scope for permission, scope in rights.items() if permission not in NOT_AFTER_NOTICE}
    return {permission: scope for permission, scope in rights.items() if not scope.is_empty}


def holders(permission: str) -> tuple[Role, ...]:
    """The roles that a permission belongs to."""
    return tuple(role for role in Role if permission in grants_of(role))


def _scope(reach: str, held: Held, on: date) -> Scope:
    match reach:
        case "own":
            return Scope(on, persons=frozenset({held.person_id}))
        case "team":
            return Scope(on, teams=frozenset() if held.team_id is None else frozenset({held.team_id}))
        case "store":
            return Scope(on, stores=frozenset() if held.store_id is None else frozenset({held.store_id}))
        case "group":
            return Scope(on, everywhere=True)
    raise ValueError(reach)


def frozen(rights: Rights) -> frozenset[tuple[str, Scope]]:
    """Rights as a key of what follows from them."""
    return frozenset(rights.items())


def me() -> Person:
    """Who is signed in, as a Person for the type checker; current_user is an untyped proxy."""
    return current_user._get_current_object()


def my_memberships() -> list[Held]:
    """What who is signed in is today: read with the session, once per request; empty for nobody."""
    if "memberships" not in g:
        g.memberships = memberships_of(me(), today()) if current_user.is_authenticated else []
    return g.memberships


def my_rights() -> Rights:
    """The rights of who is signed in, once per request; empty for nobody."""
    if "rights" not in g:
        g.rights = rights_from(me(), my_memberships(), today()) if current_user.is_authenticated else {}
    return g.rights


def can(permission: str, row: Any = None) -> bool:
    """For templates: whether to offer a button, on this row or (without one) at all."""
    scope = my_rights().get(permission)
    if scope is None or row is None:
        return scope is not None
    return scope.holds(getattr(row, "store_id", None), getattr(row, "owner_id", getattr(row, "person_id", None)))


def requires(permission: str) -> Callable[[Callable[Concatenate[Scope, P], R]], Callable[P, R]]:
    """Declare a view's permission; the view receives the scope it holds in. Without it the page is not there: 404."""
    def declare(view: Callable[Concatenate[Scope, P], R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if not current_user.is_authenticated:
                return login_manager.unauthorized()
            scope = my_rights().get(permission)
            if scope is None:
                abort(404)
            return view(scope, *args, **kwargs)
        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded
    return declare


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Declare a view that needs no sign-in."""
    view.permission = PUBLIC  # type: ignore[attr-defined]
    return view


def untraced(view: Callable[P, R]) -> Callable[P, R]:
    """Declare a view whose posts nothing ties to their sender: neither kept after a session's end, nor logged by name.
    """
    view.untraced = True  # type: ignore[attr-defined]
    return view


def shown(value: Any, *, else_: Any, where: Scope | None, store: Any, owner: Any) -> ColumnElement[Any]:
    """A guarded field: `value` in rows that `where` sees, `else_` in all others, decided by the database."""
    return else_ if where is None else case((where.sees(store=store, owner=owner), value), else_=else_)
