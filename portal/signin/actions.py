"""Signing in and out, passwords and one's own settings. Hashes are made by the caller, outside the transaction."""
from datetime import timedelta
from secrets import token_urlsafe
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from portal.core.action import action, locked, technical
from portal.core.agreement import agreed
from portal.core.clock import now, today
from portal.core.policy import Held
from portal.extensions import db
from portal.org.models import Person

from .models import KeptPost, Password, UserSession, WrongTries
from .queries import digest

LONGEST = timedelta(hours=12)
FIRST_PASSWORD_LASTS = timedelta(hours=72)
WRONG_TRIES, PAUSE = 5, timedelta(minutes=15)
MOST_KEPT = 200_000                                 # characters of typed text kept for after the sign-in


# ---------- tries ----------

def may_try(account: str, address: str) -> bool:
    """Count a try before its password is looked at, so that many at once are counted too; False during a pause."""
    try:
        return _count_try(digest(account), address)
    except IntegrityError:                          # the first two tries at the same moment: the other made the row
        return _count_try(digest(account), address)


@technical
def _count_try(account_hash: str, address: str) -> bool:
    moment = now()
    tries = db.session.scalar(select(WrongTries).where(
        WrongTries.account_hash == account_hash, WrongTries.address == address).with_for_update())
    if tries is None:
        db.session.execute(delete(WrongTries).where(WrongTries.tried_at < moment - timedelta(days=1)))
        tries = WrongTries(account_hash=account_hash, address=address, count=0, tried_at=moment)
        db.session.add(tries)
    if tries.paused_until is not None and tries.paused_until > moment:
        return False
    if tries.paused_until is not None or tries.tried_at <= moment - PAUSE:
        tries.count = 0
    tries.count += 1
    tries.tried_at = moment
    tries.paused_until = moment + PAUSE if tries.count >= WRONG_TRIES else None
    return True


@technical
def forget_tries(account: str, address: str) -> None:
    db.session.execute(delete(WrongTries).where(
        WrongTries.account_hash == digest(account), WrongTries.address == address))


@action("person.unlocked")
def unlock(person: Person, *, by: Person) -> Person:
    """End the pauses of a person's account, from wherever the wrong passwords came."""
    locked(person).unlocked_at = now()
    db.session.execute(delete(WrongTries).where(WrongTries.account_hash == digest(person.account or "")))
    return person


# ---------- sessions ----------

@technical
def begin_session(person: Person, memberships: list[Held], *, address: str, agent: str, password: Password) -> str:
    """A new session of a person; returns its token, which is nowhere kept."""
    token, moment = token_urlsafe(32), now()
    last = moment + LONGEST if password.expires_at is None else min(moment + LONGEST, password.expires_at)
    db.session.add(UserSession(
        token_hash=digest(token), person_id=person.id, made_at=moment, seen_at=moment, ends_at=last,
        idle_minutes=_idle_minutes(memberships), address=address, agent=agent[:200],
        first=password.expires_at is not None))
    return token


def _idle_minutes(memberships: list[Held]) -> int:
    """The shortest of the person's stores."""
    return min(agreed("signin.idle_minutes", store_id=held.store_id, on=today()) for held in memberships)


@technical
def touch(session_id: int) -> None:
    db.session.get_one(UserSession, session_id).seen_at = now()


@technical
def end_session(session_id: int) -> None:
    db.session.get_one(UserSession, session_id).ended_at = now()


@technical
def end_sessions(person: Person) -> None:
    """End all sessions of a person: after a new password, a new role, disabling."""
    for session in db.session.scalars(select(UserSession).where(
            UserSession.person_id == person.id, UserSession.ended_at.is_(None)).with_for_update()):
        session.ended_at = now()


@technical
def keep_post(person_id: int, path: str, fields: list[tuple[str, str]]) -> None:
    """Keep what was typed, unless it is too much; it takes the place of what was kept before."""
    if sum(len(name) + len(value) for name, value in fields) <= MOST_KEPT and len(path) <= 500:
        db.session.merge(KeptPost(person_id=person_id, path=path, fields=fields, kept_at=now()))


@technical
def forget_post(person: Person) -> None:
    db.session.execute(delete(KeptPost).where(KeptPost.person_id == person.id))


# ---------- passwords ----------

@action("password.given")
def give_first_password(person: Person, *, by: Person, hashed: str) -> Person:
    """An administrator gives a first password, to be changed within 72 hours; sessions and the old one end."""
    moment = now()
    _set(person, hashed, expires_at=moment + FIRST_PASSWORD_LASTS)
    end_sessions(person)
    return person


@action("password.changed")
def change_password(person: Person, *, by: Person, hashed: str) -> Person:
    """A person chooses their own password; all their sessions end."""
    _set(person, hashed, expires_at=None)
    end_sessions(person)
    return person


def _set(person: Person, hashed: str, *, expires_at: Any) -> None:
    locked(person).password_set_at = now()          # what the change record shows of it
    db.session.merge(Password(person_id=person.id, hash=hashed, set_at=now(), expires_at=expires_at))


@technical
def renew_hash(password: Password, hashed: str) -> None:
    """The same password at today's cost."""
    password.hash = hashed


# ---------- one's own settings ----------

@action("preferences.chosen")
def choose_preferences(person: Person, *, by: Person, preferences: dict[str, Any]) -> Person:
    locked(person).preferences = person.preferences | preferences
    return person


@action("profile.changed")
def change_profile(person: Person, *, by: Person, phone: str) -> Person:
    locked(person).phone = phone
    return person
