"""Customers, their leads and what is owed to them, to start from."""
from datetime import date, timedelta

from sqlalchemy import select

from portal.customers import history
from portal.customers.models import (
    Contact,
    Customer,
    CustomerPhone,
    Lead,
    LeadState,
    Level,
    LevelSpan,
    Origin,
    Turn,
)
from portal.extensions import db
from portal.org.models import FOREVER

from .org import add, person


def add_customer(name="王丽华", phone="13812345621", *, store_id=1, **facts):
    """A customer with one number (none for an empty phone); returns its id."""
    customer_id = add(Customer, store_id=store_id, name=name, version=1, **facts)
    if phone:
        add_phone(customer_id, phone, store_id=store_id)
    return customer_id


def add_phone(customer_id, phone, *, store_id=1, **facts):
    return add(CustomerPhone, store_id=store_id, customer_id=customer_id, phone=phone, reversed=phone[::-1], **facts)


def add_lead(card_no="K26-0001", owner=None, level=Level.B, *, customer_id=None, store_id=1,
             opened_on=date(2026, 11, 13), due_on=date(2026, 11, 20), **facts):
    """An open lead with its first contact owed and its span; `owner` is a person's name or id, None for the pool."""
    owner_id = person(owner).id if isinstance(owner, str) else owner
    customer_id = customer_id or add_customer(phone="", store_id=store_id)
    level_on = facts.pop("level_on", opened_on)
    lead_id = add(Lead, **{
        "version": 1, "store_id": store_id, "customer_id": customer_id, "card_no": card_no, "owner_id": owner_id,
        "level": level, "state": LeadState.OPEN, "next_contact_on": due_on if owner_id else None,
        "level_on": level_on, "origin": Origin.SHOWROOM, "source": "walk_in", "opened_on": opened_on,
        "opened_at": history.noon(opened_on), "opened_by_id": owner_id, "opened_for_id": owner_id,
        "kept": True} | facts)
    if owner_id:
        add(Contact, lead_id=lead_id, store_id=store_id, owner_id=owner_id, level=level, planned_on=level_on,
            due_on=due_on, owed=1)
    add(LevelSpan, lead_id=lead_id, n=1, store_id=store_id, owner_id=owner_id, level=level, state=LeadState.OPEN,
        from_on=opened_on, to_on=FOREVER, began=Turn.OPENED)
    return lead_id


def lead(card_no="K26-0001"):
    return db.session.scalar(select(Lead).where(Lead.card_no == card_no))


def contacts_of(card_no="K26-0001"):
    return db.session.scalars(select(Contact).where(Contact.lead_id == lead(card_no).id)
                              .order_by(Contact.planned_on, Contact.id)).all()


def spans_of(card_no="K26-0001"):
    return db.session.scalars(select(LevelSpan).where(LevelSpan.lead_id == lead(card_no).id)
                              .order_by(LevelSpan.n)).all()


def days_ago(count, today=date(2026, 11, 23)):
    return today - timedelta(days=count)
