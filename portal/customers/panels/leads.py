"""What customers and leads show on pages of areas that do not name them."""
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import and_, case, func, or_, select

from portal.core.panel import Panel, Reading
from portal.core.scope import Scope
from portal.extensions import db
from portal.org.models import Person, RosterDay

from .. import levels
from ..models import HandOver, Lead, Loss
from ..queries import leads as queries
from ..queries import losses

TOLD_WITHIN = timedelta(days=3)
ON_HOME = 6             # lines; the rest has a page
APPROVALS = 3           # cards


@dataclass(frozen=True)
class Approvals:
    questions: list[losses.Question]
    total: int
    letters: Mapping[str, levels.Shown]


@dataclass(frozen=True)
class Due:
    lines: list[queries.DueLine]
    total: int
    late: int
    paused: int             # offered again: frozen until now, or long out of contact
    letters: Mapping[str, levels.Shown]
    today: date

    @property
    def more(self) -> int:
        return self.total - len(self.lines)


class Call(NamedTuple):
    loss: Loss
    lead: Lead
    name: str


class Calls(NamedTuple):
    lines: list[Call]
    total: int


def _approvals(reading: Reading) -> Approvals | None:
    asked = losses.questions(reading.rights["losses.decide"], by=reading.reader, turn_of=reading.rights)
    if not asked:
        return None
    return Approvals(asked[:APPROVALS], len(asked), levels.all_shown(asked[0].lead.store_id))


def _due(reading: Reading) -> Due | None:
    """What the reader himself is to do today, whatever else he may see."""
    scope = replace(reading.rights["leads.write"], stores=frozenset(), teams=frozenset(), everywhere=False,
                    persons=frozenset({reading.reader.id}))
    total, late, paused = db.session.execute(
        select(func.count(case((queries.is_due(scope.today), 1))),
               func.count(case((Lead.next_contact_on < scope.today, 1))),
               func.count(case((Lead.back_on.is_not(None), 1))))
        .select_from(Lead)
        .outerjoin(RosterDay, and_(RosterDay.person_id == Lead.owner_id, RosterDay.on == scope.today))
        .where(or_(queries.due_for(scope), queries.offered_again_to(scope)))).one()
    if not (total or paused):
        return None
    lines = queries.due_lines(reading.rights, scope, limit=ON_HOME)
    return Due(lines, total, late, paused, levels.all_shown(lines[0].lead.store_id if lines else None), scope.today)


def _to_call(reading: Reading) -> Calls | None:
    """The sample of losses for who calls them and does not decide on them."""
    if "losses.decide" in reading.rights:
        return None
    rows = db.session.execute(losses.to_call(reading.rights["losses.call"])).all()
    return Calls([Call(loss, lead, name) for loss, lead, name in rows[:ON_HOME]], len(rows)) if rows else None


def _uncovered(reading: Reading) -> list[tuple[str, int]] | None:
    scope: Scope = reading.rights["leads.comment"]
    rows = db.session.execute(
        queries.leads(scope).join(Person, Person.id == Lead.owner_id).where(queries.uncovered(scope.today))
        .with_only_columns(Person.name, func.count()).group_by(Person.id).order_by(func.count().desc()))
    return [(row[0], row[1]) for row in rows] or None


def _taken_over(reading: Reading) -> list[tuple[str, date, int]] | None:
    """The hand-overs of these days that gave the reader customers, who are told by a text."""
    rows = db.session.execute(
        select(HandOver.batch, HandOver.on, func.count()).join(Lead, Lead.id == HandOver.lead_id)
        .where(HandOver.to_id == reading.reader.id, HandOver.store_id == Lead.store_id,
               HandOver.on > reading.as_of - TOLD_WITHIN, HandOver.undone_at.is_(None), HandOver.batch != "",
               HandOver.from_id.is_not(None), Lead.owner_id == HandOver.to_id)
        .group_by(HandOver.batch, HandOver.on).order_by(HandOver.on.desc()).limit(ON_HOME))
    return [(row[0], row[1], row[2]) for row in rows] or None


panels = (
    Panel("approvals", 10, "losses.decide", _approvals, "customers/_approvals.html", "losses.index"),
    Panel("home", 20, "leads.write", _due, "customers/_due_panel.html"),
    Panel("home", 30, "losses.call", _to_call, "customers/_to_call_panel.html"),
    Panel("home", 40, "leads.write", _taken_over, "customers/_taken_over_panel.html"),
    Panel("home", 60, "leads.comment", _uncovered, "customers/_uncovered_panel.html"),
)
