"""The losses of ④: who was lost in the week, where to and why."""
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import or_, select

from portal.catalogue.queries import series_names
from portal.core import words
from portal.core.agreement import words as said
from portal.core.clock import day_start
from portal.core.decision import Outcome
from portal.core.period import Period
from portal.customers.models import Customer, Lead, Loss, Verdict
from portal.customers.names import polite
from portal.extensions import db

from .week import LossCount, LossRow

COLUMNS = 5                         # reasons that have a column of their own
COMPETITORS = 3


class One(NamedTuple):
    """A loss applied for in the week; undecided at its close it waits."""
    owner_id: int | None
    waits: bool
    row: LossRow
    rival: str


class Found(NamedTuple):
    """The losses of a person, a team or the store."""
    rows: tuple[LossRow, ...]
    total: int
    waiting: int
    reasons: tuple[str, ...]
    counts: tuple[LossCount, ...]
    competitors: tuple[str, ...]


class Losses:
    def __init__(self, found: Sequence[One]) -> None:
        self.found = found

    def of(self, is_of: Callable[[int | None], bool]) -> Found:
        mine = [one for one in self.found if is_of(one.owner_id)]
        lost = [one for one in mine if not one.waits]
        reasons, counts = _table([one.row for one in lost])
        rivals = Counter(one.rival for one in lost if one.rival)
        return Found(tuple(one.row for one in lost), len(lost), len(mine) - len(lost), reasons, counts,
                     tuple(f"{name} {count}" for name, count in rivals.most_common(COMPETITORS)))


def of_week(store_id: int, week: Period) -> Losses:
    """What was applied for in the week and, as it stood at the week's close, approved as real or still undecided."""
    closed = day_start(week.end + timedelta(days=1))
    rows = db.session.execute(
        select(Loss, Lead.card_no, Customer.name, Customer.title, Customer.is_company)
        .join(Lead, Lead.id == Loss.lead_id).join(Customer, Customer.id == Lead.customer_id)
        .where(Loss.store_id == store_id, Lead.live == 1, Loss.asked_on.between(week.start, week.end),
               or_(Loss.outcome.is_(None), Loss.outcome != Outcome.WITHDRAWN)).order_by(Loss.asked_on, Loss.id)).all()
    series = series_names()
    found = []
    for loss, card_no, name, title, is_company in rows:
        waits = loss.decided_at is None or loss.decided_at >= closed
        if waits or (loss.outcome is Outcome.APPROVED and loss.verdict is Verdict.REAL):
            rival = series.get(loss.rival_series_id or 0, "") or loss.rival_model
            row = LossRow(card_no, said("lost_to", loss.went_to, store_id=store_id),
                          said("lost_why", loss.why, store_id=store_id), polite(name, title, is_company),
                          _competitor(loss, rival))
            found.append(One(loss.owner_id, waits, row, rival))
    return Losses(found)


def _competitor(loss: Any, rival: str) -> str:
    """比亚迪宋 L 13.58 万."""
    if loss.rival_price_fen is None:
        return rival
    return _("%(name)s %(amount)s yuan", name=rival, amount=words.yuan(loss.rival_price_fen)).strip()


def _table(rows: Sequence[LossRow]) -> tuple[tuple[str, ...], tuple[LossCount, ...]]:
    """Where × why: the commonest reasons, the others together, so that the lines add up."""
    whys = [why for why, _count in Counter(row.why for row in rows).most_common()]
    shown = whys if len(whys) <= COLUMNS else whys[:COLUMNS - 1]
    heads = (*shown, *([_("Others")] if len(whys) > len(shown) else []))
    lines = []
    for where, _total in Counter(row.where for row in rows).most_common():
        counts = Counter(row.why if row.why in shown else heads[-1] for row in rows if row.where == where)
        lines.append(LossCount(where, tuple(counts[head] for head in heads), counts.total()))
    return heads, tuple(lines)
