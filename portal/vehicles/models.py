from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.catalogue.vin import check_digit
from portal.core.guard import COST, guarded
from portal.core.void import Void
from portal.extensions import Coded, Model, coded

TAIL = 6                    # characters at the end by which a vehicle is called in the store


class State(Coded):
    """Where a vehicle is in its life."""
    ALLOCATED = "allocated", _l("Allocated by the factory")     # 已配额
    TRANSIT = "transit", _l("In transit")                       # 在途
    STOCK = "stock", _l("In stock")                             # 在库
    DELIVERED = "delivered", lazy_pgettext("vehicle", "Delivered")      # 已交
    RETURNED = "returned", _l("Returned to the factory")        # 已退


class Use(Coded):
    """What a vehicle in stock is used for."""
    SALE = "sale", _l("For sale")
    DISPLAY = "display", _l("Display car")                      # 展车
    DEMO = "demo", _l("Demo car")                               # 试驾车


class Hold(Coded):
    """Whether an order has it."""
    FREE = "free", _l("Free")
    RESERVED = "reserved", _l("Reserved")                       # 已订/锁车
    SOLD = "sold", _l("Sold")                                   # 已售: invoiced, not handed over


class Certificate(Coded):
    """Where the certificate of conformity 合格证 is."""
    HERE = "here", lazy_pgettext("certificate", "In the store")                           # 在店
    PLEDGED = "pledged", _l("Pledged to the bank")              # 质押
    REDEEMING = "redeeming", _l("Being redeemed")               # 赎证中


class Move(Coded):
    """What happens to a vehicle; life.py says what each makes of it."""
    ALLOCATED = "allocated", _l("Allocated by the factory")
    SHIPPED = "shipped", _l("On its way")
    TAKEN_IN = "taken_in", _l("Taken in")                       # from the factory: counts as intake
    TRANSFERRED = "transferred", _l("Transferred to another store")
    RECEIVED = "received", _l("Received from another store")
    PARKED = "parked", _l("Parked elsewhere")
    ON_DISPLAY = "on_display", _l("Put on display")
    MADE_DEMO = "made_demo", _l("Made a demo car")
    FOR_SALE = "for_sale", _l("Back for sale")
    RESERVED = "reserved", _l("Reserved for an order")
    SOLD = "sold", lazy_pgettext("vehicle", "Invoiced")
    UNSOLD = "unsold", _l("Invoice taken back")
    FREED = "freed", _l("Free again")
    DELIVERED = "delivered", lazy_pgettext("vehicle", "Delivered")
    CAME_BACK = "came_back", _l("Delivery taken back")
    RETURNED = "returned", _l("Returned to the factory")


class Vehicle(Void, Model):
    """A vehicle by its VIN, unique in the group among live rows. Its moves say how it came to stand as it does."""
    __tablename__ = "vehicle"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    vin: Mapped[str] = mapped_column(String(17))
    tail: Mapped[str] = mapped_column(String(TAIL))                           # its last characters
    state: Mapped[State] = mapped_column(coded(State))                        # copies of the last move
    use: Mapped[Use] = mapped_column(coded(Use), default=Use.SALE)
    hold: Mapped[Hold] = mapped_column(coded(Hold), default=Hold.FREE)
    held_for: Mapped[str] = mapped_column(String(30), default="")             # number of the order that has it
    place: Mapped[str] = mapped_column(String(40), default="")                # where it is parked
    arrived_on: Mapped[date | None]                                           # taken in by this store
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    model_id: Mapped[int | None] = mapped_column(ForeignKey("car_model.id"))
    colour: Mapped[str] = mapped_column(String(40), default="")
    interior: Mapped[str] = mapped_column(String(40), default="")
    options: Mapped[str] = mapped_column(String(200), default="")
    engine_no: Mapped[str] = mapped_column(String(30), default="")
    plate: Mapped[str] = mapped_column(String(20), default="")                # of a demo car
    list_price_fen: Mapped[int | None]
    cost_fen: Mapped[int | None] = mapped_column(info=guarded(COST), deferred=True)
    rebate_fen: Mapped[int | None] = mapped_column(info=guarded(COST), deferred=True)
    produced_on: Mapped[date | None]
    expected_on: Mapped[date | None]                                          # arrival, while it is not here
    invoiced_on: Mapped[date | None]                                          # by the factory
    bank: Mapped[str] = mapped_column(String(40), default="")                 # that finances it
    finance_due_on: Mapped[date | None]
    certificate: Mapped[Certificate] = mapped_column(coded(Certificate), default=Certificate.HERE)
    redeem_on: Mapped[date | None]                                            # the certificate is to be back
    note: Mapped[str] = mapped_column(String(300), default="")

    @property
    def word(self) -> Any:
        """The state as people say it: an order's hold before where it is, then its use."""
        if self.state in (State.DELIVERED, State.RETURNED):
            return self.state.label
        if self.hold is not Hold.FREE:
            return self.hold.label
        return self.use.label if self.use is not Use.SALE else self.state.label

    @property
    def is_here(self) -> bool:
        return self.state is State.STOCK

    @property
    def check_digit_fits(self) -> bool:
        """Many makers put a check digit into the ninth place; where it does not fit, the VIN may be mistyped."""
        return check_digit(self.vin) == self.vin[8]

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("vin", "live"), Index(None, "tail"),
                      Index(None, "store_id", "state", "series_id"), Index(None, "store_id", "finance_due_on"))


class VehicleMove(Model):
    """A dated state of a vehicle: from what happened on a day up to the next move, half-open, several a day allowed."""
    __tablename__ = "vehicle_move"
    id: Mapped[int] = mapped_column(primary_key=True)
    vehicle_id: Mapped[int] = mapped_column(ForeignKey("vehicle.id"))
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    what: Mapped[Move] = mapped_column(coded(Move))
    state: Mapped[State] = mapped_column(coded(State))
    use: Mapped[Use] = mapped_column(coded(Use))
    hold: Mapped[Hold] = mapped_column(coded(Hold))
    held_for: Mapped[str] = mapped_column(String(30), default="")
    place: Mapped[str] = mapped_column(String(40), default="")
    arrived_on: Mapped[date | None]                                           # in this store, as known then
    from_on: Mapped[date]
    to_on: Mapped[date]
    moved_at: Mapped[datetime]
    moved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # NULL: from the books of the store
    reason: Mapped[str] = mapped_column(String(200), default="")

    __table_args__ = (Index(None, "vehicle_id", "from_on"), Index(None, "store_id", "state", "to_on", "from_on"),
                      Index(None, "store_id", "what", "from_on"))


class Upkeep(Coded):
    """What a demo car needs from time to time."""
    MAINTENANCE = "maintenance", _l("Maintenance")
    INSURANCE = "insurance", _l("Insurance")
    INSPECTION = "inspection", _l("Inspection")


PAPERS = (Upkeep.INSURANCE, Upkeep.INSPECTION)      # without them a car stays where it is


class CarUpkeep(Model):
    """What a demo car needs by a day, and when it was done. A car owes each kind once at most."""
    __tablename__ = "car_upkeep"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))       # where the car was when the day was set
    vehicle_id: Mapped[int] = mapped_column(ForeignKey("vehicle.id"))
    kind: Mapped[Upkeep] = mapped_column(coded(Upkeep))
    due_on: Mapped[date]
    owed: Mapped[int | None]                                            # 1 until it is done, then NULL
    done_on: Mapped[date | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str] = mapped_column(String(200), default="")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("vehicle_id", "kind", "owed"), Index(None, "owed", "due_on"))
