from datetime import date
from decimal import Decimal

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import ForeignKey, Index, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.void import Void
from portal.extensions import Coded, Model, coded


class PlanState(Coded):
    DRAFT = "draft", _l("Draft")
    PLACED = "placed", lazy_pgettext("factory", "Ordered")


class SupplyPlan(Void, Model):
    """What a store orders from the factory in a month 订货计划, worked out at the close of a day."""
    __tablename__ = "supply_plan"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    month_on: Mapped[date]                                          # the first day of its month
    state: Mapped[PlanState] = mapped_column(coded(PlanState))
    as_of_on: Mapped[date]                                          # the day at whose close it was worked out
    lead_days: Mapped[int]                                          # from the order to the arrival
    cover_days: Mapped[int]                                         # that the stock is to last after it
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    placed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    placed_on: Mapped[date | None]

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("store_id", "month_on", "live"),)


class SupplyLine(Model):
    """A model of a plan: its arithmetic as it was then, and what the planner made of it."""
    __tablename__ = "supply_line"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    plan_id: Mapped[int] = mapped_column(ForeignKey("supply_plan.id"))
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    model_id: Mapped[int] = mapped_column(ForeignKey("car_model.id"))
    delivered: Mapped[int]                                          # in the last three full months
    pace: Mapped[Decimal] = mapped_column(Numeric(8, 2))            # what that pace sells over lead time and cover
    leads: Mapped[Decimal] = mapped_column(Numeric(8, 2))           # open leads × the share of their level
    waiting: Mapped[int]                                            # orders without a vehicle
    free: Mapped[int]                                               # in the store, nobody's
    coming: Mapped[int]                                             # on their way, nobody's
    suggested: Mapped[int]
    ordered: Mapped[int]
    reason: Mapped[str] = mapped_column(String(200), default="")    # where they differ

    @property
    def to_come(self) -> Decimal:
        """Customers still to come: what the pace sells beyond the leads that are here."""
        return max(self.pace - self.leads, Decimal())

    @property
    def expected(self) -> Decimal:
        return self.leads + self.to_come

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("plan_id", "model_id"), Index(None, "store_id", "model_id"))
