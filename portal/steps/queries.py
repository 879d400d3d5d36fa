"""Reading agreed steps."""
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import joinedload

from portal.core.period import ONE_WEEK, Period, week
from portal.core.policy import Rights
from portal.core.scope import Scope
from portal.extensions import db
from portal.org.models import Membership, Person

from .models import State, Step


@dataclass(frozen=True)
class Carried:
    """A step as a week's sheet shows it, as at the close of the week's last day."""
    id: int
    text: str
    owner_id: int
    owner: str
    due_on: date
    state: str                      # done, dropped, or open
    closed_on: date | None
    outcome: str
    weeks_late: int                 # weeks since the one it was due in


def steps(scope: Scope) -> Select[Step]:
    """The steps in `scope`: the only door to rows of this table."""
    return select(Step).where(scope.sees(store=Step.store_id, owner=Step.owner_id))


def step_page(scope: Scope) -> Select[Step]:
    return steps(scope).options(joinedload(Step.owner))


def late(rights: Rights) -> list[Select[Step]]:
    """My own ones whose day has passed or is here."""
    scope = rights["steps.read"]
    return [steps(scope).where(Step.state == State.OPEN, Step.due_on <= scope.today)]


def people(scope: Scope) -> list[tuple[int, str]]:
    """Whom a step may be given to by who holds `scope`, as choices: those at work in it today."""
    here = select(Membership.person_id).where(
        scope.sees(store=Membership.store_id, owner=Membership.person_id),
        Membership.from_on <= scope.today, Membership.until_on > scope.today)
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(here))
                              .order_by(Person.rota_rank, Person.pinyin, Person.id))
    return [(row.id, row.name) for row in rows]


def store_of(person_id: int, on: date) -> int | None:
    """The store a person works in; None for the group's."""
    return db.session.scalar(select(Membership.store_id).where(
        Membership.person_id == person_id, Membership.from_on <= on, Membership.until_on > on,
        Membership.store_id.is_not(None)).order_by(Membership.id))


def carried(scope: Scope, period: Period) -> list[Carried]:
    """Steps for the sheet of a week: raised by its last day and not done before it.

    What is agreed at its own review is raised after that day; what a post, a count or a warning led to within the week
    is to be on the next sheet that is printed.

    Overdue ones first, the longest carried on top; then those due in the week, then later ones.
    """
    shown = and_(Step.raised_on <= period.end, or_(Step.closed_on.is_(None), Step.closed_on >= period.start))
    rows = db.session.scalars(step_page(scope).where(shown).order_by(Step.due_on, Step.id))
    return [_as_at(row, period) for row in rows]


def open_on(scope: Scope, day: date) -> list[Step]:
    """What was open at the close of a day, the longest due first."""
    return list(db.session.scalars(step_page(scope).where(
        Step.raised_on <= day, or_(Step.closed_on.is_(None), Step.closed_on > day)).order_by(Step.due_on, Step.id)))


def from_rows(kind: str, row_ids: Iterable[int]) -> list[Step]:
    """The steps that came from rows of a kind, in the order they were agreed."""
    return list(db.session.scalars(select(Step).options(joinedload(Step.owner)).where(
        Step.origin_kind == kind, Step.origin_id.in_(row_ids)).order_by(Step.id)))


def weeks_late(due_on: date, on: date) -> int:
    return max((week(on).start - week(due_on).start) // ONE_WEEK, 0)


def texts(ids: set[int]) -> Mapping[int, str]:
    return {row.id: row.text for row in db.session.execute(select(Step.id, Step.text).where(Step.id.in_(ids)))}


def readable(rights: Rights, ids: set[int]) -> set[int]:
    return set(db.session.scalars(steps(rights["steps.read"]).where(Step.id.in_(ids)).with_only_columns(Step.id)))


def _as_at(row: Step, period: Period) -> Carried:
    closed = row.closed_on is not None and row.closed_on <= period.end
    state = row.state if closed else State.OPEN
    return Carried(row.id, row.text, row.owner_id, row.owner.name, row.due_on, state.value,
                   row.closed_on if closed else None, row.outcome if closed else "",
                   0 if closed else weeks_late(row.due_on, period.end))
