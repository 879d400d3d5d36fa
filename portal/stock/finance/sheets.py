"""The month-end list on paper: each order that could still leave, with what it lacks to tick off."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement

from portal.catalogue import queries as catalogue
from portal.core.period import Period, month
from portal.core.scope import Scope
from portal.core.sheet import SheetKind
from portal.customers.models import Customer
from portal.extensions import db
from portal.org.queries import names
from portal.sales.models import Order
from portal.sales.queries import with_customer
from portal.vehicles.models import Vehicle

from . import queries
from .queries import STANDS, Lack, MonthEnd

MONTH_END = "month_end"
MOST = 300              # rows of a part; the page has them all


@dataclass(frozen=True)
class Line:
    no: str
    customer: str
    consultant: str
    model: str
    tail: str                       # of the VIN
    expected_on: date | None
    invoiced_on: date | None
    delivered_on: date | None
    lacks: frozenset[Lack]


@dataclass(frozen=True)
class Paper:
    month: Period
    as_of: date
    sums: MonthEnd
    open: Sequence[Line]
    undelivered: Sequence[Line]
    unreported: Sequence[Line]
    lacks: Sequence[Lack] = tuple(Lack)
    by_vehicle: Lack = Lack.CERTIFICATE         # says nothing of an order without a vehicle


def month_end(scope: Scope) -> Paper:
    due = queries.by_month_end(scope.today)
    return Paper(month(scope.today), scope.today, queries.month_end(scope), _lines(scope, STANDS["open"], due),
                 _lines(scope, STANDS["undelivered"]), _lines(scope, STANDS["unreported"]))


def _lines(scope: Scope, *clauses: ColumnElement[bool]) -> list[Line]:
    rows = db.session.execute(
        with_customer(queries.orders(scope)).add_columns(Customer.name, Vehicle.tail, queries.lacking())
        .where(*clauses).order_by(Order.expected_on.is_(None), Order.expected_on, Order.id).limit(MOST)).all()
    models = catalogue.model_names({row[0].model_id for row in rows})
    who = names({row[0].person_id for row in rows})
    return [Line(order.order_no, name, who.get(order.person_id, ""), models.get(order.model_id or 0, ""), tail or "",
                 order.expected_on, order.invoiced_on, order.delivered_on, frozenset(map(Lack, codes.split())))
            for order, name, tail, codes in rows]


sheets = (SheetKind(MONTH_END, _l("Month-end list"), "finance.read", "stock/sheets/month_end.html", month_end,
                    endpoint="finance.month_end", personal=True),)
