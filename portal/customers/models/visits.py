from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.guard import PHONE, guarded
from portal.core.void import Void
from portal.extensions import Coded, Model, coded
from portal.org.models import Person

from .leads import Level


class Kind(Coded):
    """How somebody came into the register."""
    VISIT = "visit", _l("Came in")    # 来店
    CALL = "call", _l("Phoned")           # 来电
    WEB = "web", _l("Wrote")               # 网络


class Party(Coded):
    """Class of an entry whose purpose is to look; the three add up."""
    FIRST = "first", _l("First time")                    # 首次: 新增集客
    INVITED = "invited", _l("Invited")      # 邀约到店: first arrival of a customer known by web or call
    AGAIN = "again", _l("Again")                         # 再次


class Visit(Void, Model):
    """One entry of the register 来店(电)登记: a party that came, called or wrote. Reception fills the first half, the
    consultant the second. `party` and `kept` are copies by the store's book, recomputed by whatever changes it.
    """
    __tablename__ = "visit"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    entry_no: Mapped[str] = mapped_column(String(20))
    kind: Mapped[Kind] = mapped_column(coded(Kind))
    purpose: Mapped[str] = mapped_column(String(20))                # code of a choice `purpose`; `look` wants a car
    came_on: Mapped[date]
    came_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    party_size: Mapped[int] = mapped_column(default=1)
    transport: Mapped[str] = mapped_column(String(20), default="")  # code of a choice `transport`
    ticked_first: Mapped[bool | None]                               # as ticked at the desk; the book overrides it
    answered: Mapped[bool | None]                                   # of a call: False is a missed one
    name: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(String(20), default="", deferred=True, deferred_raiseload=True,
        info=guarded(PHONE))   # normal form
    added_wechat: Mapped[bool] = mapped_column(default=False)       # 加微
    wechat: Mapped[str] = mapped_column(String(60), default="")
    area: Mapped[str] = mapped_column(String(60), default="")
    source: Mapped[str] = mapped_column(String(20), default="")     # code of a choice `source`
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    model_id: Mapped[int | None] = mapped_column(ForeignKey("car_model.id"))

    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))          # the consultant on it
    asked_for: Mapped[bool] = mapped_column(default=False)                          # the customer asked for that one
    received_for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))    # 代接: the owner who is off
    given_at: Mapped[datetime | None]
    test_drive: Mapped[bool | None]
    level: Mapped[Level | None] = mapped_column(coded(Level))                       # at leaving
    trade_in: Mapped[bool | None]
    instalment: Mapped[bool | None]
    plate: Mapped[str] = mapped_column(String(20), default="")                      # code of a choice `plate`
    outcome: Mapped[str] = mapped_column(String(500), default="")                   # what happened
    remarks: Mapped[str] = mapped_column(String(200), default="")
    result_at: Mapped[datetime | None]                                              # the consultant's half was filled

    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"))
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("lead.id"))
    opened_lead: Mapped[bool] = mapped_column(default=False)                        # this entry opened it
    joined_to_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"))        # same party: not counted
    party: Mapped[Party | None] = mapped_column(coded(Party))                       # NULL unless the purpose is to look
    kept: Mapped[bool] = mapped_column(default=False)                               # name and phone, and not dead
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]

    @property
    def number(self) -> str:
        """07 of 261124-07: its place in the day."""
        return self.entry_no.rpartition("-")[2]

    person: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=person_id)
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("store_id", "entry_no", "live"),
                      Index(None, "store_id", "came_on", "person_id", "party", "kept"),
                      Index(None, "person_id", "came_on"), Index(None, "customer_id", "came_on"),
                      Index(None, "lead_id", "came_on"), Index(None, "store_id", "result_at", "came_on"))


class RotaPlace(Model):
    """Who receives customers on a day, and in which order 轮值; set at the morning meeting."""
    __tablename__ = "rota_place"
    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    on: Mapped[date]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    place: Mapped[int]

    __table_args__ = (UniqueConstraint("store_id", "on", "person_id"),)


class RotaTurn(Model):
    """A turn that was taken with an entry, or skipped with a reason."""
    __tablename__ = "rota_turn"
    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    on: Mapped[date]
    at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"))
    skipped: Mapped[str] = mapped_column(String(20), default="")     # code of a choice `rota_skip`; empty: taken

    __table_args__ = (Index(None, "store_id", "on", "at"),)


class DaySignOff(Model):
    """The register of a day was signed off by reception, showroom leader or manager."""
    __tablename__ = "day_sign_off"
    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    on: Mapped[date]
    signed_as: Mapped[str] = mapped_column(String(20))               # reception, leader, manager
    signed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("store_id", "on", "signed_as"),)
