"""What the change record calls the rows and the verbs of the organisation."""
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from portal.core.area import Kind
from portal.core.policy import Rights
from portal.extensions import db
from portal.org.models import Membership, Person, RosterDay, Store, Team

from . import queries


def _named(model: Any) -> Any:
    def labels(ids: set[int]) -> Mapping[int, str]:
        return {row_id: name for row_id, name in db.session.execute(
            select(model.id, model.name).where(model.id.in_(ids)))}
    return labels


def _memberships(ids: set[int]) -> Mapping[int, str]:
    rows = db.session.execute(select(Membership.id, Person.name, Membership.role).join(
        Person, Person.id == Membership.person_id).where(Membership.id.in_(ids)))
    return {row_id: f"{name} · {role.label}" for row_id, name, role in rows}


def _roster_days(ids: set[int]) -> Mapping[int, str]:
    rows = db.session.execute(select(RosterDay.id, Person.name, RosterDay.on).join(
        Person, Person.id == RosterDay.person_id).where(RosterDay.id.in_(ids)))
    return {row_id: f"{name} · {on}" for row_id, name, on in rows}


def _seen(door: Any, model: Any, permission: str) -> Any:
    """Which of the rows the reader may open: those the area's own door shows under the page's permission."""
    def within(rights: Rights, ids: set[int]) -> set[int]:
        scope = rights.get(permission)
        if scope is None:
            return set()
        return set(db.session.scalars(door(scope).where(model.id.in_(ids)).with_only_columns(
            model.id, maintain_column_froms=True).order_by(None)))
    return within


KINDS = (
    Kind("person", _l("Person"), "admin.person", "person_id", _named(Person),
         _seen(queries.people, Person, "people.read"),
         fields={"account": _l("Account"), "pinyin": _l("Pinyin"), "staff_no": _l("Staff number"), "title": _l("Title"),
                 "phone": _l("Phone at work"), "hired_on": _l("First day"), "notice_on": _l("Notice given on"),
                 "left_on": _l("Last day at work"), "disabled_at": _l("Account disabled"), "language": _l("Language"),
                 "password_set_at": _l("Password set"), "unlocked_at": _l("Unlocked"),
                 "preferences": _l("Own preferences"), "rota_rank": _l("Place among colleagues")}),
    Kind("store", _l("Store"), "admin.store", "store_id", _named(Store), _seen(queries.stores, Store, "stores.write")),
    Kind("team", _l("Team"), "admin.team", "team_id", _named(Team), _seen(queries.teams, Team, "teams.write")),
    Kind("membership", _l("Role held"), labels=_memberships),
    Kind("roster_day", _l("Roster day"), labels=_roster_days,
         fields={"shift": _l("Shift"), "stand_in_id": _l("Stand-in")}),
    Kind("setting", _l("Setting")), Kind("choice", _l("List line")), Kind("official_day", _l("Official day")),
    Kind("store_day", _l("Open day")),
)

VERBS = {
    "portal.begun": _l("Portal begun"),
    "store.opened": _l("Store opened"), "store.changed": _l("Store changed"), "store.closed": _l("Store closed"),
    "store.reopened": _l("Store reopened"), "team.formed": _l("Team formed"), "team.renamed": _l("Team renamed"),
    "team.dissolved": _l("Team dissolved"), "team.formed_again": _l("Team formed again"),
    "roster.planned": _l("Roster planned"), "roster.copied": _l("Roster copied"),
    "person.joined": _l("Joined"), "person.described": _l("Entry changed"), "membership.moved": _l("Moved"),
    "membership.role_changed": _l("Role changed"), "membership.added": _l("Role added"),
    "membership.ended": _l("Role ended"), "membership.taken_back": _l("Move taken back"),
    "person.gave_notice": _l("Notice given"), "person.notice_withdrawn": _l("Notice withdrawn"),
    "person.left": _l("Left"), "person.stayed": _l("Leaving taken back"), "person.disabled": _l("Account disabled"),
    "person.enabled": _l("Account enabled"),
}
