"""Who signs in, in which sessions, and what waits for them."""
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import Row, Select, and_, or_, select

from portal import memo
from portal.core.clock import now, today
from portal.core.policy import Held
from portal.core.scope import held_on
from portal.extensions import db
from portal.org.models import Membership, Person, Store, Team

from .models import KeptPost, Password, UserSession, WrongTries

KEPT_FOR = timedelta(hours=12)


class SignedIn(NamedTuple):
    """A live session: plain but for the person, so that it outlives the transaction that read it."""
    session_id: int
    seen_at: datetime
    first: bool
    person: Person
    memberships: list[Held]


def digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def signed_in(token: str) -> SignedIn | None:
    """Who holds this token, with what they are today and how long what is kept holds, in one query; None once the
    session is over.
    """
    rows = db.session.execute(
        select(UserSession, Person, Membership, Store.name, Team.name, memo.token())
        .join(Person, Person.id == UserSession.person_id)
        .outerjoin(Membership, and_(Membership.person_id == Person.id, held_on(today())))
        .outerjoin(Store, Store.id == Membership.store_id).outerjoin(Team, Team.id == Membership.team_id)
        .where(UserSession.token_hash == digest(token), UserSession.ended_at.is_(None), UserSession.ends_at > now(),
               Person.disabled_at.is_(None), or_(Person.left_on.is_(None), Person.left_on >= today()))
        .order_by(Membership.id)).all()
    if not rows:
        return None
    memo.came(rows[0][-1])
    if is_idle(rows[0][0]):
        return None
    session, person = rows[0][0], rows[0][1]
    return SignedIn(session.id, session.seen_at, session.first, person,
                    [Held.of(held, store, team) for _, _, held, store, team, _ in rows if held is not None])


def is_idle(session: UserSession) -> bool:
    return session.seen_at + timedelta(minutes=session.idle_minutes) <= now()


def idled_out(token: str) -> int | None:
    """Whose session this token was, if nothing but time has ended it, and not longer ago than text is kept."""
    return db.session.scalar(
        select(UserSession.person_id).join(Person, Person.id == UserSession.person_id)
        .where(UserSession.token_hash == digest(token), UserSession.ended_at.is_(None), Person.disabled_at.is_(None),
               UserSession.seen_at > now() - KEPT_FOR))


def account(name: str) -> Row[Person, Password] | None:
    """The person with this account, and their password if they have one."""
    return db.session.execute(select(Person, Password).outerjoin(Password, Password.person_id == Person.id)
                              .where(Person.account == name.strip().lower())).one_or_none()


def password(person: Person) -> Password:
    return db.session.get_one(Password, person.id)


def password_of(person: Person) -> Password | None:
    """Of anybody: not everybody has an account."""
    return db.session.get(Password, person.id)


def live_sessions(person: Person) -> Sequence[UserSession]:
    """A person's sessions that are still open, the last used first."""
    rows = db.session.scalars(
        select(UserSession).where(UserSession.person_id == person.id, UserSession.ended_at.is_(None),
                                  UserSession.ends_at > now()).order_by(UserSession.seen_at.desc())).all()
    return [row for row in rows if not is_idle(row)]


def own_session(person: Person, session_id: int) -> Select[UserSession]:
    return select(UserSession).where(UserSession.person_id == person.id, UserSession.id == session_id,
                                     UserSession.ended_at.is_(None))


def kept_post(person: Person) -> KeptPost | None:
    return db.session.scalar(select(KeptPost).where(KeptPost.person_id == person.id,
                                                    KeptPost.kept_at > now() - KEPT_FOR))


def pauses(person: Person) -> Sequence[Row[str, datetime | None]]:
    """From which addresses the account of a person is paused now, and until when."""
    return db.session.execute(
        select(WrongTries.address, WrongTries.paused_until)
        .where(WrongTries.account_hash == digest(person.account or ""), WrongTries.paused_until > now())).all()
