"""Training needs on the home page: one's own with the training that fits, and for who leads or trains how many wait."""
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from portal.core.panel import Panel, Reading
from portal.core.place import my_store_id

from . import needs

MOST = 2                # of one's own


@dataclass(frozen=True)
class HomeNeeds:
    """`own` have a training to sign up for. Of the others whom the reader may put on a list: how many people wait, and
    for each metric how many."""
    own: Sequence[needs.Need]
    people: int
    by_metric: Sequence[tuple[Any, int]]
    days: int


def _home(reading: Reading) -> HomeNeeds | None:
    store_id, reader = my_store_id(), reading.reader.id
    if store_id is None:
        return None
    leads = reading.rights.get("skills.write")
    found = needs.needs(reading.rights["training.results"], store_id, None if leads else reader)
    own = [need for need in found.needs if need.person_id == reader and need.offer and need.waits]
    others = [need for need in found.needs if need.person_id != reader and need.waits
              and leads is not None and leads.holds(store_id, need.person_id)]
    if not own and not others:
        return None
    metrics = {need.metric.key: need.metric for need in others}
    counted = Counter(need.metric.key for need in others).most_common()
    return HomeNeeds(own[:MOST], len({need.person_id for need in others}),
                     [(metrics[key], count) for key, count in counted], len(list(found.period.days())))


panels = (Panel("home", 51, "training.results", _home, "training/_needs_panel.html"),)
