"""Reading about people: names to show, and colleagues to choose from."""
from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import Select, and_, select

from portal.extensions import db

from .models import Membership, Person, Role

SELLERS = (Role.CONSULTANT, Role.LEADER, Role.DCC)


def names(ids: Iterable[int | None]) -> Mapping[int | None, str]:
    """Names by id, in one query; NULL has none."""
    wanted = {i for i in ids if i is not None}
    found = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted))) if wanted else ()
    return {row[0]: row[1] for row in found}


def staff(store_id: int, on: date, roles: Iterable[Role] = SELLERS) -> Select[Person]:
    """Who has one of the roles in a store on a day, by rota and name."""
    here = select(Membership.person_id).where(and_(
        Membership.store_id == store_id, Membership.from_on <= on, Membership.until_on > on,
        Membership.role.in_(tuple(roles))))
    return select(Person).where(Person.id.in_(here)).order_by(Person.rota_rank, Person.pinyin, Person.id)


def colleagues(store_id: int, on: date, roles: Iterable[Role] = SELLERS) -> list[tuple[int, str]]:
    """The same as choices (id, name)."""
    return [(p.id, p.name) for p in db.session.scalars(staff(store_id, on, roles))]
