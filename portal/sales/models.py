from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.clock import now
from portal.core.decision import Decision
from portal.core.void import Void
from portal.customers.models import Lead
from portal.extensions import Coded, Model, coded

USUAL_MINUTES = 30          # of a test drive
LONGEST_REASON = 500


class DriveState(Coded):
    PLANNED = "planned", _l("Booked")
    DRIVEN = "driven", _l("Driven")
    MISSED = "missed", _l("Did not come")
    CALLED_OFF = "off", _l("Called off")


class Purpose(Coded):
    """What a demo car was driven for."""
    TEST_DRIVE = "drive", _l("Test drive")
    REFUEL = "refuel", _l("Refuelling or charging")
    MOVE = "move", lazy_pgettext("trip", "Moved")
    EVENT = "event", _l("Event or roadshow")
    SERVICE = "service", _l("Workshop or inspection")


class SaleKind(Coded):
    """Reported apart."""
    RETAIL = "retail", _l("Retail")
    FLEET = "fleet", _l("Fleet")                          # 大客户/团购
    SECOND_TIER = "second", _l("Second-tier dealer")      # 二网


class DepositKind(Coded):
    """What becomes of the money when the order is cancelled."""
    EARNEST = "earnest", _l("Earnest money (kept or paid back twice)")      # 定金: at most 20 % of the price
    DEPOSIT = "deposit", _l("Deposit (returned)")                           # 订金


class Refund(Coded):
    """What became of it."""
    KEPT = "kept", _l("Kept by the store")
    RETURNED = "returned", _l("Returned")
    TWICE = "twice", _l("Paid back twice")


class TestDrive(Void, Model):
    """A test drive booked or driven; credited to the lead's owner at that moment."""
    __tablename__ = "test_drive"
    __test__ = False                                                # not a test to collect
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    accompanied_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))     # gets no credit
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"))
    state: Mapped[DriveState] = mapped_column(coded(DriveState))
    on: Mapped[date]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    model_id: Mapped[int | None] = mapped_column(ForeignKey("car_model.id"))
    vehicle_id: Mapped[int | None] = mapped_column(ForeignKey("vehicle.id"))            # the demo car
    car: Mapped[str] = mapped_column(String(40), default="")        # its plate, or the name of another one
    licence_no: Mapped[str] = mapped_column(String(30), default="")
    km_out: Mapped[int | None]
    km_in: Mapped[int | None]
    score: Mapped[int | None]                                       # the customer's, 1 to 5
    feedback: Mapped[str] = mapped_column(String(500), default="")

    lead: Mapped[Lead] = relationship(lazy="raise")
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (Index(None, "lead_id", "on"), Index(None, "store_id", "on", "person_id", "state"),
                      Index(None, "person_id", "on"), Index(None, "vehicle_id", "on"))

    @property
    def until(self) -> datetime:
        """When the car is back."""
        return self.ends_at or self.starts_at + timedelta(minutes=USUAL_MINUTES)


class CarTrip(Void, Model):
    """A line of a demo car's log 行驶记录; that of a test drive is written with it."""
    __tablename__ = "car_trip"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    vehicle_id: Mapped[int] = mapped_column(ForeignKey("vehicle.id"))
    drive_id: Mapped[int | None] = mapped_column(ForeignKey("test_drive.id"))
    purpose: Mapped[Purpose] = mapped_column(coded(Purpose))
    on: Mapped[date]
    km_out: Mapped[int]
    km_in: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))          # who drove, or went along
    note: Mapped[str] = mapped_column(String(200), default="")

    @property
    def km(self) -> int:
        return self.km_in - self.km_out

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("drive_id", "live"), Index(None, "vehicle_id", "on"),
                      Index(None, "store_id", "on"))


