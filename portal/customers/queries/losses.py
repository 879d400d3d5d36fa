"""What was asked about leads, what waits for a decision, and whose turn it is to decide."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, exists, literal, or_, select, true, union_all
from sqlalchemy.orm import aliased

from portal.catalogue.queries import series_names
from portal.core.agreement import agreed, words
from portal.core.calendar import official
from portal.core.policy import Rights, frozen
from portal.core.scope import Scope
from portal.extensions import db
from portal.memo import keep
from portal.org.models import Membership, Person, Role

from ..models import OPEN_STATES, PAUSED_STATES, Customer, Freeze, Lead, Level, Loss
from ..settings import OWN_FAULTS
from .records import records

MOST = 200          # questions on one page
HOT = frozenset({Level.O, Level.H, Level.A})


def one_by_one(loss: Loss) -> bool:
    """Whether a loss is decided by itself, never as one of a list: hot leads and our own faults."""
    return loss.level in HOT or loss.why in OWN_FAULTS


@dataclass(frozen=True)
class Question:
    """A loss or freeze that waits, with what its decider must know."""
    asked: Loss | Freeze
    lead: Lead
    name: str
    owner: str | None
    asker: str

    @property
    def is_loss(self) -> bool:
        return isinstance(self.asked, Loss)

    @property
    def alone(self) -> bool:
        """Decided by itself, not as one of a list."""
        return isinstance(self.asked, Freeze) or one_by_one(self.asked)

    @property
    def series(self) -> str:
        return series_names().get(self.lead.series_id or 0, "")

    @property
    def days(self) -> int:
        """How long the lead had been open."""
        return (self.asked.asked_on - self.lead.opened_on).days

    @property
    def went_to(self) -> str:
        return words("lost_to", getattr(self.asked, "went_to", ""), store_id=self.asked.store_id)

    @property
    def why(self) -> str:
        return words("lost_why", getattr(self.asked, "why", ""), store_id=self.asked.store_id)

    @property
    def rival(self) -> str:
        if not isinstance(self.asked, Loss):
            return ""
        return " ".join(filter(None, (series_names().get(self.asked.rival_series_id or 0, ""),
                                      self.asked.rival_model)))


def losses(scope: Scope) -> Select[Loss]:
    """The losses of leads in `scope`, decided ones included."""
    return _on_leads(Loss, scope)


def freezes(scope: Scope) -> Select[Freeze]:
    return _on_leads(Freeze, scope)


def questions(scope: Scope, *, by: Person, turn_of: Rights | None = None, limit: int = MOST) -> list[Question]:
    """What waits in `scope` and was not asked by `by`; with `turn_of` only what it is that reader's turn to decide."""
    kinds: tuple[Any, ...] = (Loss, Freeze)

    def ids() -> CompoundSelect[Any]:
        return union_all(*(
            _waiting(_on_leads(kind, scope), kind, scope, by, turn_of)
            .with_only_columns(literal(place).label("kind"), kind.id.label("id"), kind.asked_at.label("asked_at"))
            for place, kind in enumerate(kinds)))
    waiting = db.session.execute(keep(("questions", scope, by.id, turn_of and frozen(turn_of)), ids)).all()
    found: list[Question] = []
    for place, kind in enumerate(kinds):
        oldest = sorted((row for row in waiting if row.kind == place), key=lambda row: row.asked_at)[:limit]
        found += _questions(kind, [row.id for row in oldest])
    return sorted(found, key=lambda question: (question.lead.urgency, question.asked.asked_at))


def _questions(kind: Any, ids: Sequence[int]) -> list[Question]:
    if not ids:
        return []
    owner, asker = aliased(Person), aliased(Person)
    return [Question(*row) for row in db.session.execute(
        select(kind, Lead, Customer.name, owner.name, asker.name).where(kind.id.in_(ids))
        .join(Lead, Lead.id == kind.lead_id).join(Customer, Customer.id == Lead.customer_id)
        .outerjoin(owner, owner.id == Lead.owner_id).join(asker, asker.id == kind.asked_by_id)
        .order_by(kind.asked_at, kind.id))]


def to_decide(scope: Scope, *, by: Person, turn_of: Rights) -> list[Select[Any]]:
    """The questions that it is the reader's turn to decide: of losses, and of freezes."""
    return [_waiting(rows, kind, scope, by, turn_of)
            for kind, rows in ((Loss, losses(scope)), (Freeze, freezes(scope)))]


def to_call(scope: Scope) -> Select[Any]:
    """The sample of losses that customer care calls first and has not called yet, the newest first."""
    return (losses(scope).add_columns(Lead, Customer.name)
            .join(Customer, Customer.id == Lead.customer_id)
            .where(Loss.called_first == true(), Loss.called_on.is_(None), Loss.outcome.is_distinct_from("withdrawn"))
            .order_by(Loss.asked_on.desc(), Loss.id.desc()).limit(MOST))


def _on_leads(kind: Any, scope: Scope) -> Select[Any]:
    """By the rows' own store, which is the lead's, so that their index serves and not that of all leads."""
    return select(kind).join(Lead, Lead.id == kind.lead_id).where(
        Lead.live == 1, scope.sees(store=kind.store_id, owner=Lead.owner_id))


def _waiting(rows: Select[Any], kind: Any, scope: Scope, by: Person, turn_of: Rights | None) -> Select[Any]:
    waiting = rows.where(kind.waiting == 1, kind.asked_by_id != by.id,
                         Lead.state.in_(OPEN_STATES + PAUSED_STATES))      # for the index: none waits on an ended one
    return waiting if turn_of is None else waiting.where(_turn(kind, scope, turn_of))


def _turn(kind: Any, scope: Scope, rights: Rights) -> ColumnElement[bool]:
    """A team's leader decides first, then the sales manager, then the general manager, each within the same days.
    Where no leader could decide, the sales manager is first.
    """
    if not (scope.stores or scope.everywhere):
        return and_(True)
    late = kind.answer_by_on < scope.today
    if "leads.assign" in rights:                    # the sales manager
        return or_(late, ~_has_leader(kind, scope.today))
    return kind.answer_by_on <= _given_up_on(scope)


def _has_leader(kind: Any, on: date) -> ColumnElement[bool]:
    """Whether the lead's owner has a leader, other than the one who asked."""
    owner, leader = aliased(Membership), aliased(Membership)
    return exists().where(
        owner.person_id == Lead.owner_id, owner.from_on <= on, owner.until_on > on,
        leader.team_id == owner.team_id, leader.role == Role.LEADER, leader.from_on <= on, leader.until_on > on,
        leader.person_id != kind.asked_by_id)


def _given_up_on(scope: Scope) -> date:
    """The last first deadline whose second one is over by today."""
    days = agreed("loss_decided_in_days", store_id=min(scope.stores, default=None), on=scope.today)
    day = scope.today
    while official().deadline(day, days) >= scope.today:
        day -= timedelta(days=1)
    return day


def asked_about(lead: Lead) -> Sequence[Loss | Freeze]:
    """What was ever asked about a lead."""
    return [*records(lead.id, Loss), *records(lead.id, Freeze)]
