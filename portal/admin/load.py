"""People with what they have been, and roster days, from an import or a demo store."""
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from portal.core.clock import now
from portal.core.period import Period
from portal.customers.names import keys
from portal.extensions import db
from portal.org.models import FOREVER, Membership, Person, Role, RosterDay, Shift
from portal.signin.models import Password

from . import roster


@dataclass(frozen=True)
class DatedRole:
    """A role from a day up to the day before `until_on`."""
    role: Role
    from_on: date
    store_id: int | None = None
    team_id: int | None = None
    until_on: date = FOREVER


@dataclass(frozen=True)
class DatedPerson:
    """Somebody with all their roles, known by account or staff number. `hashed` is a password's hash."""
    name: str
    roles: tuple[DatedRole, ...]
    account: str | None = None
    staff_no: str | None = None
    title: str = ""
    phone: str = ""
    hired_on: date | None = None
    notice_on: date | None = None
    left_on: date | None = None
    rota_rank: int = 0
    hashed: str | None = None
    preferences: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class DatedShift:
    store_id: int
    person_id: int
    on: date
    shift: Shift
    stand_in_id: int | None = None


def people(rows: Iterable[DatedPerson]) -> int:
    """Add who is not known yet; who is known keeps account and roles (and gets those given where there are none), the
    facts are brought up to date."""
    taken = 0
    for row in rows:
        person = _known(row)
        if person is None:
            _add(row)
        else:
            person.title, person.phone = row.title or person.title, row.phone or person.phone
            person.staff_no, person.hired_on = row.staff_no or person.staff_no, person.hired_on or row.hired_on
            if db.session.scalar(select(Membership.id).where(Membership.person_id == person.id).limit(1)) is None:
                _give_roles(person, row)
        taken += 1
    return taken


def _known(row: DatedPerson) -> Person | None:
    for column, value in ((Person.account, row.account), (Person.staff_no, row.staff_no)):
        if value and (found := db.session.scalar(select(Person).where(column == value))):
            return found
    return None


def _add(row: DatedPerson) -> None:
    person = Person(
        account=row.account, name=row.name, pinyin=keys(row.name).pinyin[:120], staff_no=row.staff_no, title=row.title,
        phone=row.phone, hired_on=row.hired_on, notice_on=row.notice_on, left_on=row.left_on, language="zh_CN",
        preferences=row.preferences, rota_rank=row.rota_rank, password_set_at=now() if row.hashed else None)
    db.session.add(person)
    db.session.flush()
    _give_roles(person, row)
    if row.hashed:
        db.session.add(Password(person_id=person.id, hash=row.hashed, set_at=now(), expires_at=None))


def _give_roles(person: Person, row: DatedPerson) -> None:
    db.session.add_all(Membership(person_id=person.id, store_id=each.store_id, team_id=each.team_id, role=each.role,
                                  from_on=each.from_on, until_on=each.until_on) for each in row.roles)


def roster_days(rows: Iterable[DatedShift]) -> int:
    """Set days; a day that is planned already takes the shift given."""
    given = list(rows)
    if not given:
        return 0
    days = sorted(row.on for row in given)
    known = roster.planned_rows({row.person_id for row in given}, Period(days[0], days[-1]))
    for row in given:
        planned = known.get((row.person_id, row.on))
        if planned is None:
            planned = known[row.person_id, row.on] = RosterDay(person_id=row.person_id, on=row.on)
        planned.store_id, planned.shift, planned.stand_in_id = row.store_id, row.shift, row.stand_in_id
        db.session.add(planned)
    db.session.flush()
    return len(given)
