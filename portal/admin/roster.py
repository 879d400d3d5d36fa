"""The roster's page: a store's week as a grid of one cell for each person and day, and what was typed into it."""
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from portal.core.calendar import calendar_of
from portal.core.period import Period
from portal.core.roster import AT_WORK, Planned, Roster, roster_of
from portal.extensions import db
from portal.org.models import Membership, Person, Role, RosterDay, Shift, Store, Team

NOT_PLANNED = frozenset({Role.GROUP, Role.ADMIN})           # they do not work by a store's roster
SHORT = {Shift.WORK: _l("W"), Shift.REST: _l("R"), Shift.LEAVE: _l("L")}
TYPED = {Shift.WORK: "w1b班", Shift.REST: "r2x休", Shift.LEAVE: "l3j假"}      # any of these signs means the shift
Key = tuple[int, date]


class Colleague(NamedTuple):
    person_id: int
    name: str
    team_id: int | None
    team: str | None


class Row(NamedTuple):
    """A person's week. `stand_in_id` is for all days off; it is a working one where it could be kept."""
    person: Colleague
    shifts: list[Shift]
    stand_in_id: int | None
    missing: list[date]                 # days off without anybody to stand in


@dataclass(frozen=True)
class Grid:
    week: Period
    days: list[date]
    open: list[bool]
    teams: list[tuple[str | None, list[Row]]]
    known: str                          # what the form was made from: only what differs from it is changed

    @property
    def people(self) -> list[Colleague]:
        return [row.person for _team, rows in self.teams for row in rows]

    def at_work(self, place: int) -> int:
        return sum(row.shifts[place] is Shift.WORK for _team, rows in self.teams for row in rows)


def colleagues(store_id: int, week: Period) -> list[Colleague]:
    """Who works in the store on some day of the week, by team; the team is the newest of the week."""
    rows = db.session.execute(
        select(Person.id, Person.name, Team.id, Team.name).join(Membership, Membership.person_id == Person.id)
        .outerjoin(Team, Team.id == Membership.team_id)
        .where(Membership.store_id == store_id, Membership.role.not_in(NOT_PLANNED), Membership.from_on <= week.end,
               Membership.until_on > week.start, Membership.until_on > Membership.from_on)
        .order_by(Team.id.is_(None), Team.rank, Team.id, Person.rota_rank, Person.pinyin, Person.id,
                  Membership.from_on.desc()))
    found: dict[int, Colleague] = {}
    for row in rows:
        found.setdefault(row[0], Colleague(*row))
    return list(found.values())


def grid(store: Store, week: Period) -> Grid:
    people, days = colleagues(store.id, week), list(week.days())
    roster = roster_of((one.person_id for one in people), week)
    teams: dict[int | None, tuple[str | None, list[Row]]] = {}
    for one in people:
        teams.setdefault(one.team_id, (one.team, []))[1].append(_row(one, days, roster))
    calendar = calendar_of(store.id)
    return Grid(week, days, [calendar.is_open(day) for day in days], list(teams.values()), _known(roster))


def _row(one: Colleague, days: Sequence[date], roster: Roster) -> Row:
    planned = [roster.planned(one.person_id, day) for day in days]
    named = next((each.stand_in_id for each in planned if each.stand_in_id), None)
    off = [day for day, each in zip(days, planned, strict=True) if each.shift is not Shift.WORK]
    return Row(one, [each.shift for each in planned], named,
               [day for day in off if named and not roster.stand_in(one.person_id, day)])


def _known(roster: Roster) -> str:
    return ",".join(f"{person_id}:{on:%m%d}:{planned.shift.value[0]}{planned.stand_in_id or ''}"
                    for (person_id, on), planned in sorted(roster.days.items()))


def typed_shift(text: str) -> Shift | None:
    """What a cell means: 班, b, w and 1 are work; nothing typed is work too. None: it means nothing."""
    sign = text.strip().lower()
    if not sign:
        return Shift.WORK
    return next((shift for shift, signs in TYPED.items() if sign in signs), None)


def signs() -> str:
    """For grid.js: each shift's short word and the keys that mean it."""
    return " ".join(f"{SHORT[shift]}{keys}" for shift, keys in TYPED.items())


class Typed(NamedTuple):
    planned: dict[Key, Planned]
    wrong: list[str]                    # what cannot be read, in words


def read(form: Mapping[str, str], people: Iterable[Colleague], days: Sequence[date]) -> Typed:
    """The grid as it was sent. A stand-in is one of the colleagues, and not the person."""
    crew = {one.person_id: one for one in people}
    planned: dict[Key, Planned] = {}
    wrong = []
    for one in crew.values():
        named = form.get(f"s{one.person_id}", "")
        stand_in = next((other for other in crew if str(other) == named and other != one.person_id), None)
        for day in days:
            shift = typed_shift(form.get(cell_name(one.person_id, day), ""))
            if shift is None:
                wrong.append(_("%(name)s, %(day)s: type W, R or L.", name=one.name, day=f"{day:%m-%d}"))
            else:
                planned[one.person_id, day] = AT_WORK if shift is Shift.WORK else Planned(shift, stand_in)
    return Typed(planned, wrong)


def cells_changed(form: Mapping[str, str], planned: Mapping[Key, Planned]) -> dict[str, str]:
    """The cells in which somebody typed something else than the form was made from; readable or not."""
    parts = [part.split(":") for part in form.get("known", "").split(",") if part.count(":") == 2]
    made_from = {f"c{person_id}-{on}": sign[:1] for person_id, on, sign in parts}
    readable = {cell_name(person_id, on): each.shift.value[0] for (person_id, on), each in planned.items()}
    return {name: text for name, text in form.items()
            if name.startswith("c") and "-" in name and readable.get(name) != made_from.get(name, "w")}


def cell_name(person_id: int, day: date) -> str:
    return f"c{person_id}-{day:%m%d}"


def planned_rows(people: Iterable[int], period: Period) -> dict[Key, RosterDay]:
    """The rows behind the planned days, to be changed."""
    return {(row.person_id, row.on): row for row in db.session.scalars(select(RosterDay).where(
        RosterDay.person_id.in_(set(people)), RosterDay.on.between(period.start, period.end)).with_for_update())}


def known(store: Store, week: Period) -> str:
    """What `Grid.known` would be now."""
    return _known(roster_of((one.person_id for one in colleagues(store.id, week)), week))
