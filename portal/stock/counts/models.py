from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.decision import Decision
from portal.core.void import Void
from portal.extensions import Coded, Model, coded
from portal.vehicles.models import State, Use, Vehicle


class CountState(Coded):
    COUNTING = "counting", _l("Being counted")
    SETTLING = "settling", _l("Differences to settle")
    CLOSED = "closed", lazy_pgettext("count", "Closed")


class Answer(Coded):
    """What somebody says of a vehicle."""
    SEEN = "seen", lazy_pgettext("count", "Here")               # 在
    MISSING = "missing", lazy_pgettext("count", "Missing")      # 不在
    DAMAGED = "damaged", lazy_pgettext("count", "Damaged")      # 有损伤
    EXTRA = "extra", lazy_pgettext("count", "Extra")            # 多出: not expected in this store


class Settlement(Coded):
    """How a difference is settled; actions.py says what each makes of the vehicle."""
    FOUND = "found", lazy_pgettext("count", "Found")
    SOLD = "sold", _l("Sold without record")
    RETURNED = "returned", _l("Returned to the factory")
    SEARCH = "search", _l("To be searched for")
    MOVED = "moved", _l("Stands there now")
    PUT_BACK = "put_back", _l("Put back to its place")
    TAKEN_IN = "taken_in", _l("Belongs here: taken in")
    NOT_OURS = "not_ours", _l("Not this store's")
    REPAIR = "repair", _l("To be repaired")
    CLAIM = "claim", _l("Claim against the carrier")
    MISTAKE = "mistake", _l("Counted by mistake")


class StockCount(Void, Model):
    """A count of a store's vehicles on a day. Its lines are those that were in the store when it was opened."""
    __tablename__ = "stock_count"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    title: Mapped[str] = mapped_column(String(40))
    on: Mapped[date]
    state: Mapped[CountState] = mapped_column(coded(CountState), default=CountState.COUNTING)
    running: Mapped[int | None]                                     # 1, or NULL once closed: one at a time in a store
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))      # the counting
    ended_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]
    issue_id: Mapped[int | None] = mapped_column(ForeignKey("issue.id"))          # the newest sheet of it

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("store_id", "running"), UniqueConstraint("store_id", "on", "live"),
                      CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed"))


class CountLine(Model):
    """A vehicle of a count, and what was said of it. `place` is where it was expected; of an extra one, where it stood.
    """
    __tablename__ = "stock_count_line"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    count_id: Mapped[int] = mapped_column(ForeignKey("stock_count.id"))
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    vehicle_id: Mapped[int | None] = mapped_column(ForeignKey("vehicle.id"))      # NULL: the portal does not know it
    vin: Mapped[str] = mapped_column(String(17))                    # of an unknown one perhaps only its end
    place: Mapped[str] = mapped_column(String(40), default="")
    use: Mapped[Use | None] = mapped_column(coded(Use))             # as it was expected
    held_for: Mapped[str] = mapped_column(String(30), default="")
    answer: Mapped[Answer | None] = mapped_column(coded(Answer))
    seen_place: Mapped[str] = mapped_column(String(40), default="") # where it stood, if elsewhere
    remark: Mapped[str] = mapped_column(String(200), default="")
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    said_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))       # NULL with an answer: nobody saw it
    said_at: Mapped[datetime | None]

    vehicle: Mapped[Vehicle | None] = relationship(lazy="raise")
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("count_id", "vin"), Index(None, "count_id", "place"), Index(None, "vehicle_id"))

    @property
    def expected(self) -> bool:
        return self.use is not None

    @property
    def elsewhere(self) -> bool:
        """Seen, but not where it was expected."""
        return self.answer in (Answer.SEEN, Answer.DAMAGED) and self.seen_place not in ("", self.place)

    @property
    def differs(self) -> bool:
        return self.answer in (Answer.MISSING, Answer.DAMAGED, Answer.EXTRA) or self.elsewhere


class CountDifference(Decision, Model):
    """A line that is not as expected, until somebody decides what it means. A vehicle to be searched for is settled
    for the count, and waits on until it is found or given up; one sold without record, until the portal knows it.
    """
    __tablename__ = "stock_count_difference"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    count_id: Mapped[int] = mapped_column(ForeignKey("stock_count.id"), index=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    line_id: Mapped[int] = mapped_column(ForeignKey("stock_count_line.id"), unique=True)
    settlement: Mapped[Settlement | None] = mapped_column(coded(Settlement))
    searcher_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    line: Mapped[CountLine] = relationship(lazy="raise")

    def unrecorded(self, vehicle: Vehicle | None) -> bool:
        """Settled as sold, and by the books the vehicle stands here still: its delivery is to be recorded."""
        return (self.settlement is Settlement.SOLD and vehicle is not None and vehicle.state is State.STOCK
                and vehicle.store_id == self.store_id)

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (Index(None, "searcher_id", "waiting"),)
