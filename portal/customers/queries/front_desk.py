"""The front desk's board: who waits, who is being received, who has left, and whose turn it is."""
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Select, select

from portal.catalogue import queries as catalogue
from portal.core.agreement import agreed, words
from portal.core.clock import now, today
from portal.core.period import Period
from portal.core.roster import roster_of
from portal.core.scope import Scope
from portal.extensions import db
from portal.org import queries as org

from ..book import LOOK
from ..models import Kind, Lead, Visit
from . import rota
from .rota import Place
from .visits import visits


@dataclass(frozen=True)
class Party:
    """An entry of today as the board shows it."""
    id: int
    version: int
    number: str
    name: str
    size: int
    kind: Kind
    purpose: str
    came_at: datetime
    left_at: datetime | None
    party: str                      # first, invited, again; "" for errands
    wish: str                       # series
    person: str
    minutes: int                    # waited, or with the consultant
    drives: bool = False
    late: bool = False              # waits too long
    to_id: int | None = None        # whom to give it to
    to: str = ""
    asked_for: bool = False
    owned: bool = False             # the one to give it to has the customer
    errand: bool = False
    owed: bool = False              # has left without a result
    kept: bool = False


class Parties(NamedTuple):
    waiting: Sequence[Party]
    received: Sequence[Party]
    gone: Sequence[Party]


@dataclass(frozen=True)
class Board:
    at: datetime
    day: date
    waiting: Sequence[Party]
    received: Sequence[Party]
    gone: Sequence[Party]
    turns: Sequence[Place]
    next: Place | None
    off: Sequence[tuple[str, str | None]]

    @property
    def count(self) -> int:
        return len(self.waiting) + len(self.received) + len(self.gone)

    @property
    def owed(self) -> int:
        return sum(party.owed for party in self.gone)


def board(scope: Scope, store_id: int) -> Board:
    """Everything of today in a handful of queries."""
    places = rota.queue(store_id, today())
    here = parties(scope, store_id, lambda: places)
    return Board(now(), today(), here.waiting, here.received, here.gone, places, rota.next_in(places),
                 rota.off_on(store_id, today()))


def parties(scope: Scope, store_id: int, turns: Callable[[], Sequence[Place]] | None = None) -> Parties:
    """Who is here and who was here today; whose turn it is, is asked only where somebody waits."""
    rows = db.session.scalars(
        visits(scope).where(Visit.store_id == store_id, Visit.came_on == today(), Visit.live == 1,
                            Visit.joined_to_id.is_(None)).order_by(Visit.came_at, Visit.id)).all()
    owners = _owners(rows)
    names = org.names([*(visit.person_id for visit in rows), *owners.values()])
    after = agreed("waiting_watch_minutes", store_id=store_id, on=today())
    received, gone, waits = [], [], []
    for visit in rows:
        if visit.left_at or visit.result_at or (visit.given_at and visit.kind is not Kind.VISIT):
            gone.append(_party(visit, names, owed=visit.result_at is None and visit.purpose == LOOK))
        elif visit.given_at:
            received.append(_party(visit, names, since=visit.given_at))
        elif visit.kind is not Kind.WEB:
            waits.append(visit)
    places = (turns() if turns else rota.queue(store_id, today())) if waits else ()
    following = [place for place in places if place.is_free]
    return Parties([_waiting(visit, names, owners, following, after) for visit in waits], received, gone)


def waiting(scope: Scope) -> Select[Visit]:
    """The parties that wait."""
    return visits(scope).where(
        Visit.came_on == today(), Visit.live == 1, Visit.joined_to_id.is_(None), Visit.given_at.is_(None),
        Visit.left_at.is_(None), Visit.result_at.is_(None), Visit.kind != Kind.WEB)


def _waiting(visit: Visit, names: Mapping[int | None, str], owners: Mapping[int, int], following: list[Place],
             after: int) -> Party:
    """A party that waits, with whom to give it to: the one asked for, the customer's owner, else the next in turn."""
    owner_id = owners.get(visit.id)
    if visit.person_id:
        to_id, to = visit.person_id, names[visit.person_id]
    elif owner_id:
        to_id, to = owner_id, names[owner_id]
    elif following:
        place = following.pop(0)
        to_id, to = place.person_id, place.name
    else:
        to_id, to = None, ""
    minutes = _minutes(visit.came_at)
    return _party(visit, names, minutes=minutes, late=minutes >= after, to_id=to_id, to=to,
                  asked_for=visit.person_id is not None, owned=owner_id is not None and to_id == owner_id)


def _owners(rows: Sequence[Visit]) -> Mapping[int, int]:
    """The owner of the customer of each waiting entry, where he is at work today."""
    leads = {visit.lead_id: visit.id for visit in rows if visit.lead_id and not visit.given_at}
    if not leads:
        return {}
    owners = db.session.execute(select(Lead.id, Lead.owner_id).where(Lead.id.in_(leads))).all()
    roster = roster_of((owner_id for _lead_id, owner_id in owners if owner_id), Period(today(), today()))
    return {leads[lead_id]: owner_id for lead_id, owner_id in owners if owner_id and roster.works(owner_id, today())}


def _party(visit: Visit, names: Mapping[int | None, str], *, since: datetime | None = None, **more: object) -> Party:
    facts = {
        "minutes": _minutes(since) if since else 0, "drives": bool(visit.test_drive), "errand": visit.purpose != LOOK,
        "kept": visit.kept} | more
    return Party(
        visit.id, visit.version, visit.number, visit.name, visit.party_size, visit.kind,
        words("purpose", visit.purpose, store_id=visit.store_id), visit.came_at, visit.left_at,
        str(visit.party.label) if visit.party else "", catalogue.series_names().get(visit.series_id or 0, ""),
        names.get(visit.person_id, ""), **facts)  # type: ignore[arg-type]


def _minutes(since: datetime) -> int:
    return max(int((now() - since).total_seconds() // 60), 0)
