"""Agreed steps."""
from datetime import date

from portal.extensions import db
from portal.steps.models import State, Step

from .org import add


def add_step(text="失联 6 位逐个回访", *, owner_id, store_id, due_on=date(2026, 11, 13), raised_on=date(2026, 11, 9),
             **values):
    return add(Step, text=text, owner_id=owner_id, store_id=store_id, due_on=due_on, raised_on=raised_on, version=1,
               raised_by_id=owner_id, **{"state": State.OPEN} | values)


def step(step_id):
    db.session.rollback()
    return db.session.get_one(Step, step_id)
