"""People and stores to start from."""
from datetime import date

from sqlalchemy import insert, select

from portal.extensions import db
from portal.org.models import Membership, Person, Role, Store, Team


def add(model, **values):
    """A row by its table alone, outside the actions; returns its id."""
    key = db.session.execute(insert(model).values(**values)).inserted_primary_key[0]
    db.session.commit()
    return key


def add_store(code="A", name="永驰江城店"):
    return add(Store, code=code, name=name, version=1)


def add_team(store_id, name="销售一组"):
    return add(Team, store_id=store_id, name=name, version=1)


def add_person(name, role=Role.CONSULTANT, *, store_id=None, team_id=None, from_on=date(2026, 1, 1), **held):
    """A person with one membership; account and staff number follow from the name."""
    person_id = add(Person, name=name, account=name.lower(), version=1, preferences={}, language="zh_CN")
    add(Membership, person_id=person_id, role=Role(role), store_id=store_id, team_id=team_id, from_on=from_on, **held)
    return person_id


def person(name):
    return db.session.scalar(select(Person).where(Person.name == name))
