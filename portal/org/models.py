from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_login import UserMixin
from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Coded, Model, Seldom, coded

FOREVER = date(9999, 12, 31)      # the open end of what still holds


class Role(Coded):
    """What a person is in a store; the permissions of each stand in core/policy.py."""
    CONSULTANT = "consultant", _l("Sales consultant")
    LEADER = "leader", _l("Team leader")
    DCC = "dcc", _l("Internet sales")
    RECEPTION = "reception", _l("Reception")
    MANAGER = "manager", _l("Sales manager")
    GENERAL_MANAGER = "gm", _l("General manager")
    CARE = "care", _l("Customer care")
    FINANCE = "finance", _l("Finance")
    PLANNER = "planner", _l("Stock planner")
    TRAINER = "trainer", _l("Trainer")
    MARKETING = "marketing", _l("Marketing")
    GROUP = "group", _l("Group manager")
    ADMIN = "admin", _l("Administrator")


class Shift(Coded):
    WORK = "work", _l("At work")
    REST = "rest", _l("Rest day")
    LEAVE = "leave", _l("On leave")


class Store(Seldom, Model):
    __tablename__ = "store"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    code: Mapped[str] = mapped_column(String(20), unique=True)      # short, for numbers on sheets and cards
    name: Mapped[str] = mapped_column(String(60))
    rank: Mapped[int] = mapped_column(default=0)
    live: Mapped[int | None] = mapped_column(default=1)             # NULL: closed for good

    __mapper_args__ = {"version_id_col": version}

    @property
    def store_id(self) -> int:
        """A store belongs to itself: what is asked of any row of a store can be asked of the store."""
        return self.id


class Team(Seldom, Model):
    __tablename__ = "team"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    name: Mapped[str] = mapped_column(String(40))
    rank: Mapped[int] = mapped_column(default=0)
    live: Mapped[int | None] = mapped_column(default=1)             # NULL: dissolved

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("store_id", "name", "live"),)


class Person(UserMixin, Seldom, Model):
    """A member of staff, with the account they sign in to. What they may do comes from memberships."""
    __tablename__ = "person"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    account: Mapped[str | None] = mapped_column(String(40), unique=True)      # lower case; NULL: no sign-in
    name: Mapped[str] = mapped_column(String(40))
    pinyin: Mapped[str] = mapped_column(String(120), default="")              # sort key
    staff_no: Mapped[str | None] = mapped_column(String(20), unique=True)     # 工号
    title: Mapped[str] = mapped_column(String(40), default="")                # the store's own word for the role
    phone: Mapped[str] = mapped_column(String(20), default="")                # of the person at work
    hired_on: Mapped[date | None]
    notice_on: Mapped[date | None]                                            # from then on no exports, no unmasking
    left_on: Mapped[date | None]
    disabled_at: Mapped[datetime | None]
    password_set_at: Mapped[datetime | None]                                  # the password itself lies with sign-in
    unlocked_at: Mapped[datetime | None]
    language: Mapped[str] = mapped_column(String(10), default="zh_CN")
    preferences: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    rota_rank: Mapped[int] = mapped_column(default=0)                         # order among colleagues on sheets

    __mapper_args__ = {"version_id_col": version}
    memberships: Mapped[list["Membership"]] = relationship(lazy="raise", back_populates="person")
    sign_in_token = ""                              # of the session this request belongs to; not a column

    def get_id(self) -> str:
        """What flask-login keeps in the cookie: the token of the session, not the person."""
        return self.sign_in_token


class Membership(Seldom, Model):
    """A person has a role in a store, and perhaps a team, from a day up to a day (half-open)."""
    __tablename__ = "membership"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    store_id: Mapped[int | None] = mapped_column(ForeignKey("store.id"))      # NULL: the whole group
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    role: Mapped[Role] = mapped_column(coded(Role))
    from_on: Mapped[date]
    until_on: Mapped[date] = mapped_column(default=FOREVER)

    __mapper_args__ = {"version_id_col": version}
    person: Mapped[Person] = relationship(lazy="raise", back_populates="memberships")
    __table_args__ = (Index(None, "person_id", "from_on"), Index(None, "team_id", "from_on"),
                      Index(None, "store_id", "from_on"))


class RosterDay(Seldom, Model):
    """What a person does on a day 班/休/假, and who stands in. A day without a row is a working day."""
    __tablename__ = "roster_day"
    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    on: Mapped[date]
    shift: Mapped[Shift] = mapped_column(coded(Shift))
    stand_in_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (UniqueConstraint("person_id", "on"), Index(None, "store_id", "on"))


class OfficialDay(Seldom, Model):
    """A day of the State Council's notice: a holiday, or a make-up day on a weekend. Other days go by the weekday."""
    __tablename__ = "official_day"
    id: Mapped[int] = mapped_column(primary_key=True)
    on: Mapped[date] = mapped_column(unique=True)
    working: Mapped[bool]
    name: Mapped[str] = mapped_column(String(40))


class StoreDay(Seldom, Model):
    """A day on which a store is open or closed against its rule."""
    __tablename__ = "store_day"
    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    on: Mapped[date]
    open: Mapped[bool]
    note: Mapped[str] = mapped_column(String(60), default="")

    __table_args__ = (UniqueConstraint("store_id", "on"),)
