from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import Coded, Model, coded


class Aim(Coded):
    """What a customer is expected to do today."""
    ORDER = "order", _l("Order today")              # 今日预订
    DELIVERY = "delivery", _l("Delivery today")     # 今日预交


class SignedAs(Coded):
    """Who put the name under a day report."""
    OWN = "own", _l("Handed in")
    LEADER = "leader", _l("Read by the leader")


class DayCommitment(Model):
    """What a person commits to for a day: customers ticked by name, and how many more that have no name yet."""
    __tablename__ = "day_commitment"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    on: Mapped[date]
    more_orders: Mapped[int] = mapped_column(default=0)
    more_deliveries: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("person_id", "on"), Index(None, "store_id", "on"))


class Commitment(Model):
    """One customer ticked: the lead that is to order, or the order that is to be delivered."""
    __tablename__ = "commitment"
    id: Mapped[int] = mapped_column(primary_key=True)
    day_id: Mapped[int] = mapped_column(ForeignKey("day_commitment.id"))
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("sales_order.id"))      # of a delivery
    aim: Mapped[Aim] = mapped_column(coded(Aim))
    ticked_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("day_id", "lead_id", "order_id"),)


class DayReport(Model):
    """What is typed on a person's day report 营业活动访问日报表; all else on it is counted from the rows."""
    __tablename__ = "day_report"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    on: Mapped[date]
    problem: Mapped[str] = mapped_column(String(500), default="")
    help: Mapped[str] = mapped_column(String(300), default="")              # 需协调
    next_steps: Mapped[str] = mapped_column(String(500), default="")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("person_id", "on"), Index(None, "store_id", "on"))


class DayInstruction(Model):
    """The leader's word on a day report 主管指示: a row of its own, so that both may write at once."""
    __tablename__ = "day_instruction"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))         # whose report it stands on
    on: Mapped[date]
    instruction: Mapped[str] = mapped_column(String(500), default="")
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("person_id", "on"), Index(None, "store_id", "on"))


class DaySigning(Model):
    """A day report was handed in, or read by who leads the person."""
    __tablename__ = "day_signing"
    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))         # whose report it is
    on: Mapped[date]
    signed_as: Mapped[SignedAs] = mapped_column(coded(SignedAs))
    signed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("person_id", "on", "signed_as"), Index(None, "store_id", "on"))
