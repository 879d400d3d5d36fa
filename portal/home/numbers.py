"""The numbers of a home page: the month in a sentence, teams or stores side by side, yesterday and today, the worst."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from flask_babel import gettext as _

from portal.core.metric import Figure, State, asked
from portal.core.period import Period, day, month
from portal.core.registry import registry
from portal.core.scope import Scope
from portal.goals.figures import Track, Tracks, track, track_stores
from portal.goals.targets import NO_TEAM, Unit
from portal.goals.yesterday import Yesterday, to_ask, yesterday
from portal.org.queries import names as people_names
from portal.org.queries import team_names

from .whose import Reach, Whose

MONTHLY = ("deliveries", "orders", "visits", "test_drives", "kept_rate", "follow_up_timeliness")
YESTERDAYS = ("traffic", "kept_rate", "test_drives", "orders", "deliveries")
OVERDUE = "overdue_leads"
ONE_DAY = timedelta(days=1)


class Line(NamedTuple):
    """A team, store or person with its month."""
    name: str
    track: Track
    overdue: Figure
    address: Mapping[str, Any] | None   # of the page of goal tracking; what no team did has none


class Worst(NamedTuple):
    """What to ask about: a person, and which figure stands out."""
    name: str
    person_id: int
    state: State
    what: Any
    track: Track | None
    figure: Figure | None


@dataclass(frozen=True)
class Numbers:
    month: Period
    main: Track | None                  # deliveries of the whole
    own: Sequence[Track]                # every metric that has a target, or figures
    lines: Sequence[Line]
    yesterday: Sequence[Yesterday]
    worst: Sequence[Worst]


def numbers(whose: Whose, today: date) -> Numbers | None:
    """Of a store, team or person; None where the reader sees no figures, or sees the group (see `stores`)."""
    if whose.reach in (Reach.NONE, Reach.GROUP) or whose.store_id is None:
        return None
    as_of, period = today - ONE_DAY, month(today)
    scope = whose.scope
    tracks = track(whose.store_id, MONTHLY, [period], as_of, today, scope=scope, also=(
        asked([OVERDUE], scope, [day(as_of)], as_of, "team_id", "person_id"),
        to_ask(YESTERDAYS, scope, whose.unit, as_of, today)))
    overdue, counted = tracks.also
    own = [tracks.of(key, period, whose.unit) for key in MONTHLY]
    return Numbers(
        period, own[0], [one for one in own if one.target is not None or one.actual.amount],
        _teams(tracks, period, overdue, as_of) if whose.reach is Reach.STORE else
        _people(tracks, period, overdue, as_of, whose.unit) if whose.reach is Reach.TEAM else [],
        yesterday(tracks, YESTERDAYS, scope, whose.unit, counted),
        _worst(tracks, period, overdue, as_of, whose.unit.team_id) if whose.reach is not Reach.OWN else [])


def stores(whose: Whose, stores: Sequence[Any], today: date) -> list[Line]:
    """The stores of the group side by side."""
    as_of, period, ids = today - ONE_DAY, month(today), [store.id for store in stores]
    if not ids:
        return []
    tracks, (overdue,) = track_stores(ids, "deliveries", period, as_of, today, also=(
        asked([OVERDUE], Scope(today, stores=frozenset(ids)), [day(as_of)], as_of, "store_id"),))
    return [Line(store.name, tracks[store.id], overdue.of(OVERDUE, day(as_of), store_id=store.id), {"store": store.id})
            for store in stores]


def _teams(tracks: Tracks, period: Period, overdue: Any, as_of: date) -> list[Line]:
    ids = [unit.team_id for unit in tracks.units("deliveries", period) if unit.team_id and unit.person_id is None
           and not unit.rest]
    names = team_names()
    lines = [Line(names[team_id], tracks.of("deliveries", period, Unit(team_id)),
                  overdue.of(OVERDUE, day(as_of), team_id=team_id), {"team": team_id})
             for team_id in ids if team_id in names]
    loose = Line(_("Not assigned"), tracks.of("deliveries", period, NO_TEAM),
                 overdue.of(OVERDUE, day(as_of), team_id=None), None)
    return [*lines, loose] if loose.track.actual.amount or loose.overdue.amount else lines


def _people(tracks: Tracks, period: Period, overdue: Any, as_of: date, team: Unit) -> list[Line]:
    units = [unit for unit in tracks.units("deliveries", period) if unit.team_id == team.team_id and unit.person_id]
    names = people_names(unit.person_id for unit in units)
    return [Line(names[unit.person_id], tracks.of("deliveries", period, unit),
                 overdue.of(OVERDUE, day(as_of), person_id=unit.person_id), {"person": unit.person_id})
            for unit in units if unit.person_id in names]


def _worst(tracks: Tracks, period: Period, overdue: Any, as_of: date, team_id: int | None) -> list[Worst]:
    """Three people at most, of one team where it is named: furthest behind on deliveries, on orders, most overdue."""
    found: list[tuple[int, str, Track | None, Figure | None]] = []
    for key in ("deliveries", "orders"):
        behind = [(one.pace, unit.person_id, one) for unit in tracks.units(key, period)
                  if unit.person_id and team_id in (None, unit.team_id)
                  and (one := tracks.of(key, period, unit)).pace is not None and one.state is State.LATE]
        if behind:
            _pace, person_id, one = min(behind, key=lambda each: (each[0], each[1]))
            found.append((person_id or 0, key, one, None))
    late = [(overdue.of(OVERDUE, day(as_of), person_id=person_id), person_id)
            for person_id in overdue.values("person_id") if person_id is not None]
    if late and (most := max(late, key=lambda each: (each[0].amount, -each[1])))[0].amount:
        found.append((most[1], OVERDUE, None, most[0]))
    once = {person_id: each for each in reversed(found) for person_id in (each[0],)}
    chosen = [each for each in found if once[each[0]] is each][:3]
    names = people_names(each[0] for each in chosen)
    return [Worst(names.get(person_id, ""), person_id, State.LATE, registry().metrics[key].name, one, figure)
            for person_id, key, one, figure in chosen]
