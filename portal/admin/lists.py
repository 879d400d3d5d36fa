"""The lists of the organisation."""
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, case, or_

from portal.core.clock import today
from portal.core.lists import Choice, Column, Day, Link, List, Name, Search, State, Tab, Words
from portal.core.policy import Rights
from portal.extensions import Coded, db
from portal.org.models import Membership, Person, Role, Store, Team

from . import queries


class Standing(Coded):
    """Where somebody stands with the house."""
    HERE = "here", _l("At work")
    COMING = "coming", _l("Begins later")
    NOTICE = "notice", _l("Gave notice")
    DISABLED = "disabled", _l("Account disabled")
    LEFT = "left", _l("Has left")


TONES = {Standing.HERE: "ok", Standing.COMING: "info", Standing.NOTICE: "watch", Standing.DISABLED: "late"}


def standing_of(person: Person) -> Standing:
    """`standing` for a row in memory."""
    day = today()
    if person.left_on and person.left_on < day:
        return Standing.LEFT
    if person.disabled_at:
        return Standing.DISABLED
    if person.notice_on and person.notice_on <= day:
        return Standing.NOTICE
    return Standing.COMING if person.hired_on and person.hired_on > day else Standing.HERE


def standing(rights: Rights | None = None) -> ColumnElement[str]:
    day = today()
    return case((and_(Person.left_on.is_not(None), Person.left_on < day), "left"),
                (Person.disabled_at.is_not(None), "disabled"),
                (and_(Person.notice_on.is_not(None), Person.notice_on <= day), "notice"),
                (and_(Person.hired_on.is_not(None), Person.hired_on > day), "coming"), else_="here")


def _is(code: str) -> ColumnElement[bool]:
    return standing() == code


def _named(typed: str) -> ColumnElement[bool]:
    """By name, its pinyin, account or staff number."""
    return or_(*(column.icontains(typed, autoescape=True) for column in (
        Person.name, Person.pinyin, Person.account, Person.staff_no)))


def _stores(scope: Any) -> dict[str, str]:
    return {str(store.id): store.name for store in db.session.scalars(queries.stores(scope))}


def _teams(scope: Any) -> dict[str, str]:
    return {str(team_id): name for team_id, name in queries.team_choices(scope)}


people = List(
    "people", _l("People"), queries.people, id=Person.id, sort="name", rows=_l("people"),
    empty=_l("Whoever works in the store stands here. Add the first person."),
    columns=(
        Column("name", _l("Name"), Person.name, Name(), sort=(Person.pinyin, Person.name), head=True,
               link=Link("admin.person", "person_id")),
        Column("role", _l("Role"), Membership.role, Words()),
        Column("store", _l("Store"), Store.name, Name(), sort=(Store.rank, Store.id)),
        Column("team", _l("Team"), Team.name, Name(), sort=(Store.rank, Store.id, Team.rank, Team.id)),
        Column("account", _l("Account"), Person.account, Name()),
        Column("staff_no", _l("Staff number"), Person.staff_no, Name(), phone="hidden"),
        Column("phone", _l("Phone at work"), Person.phone, Name(), phone="hidden"),
        Column("hired_on", _l("First day"), Person.hired_on, Day(), phone="hidden"),
        Column("standing", _l("State"), standing, State(said=lambda: {each.value: each.label for each in Standing},
                                                        tone=lambda code: TONES.get(Standing(code), "")), sort=False),
    ),
    filters=(
        Search("w", _l("Name"), clause=_named),
        Choice("role", _l("Role"), Membership.role, Role),
        Choice("store", _l("Store"), Membership.store_id, _stores),
        Choice("team", _l("Team"), Membership.team_id, _teams),
        Choice("state", _l("State"), among=Standing, clause=_is),
    ),
    tabs=(Tab(_l("All"), ""), Tab(_l("At work"), "state=here"), Tab(_l("Gave notice"), "state=notice"),
          Tab(_l("Have left"), "state=left")),
)
