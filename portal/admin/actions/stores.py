"""Stores open and close; teams are formed, renamed and dissolved."""
from flask_babel import gettext as _
from sqlalchemy import select

from portal.core.action import Refused, action, locked, seen
from portal.core.agreement import lay_down_choices
from portal.core.clock import today
from portal.core.registry import registry
from portal.extensions import db
from portal.org.models import Membership, Person, Store, Team


@action("store.opened")
def open_store(*, by: Person, code: str, name: str, once: str | None = None) -> Store:
    """A new store, with the lists (sources, purposes, reasons …) and what else the areas start every store with."""
    _free_code(code)
    store = Store(code=code, name=name, rank=len(db.session.scalars(select(Store.id)).all()))
    db.session.add(store)
    db.session.flush()
    lay_down_choices(store, by=by)
    for begin in registry().begins:
        begin(store, by=by)
    return store


@action("store.changed")
def change_store(store: Store, *, by: Person, version: int, code: str, name: str) -> Store:
    seen(store, version)
    _free_code(code, store)
    store.code, store.name = code, name
    return store


@action("store.closed")
def close_store(store: Store, *, by: Person) -> Store:
    """Close a store for good. Its history stays; nobody may still work there."""
    locked(store)
    if staff := _staff(Membership.store_id == store.id):
        raise Refused(_("%(count)s people still work here. Move them first.", count=staff))
    store.live = None
    return store


@action("store.reopened")
def reopen_store(store: Store, *, by: Person) -> Store:
    locked(store).live = 1
    return store


@action("team.formed")
def form_team(store: Store, *, by: Person, name: str, once: str | None = None) -> Team:
    """A new team of a store."""
    locked(store)
    _free_name(store.id, name)
    team = Team(store_id=store.id, name=name, rank=len(db.session.scalars(select(Team.id).where(
        Team.store_id == store.id)).all()))
    db.session.add(team)
    return team


@action("team.renamed")
def rename_team(team: Team, *, by: Person, version: int, name: str) -> Team:
    seen(team, version)
    _free_name(team.store_id, name, team)
    team.name = name
    return team


@action("team.dissolved")
def dissolve_team(team: Team, *, by: Person) -> Team:
    """A team ends. Its history stays; nobody may still be in it."""
    locked(team)
    if staff := _staff(Membership.team_id == team.id):
        raise Refused(_("%(count)s people are still in this team. Move them first.", count=staff))
    team.live = None
    return team


@action("team.formed_again")
def form_team_again(team: Team, *, by: Person) -> Team:
    """Take the end of a team back."""
    locked(team)
    _free_name(team.store_id, team.name, team)
    team.live = 1
    return team


def _staff(where: object) -> int:
    """How many belong there today or later."""
    return len(set(db.session.scalars(select(Membership.person_id).where(
        where, Membership.until_on > today(), Membership.until_on > Membership.from_on))))  # type: ignore[arg-type]


def _free_code(code: str, own: Store | None = None) -> None:
    taken = db.session.scalar(select(Store.id).where(Store.code == code))
    if taken not in (None, own.id if own else None):
        raise Refused(_("Another store has this code."), field="code")


def _free_name(store_id: int, name: str, own: Team | None = None) -> None:
    taken = db.session.scalar(select(Team.id).where(Team.store_id == store_id, Team.name == name, Team.live == 1))
    if taken not in (None, own.id if own else None):
        raise Refused(_("The store has a team of this name."), field="name")
