"""绩效周进度管控表: week and month of each team and person against target, a page a metric, with room for causes."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from flask_babel import lazy_gettext as _l

from portal.core.metric import Metric
from portal.core.period import Period, month
from portal.core.registry import registry
from portal.core.scope import Scope
from portal.core.sheet import SheetKind

from .. import queries, whose
from ..figures import Track, Tracks, track
from ..targets import NO_TEAM, STORE, Unit

ONE_DAY = timedelta(days=1)
CONTROLLED = ("deliveries", "orders", "visits", "test_drives")


class Row(NamedTuple):
    name: str
    unit: Unit
    week: Track
    month: Track

    @property
    def is_person(self) -> bool:
        return self.unit.person_id is not None

    @property
    def opens_team(self) -> bool:
        """The first line of a team, which stays on one page with its people; what nobody has stays with the last."""
        return not self.is_person and not self.unit.rest


class Table(NamedTuple):
    metric: Metric
    rows: Sequence[Row]
    total: Row


@dataclass(frozen=True)
class Control:
    week: Period
    month: Period
    as_of: date
    tables: tuple[Table, ...]


def build(store_id: int, week: Period, scope: Scope, unit: Unit, today: date) -> Control:
    """Judged at the close of yesterday, of a week that is over at its Sunday; the month is that of the judged day."""
    as_of = min(today - ONE_DAY, week.end)
    of = month(max(as_of, week.start))
    keys = [key for key in CONTROLLED if key in registry().metrics]
    tracks = track(store_id, keys, [week, of], as_of, today, scope=scope.within(store_id))
    return Control(week, of, as_of, tuple(_table(tracks, key, week, of, unit) for key in keys))


def _table(tracks: Tracks, key: str, week: Period, of: Period, whole: Unit) -> Table:
    units = list(dict.fromkeys([*tracks.units(key, of), *tracks.units(key, week)]))
    names = whose.names([*units, whole])

    def row(unit: Unit) -> Row:
        return Row(names.get(unit, ""), unit, tracks.of(key, week, unit), tracks.of(key, of, unit))

    rows: list[Row] = []
    if whole.person_id is None:
        teams = queries.team_names(tracks.store_id) if whole == STORE else {whole.team_id: ""}
        for team_id in teams:
            rows += [row(Unit(team_id))] if whole == STORE and Unit(team_id) in units else []
            rows += [row(one) for one in units if one.team_id == team_id and one.person_id is not None]
            rows += [one for one in [row(Unit(team_id, None, True))] if one.week.target or one.month.target]
        loose = row(NO_TEAM)
        rows += [loose] if whole == STORE and (loose.month.actual.amount or loose.month.target) else []
    return Table(registry().metrics[key], rows, row(whole))


control = SheetKind("week_control", _l("Week control of performance"), "goals.read", "goals/sheets/control.html", build,
                    endpoint="goal_papers.index")
