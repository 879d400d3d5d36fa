"""The meetings on the home page: what I committed to; for who leads, how many have, and whose report is out."""
from dataclasses import dataclass

from portal.core.clock import now
from portal.core.panel import Panel, Reading
from portal.core.policy import my_memberships
from portal.org.queries import SELLERS

from . import queries
from .commitments import Committed, committed, committed_by
from .due import is_evening
from .models import SignedAs
from .places import Place, place_of


@dataclass(frozen=True)
class Meeting:
    """How far the people of a store or team are with the day."""
    place: Place
    people: int
    committed: int
    handed_in: int
    is_evening: bool


def _my_day(reading: Reading) -> Committed | None:
    if not any(held.role in SELLERS for held in my_memberships()):
        return None
    return committed_by(reading.reader.id, reading.as_of)


def _meeting(reading: Reading) -> Meeting | None:
    """Of the place that the reader commits for; None for who commits for himself alone."""
    place = place_of(reading.rights["day.commit"])
    if place is None:
        return None
    ids, evening = [one.person_id for one in place.sellers(reading.as_of)], is_evening(now())
    handed_in = sum(signed_as is SignedAs.OWN for _id, signed_as in queries.signings(ids, reading.as_of)
                    ) if evening else 0
    return Meeting(place, len(ids), len(committed(ids, reading.as_of)), handed_in, evening)


panels = (
    Panel("home", 30, "day.write", _my_day, "meetings/_my_day_panel.html"),
    Panel("home", 40, "day.commit", _meeting, "meetings/_meeting_panel.html"),
)
