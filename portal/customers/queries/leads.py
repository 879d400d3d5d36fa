"""Reading leads: by their present owner; who opened one goes on reading it."""
from sqlalchemy import ColumnElement, Select, or_, select

from portal.core.scope import Scope

from ..models import Lead


def leads(scope: Scope) -> Select[Lead]:
    """The leads to work on in `scope`: the only door to rows of this table."""
    return select(Lead).where(Lead.live == 1, scope.sees(store=Lead.store_id, owner=Lead.owner_id))


def readable(scope: Scope) -> Select[Lead]:
    """Those to read: also the leads that a person of `scope` opened and another owns now."""
    return select(Lead).where(Lead.live == 1, seen_by(scope))


def seen_by(scope: Scope) -> ColumnElement[bool]:
    """For rows that hang on a lead: whether `scope` reads that lead."""
    return or_(scope.sees(store=Lead.store_id, owner=Lead.owner_id), Lead.opened_by_id.in_(scope.persons))
