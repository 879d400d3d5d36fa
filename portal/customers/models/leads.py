from datetime import date, datetime, timedelta

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import ColumnElement, ForeignKey, Index, String, UniqueConstraint, and_, case
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from portal.core.void import Void
from portal.extensions import Coded, Model, coded
from portal.org.models import FOREVER, Person

from .customers import Customer


class Level(Coded):
    """Intent level 意向级别, most urgent first; O comes from signing an order. Letter shown and words are settings."""
    O = "O", _l("Ordered, not delivered")
    H = "H", _l("Within 7 days")
    A = "A", _l("Within 15 days")
    B = "B", _l("Within 30 days")
    C = "C", _l("Within 90 days")
    N = "N", _l("None stated yet")


class LeadState(Coded):
    """Open: a contact is owed, unless it stands in the pool. The last three have ended."""
    OPEN = "open", _l("In hand")
    FROZEN = "frozen", _l("Frozen")                          # 冷冻: put off by the customer
    OUT_OF_CONTACT = "out", _l("Out of contact")             # 失联
    LOST = "lost", _l("Lost")                                # 战败
    INVALID = "invalid", _l("Invalid")
    DELIVERED = "delivered", _l("Delivered")


OPEN_STATES = (LeadState.OPEN,)
PAUSED_STATES = (LeadState.FROZEN, LeadState.OUT_OF_CONTACT)     # nothing is owed until they come back
ENDED_STATES = (LeadState.LOST, LeadState.INVALID, LeadState.DELIVERED)


class Origin(Coded):
    """Where a lead began 来源口径: rates and aims exist for each."""
    SHOWROOM = "showroom", _l("Showroom")
    CALL = "call", _l("Call")
    WEB = "web", _l("Web")


class Invalid(Coded):
    """Why a web or call lead does not count."""
    INVALID = "invalid", _l("No wish to buy")
    DUPLICATE = "duplicate", _l("Duplicate")


class Closed(Coded):
    """How a contact owed came to its end."""
    MADE = "made", _l("Made")
    MET = "met", _l("Met by a visit or order")
    MOVED = "moved", _l("Moved with a reason")           # counts as not made once its day has passed
    LAPSED = "lapsed", _l("Lapsed")                      # its cause ended; counts only if it was overdue by then


class Method(Coded):
    CALL = "call", lazy_pgettext("method", "Call")   # 电话
    WECHAT = "wechat", _l("WeChat")         # 微信
    VISIT = "visit", _l("Visit")            # 来店
    HOME = "home", _l("Home visit")         # 上门
    MESSAGE = "message", _l("Message")      # 短信


class Result(Coded):
    REAL = "real", _l("Real contact")           # 有效
    UNANSWERED = "unanswered", _l("No answer")  # 未接通
    REFUSED = "refused", _l("Refused")          # 拒绝


class Turn(Coded):
    """Why a span begins or ends."""
    OPENED = "opened", _l("Opened")
    MOVED = "moved", _l("Level changed")
    HANDED = "handed", _l("Handed over")                     # to another owner, into or out of the pool
    ORDERED = "ordered", _l("Ordered")
    ORDER_CANCELLED = "cancelled", _l("Order cancelled")
    DELIVERED = "delivered", _l("Delivered")
    LOST = "lost", _l("Lost")
    FROZEN = "frozen", _l("Frozen")
    OUT_OF_CONTACT = "out", _l("Out of contact")
    INVALID = "invalid", _l("Found invalid")
    REVIVED = "revived", _l("Revived")


class Lead(Void, Model):
    """One wish to buy of one customer. Level, state, owner and next contact are copies of the newest dated rows."""
    __tablename__ = "lead"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    card_no: Mapped[str] = mapped_column(String(20))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))           # NULL: in the pool 公海
    level: Mapped[Level] = mapped_column(coded(Level))
    state: Mapped[LeadState] = mapped_column(coded(LeadState), default=LeadState.OPEN)
    next_contact_on: Mapped[date | None]                                            # copy of the contact owed
    waits: Mapped[bool] = mapped_column(default=False)                              # for a decision: no clock
    back_on: Mapped[date | None]                                                    # of a paused one: offered again
    level_on: Mapped[date]                                                          # copy: since when at this level

    origin: Mapped[Origin] = mapped_column(coded(Origin))
    source: Mapped[str] = mapped_column(String(20), default="")                     # code of a choice `source`
    opened_on: Mapped[date]
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))       # keeps reading it
    opened_for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))      # the owner at opening: credit
    kept: Mapped[bool] = mapped_column(default=False)                               # name and phone there, not dead
    invalid_as: Mapped[Invalid | None] = mapped_column(coded(Invalid))
    invalid_reason: Mapped[str] = mapped_column(String(200), default="")
    respond_by_at: Mapped[datetime | None]                                          # web and call: by the clock
    responded_at: Mapped[datetime | None]                                           # the first try
    arrived_on: Mapped[date | None]                                                 # copy: first arrival to look
    ended_on: Mapped[date | None]

    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    model_id: Mapped[int | None] = mapped_column(ForeignKey("car_model.id"))
    colour: Mapped[str] = mapped_column(String(40), default="")
    budget_fen: Mapped[int | None]
    payment: Mapped[str] = mapped_column(String(20), default="")                    # code of a choice `payment`
    usage: Mapped[str] = mapped_column(String(60), default="")
    trade_in: Mapped[str] = mapped_column(String(100), default="")
    plate: Mapped[str] = mapped_column(String(20), default="")                      # code of a choice `plate`
    rivals: Mapped[str] = mapped_column(String(200), default="")                    # competitor models looked at
    note: Mapped[str] = mapped_column(String(500), default="")

    customer: Mapped[Customer] = relationship(lazy="raise")
    owner: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=owner_id)
    urgency: Mapped[int] = column_property(case({m.value: i for i, m in enumerate(Level)}, value=level))

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("store_id", "card_no", "live"), Index(None, "customer_id"),
                      Index(None, "store_id", "state", "next_contact_on", "owner_id", "level"),
                      Index(None, "owner_id", "state", "next_contact_on"),
                      Index(None, "opened_by_id", "state"),
                      Index(None, "store_id", "opened_on", "opened_for_id", "level"))


