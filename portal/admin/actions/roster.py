"""The roster of a store is planned, and copied from the week before."""
from collections.abc import Mapping
from datetime import date, timedelta

from flask_babel import gettext as _

from portal.core.action import Refused, Stale, action, locked
from portal.core.clock import today
from portal.core.period import ONE_WEEK, Period
from portal.core.roster import Planned
from portal.extensions import db
from portal.memo import forget
from portal.org.models import Person, RosterDay, Shift, Store

from .. import roster

LATE = timedelta(days=7)                    # so long the past may be put right


@action("roster.planned")
def plan(store: Store, *, by: Person, week: Period, planned: Mapping[tuple[int, date], Planned], known: str) -> int:
    """Set the days of a week; returns how many changed. Stale when somebody else has changed the week meanwhile."""
    locked(store)
    if roster.known(store, week) != known:
        raise Stale
    return _set(store, week, planned)


@action("roster.copied")
def copy_last_week(store: Store, *, by: Person, week: Period) -> int:
    """Plan a week like the one before. Refused once it has days off of its own."""
    locked(store)
    people = {one.person_id for one in roster.colleagues(store.id, week)}
    rows = roster.planned_rows(people, week)
    if any(row.shift is not Shift.WORK for row in rows.values()):
        raise Refused(_("This week is planned already."))
    before = roster.planned_rows(people, week.previous())
    return _set(store, week, {(person_id, on + ONE_WEEK): Planned(row.shift, row.stand_in_id)
                              for (person_id, on), row in before.items()})


def _set(store: Store, week: Period, planned: Mapping[tuple[int, date], Planned]) -> int:
    """Rows are made for days off and changed, never deleted: who was off on a day stays to be seen."""
    rows = roster.planned_rows({person_id for person_id, _on in planned}, week)
    changed = 0
    for (person_id, on), plan_ in planned.items():
        row = rows.get((person_id, on))
        now_ = Planned(row.shift, row.stand_in_id) if row else Planned(Shift.WORK)
        if now_ == plan_:
            continue
        if on < today() - LATE:
            raise Refused(_("Days more than a week ago stay as they are."))
        if row is None:
            row = RosterDay(store_id=store.id, person_id=person_id, on=on)
            db.session.add(row)
        row.store_id, row.shift, row.stand_in_id = store.id, plan_.shift, plan_.stand_in_id
        changed += 1
    db.session.flush()
    forget()
    return changed
