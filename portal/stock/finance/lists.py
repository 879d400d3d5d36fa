"""Finance's list: an order's payments, invoice and report in one line, each noted in its cell."""
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import ColumnElement, case, not_, null

from portal.core.clock import today
from portal.core.lists import Choice, Column, Dates, Day, Due, Format, Link, List, Money, Name, Search, Tab, Words
from portal.core.lists.formats import Writer
from portal.core.place import stores_apart
from portal.core.policy import Rights
from portal.customers.models import Customer, Lead
from portal.sales.models import Order
from portal.sales.queries import open_orders, with_customer
from portal.vehicles.models import Vehicle

from . import queries
from .queries import STANDS, Lack

PAYS, PAPERS = "orders.pay", "orders.papers"
LACKING: Mapping[str, Any] = {
    "nothing": _l("Nothing: can be delivered"), **{lack.value: lack.label for lack in Lack},
    **{f"only_{lack.value}": _l("Only %(what)s", what=lack.label) for lack in Lack}}
WAITING: Mapping[str, Any] = {
    "open": _l("All open"), "deposit": _l("Deposit to come"), "payment": _l("Full payment to come"),
    "invoice": _l("To be invoiced"), "undelivered": _l("Invoiced, not delivered"),
    "unreported": _l("Delivered, not reported")}
DUE: Mapping[str, Any] = {"month": _l("This month, or no day"), "later": _l("After this month")}


class Missing(Format):
    """The codes of what is missing by their words; – where nothing is."""
    css = ""

    def plain(self, values: Sequence[Any]) -> Writer:
        return lambda codes: " ".join(str(Lack(code).label) for code in reversed(codes.split()))


class Wrapped(Day):
    """A day of another year takes two lines: there are many columns of days."""
    css = "day"


def _to(endpoint: str, needs: str) -> Link:
    """Opens the noting of a day in its cell, for who may note it."""
    def allowed(rights: Rights) -> Any:
        if needs not in rights:
            return null()
        return case((rights[needs].sees(store=Order.store_id, owner=Lead.owner_id), Order.id))
    return Link(endpoint, "order_id", allowed, missing=lazy_pgettext("finance", "Note"))


def _is_due(code: str) -> ColumnElement[bool]:
    due = queries.by_month_end(today())
    return due if code == "month" else not_(due)


orders = List(
    "finance", _l("Payments and papers"), queries.orders, id=Order.id, details=with_customer, sort="expected_on",
    rows=_l("orders"), export="orders.export", personal=True,
    empty=_l("Orders stand here as soon as the first one is signed: their payments, invoice and retail report."),
    columns=(
        Column("customer", _l("Customer"), Customer.name, Name(), sort=False, head=True,
               link=Link("orders.order", "order_id")),
        Column("order_no", _l("Order no."), Order.order_no, Name(), phone="corner"),
        Column("price", _l("Agreed price"), Order.price_fen, Money(), unit=_l("yuan")),
        Column("cost", _l("Cost"), Vehicle.cost_fen, Money(), unit=_l("yuan"), needs="cost.read", shown=False),
        Column("gross_profit", _l("Gross profit GP1"), Order.price_fen - Vehicle.cost_fen, Money(), unit=_l("yuan"),
               needs="cost.read", sort=False, shown=False),
        Column("deposit", _l("Amount taken"), Order.deposit_fen, Money(), unit=_l("yuan"), shown=False),
        Column("deposit_paid_on", _l("Deposit received"), Order.deposit_paid_on, Wrapped(),
               link=_to("noting.deposit", PAYS)),
        Column("paid_on", _l("Full payment"), Order.paid_on, Wrapped(), link=_to("noting.payment", PAYS)),
        Column("insured_on", lazy_pgettext("lacks", "Insurance"), Order.insured_on, Wrapped(),
               link=_to("noting.insurance", PAPERS)),
        Column("plated_on", lazy_pgettext("lacks", "Plates"), Order.plated_on, Wrapped(),
               link=_to("noting.plates", PAPERS)),
        Column("invoiced_on", _l("Invoiced"), Order.invoiced_on, Wrapped(), link=_to("noting.invoice", PAYS)),
        Column("delivered_on", _l("Delivered on"), Order.delivered_on, Wrapped()),
        Column("reported_on", _l("Reported"), Order.reported_on, Wrapped(), link=_to("noting.report", PAYS)),
        Column("expected_on", _l("Expected"), case((open_orders(), Order.expected_on)), Due(),
               sort=(queries.finished(), Order.expected_on.is_(None), Order.expected_on)),
        Column("lacks", _l("Missing"), queries.lacking(), Missing(), sort=False),
        Column("sale_kind", _l("Sale"), Order.sale_kind, Words(), shown=False),
        Column("vin", _l("VIN"), Order.vin, Name(), shown=False),
    ),
    filters=(
        Search("w", _l("Order no., VIN"), columns=(Order.order_no, Order.vin, Order.contract_no)),
        Choice("state", _l("Waits for"), among=WAITING, clause=STANDS.__getitem__),
        Choice("lacks", _l("Missing"), among=LACKING, clause=queries.lacks),
        Choice("due", _l("Expected"), among=DUE, clause=_is_due),
        Choice("store", _l("Store"), column=Order.store_id, among=stores_apart),
        Dates("invoiced", _l("Invoiced"), column=Order.invoiced_on),
        Dates("delivered", _l("Delivered on"), column=Order.delivered_on),
        Dates("reported", _l("Reported"), column=Order.reported_on),
    ),
    tabs=(Tab(WAITING["payment"], "state=payment"), Tab(WAITING["invoice"], "state=invoice"),
          Tab(WAITING["undelivered"], "state=undelivered"), Tab(WAITING["unreported"], "state=unreported", late=True)),
)
