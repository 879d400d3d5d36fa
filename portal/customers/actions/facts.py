"""What is known of a customer and of what he wants, corrected and completed."""
from dataclasses import fields
from datetime import date
from typing import Any

from flask_babel import gettext as _

from portal.catalogue.models import CarModel
from portal.core.action import Refused, action, seen
from portal.core.clock import today
from portal.extensions import db
from portal.org.models import Person

from .. import names
from ..models import Customer, Lead
from .leads import Wish, refresh_kept


@action("lead.wish_changed")
def change_wish(lead: Lead, *, by: Person, version: int, source: str, **wish: Any) -> Lead:
    """What the customer wants, as it is known now. The series follows the model."""
    seen(lead, version)
    lead.source = source
    for fact in fields(Wish):
        if fact.name in wish:
            setattr(lead, fact.name, wish[fact.name])
    if lead.model_id:
        lead.series_id = db.session.get_one(CarModel, lead.model_id).series_id
    return lead


@action("customer.changed")
def change_customer(customer: Customer, *, by: Person, version: int, name: str, birthday_on: date | None = None,
                    consent_on: date | None = None, **facts: Any) -> Customer:
    """What is known of the customer; a new name gets the keys it is found by."""
    seen(customer, version)
    if not name:
        raise Refused(_("Write the name."), field="name")
    if birthday_on and birthday_on > today():
        raise Refused(_("That day is still to come."), field="birthday_on")
    if consent_on and consent_on > today():
        raise Refused(_("That day is still to come."), field="consent_on")
    keys = names.keys(name)._asdict() if name != customer.name else {}
    for fact, value in {**facts, **keys, "name": name, "birthday_on": birthday_on, "consent_on": consent_on}.items():
        setattr(customer, fact, value)
    refresh_kept(customer)
    return customer
