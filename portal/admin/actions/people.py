"""People join, move, change role and leave. What they are is told by dated memberships: one ends, another begins.

Days are first days: what holds "from" a day. A day before this month is refused: its figures have been read.
"""
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import Select, select

from portal.core.action import Refused, action, locked, seen
from portal.core.clock import now, today
from portal.customers.names import keys
from portal.extensions import db
from portal.org.models import FOREVER, Membership, Person, Role, Store, Team
from portal.signin.actions import end_sessions, give_first_password

ANYWHERE = frozenset({Role.GROUP, Role.ADMIN})      # roles held for the whole group


@action("person.joined")
def join(*, by: Person, name: str, account: str, staff_no: str, title: str, phone: str, from_on: date, role: Role,
         store_id: int | None, team_id: int | None, hashed: str, once: str | None = None) -> Person:
    """Somebody begins to work here, with an account and a first password (its hash)."""
    _open_month(from_on)
    person = Person(hired_on=from_on, language="zh_CN", preferences={})
    _describe(person, name=name, account=account, staff_no=staff_no, title=title, phone=phone)
    db.session.add(person)
    db.session.flush()
    _begin(person, role, store_id, team_id, from_on)
    give_first_password(person, by=by, hashed=hashed)
    return person


@action("person.described")
def describe(person: Person, *, by: Person, version: int, name: str, account: str, staff_no: str, title: str,
             phone: str) -> Person:
    seen(person, version)
    _describe(person, name=name, account=account, staff_no=staff_no, title=title, phone=phone)
    return person


@action("membership.moved")
def move(held: Membership, *, by: Person, version: int, store_id: int | None, team_id: int | None,
         on: date) -> Membership:
    """The same role in another team or store from a day on; what was earned before stays where it was earned."""
    seen(held, version)
    if (store_id, team_id) == (held.store_id, held.team_id):
        raise Refused(_("This is where the person is now. Choose another team."), field="team_id")
    return _succeed(held, held.role, store_id, team_id, on)


@action("membership.role_changed")
def change_role(held: Membership, *, by: Person, version: int, role: Role, team_id: int | None,
                on: date) -> Membership:
    """Another role from a day on. Sessions end, so that nobody goes on under the old one."""
    seen(held, version)
    if role is held.role:
        raise Refused(_("This is the role held now. Choose another."), field="role")
    after = _succeed(held, role, None if role in ANYWHERE else held.store_id, team_id, on)
    _keep_an_administrator(_person(held))
    end_sessions(_person(held))
    return after


@action("membership.added")
def add_role(person: Person, *, by: Person, role: Role, store_id: int | None, team_id: int | None, from_on: date,
             once: str | None = None) -> Membership:
    """A further role beside those held."""
    locked(person)
    _open_month(from_on)
    if person.left_on is not None:
        raise Refused(_("%(name)s has left.", name=person.name))
    place = (role, None if role in ANYWHERE else store_id)
    if any((held.role, held.store_id) == place for held in db.session.scalars(_held_from(person, from_on))):
        raise Refused(_("This role is held there already."), field="role")
    after = _begin(person, role, store_id, team_id, from_on)
    end_sessions(person)
    return after


@action("membership.ended")
def end_role(held: Membership, *, by: Person, version: int, last_on: date) -> Membership:
    """A role ends with a day; somebody without any role leaves instead."""
    seen(held, version)
    _end(held, last_on + timedelta(days=1), "last_on")
    if not any(other.id != held.id for other in db.session.scalars(_held_from(_person(held), held.until_on))):
        raise Refused(_("This is the only role. Enter that the person leaves."))
    _keep_an_administrator(_person(held))
    end_sessions(_person(held))
    return held


@action("membership.taken_back")
def take_back(held: Membership, *, by: Person) -> Membership:
    """Take a move or a change of role back: what it ended goes on as if nothing had been."""
    locked(held)
    _open_month(held.from_on)
    before = db.session.scalar(select(Membership).where(
        Membership.person_id == held.person_id, Membership.until_on == held.from_on, Membership.id < held.id)
        .order_by(Membership.id.desc()).limit(1).with_for_update())
    if before is None or held.until_on != FOREVER:
        raise Refused(_("There is nothing to go back to."))
    held.until_on, before.until_on = held.from_on, FOREVER
    _keep_an_administrator(_person(held))
    end_sessions(_person(held))
    return before


@action("person.gave_notice")
def give_notice(person: Person, *, by: Person, version: int, notice_on: date) -> Person:
    """Notice has been given, by either side: from that day on no exports and no unmasking of phones."""
    seen(person, version)
    person.notice_on = notice_on
    return person


@action("person.notice_withdrawn")
def withdraw_notice(person: Person, *, by: Person) -> Person:
    locked(person).notice_on = None
    return person


