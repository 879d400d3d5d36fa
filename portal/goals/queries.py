"""Reading plans, their versions and what people say to them."""
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.core.period import Period
from portal.core.policy import Rights, me
from portal.core.scope import Scope, held_on
from portal.extensions import db
from portal.memo import while_unchanged
from portal.org.models import Membership, Person, Role, Team

from .models import Cell, Grant, Plan, PlanVersion, Response, Standing

CLOSING = ("new_closing", "new_closing_showroom", "new_closing_call", "new_closing_web")    # in all, and by origin
PLANNED = ("deliveries", "orders", "visits", "test_drives", "kept_rate", "drive_rate", *CLOSING,
           "follow_up_timeliness")                          # what a year is planned in
TARGETED = (Role.CONSULTANT, Role.LEADER, Role.DCC)         # who is given targets


def plans(scope: Scope) -> Select[Plan]:
    """The plans of the stores in `scope`; who sees only a team or himself reads the plans of the store he is in."""
    return select(Plan).where(_of_stores(scope, Plan.store_id))


def versions(scope: Scope) -> Select[PlanVersion]:
    return select(PlanVersion).options(joinedload(PlanVersion.plan)).where(_of_stores(scope, PlanVersion.store_id))


def cells(version: PlanVersion) -> Sequence[Cell]:
    """All cells of a version, in the order they were made."""
    return db.session.scalars(select(Cell).where(Cell.version_id == version.id).order_by(Cell.id)).all()


def versions_of(plan: Plan) -> Select[PlanVersion]:
    return select(PlanVersion).where(PlanVersion.plan_id == plan.id).order_by(PlanVersion.number.desc())


def proposed(store_id: int, year: int) -> list[int]:
    """Versions of a store's plans of a year that people are asked to accept."""
    return list(db.session.scalars(select(PlanVersion.id).join(Plan, Plan.id == PlanVersion.plan_id).where(
        PlanVersion.store_id == store_id, Plan.year == year, PlanVersion.standing == Standing.PROPOSED)))


def given_out(team_id: int, metric: str, over: Period) -> Sequence[Grant]:
    """What has been given out of a team's 待分配 for the weeks of a month, the newest first; lapsed ones too."""
    return db.session.scalars(
        select(Grant).join(PlanVersion, PlanVersion.id == Grant.version_id)
        .where(Grant.team_id == team_id, PlanVersion.metric == metric, Grant.part_on.between(over.start, over.end))
        .order_by(Grant.id.desc())).all()


@while_unchanged
def began_on(store_id: int, metric: str, on: date) -> list[str]:
    """The months of versions put in force on a day: what is judged at the close before it goes by those before."""
    found = db.session.scalars(select(PlanVersion).where(
        PlanVersion.store_id == store_id, PlanVersion.metric == metric, PlanVersion.standing == Standing.IN_FORCE,
        PlanVersion.published_on == on))
    return [key for version in found for key in version.months]


def newest_number(plan_id: int) -> int:
    return db.session.scalar(select(func.max(PlanVersion.number)).where(PlanVersion.plan_id == plan_id)) or 0


def open_version(plan_id: int) -> PlanVersion | None:
    """The draft or proposal that is being worked on; a plan has at most one."""
    return db.session.scalars(select(PlanVersion).options(selectinload(PlanVersion.cells)).where(
        PlanVersion.plan_id == plan_id, PlanVersion.standing.in_((Standing.DRAFT, Standing.PROPOSED)))).first()


def unanswered(version: PlanVersion) -> list[str]:
    """Who has been asked by a proposal and has not said anything yet, by name."""
    if version.standing is not Standing.PROPOSED:
        return []
    asked = select(Cell.person_id).where(Cell.version_id == version.id, Cell.person_id.is_not(None))
    said = select(Response.person_id).where(Response.version_id == version.id)
    return list(db.session.scalars(select(Person.name).where(Person.id.in_(asked), Person.id.not_in(said))
                                   .order_by(Person.id)))


def responses(version: PlanVersion) -> Select[Response]:
    return select(Response).where(Response.version_id == version.id).order_by(Response.said_at, Response.id)


def waiting(scope: Scope) -> Select[Response]:
    """Counter-proposals that wait for a decision."""
    return select(Response).where(Response.waiting == 1, _of_stores(scope, Response.store_id))


def proposals_to(person: Person) -> Select[PlanVersion]:
    """Proposals that this person has targets in and has not answered."""
    answered = select(Response.version_id).where(Response.person_id == person.id)
    mine = select(Cell.version_id).where(Cell.person_id == person.id)
    return select(PlanVersion).where(
        PlanVersion.standing == Standing.PROPOSED, PlanVersion.id.in_(mine), PlanVersion.id.not_in(answered))


def waiting_for_me(rights: Rights) -> list[Select[Any]]:
    """The counter-proposals the reader decides on, and the proposals the reader is to answer."""
    return [*([waiting(rights["goals.approve"])] if "goals.approve" in rights else []),
            *([proposals_to(me())] if "goals.propose" in rights else [])]


def sellers(store_id: int, on: date) -> list[tuple[int | None, Person]]:
    """Who can be given targets on a day, with the team: consultants, leaders and internet sales, by team and rota."""
    rows = db.session.execute(
        select(Membership.team_id, Person).join(Person, Person.id == Membership.person_id).where(
            Membership.store_id == store_id, Membership.from_on <= on, Membership.until_on > on,
            Membership.role.in_(TARGETED), Membership.team_id.is_not(None))
        .order_by(Membership.team_id, Person.rota_rank, Person.pinyin, Person.id))
    return [(team_id, person) for team_id, person in rows]


def members(team_id: int, on: date) -> set[int]:
    """Who can be given targets in a team on a day."""
    return set(db.session.scalars(select(Membership.person_id).where(
        Membership.team_id == team_id, Membership.role.in_(TARGETED), held_on(on))))


def team_names(store_id: int) -> dict[int, str]:
    return dict(db.session.execute(select(Team.id, Team.name).where(Team.store_id == store_id, Team.live == 1)
                                   .order_by(Team.rank, Team.id)).all())


def _of_stores(scope: Scope, store: Any) -> Any:
    members: Iterable[Any] = ()
    if scope.teams:
        members = (Membership.team_id.in_(scope.teams),)
    if scope.persons:
        members = (*members, Membership.person_id.in_(scope.persons))
    here = select(Membership.store_id).where(or_(*members), Membership.from_on <= scope.today,
                                             Membership.until_on > scope.today) if members else None
    within = scope.in_stores(store)
    return within if here is None else or_(within, store.in_(here))
