"""Load: counts as they were held, with what was told, settled, issued and signed, for a demo store."""
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from portal.core.clock import day_of
from portal.core.decision import Outcome
from portal.core.frozen import check_value, freeze
from portal.core.issue import About, Issue, Signature, Slot, Typed
from portal.core.period import day
from portal.extensions import db
from portal.org.models import Store
from portal.vehicles.models import Use

from .actions import SHEET
from .models import Answer, CountDifference, CountLine, CountState, Settlement, StockCount
from .sheets import sheet_of


@dataclass(frozen=True)
class DatedLine:
    """A vehicle of a count; without `use` an extra one, without `answer` nobody has told it yet."""
    vin: str
    place: str
    vehicle_id: int | None = None
    use: Use | None = None
    held_for: str = ""
    answer: Answer | None = None
    seen_place: str = ""
    remark: str = ""
    said_by_id: int | None = None
    settlement: Settlement | None = None
    reason: str = ""


@dataclass(frozen=True)
class DatedCount:
    """Told from `opened_at` on; `closed_at`: settled and closed then, issued with these signatures."""
    store_id: int
    title: str
    opened_by_id: int
    opened_at: datetime
    lines: Sequence[DatedLine]
    closed_at: datetime | None = None
    signed: Mapping[Slot, datetime] = field(default_factory=dict)


def counts(rows: Iterable[DatedCount]) -> int:
    """Take counts; returns how many there were."""
    taken = 0
    for row in rows:
        _take(row)
        taken += 1
    return taken


def _take(row: DatedCount) -> None:
    on, closed = day_of(row.opened_at), row.closed_at
    count = StockCount(
        store_id=row.store_id, title=row.title, on=on, opened_by_id=row.opened_by_id, opened_at=row.opened_at,
        state=CountState.CLOSED if closed else CountState.COUNTING, running=None if closed else 1,
        ended_by_id=row.opened_by_id if closed else None, ended_at=closed, closed_at=closed,
        closed_by_id=row.opened_by_id if closed else None)
    db.session.add(count)
    db.session.flush()
    lines = [CountLine(
        count_id=count.id, store_id=row.store_id, vehicle_id=one.vehicle_id, vin=one.vin, place=one.place, use=one.use,
        held_for=one.held_for, answer=one.answer, seen_place=one.seen_place, remark=one.remark,
        said_by_id=one.said_by_id if one.answer else None,
        said_at=row.opened_at + timedelta(minutes=n) if one.answer else None) for n, one in enumerate(row.lines)]
    db.session.add_all(lines)
    db.session.flush()
    if closed is None:
        return
    db.session.add_all(CountDifference(
        count_id=count.id, store_id=row.store_id, line_id=line.id, asked_by_id=one.said_by_id or row.opened_by_id,
        asked_at=line.said_at, ask_reason=one.remark, answer_by_on=on, settlement=one.settlement,
        waiting=None, outcome=Outcome.APPROVED, decided_by_id=row.opened_by_id, decided_at=closed,
        decision_reason=one.reason) for line, one in zip(lines, row.lines, strict=True) if line.differs)
    db.session.flush()
    count.issue_id = _issue(count, row, closed)
    db.session.flush()


def _issue(count: StockCount, row: DatedCount, closed: datetime) -> int:
    data, about, period = sheet_of(count), About(count.store_id, person_id=count.opened_by_id), day(count.on)
    frozen, store = freeze(data), db.session.get_one(Store, count.store_id)
    made = Issue(
        kind=SHEET, store_id=count.store_id, person_id=about.person_id, about=about.key, period=period.key,
        end_on=period.end, number=f"{store.code}-{period.key.replace('-', '')}-001", issue_no=1, language="zh_CN",
        data=frozen, check_value=check_value(frozen), issued_by_id=count.opened_by_id, issued_at=closed)
    db.session.add(made)
    db.session.flush()
    db.session.add(Typed(issue_id=made.id, parts={}))
    db.session.add_all(Signature(
        issue_id=made.id, slot=signer.slot, person_id=signer.person_id, noted_by_id=signer.person_id,
        signed_at=row.signed[signer.slot]) for signer in data.signers
        if signer.person_id and signer.slot in row.signed)
    return made.id
