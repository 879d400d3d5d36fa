"""The meetings on the home page: what I committed to and whether my report is out; for who leads, how many of each."""
from dataclasses import dataclass
from datetime import datetime

from portal.core.clock import ZONE, now
from portal.core.panel import Panel, Reading
from portal.core.policy import my_memberships
from portal.customers.queries.visits import without_result
from portal.extensions import db
from portal.org.queries import SELLERS

from . import queries
from .commitments import Committed, committed, committed_by
from .models import DaySigning, SignedAs
from .places import Place, place_of

EVENING = 16                    # o'clock: from then on the day report comes before the commitment


@dataclass(frozen=True)
class MyDay:
    committed: Committed
    is_evening: bool
    handed_in: DaySigning | None
    owed: int                   # parties of today without a result


@dataclass(frozen=True)
class Meeting:
    """How far the people of a store or team are with the day."""
    place: Place
    people: int
    committed: int
    handed_in: int
    is_evening: bool


def _my_day(reading: Reading) -> MyDay | None:
    if not any(held.role in SELLERS for held in my_memberships()):
        return None
    person_id, today = reading.reader.id, reading.as_of
    scope = reading.rights["day.write"]
    evening = _is_evening(now())
    owed = len(db.session.scalars(without_result(scope, today)).all()) if evening else 0
    handed_in = queries.signings({person_id}, today).get((person_id, SignedAs.OWN)) if evening else None
    return MyDay(committed_by(person_id, today), evening, handed_in, owed)


def _meeting(reading: Reading) -> Meeting | None:
    """Of the place that the reader commits for; None for who commits for himself alone."""
    place = place_of(reading.rights["day.commit"])
    if place is None:
        return None
    ids = [one.person_id for one in place.sellers(reading.as_of)]
    return Meeting(place, len(ids), len(committed(ids, reading.as_of)),
                   sum(signed_as is SignedAs.OWN for _id, signed_as in queries.signings(ids, reading.as_of)),
                   _is_evening(now()))


def _is_evening(moment: datetime) -> bool:
    return moment.astimezone(ZONE).hour >= EVENING


panels = (
    Panel("home", 30, "day.write", _my_day, "meetings/_my_day_panel.html"),
    Panel("home", 40, "day.commit", _meeting, "meetings/_meeting_panel.html"),
)
