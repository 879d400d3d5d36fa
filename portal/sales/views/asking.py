"""A page that asks one thing about an order or a drive."""
from collections.abc import Sequence
from typing import Any, NamedTuple

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from portal.customers.models import Lead

from ..models import Order, TestDrive

Tabs = Sequence[tuple[str, str, bool]]          # label, address, whether it is this page


class Asks(NamedTuple):
    title: str
    about: str                  # whose it is
    save: str                   # the verb on the button
    back: str
    place: str                  # in the menu
    tabs: Tabs = ()
    before: str = ""            # what should be known before anything is typed
    template: str = "sales/ask.html"


def ask_of_order(form: Any, order: Order, title: str, save: str, *more: str, before: str = "",
                 template: str = "sales/ask.html") -> ResponseReturnValue:
    """`more`: what one must know of the order to answer. `template`: a page of its own, made from this one."""
    about = " · ".join(filter(None, (order.lead.customer.name, order.order_no, *more)))
    return _ask(form, Asks(title, about, save, url_for("orders.order", order_id=order.id), "orders.index",
                           before=before, template=template))


def ask_of_drive(form: Any, drive: TestDrive, title: str, save: str) -> ResponseReturnValue:
    about = f"{drive.lead.customer.name} · {drive.lead.card_no}"
    return _ask(form, Asks(title, about, save, url_for("drives.drive", drive_id=drive.id), "drives.index"))


def ask_of_lead(form: Any, lead: Lead, title: str, save: str, place: str, tabs: Tabs = ()) -> ResponseReturnValue:
    about = f"{lead.customer.name} · {lead.card_no}"
    return _ask(form, Asks(title, about, save, url_for("customers.lead", lead_id=lead.id), place, tabs))


def _ask(form: Any, asks: Asks) -> ResponseReturnValue:
    return render_template(asks.template, form=form, asks=asks), form.status
