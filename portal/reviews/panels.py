"""What the weekly review shows on the home page: one's own sheet that is still to be signed."""
from typing import NamedTuple

from sqlalchemy import exists, select

from portal.core.issue import Issue, Signature, Slot
from portal.core.panel import Panel, Reading
from portal.core.period import Period
from portal.extensions import db
from portal.memo import while_unchanged

from .queries import WEEK
from .views import page_of


class ToSign(NamedTuple):
    week: Period
    number: str
    address: str


def _to_sign(reading: Reading) -> ToSign | None:
    return own_to_sign(reading.reader.id)


@while_unchanged
def own_to_sign(person_id: int) -> ToSign | None:
    """The newest issue about a person; an earlier one that was never signed is closed by then."""
    row = db.session.execute(
        select(Issue.id, Issue.number, Issue.period, Issue.about, Issue.store_id, Issue.closed_at)
        .where(Issue.kind == WEEK, Issue.person_id == person_id)
        .order_by(Issue.end_on.desc(), Issue.issue_no.desc()).limit(1)).first()
    if row is None or row.closed_at or db.session.scalar(select(exists().where(
            Signature.issue_id == row.id, Signature.slot == Slot.OWN))):
        return None
    return ToSign(Period.parse(row.period), row.number, page_of(row))


panels = (Panel("approvals", 60, "sheets.sign", _to_sign, "reviews/_to_sign_panel.html"),)