class Contact(Model):
    """A contact owed by a day, at a level, by an owner, whoever makes it. The next begins where it ends."""
    __tablename__ = "contact"
    id: Mapped[int] = mapped_column(primary_key=True)
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"))
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    level: Mapped[Level] = mapped_column(coded(Level))              # it is owed at
    planned_on: Mapped[date]                                        # the day it was set
    due_on: Mapped[date]
    owed: Mapped[int | None]                                        # 1 or NULL: a lead has at most one
    closed_as: Mapped[Closed | None] = mapped_column(coded(Closed))
    closed_on: Mapped[date | None]                                  # the day it was made, moved, …
    made_at: Mapped[datetime | None]                                # the moment of the exchange
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    method: Mapped[Method | None] = mapped_column(coded(Method))
    purpose: Mapped[str] = mapped_column(String(20), default="")    # code of a choice `contact_purpose`
    result: Mapped[Result | None] = mapped_column(coded(Result))
    level_after: Mapped[Level | None] = mapped_column(coded(Level, "level_after"))
    note: Mapped[str] = mapped_column(String(500), default="")
    reason: Mapped[str] = mapped_column(String(200), default="")    # for moving it, or for a late next date
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"))      # the arrival that met it

    __table_args__ = (UniqueConstraint("lead_id", "owed"), Index(None, "lead_id", "due_on"),
                      Index(None, "store_id", "due_on", "owner_id", "closed_on", "closed_as", "result"),
                      Index(None, "store_id", "closed_on", "owner_id", "closed_as", "result"),
                      Index(None, "owner_id", "due_on", "closed_on"), Index(None, "owner_id", "closed_on"))


class LevelSpan(Model):
    """A lead's stay at a level, in a state, with an owner, half-open; ended leads have none that is still open."""
    __tablename__ = "level_span"
    id: Mapped[int] = mapped_column(primary_key=True)
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"))
    n: Mapped[int]                                                  # its place among the lead's spans: several a day
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    level: Mapped[Level] = mapped_column(coded(Level))
    state: Mapped[LeadState] = mapped_column(coded(LeadState), default=LeadState.OPEN)
    from_on: Mapped[date]
    to_on: Mapped[date] = mapped_column(default=FOREVER)
    began: Mapped[Turn] = mapped_column(coded(Turn))
    ended: Mapped[Turn | None] = mapped_column(coded(Turn, "ended"))         # NULL while it lasts

    @classmethod
    def at_close_of(cls, day: date) -> ColumnElement[bool]:
        """Where leads were at the close of a day. Both ends of `to_on` are said: else SQLite walks all that ever began.
        """
        return and_(cls.from_on <= day, cls.to_on.between(day + timedelta(days=1), FOREVER))

    __table_args__ = (UniqueConstraint("lead_id", "n"), Index(None, "owner_id", "to_on", "from_on"),
                      Index(None, "store_id", "to_on", "from_on", "owner_id", "level", "state"),
                      Index(None, "store_id", "from_on", "began"))


class Appointment(Void, Model):
    """A customer was invited to the store for a moment; the arrival that keeps it, or that it was called off."""
    __tablename__ = "appointment"
    id: Mapped[int] = mapped_column(primary_key=True)
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"))
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_on: Mapped[date]
    on: Mapped[date]
    at: Mapped[datetime]
    note: Mapped[str] = mapped_column(String(200), default="")
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"))

    __table_args__ = (Index(None, "store_id", "on", "owner_id"), Index(None, "lead_id", "on"))


class Comment(Model):
    """A leader's or manager's word on a lead."""
    __tablename__ = "lead_comment"
    id: Mapped[int] = mapped_column(primary_key=True)
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"))
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    said_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    said_at: Mapped[datetime]
    text: Mapped[str] = mapped_column(String(500))

    __table_args__ = (Index(None, "lead_id", "said_at"),)


class HandOver(Model):
    """One lead went from one owner to another: by a manager, out of the pool, from DCC, at a leaving, by a clash."""
    __tablename__ = "hand_over"
    id: Mapped[int] = mapped_column(primary_key=True)
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"))
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    batch: Mapped[str] = mapped_column(String(40), default="")       # of one hand-over page, to take it back
    on: Mapped[date]
    from_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    to_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(200), default="")
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[datetime | None]

    __table_args__ = (Index(None, "lead_id", "on"), Index(None, "batch"), Index(None, "store_id", "on", "to_id"))
