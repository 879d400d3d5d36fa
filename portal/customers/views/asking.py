"""A page that asks one thing about a lead or customer."""
from typing import Any, NamedTuple

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from ..models import Customer, Lead


class Asks(NamedTuple):
    title: str
    about: str                  # whose it is
    save: str                   # the verb on the button
    back: str


def ask_of_lead(form: Any, lead: Lead, title: str, save: str, **context: Any) -> ResponseReturnValue:
    """The form of one step on a lead, on a page of its own."""
    about = f"{lead.customer.name} · {lead.card_no}"
    return _ask(form, Asks(title, about, save, url_for("customers.lead", lead_id=lead.id)), **context)


def ask_of_customer(form: Any, customer: Customer, title: str, save: str) -> ResponseReturnValue:
    return _ask(form, Asks(title, customer.name, save, url_for("persons.customer", customer_id=customer.id)))


def _ask(form: Any, asks: Asks, template: str = "customers/ask.html", **context: Any) -> ResponseReturnValue:
    return render_template(template, form=form, asks=asks, **context), form.status
