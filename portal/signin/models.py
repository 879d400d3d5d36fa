"""Sign-in: passwords, sessions, wrong tries, and what was typed when a session had ended. All rows are technical."""
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import Model, Technical

BROWSERS = (("MicroMessenger", "WeChat"), ("QQBrowser", "QQ"), ("360", "360"), ("Edg", "Edge"), ("Firefox", "Firefox"),
            ("Chrome", "Chrome"), ("Safari", "Safari"))                 # the first mark found in what a browser sends
SYSTEMS = (("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
           ("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux"))


class Password(Technical, Model):
    """The hash of a person's password. A first password has an end and opens only the page to change it."""
    __tablename__ = "password"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    hash: Mapped[str] = mapped_column(String(200))
    set_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]


class UserSession(Technical, Model):
    """One sign-in at one browser. The cookie holds the token, this row its hash."""
    __tablename__ = "user_session"
    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime]                               # moved on at most once a minute
    ends_at: Mapped[datetime]                               # 12 hours after it was made, however busy
    idle_minutes: Mapped[int]                               # as agreed when it was made
    ended_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(String(45))
    agent: Mapped[str] = mapped_column(String(200))
    first: Mapped[bool]                                     # opened by a first password

    __table_args__ = (Index(None, "person_id", "ended_at"),)

    @property
    def browser(self) -> str:
        """Browser and system as people call them; what is unknown is left out."""
        found = [next((name for mark, name in names if mark in self.agent), "") for names in (BROWSERS, SYSTEMS)]
        return " · ".join(filter(None, found)) or self.agent[:40] or "–"


class WrongTries(Technical, Model):
    """Tries for one account from one address. The account is hashed: a password typed there by mistake is not kept."""
    __tablename__ = "wrong_tries"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_hash: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(45))
    count: Mapped[int]
    tried_at: Mapped[datetime] = mapped_column(index=True)
    paused_until: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("account_hash", "address"),)


class KeptPost(Technical, Model):
    """What a person had typed when it was sent after the session's end: offered again after the next sign-in."""
    __tablename__ = "kept_post"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    path: Mapped[str] = mapped_column(String(500))
    fields: Mapped[list[Any]] = mapped_column(JSON)         # pairs of name and value, in their order
    kept_at: Mapped[datetime]
