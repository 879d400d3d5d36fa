"""Passwords and sessions to start from."""
from datetime import timedelta
from secrets import token_urlsafe

from portal.core.clock import now
from portal.signin import passwords
from portal.signin.models import Password, UserSession
from portal.signin.queries import digest

from .org import add

GOOD = "kranich lampe ostwind"


def give_password(person_id, password=GOOD, **kept):
    add(Password, person_id=person_id, hash=passwords.hash_of(password), set_at=now(), **kept)


def add_session(person_id, **held):
    """A session without the page and without a hash; returns its token."""
    token, moment = token_urlsafe(16), now()
    add(UserSession, token_hash=digest(token), person_id=person_id,
        **{"made_at": moment, "seen_at": moment, "ends_at": moment + timedelta(hours=12), "idle_minutes": 30,
           "address": "127.0.0.1", "agent": "", "first": False} | held)
    return token