@action("person.left")
def leave(person: Person, *, by: Person, version: int, left_on: date) -> Person:
    """The last day at work. All memberships end with it; the account opens nothing from the next day on."""
    seen(person, version)
    _open_month(left_on, "left_on")
    after = left_on + timedelta(days=1)
    for held in db.session.scalars(_held_from(person, after)):
        held.until_on = max(after, held.from_on)
    person.left_on = left_on
    _keep_an_administrator(person)
    if left_on < today():
        end_sessions(person)
    return person


@action("person.stayed")
def stay(person: Person, *, by: Person) -> Person:
    """Take a leaving back: the memberships that ended with it go on."""
    locked(person)
    if person.left_on is None:
        raise Refused(_("%(name)s has not left.", name=person.name))
    for held in db.session.scalars(select(Membership).where(
            Membership.person_id == person.id, Membership.until_on == person.left_on + timedelta(days=1))):
        held.until_on = FOREVER
    person.left_on = None
    return person


@action("person.disabled")
def disable(person: Person, *, by: Person) -> Person:
    """The account opens nothing, from this moment on; the person stays in lists and figures."""
    locked(person)
    if person.id == by.id:
        raise Refused(_("Nobody disables the own account."))
    person.disabled_at = now()
    _keep_an_administrator(person)
    end_sessions(person)
    return person


@action("person.enabled")
def enable(person: Person, *, by: Person) -> Person:
    locked(person).disabled_at = None
    return person


# ---------- what they stand on ----------

def _describe(person: Person, *, name: str, account: str, staff_no: str, title: str, phone: str) -> None:
    account = account.lower()
    for field, column, value, message in (
            ("account", Person.account, account, _("Somebody else has this account.")),
            ("staff_no", Person.staff_no, staff_no, _("Somebody else has this staff number."))):
        if value and db.session.scalar(select(Person.id).where(column == value, Person.id != (person.id or 0))):
            raise Refused(message, field=field)
    person.name, person.pinyin, person.title, person.phone = name, keys(name).pinyin[:120], title, phone
    person.account, person.staff_no = account or None, staff_no or None


def _succeed(held: Membership, role: Role, store_id: int | None, team_id: int | None, on: date) -> Membership:
    if held.until_on != FOREVER:
        raise Refused(_("This role ends on %(day)s already.", day=held.until_on), field="on")
    _end(held, on, "on")
    return _begin(_person(held), role, store_id, team_id, on)


def _end(held: Membership, until_on: date, field: str) -> None:
    _open_month(until_on, field)
    if until_on < held.from_on:
        raise Refused(_("The role began on %(day)s only.", day=held.from_on), field=field)
    held.until_on = until_on


def _begin(person: Person, role: Role, store_id: int | None, team_id: int | None, from_on: date) -> Membership:
    if role in ANYWHERE:
        store_id = team_id = None
    elif store_id is None:
        raise Refused(_("Choose the store."), field="store_id")
    elif role is Role.LEADER and team_id is None:
        raise Refused(_("A team leader leads a team. Choose it."), field="team_id")
    if team_id is not None and db.session.get_one(Team, team_id).store_id != store_id:
        raise Refused(_("That team is in another store."), field="team_id")
    if store_id is not None and db.session.get_one(Store, store_id).live is None:
        raise Refused(_("That store is closed."), field="store_id")
    begun = Membership(person_id=person.id, store_id=store_id, team_id=team_id, role=role, from_on=from_on)
    db.session.add(begun)
    db.session.flush()
    return begun


def _person(held: Membership) -> Person:
    return db.session.get_one(Person, held.person_id)


def _held_from(person: Person, day: date) -> Select[Membership]:
    """The memberships that hold on a day or later."""
    return select(Membership).where(Membership.person_id == person.id, Membership.until_on > day,
                                    Membership.until_on > Membership.from_on)


def _open_month(day: date, field: str = "from_on") -> None:
    if day < today().replace(day=1):
        raise Refused(_("The months before this one are closed. Choose a day of this month or later."), field=field)


def _keep_an_administrator(person: Person) -> None:
    """Somebody must be able to let people in: the last administrator stays one."""
    db.session.flush()
    was = select(Membership.id).where(Membership.person_id == person.id, Membership.role == Role.ADMIN)
    left = select(Membership.id).join(Person, Person.id == Membership.person_id).where(
        Membership.role == Role.ADMIN, Membership.until_on == FOREVER, Person.disabled_at.is_(None),
        Person.left_on.is_(None))
    if db.session.scalar(was.limit(1)) and not db.session.scalar(left.limit(1)):
        raise Refused(_("Nobody would be left as administrator. Name another one first."))
