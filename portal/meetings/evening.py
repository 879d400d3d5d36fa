"""The evening summary 夕会: everybody of a store or team, commitment against fact, and the state of each report."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func

from portal.core.metric import Figure, Figures, figures_of
from portal.core.period import Period, day, month
from portal.core.scope import Scope
from portal.customers.models import Visit
from portal.customers.queries.visits import without_result
from portal.extensions import db
from portal.goals.targets import Targets, targets_of

from . import queries
from .commitments import NOTHING, Committed, committed
from .day import AIMED, COUNTS
from .models import Aim, SignedAs
from .places import Place
from .results import Done, done_on


class Line(NamedTuple):
    """A person's day in the list of the evening."""
    person_id: int
    name: str
    team: str
    committed: Committed
    done: Sequence[Done]
    orders: Figure
    deliveries: Figure
    due: Figure
    made: Figure
    owed: int                       # parties without a result
    is_typed: bool
    instruction: str
    handed_in_at: datetime | None
    read_at: datetime | None


@dataclass(frozen=True)
class Evening:
    place: Place
    on: date
    lines: Sequence[Line]
    figures: Figures
    targets: Targets

    def of(self, key: str) -> Figure:
        """A figure of the day, of all together."""
        return self.figures.of(key, day(self.on))

    def of_month(self, key: str) -> Figure:
        """A figure of the month up to the day."""
        return self.figures.of(key, month(self.on))

    def plan(self, key: str, period: Period) -> int | None:
        return self.targets.of(key, period, self.place.unit)

    @property
    def day(self) -> Period:
        return day(self.on)

    @property
    def month(self) -> Period:
        return month(self.on)

    @property
    def order_count(self) -> int:
        return sum(line.committed.order_count for line in self.lines)

    @property
    def delivery_count(self) -> int:
        return sum(line.committed.delivery_count for line in self.lines)

    @property
    def owed(self) -> int:
        return sum(line.owed for line in self.lines)

    @property
    def handed_in(self) -> int:
        return sum(line.handed_in_at is not None for line in self.lines)

    def done(self, aim: Aim) -> list[Done]:
        return [one for line in self.lines for one in line.done if one.aim is aim]

    @property
    def orders(self) -> list[Done]:
        return self.done(Aim.ORDER)

    @property
    def deliveries(self) -> list[Done]:
        return self.done(Aim.DELIVERY)


def build(place: Place, on: date, today: date) -> Evening:
    """In as many queries for twenty people as for two."""
    people, scope = place.sellers(on), place.scope(today)
    ids = [one.person_id for one in people]
    counted = figures_of(COUNTS, scope, [day(on), month(on)], on, "person_id")
    promised, results, owed = committed(ids, on), _by_person(done_on(ids, on)), _owed(scope, on)
    typed, instructions = queries.typed_by(ids, on), queries.instructions(ids, on)
    signed = {key: row.signed_at for key, row in queries.signings(ids, on).items()}

    def line(person_id: int, name: str, team: str) -> Line:
        orders, deliveries, due, made = (counted.of(key, day(on), person_id=person_id) for key in (
            "orders", "deliveries", "contacts_due", "contacts_made"))
        return Line(person_id, name, team, promised.get(person_id, NOTHING), results.get(person_id, ()), orders,
                    deliveries, due, made, owed.get(person_id, 0), person_id in typed, instructions.get(person_id, ""),
                    signed.get((person_id, SignedAs.OWN)), signed.get((person_id, SignedAs.LEADER)))
    return Evening(place, on, [line(one.person_id, one.name, one.team) for one in people], counted,
                   targets_of(place.store_id, AIMED, [day(on), month(on)], on))


def _by_person(done: Sequence[Done]) -> Mapping[int, list[Done]]:
    found: dict[int, list[Done]] = {}
    for one in done:
        found.setdefault(one.person_id, []).append(one)
    return found


def _owed(scope: Scope, on: date) -> Mapping[int, int]:
    """Parties of the day that left without a result, by the consultant on them."""
    rows = db.session.execute(without_result(scope, on).with_only_columns(Visit.person_id, func.count())
                              .group_by(Visit.person_id))
    return {row[0]: row[1] for row in rows if row[0] is not None}
