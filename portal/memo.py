"""Memo: what is read once per transaction and forgotten at its end; what changes seldom is kept until it does."""
from collections.abc import Callable
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar
from uuid import uuid4

from flask import current_app
from sqlalchemy import Connection, ScalarSelect, String, event, insert, select, update
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, SessionTransaction, mapped_column

from portal.extensions import Model, Seldom, Technical, db

P = ParamSpec("P")
R = TypeVar("R")
MOST = 400                  # answers kept; a large statement takes a megabyte
OURS = "ours"               # instead of a token: this transaction has changed what others keep


class Stamp(Technical, Model):
    """One row; its token is renewed with every change of a row marked Seldom, in the same transaction. Until the first
    one there is none, and nothing is kept between requests.
    """
    __tablename__ = "stamp"
    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(32))


def per_transaction(read: Callable[P, R]) -> Callable[P, R]:
    """Keep what `read` answers, by its arguments, until the session's transaction ends or `forget()` is called."""
    @wraps(read)
    def remembered(*args: P.args, **kwargs: P.kwargs) -> R:
        known = db.session().info.setdefault("memo", {})
        return _kept_in(known, _key(read, args, kwargs), lambda: read(*args, **kwargs))
    return remembered


def while_unchanged(read: Callable[P, R]) -> Callable[P, R]:
    """Keep what `read` answers, for all requests, until a Seldom row changes: it reads no other tables, and answers
    plain data that nobody changes. A transaction that has changed such a row reads for itself.
    """
    @wraps(read)
    def kept(*args: P.args, **kwargs: P.kwargs) -> R:
        return keep(_key(read, args, kwargs), lambda: read(*args, **kwargs))
    return kept


def keep(key: tuple[Any, ...], make: Callable[[], R]) -> R:
    """What `while_unchanged` does, for one key that says all it depends on besides Seldom rows. Statements are kept
    so: making one takes longer than the database does.
    """
    info = db.session().info
    if "stamp" not in info:
        came(db.session.scalar(select(Stamp.token)))
    stamp = info["stamp"]
    if stamp in (None, OURS):
        return _kept_in(info.setdefault("memo", {}), key, make)
    shelf = _shelf(stamp)
    if key in shelf:
        return shelf[key]
    answer = make()
    if info["stamp"] == stamp:                      # what was read is not this transaction's own change
        shelf[key] = answer
    return answer


def token() -> ScalarSelect[str]:
    """For a query that is made anyway: what `came` is to be told."""
    return select(Stamp.token).scalar_subquery()


def came(read: str | None) -> None:
    """The token as this transaction has read it."""
    db.session().info.setdefault("stamp", read)


def forget() -> None:
    """For actions that have just changed or locked what is remembered."""
    info = db.session().info
    info.pop("memo", None)
    if info.get("stamp") != OURS:
        info.pop("stamp", None)


def _key(read: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, ...]:
    return read, args, tuple(sorted(kwargs.items()))


def _kept_in(known: dict[Any, Any], key: Any, make: Callable[[], R]) -> R:
    if key not in known:
        known[key] = make()
    return known[key]


def _shelf(stamp: str) -> dict[Any, Any]:
    """What is kept under this token; what stood under an older one goes."""
    held, shelf = current_app.extensions.get("kept", (None, {}))
    if held != stamp or len(shelf) > MOST:
        shelf = {}
        current_app.extensions["kept"] = (stamp, shelf)
    return shelf


# Renewing

@event.listens_for(Session, "after_flush")
def _flushed(session: Session, _context: Any) -> None:
    if any(isinstance(row, Seldom) for rows in (session.new, session.dirty, session.deleted) for row in rows):
        _renew(session)


@event.listens_for(Session, "do_orm_execute")
def _executed(state: ORMExecuteState) -> None:
    """Statements that change many rows at once."""
    if (state.is_insert or state.is_update or state.is_delete) and _is_seldom(state.statement.table):  # type: ignore[attr-defined]
        _renew(state.session)


@cache
def _is_seldom(table: Any) -> bool:
    return table in {mapper.local_table for mapper in Model.registry.mappers if issubclass(mapper.class_, Seldom)}


def _renew(session: Session) -> None:
    if session.info.get("stamp") != OURS:
        session.info["stamp"] = OURS
        _write(session.connection(), uuid4().hex)
    session.info.pop("memo", None)


def _write(connection: Connection, new: str) -> None:
    if not connection.execute(update(Stamp).values(token=new)).rowcount:
        connection.execute(insert(Stamp).values(id=1, token=new))


@event.listens_for(Session, "after_transaction_end")
def _ended(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop("memo", None)
        session.info.pop("stamp", None)
