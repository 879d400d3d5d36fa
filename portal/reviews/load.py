"""Load: a week's sheets as they were issued, typed on, signed and closed, for a demo store."""
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from portal.core.frozen import check_value, freeze
from portal.core.issue import About, Issue, Signature, Slot, Typed
from portal.core.period import Period
from portal.extensions import db

from .queries import WEEK
from .week import WeekSheet


@dataclass(frozen=True)
class DatedSheet:
    about: About
    week: Period
    data: WeekSheet
    number: str
    issued_by_id: int
    issued_at: datetime
    parts: Mapping[str, str] = field(default_factory=dict)
    signed: Mapping[Slot, datetime] = field(default_factory=dict)
    closed_at: datetime | None = None


def sheets(rows: Iterable[DatedSheet]) -> int:
    """Take first issues; their PDFs are made when they are asked for. Returns how many there were."""
    taken = 0
    for row in rows:
        frozen = freeze(row.data)
        made = Issue(
            kind=WEEK, store_id=row.about.store_id, team_id=row.about.team_id, person_id=row.about.person_id,
            about=row.about.key, period=row.week.key, end_on=row.week.end, number=row.number, issue_no=1,
            language="zh_CN", data=frozen, check_value=check_value(frozen), issued_by_id=row.issued_by_id,
            issued_at=row.issued_at, closed_at=row.closed_at, closed_by_id=row.issued_by_id if row.closed_at else None)
        db.session.add(made)
        db.session.flush()
        db.session.add(Typed(issue_id=made.id, parts=dict(row.parts)))
        db.session.add_all(
            Signature(issue_id=made.id, slot=signer.slot, person_id=signer.person_id, noted_by_id=signer.person_id,
                      signed_at=row.signed[signer.slot])
            for signer in row.data.signers if signer.person_id and signer.slot in row.signed)
        taken += 1
    db.session.flush()
    return taken
