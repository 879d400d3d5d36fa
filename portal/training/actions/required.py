"""Which role must hold which certificate: laid down from a day on, and ended."""
from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from portal.core.action import Refused, action, locked, seen
from portal.core.clock import today
from portal.extensions import db
from portal.org.models import Person, Role, Store

from ..assessed import RequiredCertificate


@action("training.certificate_required")
def require(*, by: Person, store_id: int, title: str, roles: Sequence[Role], from_on: date,
            once: str | None = None) -> RequiredCertificate:
    """Everybody in these roles must hold it from a day on; a row for each role, of which the first is returned."""
    if from_on < today():
        raise Refused(_("A rule holds from today or later."), field="from_on")
    locked(db.session.get_one(Store, store_id))
    there = set(db.session.scalars(select(RequiredCertificate.role).where(
        RequiredCertificate.store_id == store_id, RequiredCertificate.title == title, RequiredCertificate.live == 1)))
    if twice := [role for role in roles if role in there]:
        raise Refused(_("%(role)s must hold it already.", role=twice[0].label), field="roles")
    made = [RequiredCertificate(store_id=store_id, title=title, role=role, from_on=from_on) for role in roles]
    db.session.add_all(made)
    db.session.flush()
    return made[0]


@action("training.certificate_released")
def release(row: RequiredCertificate, *, by: Person, version: int) -> RequiredCertificate:
    """From today on it is required no more; figures of days before keep it."""
    seen(row, version)
    if row.live is None:
        raise Refused(_("It is required no more already."))
    row.live, row.until_on = None, today()
    return row
