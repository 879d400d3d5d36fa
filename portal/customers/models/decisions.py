from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.decision import Decision
from portal.extensions import Coded, Model, coded

from .leads import Level


class Verdict(Coded):
    """What an approved loss turned out to be."""
    REAL = "real", _l("Really lost")             # 战败
    QUASI = "quasi", _l("Has not bought yet")    # 准战败: returns to a level
    FALSE = "false", _l("Not lost at all")       # 假战败


class Loss(Decision, Model):
    """A lead is said to be lost 战败: where the customer went and why. Approved, it counts from the day applied for."""
    __tablename__ = "loss"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))       # at the time: credit
    asked_on: Mapped[date]
    level: Mapped[Level] = mapped_column(coded(Level))                          # before
    went_to: Mapped[str] = mapped_column(String(20), default="")                # code of a choice `lost_to`
    why: Mapped[str] = mapped_column(String(20), default="")                    # code of a choice `lost_why`
    rival_series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    rival_model: Mapped[str] = mapped_column(String(60), default="")
    rival_price_fen: Mapped[int | None]
    verdict: Mapped[Verdict | None] = mapped_column(coded(Verdict))
    called_first: Mapped[bool] = mapped_column(default=False)                   # in the sample that customer care calls
    called_on: Mapped[date | None]

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("lead_id", "waiting"), Index(None, "store_id", "asked_on", "owner_id"),
                      Index(None, "lead_id", "asked_on"), Index(None, "store_id", "waiting", "asked_on"),
                      Index(None, "store_id", "called_first", "called_on", "asked_on"))


class Freeze(Decision, Model):
    """A customer puts the purchase off until a day; decided like a loss."""
    __tablename__ = "freeze"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    asked_on: Mapped[date]
    until_on: Mapped[date]
    level: Mapped[Level] = mapped_column(coded(Level))

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("lead_id", "waiting"), Index(None, "lead_id", "asked_on"),
                      Index(None, "store_id", "waiting", "asked_on"))


class Clash(Decision, Model):
    """Two consultants, one customer 撞单: settled at once by rule; a manager may overrule within 48 hours."""
    __tablename__ = "clash"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"))
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))       # before
    receiver_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    last_real_on: Mapped[date | None]
    protected_until_on: Mapped[date | None]
    ruled_for_id: Mapped[int] = mapped_column(ForeignKey("person.id"))          # by the rule
    overrule_until_at: Mapped[datetime]

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("visit_id", "lead_id"), Index(None, "store_id", "waiting", "overrule_until_at"),
                      Index(None, "lead_id"))