class Order(Void, Model):
    """One order is one vehicle. A changed one keeps number and signing date; a cancelled one has `live` NULL."""
    __tablename__ = "sales_order"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    order_no: Mapped[str] = mapped_column(String(30))
    contract_no: Mapped[str] = mapped_column(String(30), default="")          # shared by the orders of a fleet
    buyer: Mapped[str] = mapped_column(String(60), default="")                # on the papers, if not the customer
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))    # the lead's owner then: credit
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))     # 签单人
    deliverer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))     # 交车人
    deliverer_share: Mapped[int] = mapped_column(default=0)                   # percent of the deal
    signed_on: Mapped[date]
    sale_kind: Mapped[SaleKind] = mapped_column(coded(SaleKind))
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    model_id: Mapped[int | None] = mapped_column(ForeignKey("car_model.id"))
    colour: Mapped[str] = mapped_column(String(40), default="")
    list_price_fen: Mapped[int | None]
    price_fen: Mapped[int]                                                    # agreed price of the vehicle
    payment: Mapped[str] = mapped_column(String(20), default="")              # code of a choice `payment`
    deposit_kind: Mapped[DepositKind] = mapped_column(coded(DepositKind))
    deposit_fen: Mapped[int] = mapped_column(default=0)
    expected_on: Mapped[date | None]                                          # delivery
    vehicle_id: Mapped[int | None] = mapped_column(ForeignKey("vehicle.id"))  # allotted
    vin: Mapped[str | None] = mapped_column(String(17))                       # its VIN, as papers print it
    vin_on: Mapped[date | None]                                               # allotted since
    vin_at_signing: Mapped[bool] = mapped_column(default=False)
    deposit_paid_on: Mapped[date | None]                                      # 定金到账
    paid_on: Mapped[date | None]                                              # 全款/放款到账
    invoiced_on: Mapped[date | None]                                          # 开票
    reported_on: Mapped[date | None]                                          # 零售上报
    insured_on: Mapped[date | None]                                           # 保险已办
    plated_on: Mapped[date | None]                                            # 牌照已办, 临牌 too
    cancelled_on: Mapped[date | None]                                         # copy of the cancellation
    delivered_on: Mapped[date | None]                                         # copy of the delivery
    note: Mapped[str] = mapped_column(String(500), default="")

    lead: Mapped[Lead] = relationship(lazy="raise")

    @property
    def state(self) -> str:
        """waiting (for a vehicle), allotted, delivered, or cancelled."""
        if self.cancelled_on or self.live is None:
            return "cancelled"
        if self.delivered_on:
            return "delivered"
        return "allotted" if self.vin else "waiting"

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("vin", "live"), UniqueConstraint("store_id", "order_no", "live"),
                      Index(None, "vehicle_id", "live", unique=True),
                      Index(None, "lead_id", "signed_on"), Index(None, "customer_id"),
                      Index(None, "store_id", "signed_on", "person_id", "cancelled_on", "lead_id"),
                      Index(None, "person_id", "signed_on"), Index(None, "store_id", "live", "expected_on"),
                      Index(None, "store_id", "invoiced_on"), Index(None, "store_id", "reported_on"),
                      Index(None, "store_id", "delivered_on"))


class OrderChange(Model):
    """A changed order 改单: what it was and became (model, colour, price, buyer, expected day)."""
    __tablename__ = "order_change"
    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("sales_order.id"))
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    changed_on: Mapped[date]
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(String(200))

    __table_args__ = (Index(None, "order_id", "changed_on"),)


class QueueException(Decision, Model):
    """An order is to get a vehicle although another one waits longer 排队例外: the sales manager signs, then the
    general manager, who decides; never one person twice. Approved it is the allotment. Neither waiting nor with an
    outcome, it fell through: what it asked for could no longer be done, and `decision_reason` says why.
    """
    __tablename__ = "queue_exception"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    order_id: Mapped[int] = mapped_column(ForeignKey("sales_order.id"))
    earlier_id: Mapped[int] = mapped_column(ForeignKey("sales_order.id"))        # the first that it passes over
    vehicle_id: Mapped[int] = mapped_column(ForeignKey("vehicle.id"))            # kept for it until `answer_by_on`
    manager_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))   # the sales manager's signature
    manager_at: Mapped[datetime | None]

    @property
    def stand(self) -> str:
        """first or second (the signature that it waits for), an outcome's code, or fell."""
        if self.waiting:
            return "second" if self.manager_by_id else "first"
        return self.outcome.value if self.outcome else "fell"

    def fall(self, why: str) -> None:
        """It ends without a decision, because it can no longer be done."""
        self.waiting, self.decided_at, self.decision_reason = None, now(), why[:LONGEST_REASON]

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("order_id", "waiting"), UniqueConstraint("vehicle_id", "waiting"),
                      Index(None, "store_id", "waiting", "asked_at"))


class Cancellation(Model):
    """An order was cancelled 退订; the money follows its kind."""
    __tablename__ = "cancellation"
    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("sales_order.id"), unique=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))        # the lead's owner then: credit
    cancelled_on: Mapped[date]
    cancelled_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    why: Mapped[str] = mapped_column(String(20), default="")                      # code of a choice `cancel_why`
    reason: Mapped[str] = mapped_column(String(200), default="")
    refund: Mapped[Refund] = mapped_column(coded(Refund))

    __table_args__ = (Index(None, "store_id", "cancelled_on", "person_id"), Index(None, "person_id", "cancelled_on"))


class Delivery(Void, Model):
    """A vehicle was handed to its buyer 交车: the moment that counts as a sale."""
    __tablename__ = "delivery"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    order_id: Mapped[int] = mapped_column(ForeignKey("sales_order.id"))
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))        # the lead's owner then: credit
    delivered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    delivered_on: Mapped[date]
    delivered_at: Mapped[datetime]
    sale_kind: Mapped[SaleKind] = mapped_column(coded(SaleKind))                  # copy of the order's
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))        # copy
    price_fen: Mapped[int]                                                        # copy: revenue
    vin: Mapped[str] = mapped_column(String(17))
    plate: Mapped[str] = mapped_column(String(20), default="")
    checks: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)            # the checklist: code → done
    note: Mapped[str] = mapped_column(String(500), default="")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("order_id", "live"),
                      Index(None, "store_id", "delivered_on", "person_id", "price_fen"),
                      Index(None, "person_id", "delivered_on"), Index(None, "lead_id"))
