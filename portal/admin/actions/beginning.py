"""A new installation: the portal's own person, the first store and the first administrator."""
from sqlalchemy import exists, insert, select

from portal.core.action import Refused, action, technical
from portal.core.clock import today
from portal.extensions import db
from portal.org.models import Person, Role, Store

from .people import join
from .stores import open_store

PORTAL = "Portal"                    # its name in the change record; it has no account and no role


@technical
def the_portal() -> Person:
    """The portal's own person, who acts where nobody else does; made when first asked for."""
    found = select(Person).where(Person.name == PORTAL, Person.account.is_(None), Person.staff_no.is_(None))
    if (portal := db.session.scalar(found)) is None:
        db.session.execute(insert(Person).values(name=PORTAL, version=1, preferences={}))
        portal = db.session.scalars(found).one()
    return portal


@action("portal.begun")
def begin(*, by: Person, code: str, store: str, name: str, account: str, hashed: str) -> Person:
    """The first store and the first administrator, who does the rest in the browser."""
    if db.session.scalar(select(exists().select_from(Store))):
        raise Refused("This portal has a store already.")
    open_store(by=by, code=code, name=store)
    return join(by=by, name=name, account=account, staff_no="", title="", phone="", from_on=today(), role=Role.ADMIN,
                store_id=None, team_id=None, hashed=hashed)
