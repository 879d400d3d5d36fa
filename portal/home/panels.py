"""What a day holds besides the contacts: who is expected, what was promised, and what the reader agreed to do."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, select

from portal.core.clock import now
from portal.core.due import Rows, first_of
from portal.core.panel import Panel, Reading
from portal.core.policy import Rights, frozen
from portal.core.scope import Scope
from portal.customers.due import appointments
from portal.extensions import db
from portal.meetings.due import day_reports, is_evening
from portal.memo import keep
from portal.sales.due import deliveries, drives
from portal.steps.due import open_steps

ON_HOME = 6             # lines of each part
OWN_KINDS = ("step", "day_report")


@dataclass(frozen=True)
class Plan:
    """`coming`: by the hour, then what has none, then what is late. `own`: what only the reader himself can do."""
    coming: Sequence[Row[Any]]
    own: Sequence[Row[Any]]
    more_coming: int
    more_own: int
    opens: bool                     # the reader may open the customers of it
    named: bool                     # they are not all his own: each line says whose it is
    today: date


def _plan(reading: Reading) -> Plan | None:
    rights, today = reading.rights, reading.as_of
    own = rights["steps.read"].only(persons=frozenset({reading.reader.id}))
    around = rights.get("leads.write") or rights.get("frontdesk.use")
    key = ("plan of the day", reading.reader.id, frozen(rights), is_evening(now()))
    rows = db.session.execute(keep(key, lambda: _rows(rights, own, today))).all()
    if not rows:
        return None
    mine = [row for row in rows if row.kind in OWN_KINDS]
    coming = sorted((row for row in rows if row.kind not in OWN_KINDS),
                    key=lambda row: (row.due_on < today, row.at is None, row.at, row.due_on, row.row_id))
    return Plan(coming[:ON_HOME], mine[:ON_HOME], _all_of(coming) - len(coming[:ON_HOME]),
                _all_of(mine) - len(mine[:ON_HOME]), "leads.write" in rights,
                around is not None and around != own, today)


def _rows(rights: Rights, own: Scope, today: date) -> Rows:
    """In one statement. What is late stands with who is to do it; of others the reader sees what is for today."""
    around = rights.get("leads.write") or rights.get("frontdesk.use")
    coming = (appointments, drives, *((deliveries,) if "leads.write" in rights else ()))
    plans = [source(around) for source in coming] if around else []
    return first_of([open_steps(own), day_reports(own),
                     *(plans if around == own else (_only(rows, today) for rows in plans))], today, ON_HOME)


def _only(rows: Rows, today: date) -> Rows:
    all_of = rows.subquery()
    return select(all_of).where(all_of.c.due_on == today)


def _all_of(rows: Sequence[Row[Any]]) -> int:
    return sum({row.kind: row.total for row in rows}.values())


panels = (Panel("home_plan", 10, "home.read", _plan, "home/_plan_panel.html"),)
