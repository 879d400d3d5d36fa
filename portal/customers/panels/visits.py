"""The register on the home page: who is in the store or has just called, and clashes that may be overruled."""
from collections.abc import Sequence
from dataclasses import dataclass, replace

from portal.core.clock import today
from portal.core.panel import Panel, Reading
from portal.core.policy import my_memberships

from ..queries import clashes, front_desk

ON_HOME = 6


@dataclass(frozen=True)
class InStore:
    """`mine`: the reader's own parties, whose result is his to write; else those of the whole store."""
    waiting: Sequence[front_desk.Party]
    received: Sequence[front_desk.Party]
    owed: Sequence[front_desk.Party]
    mine: bool
    more: int


@dataclass(frozen=True)
class Clashes:
    open: Sequence[clashes.Evidence]
    more: int


def _in_store(reading: Reading) -> InStore | None:
    """The reader's own parties; for who runs the front desk everybody's."""
    desk = reading.rights.get("frontdesk.use")
    store_id = next((held.store_id for held in my_memberships() if held.store_id), None)
    if store_id is None or reading.as_of > today():
        return None
    scope = desk or replace(reading.rights["visits.write"], stores=frozenset(), teams=frozenset(), everywhere=False,
                            persons=frozenset({reading.reader.id}))
    here = front_desk.parties(scope, store_id)
    owed = [party for party in here.gone if party.owed]
    if not (here.waiting or here.received or owed):
        return None
    shown = InStore(here.waiting[:ON_HOME], here.received[:ON_HOME], owed[:ON_HOME], desk is None, 0)
    more = len(here.waiting) + len(here.received) + len(owed) - sum(map(len, (shown.waiting, shown.received,
                                                                                  shown.owed)))
    return replace(shown, more=more)


def _clashes(reading: Reading) -> Clashes | None:
    found = clashes.undecided(reading.rights["clashes.decide"])
    return Clashes(found[:ON_HOME], max(len(found) - ON_HOME, 0)) if found else None


panels = (
    Panel("home", 10, "visits.write", _in_store, "customers/_in_store_panel.html"),
    Panel("approvals", 20, "clashes.decide", _clashes, "customers/_clashes_panel.html", "clashes.index"),
)
