from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.guard import PHONE, guarded
from portal.core.void import Void
from portal.extensions import Coded, Model, coded


class NumberState(Coded):
    """What a check of a phone number found."""
    GOOD = "good", _l("Right number")
    DEAD = "dead", _l("Dead number")           # 空号
    WRONG = "wrong", _l("Somebody else's")     # 错号


class Customer(Void, Model):
    """A person or company known to a store. Phones stand in rows of their own: a family has several."""
    __tablename__ = "customer"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    name: Mapped[str] = mapped_column(String(60))
    pinyin: Mapped[str] = mapped_column(String(200), default="")       # lower case, without blanks: sorts and searches
    initials: Mapped[str] = mapped_column(String(60), default="")      # lower case
    also_read: Mapped[str] = mapped_column(String(200), default="")    # pinyin by the surname's other reading, if any
    also_initials: Mapped[str] = mapped_column(String(60), default="")
    is_company: Mapped[bool] = mapped_column(default=False)
    title: Mapped[str] = mapped_column(String(10), default="")         # 先生, 女士
    wechat: Mapped[str] = mapped_column(String(60), default="")
    area: Mapped[str] = mapped_column(String(60), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    job: Mapped[str] = mapped_column(String(60), default="")
    family: Mapped[str] = mapped_column(String(200), default="")
    present_car: Mapped[str] = mapped_column(String(100), default="")
    decides: Mapped[str] = mapped_column(String(60), default="")       # decision maker
    birthday_on: Mapped[date | None]
    first_visit_on: Mapped[date | None]                                # copy: the day of the earliest entry to look
    consent_on: Mapped[date | None]
    consent_text: Mapped[str] = mapped_column(String(100), default="")
    erased_at: Mapped[datetime | None]

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (Index(None, "store_id", "name"), Index(None, "store_id", "pinyin"),
                      Index(None, "store_id", "initials"), Index(None, "store_id", "also_read"),
                      Index(None, "store_id", "also_initials"), Index(None, "store_id", "wechat"))


class CustomerPhone(Void, Model):
    """One number of a customer, in its normal form. Unique in the store among live rows; read through queries alone."""
    __tablename__ = "customer_phone"
    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    phone: Mapped[str] = mapped_column(String(20), deferred=True, deferred_raiseload=True,
        info=guarded(PHONE))
    reversed: Mapped[str] = mapped_column(String(20), deferred=True, deferred_raiseload=True,
        info=guarded(PHONE))     # for last digits
    holder: Mapped[str] = mapped_column(String(40), default="")        # spouse, family; empty: the customer
    rank: Mapped[int] = mapped_column(default=0)                       # 0: the number to call
    found: Mapped[NumberState | None] = mapped_column(coded(NumberState))     # copy of the newest check

    __table_args__ = (UniqueConstraint("store_id", "phone", "live"), Index(None, "store_id", "reversed"),
                      Index(None, "customer_id", "rank"))


class NumberCheck(Model):
    """A number was called to see whether it is right: a dead one takes "kept" away again."""
    __tablename__ = "number_check"
    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    phone_id: Mapped[int] = mapped_column(ForeignKey("customer_phone.id"))
    checked_on: Mapped[date]
    checked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    found: Mapped[NumberState] = mapped_column(coded(NumberState))
    note: Mapped[str] = mapped_column(String(200), default="")

    __table_args__ = (Index(None, "phone_id", "checked_on"),)
