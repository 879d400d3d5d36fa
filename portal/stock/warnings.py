"""Warnings: what of the stock needs somebody, each with the rows behind it and the next thing to do."""
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext, pgettext
from sqlalchemy import and_, case, func, select

from portal.core import words
from portal.extensions import db
from portal.vehicles.models import Certificate, Hold, Vehicle
from portal.vehicles.queries import THERE

from .board import Board, Line
from .limits import Limits


@dataclass(frozen=True)
class Warning:
    """`tone` as of a state; `address` leads to its rows, `do` names the next step, which stands at `do_address`."""
    tone: str
    word: str
    about: str                      # the series; empty for the whole store
    text: str
    address: str
    do: str
    do_address: str


def warnings(board: Board, store_id: int, today: date, *, allots: bool, reads_orders: bool,
             apart: int | None) -> list[Warning]:
    """The board is by series. Late ones first. What waits is told to who may open the orders. `apart`: the store, for
    the links of who reads several."""
    found = [*_of_store(board, store_id, today, apart)]
    for line in board.lines:
        if line.counts.waiting and reads_orders:
            found.append(_waiting(line, apart, allots=allots))
        found += _of_line(line, board.limits, apart)
    return sorted(found, key=lambda one: one.tone != "late")


def _waiting(line: Line, apart: int | None, *, allots: bool) -> Warning:
    """Late where somebody could have his vehicle now."""
    counts = line.counts
    text = ngettext("%(num)d order waits for a vehicle", "%(num)d orders wait for a vehicle", counts.waiting)
    if counts.ready:
        text += ngettext("; %(num)d has its like in the store", "; %(num)d have their like in the store", counts.ready)
    if counts.soon:
        text += ngettext("; %(num)d has its like on the way", "; %(num)d have their like on the way", counts.soon)
    orders = url_for("orders.index", state="waiting", store=apart, sort="signed_on", **line.where)
    return Warning("late" if counts.ready else "watch", pgettext("stock", "Waiting"), line.name, text, orders,
                   _("Allot") if counts.ready and allots else _("See them"), orders)


def _of_line(line: Line, limits: Limits, apart: int | None) -> Iterator[Warning]:
    counts, about = line.counts, line.name
    rows = url_for("vehicles.index", state="here", store=apart, **line.where)
    if counts.depth is not None and counts.depth < limits.depth_low:
        yield Warning("watch", _("Shortage"), about, _("stock depth %(depth)s, below %(limit)s",
                                                       depth=words.number(counts.depth, 2), limit=limits.depth_low),
                      rows, *_agree(_("Order %(series)s from the factory: stock depth %(depth)s", series=about,
                                      depth=words.number(counts.depth, 2))))
    if counts.depth is not None and counts.depth > limits.depth_high:
        yield Warning("watch", _("Overstock"), about, _("stock depth %(depth)s, above %(limit)s",
                                                        depth=words.number(counts.depth, 2), limit=limits.depth_high),
                      rows, *_agree(_("Sell down %(series)s: stock depth %(depth)s", series=about,
                                      depth=words.number(counts.depth, 2))))


def _of_store(board: Board, store_id: int, today: date, apart: int | None) -> Iterator[Warning]:
    limits, whole = board.limits, board.whole
    for tone, word, days, count in (("late", _("Action plan"), limits.age_plan, whole.plan),
                                    ("watch", _("To clear"), limits.age_clear, whole.clear)):
        if count:
            text = ngettext("%(num)d vehicle in the store for more than %(days)s days",
                            "%(num)d vehicles in the store for more than %(days)s days", count, days=days)
            last = today - timedelta(days=days + 1)
            yield Warning(tone, word, "", text, url_for("vehicles.index", state="here", arrived_to=last.isoformat(),
                                                          store=apart),
                          *_agree(_("Plan for the vehicles over %(days)s days", days=days)))
    until = today + timedelta(days=limits.finance_days)
    due, pledged = db.session.execute(select(
        func.count(case((Vehicle.finance_due_on <= until, 1))),
        func.count(case((and_(Vehicle.hold != Hold.FREE, Vehicle.certificate != Certificate.HERE), 1)))).where(
        Vehicle.live == 1, Vehicle.store_id == store_id, Vehicle.state.in_(THERE))).one()
    if due:
        yield Warning("late", _("Financing"), "",
                      ngettext("%(num)d vehicle whose financing is due by %(day)s",
                               "%(num)d vehicles whose financing is due by %(day)s", due, day=words.day(until)),
                      url_for("vehicles.index", state="there", due_to=until.isoformat(), sort="finance_due_on",
                              store=apart),
                      *_agree(_("Pay off the financing due by %(day)s", day=words.day(until))))
    if pledged:
        yield Warning("watch", _("Certificate"), "",
                      ngettext("%(num)d reserved vehicle whose certificate is not in the store",
                               "%(num)d reserved vehicles whose certificates are not in the store", pledged),
                      url_for("vehicles.index", state="taken", certificate="away", store=apart),
                      *_agree(_("Redeem the certificates of reserved vehicles")))


def _agree(text: str) -> Sequence[Any]:
    """The next step: agree on who does it by when."""
    return pgettext("stock", "Step…"), url_for("steps.new", text=text)
