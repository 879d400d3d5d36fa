"""Records: the rows that stand about one lead. Each table is read once a transaction, and only where it holds any."""
from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import exists, literal, select, union_all

from portal.extensions import Model, db
from portal.memo import per_transaction

from ..models import Appointment, Comment, Freeze, HandOver, Loss

M = TypeVar("M", bound=Model)
RARE: tuple[Any, ...] = (Appointment, Comment, Freeze, HandOver, Loss)      # most leads have none of them


@per_transaction
def records(lead_id: int, kind: type[M]) -> Sequence[M]:
    """All rows of a table about a lead, in the order of their ids: the state they had when first asked for."""
    table: Any = kind
    if kind in RARE and table.__tablename__ not in _present(lead_id):
        return ()
    return db.session.scalars(select(kind).where(table.lead_id == lead_id).order_by(table.id)).all()


@per_transaction
def _present(lead_id: int) -> frozenset[str]:
    """Which of the tables that are rarely used say something of this lead."""
    return frozenset(db.session.scalars(union_all(*(
        select(literal(kind.__tablename__)).where(exists().where(kind.lead_id == lead_id)) for kind in RARE))))
