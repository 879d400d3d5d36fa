"""Who is there to receive customers on a day, and whose turn it is."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select

from portal.core.period import Period
from portal.core.roster import roster_of
from portal.core.scope import Scope, held_on
from portal.extensions import db
from portal.org import queries as org
from portal.org.models import Membership, Person, Role

from ..models import Kind, RotaPlace, RotaTurn, Visit

RECEIVERS = (Role.CONSULTANT, Role.LEADER)


@dataclass(frozen=True)
class Place:
    """Somebody on the rota, in the order of the turns to come."""
    person_id: int
    name: str
    busy_since: datetime | None = None      # receiving a party
    drives: bool = False                    # on a test drive with it
    asked_for: bool = False                 # a party waits for just this one

    @property
    def is_free(self) -> bool:
        return self.busy_since is None and not self.asked_for


def is_internet_sales(person_id: int | None, day: date) -> bool:
    """Whether a person's roles that day are internet sales and nothing else."""
    roles = set(db.session.scalars(select(Membership.role).where(Membership.person_id == person_id, held_on(day))))
    return roles == {Role.DCC}


def off_on(store_id: int, day: date) -> Sequence[tuple[str, str | None]]:
    """Those at rest or on leave, each with who stands in."""
    people = db.session.scalars(org.staff(store_id, day, RECEIVERS)).all()
    roster = roster_of((person.id for person in people), Period(day, day))
    off = [person for person in people if not roster.works(person.id, day)]
    names = org.names(roster.planned(person.id, day).stand_in_id for person in off)
    return [(person.name, names.get(roster.planned(person.id, day).stand_in_id)) for person in off]


def at_work(store_id: int, day: date) -> list[Person]:
    """Who could receive customers on a day, by the usual order."""
    people = db.session.scalars(org.staff(store_id, day, (Role.CONSULTANT,))).all()
    roster = roster_of((person.id for person in people), Period(day, day))
    return [person for person in people if roster.works(person.id, day)]


def set_places(store_id: int, day: date) -> list[RotaPlace]:
    """The order that was set for a day."""
    return list(db.session.scalars(select(RotaPlace).where(RotaPlace.store_id == store_id, RotaPlace.on == day)
                                   .order_by(RotaPlace.place, RotaPlace.id)))


def queue(store_id: int, day: date) -> list[Place]:
    """The turns to come: who has had none today in the order set (or usual), then by the last turn, oldest first."""
    placed = [place.person_id for place in set_places(store_id, day)]
    order = placed or [person.id for person in at_work(store_id, day)]
    last = {row[0]: row[1] for row in db.session.execute(
        select(RotaTurn.person_id, func.max(RotaTurn.at)).where(RotaTurn.store_id == store_id, RotaTurn.on == day)
        .group_by(RotaTurn.person_id))}
    names, parties = org.names(order), _parties(store_id, day)
    waiting = sorted(order, key=lambda person_id: (person_id in last, last.get(person_id, 0), order.index(person_id)))
    return [_place(person_id, names[person_id], parties.get(person_id, ())) for person_id in waiting]


def next_in(places: Sequence[Place]) -> Place | None:
    """Whose turn it is: the first who is free."""
    return next((place for place in places if place.is_free), None)


def passed_over(places: Sequence[Place], person_id: int) -> list[int]:
    """The free ones whose turn it was before this person's."""
    before: list[int] = []
    for place in places:
        if place.person_id == person_id:
            return before
        if place.is_free:
            before.append(place.person_id)
    return before


def turns(store_id: int, day: date) -> Sequence[RotaTurn]:
    """The turns of a day, the newest first."""
    return db.session.scalars(select(RotaTurn).where(RotaTurn.store_id == store_id, RotaTurn.on == day)
                              .order_by(RotaTurn.at.desc(), RotaTurn.id.desc())).all()


def skipped(scope: Scope) -> Select[RotaTurn]:
    """The skipped turns of today in the stores of `scope`."""
    return select(RotaTurn).where(scope.in_stores(RotaTurn.store_id), RotaTurn.on == scope.today,
                                  RotaTurn.skipped != "")


def _parties(store_id: int, day: date) -> Mapping[int, Sequence[Visit]]:
    """The parties that each person is with, or that wait for just that person."""
    by_person: dict[int, list[Visit]] = {}
    for visit in db.session.scalars(select(Visit).where(
            Visit.store_id == store_id, Visit.came_on == day, Visit.live == 1, Visit.joined_to_id.is_(None),
            Visit.kind == Kind.VISIT, Visit.person_id.is_not(None), Visit.left_at.is_(None),
            Visit.result_at.is_(None)).order_by(Visit.came_at)):
        by_person.setdefault(visit.person_id or 0, []).append(visit)
    return by_person


def _place(person_id: int, name: str, parties: Sequence[Visit]) -> Place:
    given = [visit for visit in parties if visit.given_at]
    return Place(person_id, name, given[0].given_at if given else None,
                 any(visit.test_drive for visit in given), len(given) < len(parties))
