"""Expected: the open orders and leads that a forecast rests on, with the share each is counted at."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from flask import url_for

from portal.core.metric import Expected
from portal.core.period import ONE_DAY, Period
from portal.core.policy import Rights
from portal.core.registry import registry
from portal.core.scope import Scope
from portal.org import queries as org

from .figures import Track, track
from .targets import Unit

PAGE_SIZE = 50


class Row(NamedTuple):
    """An order or lead: without an address for who may not open it."""
    kind: Any
    name: str
    address: str
    person: str
    share: Fraction


@dataclass(frozen=True)
class Resting:
    track: Track
    count: int
    page: int
    rows: Sequence[Row]
    to_come: Sequence[tuple[str, Fraction]]         # by who is expected to open the leads


def resting(store_id: int, key: str, period: Period, unit: Unit, scope: Scope, rights: Rights, today: date,
            page: int) -> Resting:
    """A page of the rows; names are looked up for those alone."""
    as_of = min(today - ONE_DAY, period.end)
    tracks = track(store_id, [key], [period], as_of, today, scope=scope.within(store_id))
    rows, people = tracks.rows(key, period, unit), tracks.people(unit)
    shown = rows[(page - 1) * PAGE_SIZE:page * PAGE_SIZE]
    forecasts = tracks.expected.get((key, period))
    coming = {person_id: share for person_id, share in (forecasts.to_come if forecasts else {}).items()
              if people is None or person_id in people}
    names = org.names([*(row.person_id for row in shown), *coming])
    return Resting(tracks.of(key, period, unit), len(rows), page, _named(shown, names, rights),
                   sorted(((names.get(person_id, ""), share) for person_id, share in coming.items()),
                          key=lambda line: (-line[1], line[0])))


def _named(rows: Sequence[Expected], names: Mapping[int | None, str], rights: Rights) -> list[Row]:
    """In one query of names and one of what may be opened for each kind of row."""
    labels: dict[str, Mapping[int, str]] = {}
    for table in {row.table for row in rows}:
        kind, ids = registry().kinds[table], {row.row_id for row in rows if row.table == table}
        may_open = set(kind.scope(rights, ids)) if kind.scope else set()
        labels[table] = kind.labels(may_open) if kind.labels and may_open else {}
    return [_row(row, labels[row.table].get(row.row_id, ""), names) for row in rows]


def _row(row: Expected, name: str, names: Mapping[int | None, str]) -> Row:
    kind = registry().kinds[row.table]
    argument: dict[str, Any] = {kind.argument or "": row.row_id}
    address = url_for(kind.endpoint, **argument) if name and kind.endpoint else ""
    return Row(kind.label, name, address, names.get(row.person_id, ""), row.share)
