"""Entries of the register, made through the action that staff use."""
from sqlalchemy import select

from portal.customers.actions.visits import Entry, Leaving, register_visit
from portal.customers.models import Visit
from portal.extensions import db
from portal.org.models import Store

from .org import person


def register(by, *, leaving=None, store_id=1, once=None, **entry):
    """An entry made by somebody of this name; a consultant's is his own unless `person_id` says otherwise."""
    who = person(by)
    entry.setdefault("person_id", who.id)
    return register_visit(Entry(**entry), by=who, store=db.session.get_one(Store, store_id), leaving=leaving, once=once)


def entry(number):
    """The entry of a number, 07 of 261124-07."""
    return db.session.scalars(select(Visit).where(Visit.entry_no.like(f"%-{number}"))).one()


def leaving(**half):
    return Leaving(**half)
