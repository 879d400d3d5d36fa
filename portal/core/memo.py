"""Memo: what is read once per transaction (settings, choices, the calendar) and forgotten at its end."""
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from portal.extensions import db

P = ParamSpec("P")
R = TypeVar("R")


def per_transaction(read: Callable[P, R]) -> Callable[P, R]:
    """Keep what `read` answers, by its arguments, until the session's transaction ends or `forget()` is called."""
    @wraps(read)
    def remembered(*args: P.args, **kwargs: P.kwargs) -> R:
        known = db.session().info.setdefault("memo", {})
        key = (read, args, tuple(sorted(kwargs.items())))
        if key not in known:
            known[key] = read(*args, **kwargs)
        return known[key]
    return remembered


def forget() -> None:
    """For actions that have just changed what is remembered."""
    db.session().info.pop("memo", None)


@event.listens_for(Session, "after_transaction_end")
def _ended(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop("memo", None)
