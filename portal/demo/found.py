"""Founding the demo group: stores, teams, people with their accounts, the catalogue, rosters."""
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from portal.admin.actions import stores
from portal.catalogue.models import Brand, CarModel, Colour, Series
from portal.core.action import action
from portal.core.calendar import lay_down_official_days
from portal.customers import names
from portal.customers.history import noon
from portal.extensions import db
from portal.org.models import FOREVER, Membership, Person, RosterDay, Shift, Store, Team
from portal.signin import passwords
from portal.signin.demo import PASSWORD
from portal.signin.models import Password

from .cast import GROUP, HOUSES, House, Part
from .lives import ONE_DAY, Seller
from .market import COLOURS, OFFERS, OWN_BRAND, RIVALS

ROSTER_AHEAD = 14               # days that rosters reach beyond the demo's day


@dataclass(frozen=True)
class Member:
    """Somebody of a store as the stories need him."""
    part: Part
    person: Person
    rests: tuple[int, int]              # weekdays

    def works(self, day: date) -> bool:
        return day.weekday() not in self.rests

    def is_there(self, day: date, today: date) -> bool:
        """Employed on a day, as a seller."""
        if day < today - self.part.since:
            return False
        return self.part.left_days is None or day <= today - timedelta(days=self.part.left_days)

    @property
    def seller(self) -> Seller:
        return Seller(self.person.id, self.part.skill, self.part.punctual, self.works)


@dataclass(frozen=True)
class Opened:
    """A store of the demo group with its people, by role in the cast's order."""
    house: House
    store: Store
    teams: Mapping[str, Team]
    members: tuple[Member, ...]


@action("demo.founded")
def found_group(*, by: Person, today: date, random: Random) -> list[Opened]:
    """Make the group; `by` is its administrator, who is made first."""
    hashed = passwords.hash_of(PASSWORD)
    _employ(by, GROUP[1], None, None, today, hashed, rank=99)
    group = Person(name="", preferences={})
    _employ(group, GROUP[0], None, None, today, hashed, rank=98)
    lay_down_official_days(by=by)
    _stock_catalogue()
    return [_open(house, by, today, random, hashed) for house in HOUSES]


def administrator() -> Person:
    """Who founds the group; not in the database yet."""
    return Person(name="", preferences={})


def _open(house: House, by: Person, today: date, random: Random, hashed: str) -> Opened:
    store = stores.open_store(by=by, code=house.code, name=house.name)
    teams = {name: Team(store_id=store.id, name=name, rank=rank) for rank, name in enumerate(house.teams)}
    db.session.add_all(teams.values())
    db.session.flush()
    members = []
    for rank, part in enumerate(house.people):
        person = Person(name=part.name, preferences={})
        team = teams.get(part.team)
        _employ(person, part, store.id, team, today, hashed, rank=rank,
                before=teams.get(part.moved_from), number=f"{house.code}{rank + 1:03}")
        rest = rank % 5
        members.append(Member(part, person, (rest, rest)))
    _roster(store, members, today, random)
    return Opened(house, store, teams, tuple(members))


def _employ(person: Person, part: Part, store_id: int | None, team: Team | None, today: date, hashed: str, *, rank: int,
            before: Team | None = None, number: str | None = None) -> None:
    since = today - part.since
    left = today - timedelta(days=part.left_days) if part.left_days is not None else None
    person.name, person.pinyin, person.title = part.name, names.keys(part.name).pinyin, part.title
    person.account, person.staff_no, person.rota_rank = part.account or None, number, rank
    person.hired_on, person.left_on, person.language = since, left, "zh_CN"
    db.session.add(person)
    db.session.flush()
    until = left + ONE_DAY if left else FOREVER
    moved = today - timedelta(days=part.moved_days)
    held = [(before, since, moved), (team, moved, until)] if before else [(team, since, until)]
    db.session.add_all(Membership(person_id=person.id, store_id=store_id, team_id=of.id if of else None, role=part.role,
                                  from_on=start, until_on=end) for of, start, end in held)
    if part.account:
        db.session.add(Password(person_id=person.id, hash=hashed, set_at=noon(since)))
    db.session.flush()


def _stock_catalogue() -> None:
    own = Brand(name=OWN_BRAND, own=True)
    db.session.add(own)
    db.session.flush()
    for rank, offer in enumerate(OFFERS):
        series = Series(brand_id=own.id, name=offer.series, rank=rank)
        db.session.add(series)
        db.session.flush()
        db.session.add_all(CarModel(series_id=series.id, name=name, list_price_fen=yuan * 100, rank=n)
                           for n, (name, yuan) in enumerate(offer.models))
    for rank, (name, series_names) in enumerate(RIVALS):
        brand = Brand(name=name)
        db.session.add(brand)
        db.session.flush()
        db.session.add_all(Series(brand_id=brand.id, name=series_name, rank=rank) for series_name in series_names)
    db.session.add_all(Colour(name=name, rank=rank) for rank, name in enumerate(COLOURS))
    db.session.flush()


def _roster(store: Store, members: list[Member], today: date, random: Random) -> None:
    """One rest day a week each, for the last eight weeks and two ahead; a colleague of the team stands in."""
    for member in members:
        if member.part.left_days is not None:
            continue
        mates = [other.person.id for other in members if other.part.team == member.part.team and other is not member
                 and other.part.left_days is None]
        for n in range(-56, ROSTER_AHEAD + 1):
            day = today + timedelta(days=n)
            rests = not member.works(day)
            db.session.add(RosterDay(
                store_id=store.id, person_id=member.person.id, on=day, shift=Shift.REST if rests else Shift.WORK,
                stand_in_id=random.choice(mates) if rests and mates and member.part.team else None))
