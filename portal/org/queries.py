"""Reading about people: names to show, and colleagues to choose from."""
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, and_, select

from portal.extensions import db
from portal.memo import while_unchanged

from .models import Membership, Person, Role, Team

SELLERS = (Role.CONSULTANT, Role.LEADER, Role.DCC)


@dataclass(frozen=True)
class Member:
    """A person's place in a store on a day."""
    person_id: int
    name: str
    role: Role
    team_id: int | None
    team: str

    @property
    def sells(self) -> bool:
        return self.role in SELLERS


@while_unchanged
def members(store_id: int, on: date) -> list[Member]:
    """Who was in a store on a day: by team, in rota order, who has no team last; each person once."""
    rows = db.session.execute(
        select(Person.id, Person.name, Membership.role, Membership.team_id, Team.name.label("team"))
        .join(Membership, Membership.person_id == Person.id).outerjoin(Team, Team.id == Membership.team_id)
        .where(Membership.store_id == store_id, Membership.from_on <= on, Membership.until_on > on)
        .order_by(Team.id.is_(None), Team.rank, Team.id, Person.rota_rank, Person.pinyin, Person.id))
    found: dict[int, Member] = {}
    for row in rows:
        found.setdefault(row.id, Member(row.id, row.name, row.role, row.team_id, row.team or ""))
    return list(found.values())


def names(ids: Iterable[int | None]) -> Mapping[int | None, str]:
    """Names by id; NULL has none."""
    everybody = _everybody()
    return {i: everybody[i] for i in ids if i is not None and i in everybody}


@while_unchanged
def _everybody() -> Mapping[int, str]:
    """Every name there is: a group has some hundreds."""
    return {row[0]: row[1] for row in db.session.execute(select(Person.id, Person.name))}


@while_unchanged
def team_names() -> Mapping[int, str]:
    """Every team's name by id, dissolved ones too."""
    return {row[0]: row[1] for row in db.session.execute(select(Team.id, Team.name))}


def staff(store_id: int, on: date, roles: Iterable[Role] = SELLERS) -> Select[Person]:
    """Who has one of the roles in a store on a day, by rota and name."""
    here = select(Membership.person_id).where(and_(
        Membership.store_id == store_id, Membership.from_on <= on, Membership.until_on > on,
        Membership.role.in_(tuple(roles))))
    return select(Person).where(Person.id.in_(here)).order_by(Person.rota_rank, Person.pinyin, Person.id)


def first_of(store_id: int, on: date, *roles: Role, but: int | None = None) -> int | None:
    """Who has the first of the roles that anybody has in a store on a day; of several people the first, `but` one."""
    for role in roles:
        there = staff(store_id, on, (role,)).with_only_columns(Person.id)
        if but is not None:
            there = there.where(Person.id != but)
        if (found := db.session.scalar(there.limit(1))) is not None:
            return found
    return None


@while_unchanged
def colleagues(store_id: int, on: date, roles: tuple[Role, ...] = SELLERS) -> list[tuple[int, str]]:
    """The same as choices (id, name)."""
    return [(p.id, p.name) for p in db.session.scalars(staff(store_id, on, roles))]
