"""The lists of the organisation."""
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from flask import render_template
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from sqlalchemy import ColumnElement, and_, case, false, or_, select

from portal.core.access import Access
from portal.core.action import VERBS as VERBS_KNOWN
from portal.core.action import Change
from portal.core.asked import number
from portal.core.changes import Said, in_words, rows_in_words, verb_in_words
from portal.core.clock import today
from portal.core.lists import (
    Choice,
    Column,
    Dates,
    Day,
    Format,
    Link,
    List,
    Moment,
    Name,
    Search,
    State,
    Tab,
    Words,
)
from portal.core.lists import Person as PersonName
from portal.core.policy import Rights
from portal.core.registry import registry
from portal.extensions import Coded, db
from portal.org.models import Membership, Person, Role, Store, Team

from . import queries


class Standing(Coded):
    """Where somebody stands with the house."""
    HERE = "here", _l("On the staff")
    COMING = "coming", _l("Begins later")
    NOTICE = "notice", _l("Gave notice")
    DISABLED = "disabled", _l("Account disabled")
    LEFT = "left", _l("Has left")


LOOKS = {"phone.show": _l("Phone shown"), "export": _l("Exported"), "print": _l("Printed")}
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


def _verbs(scope: Any) -> dict[str, Any]:
    """Verbs by their words, in the order of these."""
    return dict(sorted(((verb, verb_in_words(verb)) for verb in VERBS_KNOWN), key=lambda each: str(each[1])))


def _kinds(scope: Any) -> dict[str, Any]:
    return {table: kind.label for table, kind in registry().kinds.items()}


def _by(column: Any) -> Callable[[str], ColumnElement[bool]]:
    """Rows of the people whose name or pinyin holds what was typed."""
    def clause(typed: str) -> ColumnElement[bool]:
        return column.in_(select(Person.id).where(or_(
            Person.name.icontains(typed, autoescape=True), Person.pinyin.icontains(typed, autoescape=True))))
    return clause


def _number(typed: str) -> ColumnElement[bool]:
    found = number(typed)
    return false() if found is None else Change.row_id == found


@dataclass(frozen=True)
class Changed(Format):
    """The id of a change line: which row it is of, and what became of its values."""
    css: ClassVar[str] = ""

    def plain(self, values: Sequence[Any]) -> Callable[[Any], Any]:
        said = self._said(values)
        return lambda change_id: f"{said[change_id].kind} {said[change_id].row}: " + "; ".join(
            f"{each.field}: {each.before} → {each.after}" for each in said[change_id].values)

    def html(self, values: Sequence[Any]) -> Callable[[Any], Any]:
        said = self._said(values)
        return lambda change_id: Markup(render_template("admin/_change.html", line=said[change_id]))

    def _said(self, values: Sequence[Any]) -> dict[int, Said]:
        lines = db.session.scalars(select(Change).where(Change.id.in_(values))).all()
        return dict(zip((line.id for line in lines), in_words(lines), strict=True))


@dataclass(frozen=True)
class Looked(Format):
    """What was looked at: a row by its label, or the list or sheet that rows left with."""
    def plain(self, values: Sequence[Any]) -> Callable[[Any], Any]:
        lines = db.session.scalars(select(Access).where(Access.id.in_(values))).all()
        return rows_in_words(lines).__getitem__


changes = List(
    "changes", _l("Change record"), queries.changes, id=Change.id, sort="-at", rows=_l("changes"),
    empty=_l("Whatever is changed in the portal leaves a line here."),
    columns=(
        Column("at", _l("When"), Change.made_at, Moment(), sort=Change.id),
        Column("by", _l("Who"), Change.made_by_id, PersonName(), sort=False),
        Column("verb", _l("What was done"), Change.action, Words(said=lambda: _verbs(None)), sort=False, head=True),
        Column("row", _l("Row and values"), Change.id, Changed(), sort=False, css="card-whole"),
    ),
    filters=(
        Search("who", _l("Who"), clause=_by(Change.made_by_id)),
        Choice("verb", _l("What was done"), Change.action, _verbs),
        Choice("kind", _l("Kind of row"), Change.row_kind, _kinds),
        Search("row", _l("Number of the row"), clause=_number),
        Dates("day", _l("Day"), column=Change.made_at, moment=True),
    ),
)

accesses = List(
    "accesses", _l("Access record"), queries.accesses, id=Access.id, sort="-at", rows=_l("lines"),
    empty=_l("Who shows a masked phone, exports or prints personal data leaves a line here."),
    columns=(
        Column("at", _l("When"), Access.looked_at, Moment(), sort=Access.id),
        Column("by", _l("Who"), Access.person_id, PersonName(), sort=False),
        Column("what", _l("What was done"), Access.what, Words(said=lambda: LOOKS), sort=False, head=True),
        Column("row", _l("Of what"), Access.id, Looked(), sort=False),
        Column("purpose", _l("Purpose"), Access.purpose, sort=False),
        Column("address", _l("From where"), Access.address, Name(), sort=False),
    ),
    filters=(
        Search("who", _l("Who"), clause=_by(Access.person_id)),
        Choice("what", _l("What was done"), Access.what, LOOKS),
        Dates("day", _l("Day"), column=Access.looked_at, moment=True),
    ),
)

people = List(
    "people", _l("Staff"), queries.people, id=Person.id, sort="name", rows=_l("people"),
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
    tabs=(Tab(_l("On the staff"), "state=here"), Tab(_l("Gave notice"), "state=notice"),
          Tab(_l("Have left"), "state=left")),
)
