"""Behind: who has been behind plan at the close of each of the last seven days, and so should agree on a step."""
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple

from sqlalchemy import select

from portal.core.calendar import calendar_of
from portal.core.metric import State
from portal.core.scope import Scope, held_on
from portal.extensions import db
from portal.org.models import Membership, Role

from .figures import WATCH_POINTS, Track
from .targets import STORE

DAYS = 7


class Behind(NamedTuple):
    """`owner_id` is the person, or the leader of the team; None where nobody stands for the unit."""
    name: str
    track: Track
    owner_id: int | None


def behind(tracks: Sequence[tuple[str, Track]], scope: Scope, store_id: int, as_of: date) -> list[Behind]:
    """Of units with their names, those behind for seven days on end within the period, the furthest first."""
    late = [(name, one) for name, one in tracks if one.state is State.LATE and one.target]
    if not late or as_of - (DAYS - 1) * timedelta(days=1) < late[0][1].period.start:
        return []
    period, metric = late[0][1].period, late[0][1].metric
    kinds = {"person_id" if one.unit.person_id is not None else "team_id" for _name, one in late if one.unit != STORE}
    counted = {by: metric.figures(scope, [period], as_of, "on", by) for by in kinds}
    if any(one.unit == STORE for _name, one in late):
        counted["store"] = metric.figures(scope, [period], as_of, "on")
    calendar, found = calendar_of(store_id), []
    leaders = _leaders({one.unit.team_id for _name, one in late if one.unit.person_id is None}, scope.today)
    for name, one in late:
        by = "store" if one.unit == STORE else "person_id" if one.unit.person_id is not None else "team_id"
        whose = () if by == "store" else (one.unit.person_id if by == "person_id" else one.unit.team_id,)
        days = list(period.days())[:(as_of - period.start).days + 1]
        done = list(accumulate(figure.amount if (figure := counted[by].get((period, on, *whose))) else 0
                               for on in days))
        if all(_is_behind(done[-1 - n], one.target or 0, calendar.weighted_progress(period, days[-1 - n]))
               for n in range(DAYS)):
            owner = one.unit.person_id if one.unit.person_id is not None else leaders.get(one.unit.team_id)
            found.append(Behind(name, one, owner))
    return sorted(found, key=lambda line: line.track.pace or 0)


def _is_behind(done: int, target: int, progress: Fraction | None) -> bool:
    return progress is not None and (Fraction(done, target) - progress) * 100 < WATCH_POINTS


def _leaders(teams: set[int | None], on: date) -> Mapping[int | None, int]:
    return dict(db.session.execute(select(Membership.team_id, Membership.person_id).where(
        Membership.team_id.in_([team for team in teams if team is not None]), Membership.role == Role.LEADER,
        held_on(on)).order_by(Membership.person_id.desc())).all())
