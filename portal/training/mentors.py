"""Reading who trains whom 带教, and what the two have set themselves."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased, joinedload

from portal.core.due import Rows, owed
from portal.core.period import Period
from portal.core.policy import Rights
from portal.core.scope import Scope
from portal.extensions import db
from portal.org.models import Person
from portal.org.queries import Member

from . import queries
from .skilled import MentorPair, MentorTask

WITH_STEPS = 3                  # urgency: behind the customers of any level


@dataclass(frozen=True)
class Tandem:
    """A pair with its tasks, those still to do first."""
    pair: MentorPair
    tasks: Sequence[MentorTask]

    @property
    def open_tasks(self) -> list[MentorTask]:
        return [task for task in self.tasks if task.done_on is None]

    @property
    def done_count(self) -> int:
        return len(self.tasks) - len(self.open_tasks)


def _of(scope: Scope) -> ColumnElement[bool]:
    return or_(scope.sees(store=MentorPair.store_id, owner=MentorPair.person_id),
               scope.sees(store=MentorPair.store_id, owner=MentorPair.mentor_id))


def pairs(scope: Scope) -> Select[MentorPair]:
    """The pairs of which somebody in `scope` trains or is trained: the only door to rows of this table."""
    return select(MentorPair).where(_of(scope))


def pair_page(scope: Scope) -> Select[MentorPair]:
    return pairs(scope).options(joinedload(MentorPair.mentor), joinedload(MentorPair.person))


def tasks(scope: Scope) -> Select[MentorTask]:
    return select(MentorTask).join(MentorPair, MentorPair.id == MentorTask.pair_id).where(_of(scope)).options(
        joinedload(MentorTask.pair))


def tasks_of(pair_id: int) -> list[MentorTask]:
    return list(db.session.scalars(select(MentorTask).where(MentorTask.pair_id == pair_id).order_by(
        MentorTask.done_on.is_not(None), MentorTask.due_on, MentorTask.id)))


def of_person(person_id: int) -> Select[MentorPair]:
    """The pairs in which somebody trains or is trained now."""
    return select(MentorPair).where(MentorPair.live == 1, or_(MentorPair.mentor_id == person_id,
                                                               MentorPair.person_id == person_id))


def tandems(found: Select[MentorPair]) -> list[Tandem]:
    """Pairs with their tasks, in two queries."""
    rows = db.session.scalars(found.options(joinedload(MentorPair.mentor), joinedload(MentorPair.person)).order_by(
        MentorPair.from_on, MentorPair.id)).all()
    by_pair: dict[int, list[MentorTask]] = {row.id: [] for row in rows}
    if rows:
        for task in db.session.scalars(select(MentorTask).where(MentorTask.pair_id.in_(by_pair)).order_by(
                MentorTask.done_on.is_not(None), MentorTask.due_on, MentorTask.id)):
            by_pair[task.pair_id].append(task)
    return [Tandem(row, by_pair[row.id]) for row in rows]


def in_period(person_id: int, period: Period) -> list[Tandem]:
    """The pairs of a person that began before a period's end and had not ended before it."""
    return tandems(select(MentorPair).where(
        or_(MentorPair.mentor_id == person_id, MentorPair.person_id == person_id),
        MentorPair.from_on <= period.end, or_(MentorPair.ended_on.is_(None), MentorPair.ended_on >= period.start)))


def offered(scope: Scope, store_id: int) -> tuple[list[Member], list[Member]]:
    """Whom one may choose: as mentor anybody of the store, as who is trained those in `scope` without a mentor."""
    people = queries.people(store_id, scope.today)
    taken = set(db.session.scalars(select(MentorPair.person_id).where(
        MentorPair.store_id == store_id, MentorPair.live == 1)))
    return people, [one for one in people if scope.holds(store_id, one.person_id) and one.person_id not in taken]


def owed_by_trained(scope: Scope) -> Rows:
    """Tasks due, for who is trained."""
    return _owed(scope, MentorPair.person_id)


def owed_by_mentor(scope: Scope) -> Rows:
    """The same tasks for who trains: he sees to it that they are done."""
    return _owed(scope, MentorPair.mentor_id)


def _owed(scope: Scope, by: InstrumentedAttribute[int]) -> Rows:
    return select(*owed("mentor_task", MentorTask.id, by=by, due_on=MentorTask.due_on, urgency=WITH_STEPS,
                        text=MentorTask.text)).join(MentorPair, MentorPair.id == MentorTask.pair_id).where(
        scope.sees(store=MentorPair.store_id, owner=by), MentorTask.done_on.is_(None), MentorPair.live == 1,
        MentorTask.due_on <= scope.today)


def titles(ids: set[int]) -> Mapping[int, str]:
    mentor, trained = aliased(Person), aliased(Person)
    return {row[0]: f"{row[1]} → {row[2]}" for row in db.session.execute(
        select(MentorPair.id, mentor.name, trained.name).join(mentor, mentor.id == MentorPair.mentor_id)
        .join(trained, trained.id == MentorPair.person_id).where(MentorPair.id.in_(ids)))}


def task_titles(ids: set[int]) -> Mapping[int, str]:
    return {row.id: row.text for row in db.session.execute(
        select(MentorTask.id, MentorTask.text).where(MentorTask.id.in_(ids)))}


def readable(rights: Rights, ids: set[int]) -> set[int]:
    if "training.results" not in rights:
        return set()
    return set(db.session.scalars(pairs(rights["training.results"]).where(MentorPair.id.in_(ids))
                                  .with_only_columns(MentorPair.id)))


def readable_tasks(rights: Rights, ids: set[int]) -> set[int]:
    if "training.results" not in rights:
        return set()
    return set(db.session.scalars(tasks(rights["training.results"]).where(MentorTask.id.in_(ids))
                                  .with_only_columns(MentorTask.id)))

