"""Reading: orders with what they lack before the vehicle can leave. Source: DOMAIN.md section 6."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_pgettext
from sqlalchemy import ColumnElement, Select, and_, case, func, not_, or_

from portal.core.period import Period, month
from portal.core.scope import Scope
from portal.extensions import Coded, db
from portal.sales import queries as sales
from portal.sales.models import Order, SaleKind
from portal.vehicles.models import Certificate, State, Vehicle


class Lack(Coded):
    """What an order may still lack 款/证/车/保险/牌, each in one word."""
    MONEY = "money", lazy_pgettext("lacks", "Payment")
    CERTIFICATE = "certificate", lazy_pgettext("lacks", "Certificate")
    VEHICLE = "vehicle", lazy_pgettext("lacks", "Vehicle")
    INSURANCE = "insurance", lazy_pgettext("lacks", "Insurance")
    PLATES = "plates", lazy_pgettext("lacks", "Plates")


LACKS: Mapping[Lack, ColumnElement[bool]] = {
    Lack.MONEY: Order.paid_on.is_(None),
    Lack.CERTIFICATE: and_(Order.vehicle_id.is_not(None), Vehicle.certificate != Certificate.HERE),
    Lack.VEHICLE: or_(Order.vehicle_id.is_(None), Vehicle.state != State.STOCK),
    Lack.INSURANCE: Order.insured_on.is_(None),
    Lack.PLATES: Order.plated_on.is_(None),
}
NOTHING = and_(*(not_(lack) for lack in LACKS.values()))
PAID_FOR = and_(sales.open_orders(), Order.vehicle_id.is_not(None))
STANDS: Mapping[str, ColumnElement[bool]] = {
    "open": sales.open_orders(),
    "deposit": and_(sales.open_orders(), Order.deposit_fen > 0, Order.deposit_paid_on.is_(None)),
    "payment": and_(PAID_FOR, Order.paid_on.is_(None)),
    "invoice": and_(PAID_FOR, Order.paid_on.is_not(None), Order.invoiced_on.is_(None)),
    "undelivered": and_(sales.open_orders(), Order.invoiced_on.is_not(None)),
    "unreported": and_(Order.live == 1, Order.delivered_on.is_not(None), Order.reported_on.is_(None),
                       Order.sale_kind != SaleKind.SECOND_TIER),
}


def orders(scope: Scope) -> Select[Order]:
    """The orders in `scope` with the vehicles that they have."""
    return sales.orders(scope).outerjoin(Vehicle, Vehicle.id == Order.vehicle_id)


def unfinished() -> ColumnElement[bool]:
    """All that STANDS names and little more: each half has an index, which leads past the orders of many years."""
    return or_(Order.delivered_on.is_(None), Order.reported_on.is_(None))


def finished() -> ColumnElement[int]:
    """What is still to be done comes first: open ones, then those to be reported, then all others."""
    return case((STANDS["open"], 0), (STANDS["unreported"], 1), else_=2)


def lacking() -> ColumnElement[str]:
    """The codes of what an order lacks, one after the other; empty for one that was delivered or cancelled."""
    parts: Any = ""
    for lack, clause in LACKS.items():
        parts = case((and_(sales.open_orders(), clause), f"{lack.value} "), else_="").concat(parts)
    return parts


def lacks(code: str) -> ColumnElement[bool]:
    """Open orders by what they lack: nothing; something whatever else; or `only_…` that."""
    if code == "nothing":
        return and_(sales.open_orders(), NOTHING)
    lack = Lack(code.removeprefix("only_"))
    others = [not_(clause) for other, clause in LACKS.items() if other is not lack] if code != lack else []
    return and_(sales.open_orders(), LACKS[lack], *others)


def by_month_end(today: date) -> ColumnElement[bool]:
    """Expected before the month is over, or on no day."""
    return or_(Order.expected_on.is_(None), Order.expected_on <= month(today).end)


@dataclass(frozen=True)
class Missing:
    lack: Lack
    count: int                      # orders that lack it, whatever else they lack
    only: int                       # that lack nothing else


@dataclass(frozen=True)
class MonthEnd:
    """What a store could still hand over this month, and what was invoiced or delivered and not finished."""
    month: Period
    open: int
    ready: int
    later: int
    missing: Sequence[Missing]
    undelivered: int                # 已开票未交
    unreported: int                 # 已交未上报
    invoiced: int                   # this month, up to now
    delivered: int
    reported: int


def month_end(scope: Scope) -> MonthEnd:
    """As it is now, in one statement."""
    this_month, due = month(scope.today), by_month_end(scope.today)

    def count(*clauses: Any) -> Any:
        return func.count(case((and_(*clauses), 1)))
    parts = [count(sales.open_orders(), due), count(lacks("nothing"), due), count(sales.open_orders(), not_(due)),
             count(STANDS["undelivered"]), count(STANDS["unreported"]),
             *(count(column.between(*this_month)) for column in (
                 Order.invoiced_on, Order.delivered_on, Order.reported_on))]
    each = [part for lack in Lack for part in (count(lacks(lack), due), count(lacks(f"only_{lack.value}"), due))]
    since = or_(unfinished(), *(column >= this_month.start for column in (
        Order.invoiced_on, Order.delivered_on, Order.reported_on)))
    found = db.session.execute(orders(scope).where(since).with_only_columns(
        *parts, *each, maintain_column_froms=True)).one()
    open_, ready, later, undelivered, unreported, invoiced, delivered, reported = found[:len(parts)]
    pairs = found[len(parts):]
    return MonthEnd(this_month, open_, ready, later,
                    [Missing(lack, pairs[2 * n], pairs[2 * n + 1]) for n, lack in enumerate(Lack)],
                    undelivered, unreported, invoiced, delivered, reported)


def waiting(scope: Scope) -> Mapping[str, int]:
    """How many orders wait for finance at each step, by the codes of STANDS; in one statement."""
    codes = ("deposit", "payment", "invoice", "undelivered", "unreported")
    found = db.session.execute(orders(scope).where(unfinished()).with_only_columns(
        *(func.count(case((STANDS[code], 1))) for code in codes), maintain_column_froms=True)).one()
    return dict(zip(codes, found, strict=True))
