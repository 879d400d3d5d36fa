from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import Coded, Model, coded


class Upkeep(Coded):
    """What a demo car needs from time to time."""
    MAINTENANCE = "maintenance", _l("Maintenance")
    INSURANCE = "insurance", _l("Insurance")
    INSPECTION = "inspection", _l("Inspection")


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
