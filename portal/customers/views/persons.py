"""Customers: who they are, their numbers, and all their leads."""
from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from portal.core.agreement import choice_pairs
from portal.core.policy import me, my_rights, requires
from portal.core.scope import Scope
from portal.extensions import db
from portal.org.models import Person

from .. import actions, levels, lists
from ..forms.leads import AddPhoneForm, CustomerForm, NewLeadForm, RemovePhoneForm, offer_levels
from ..models import Customer, CustomerPhone, Level
from ..queries import card as cards
from ..queries import leads as queries
from .asking import ask_of_customer

bp = Blueprint("persons", __name__)


@bp.get("/customers/<int:customer_id>")
@requires("leads.read")
def customer(scope: Scope, customer_id: int) -> ResponseReturnValue:
    row = db.first_or_404(queries.customers(scope).where(Customer.id == customer_id))
    leads = queries.of_customer(my_rights(), customer_id)
    lead = next(each.lead for each in leads if each.opens)
    return render_template(
        "customers/customer.html", customer=row, lead=lead, leads=leads, facts=cards.person_facts(row),
        phones=queries.phones(my_rights(), lead), letters=levels.all_shown(row.store_id), works=_is_mine(customer_id))


@bp.route("/customers/<int:customer_id>/edit", methods=["GET", "POST"])
@requires("leads.write")
def edit(scope: Scope, customer_id: int) -> ResponseReturnValue:
    row = _workable(scope, customer_id)
    form = CustomerForm(obj=row)
    if form.validate_on_submit():
        with form.refusals():
            actions.change_customer(row, by=me(), **form.typed())
            return redirect(url_for(".customer", customer_id=customer_id), 303)
    return ask_of_customer(form, row, _("Change the customer"), _("Save"))


@bp.route("/customers/<int:customer_id>/phones/new", methods=["GET", "POST"])
@requires("leads.write")
def add_phone(scope: Scope, customer_id: int) -> ResponseReturnValue:
    row, form = _workable(scope, customer_id), AddPhoneForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.add_phone(row, by=me(), **form.typed())
            return redirect(url_for(".customer", customer_id=customer_id), 303)
    return ask_of_customer(form, row, _("Add a number"), _("Add"))


@bp.route("/customers/<int:customer_id>/phones/<int:phone_id>/remove", methods=["GET", "POST"])
@requires("leads.write")
def remove_phone(scope: Scope, customer_id: int, phone_id: int) -> ResponseReturnValue:
    row, form = _workable(scope, customer_id), RemovePhoneForm()
    number = db.first_or_404(select(CustomerPhone).where(
        CustomerPhone.id == phone_id, CustomerPhone.customer_id == customer_id, CustomerPhone.live == 1))
    if form.validate_on_submit():
        with form.refusals():
            actions.remove_phone(number, by=me(), **form.typed())
            return redirect(url_for(".customer", customer_id=customer_id), 303)
    return ask_of_customer(form, row, _("Take a number off"), _("Take it off"))


@bp.route("/customers/<int:customer_id>/leads/new", methods=["GET", "POST"])
@requires("leads.write")
def new_lead(scope: Scope, customer_id: int) -> ResponseReturnValue:
    """One more wish of a customer; it goes to the owner of those that are open, else to whom it is given."""
    row, form = _workable(scope, customer_id), NewLeadForm()
    owner_id = queries.owner_of(customer_id)
    offer_levels(form.level, row.store_id, Level.N)
    form.owner.offer([(key, name) for key, name, _count in lists.receivers(scope) if owner_id in (None, key)])
    form.source.offer(choice_pairs("source", store_id=row.store_id, on=scope.today), empty="–")
    if form.validate_on_submit():
        with form.refusals():
            lead = actions.open_lead(
                row, by=me(), owner=db.session.get_one(Person, form.owner.data), origin=form.origin.data,
                level=form.level.data, source=form.source.data or "", once=form.once.data)
            return redirect(url_for("customers.lead", lead_id=lead.id), 303)
    return ask_of_customer(form, row, _("Open another lead"), _("Open the lead"))


def _workable(scope: Scope, customer_id: int) -> Customer:
    return db.first_or_404(queries.workable_customers(scope).where(Customer.id == customer_id))


def _is_mine(customer_id: int) -> bool:
    scope = my_rights().get("leads.write")
    return scope is not None and db.session.scalar(
        queries.workable_customers(scope).where(Customer.id == customer_id).with_only_columns(Customer.id)) is not None


