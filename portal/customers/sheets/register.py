"""来店(电)客户登记表: the register of one or several days, and the blank one for when the network is down."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.catalogue import queries as catalogue
from portal.core.agreement import words
from portal.core.clock import ZONE
from portal.core.scope import Scope
from portal.core.sheet import SheetKind
from portal.extensions import db
from portal.org import queries as org

from .. import levels
from ..models import Kind, Lead, Party, Visit
from ..queries import visits as queries
from ..queries.visits import Totals

LINES = 15                      # of a page of a day, filled or not
BLANK_LINES = 16
KINDS = {Kind.VISIT: _l("in store"), Kind.CALL: _l("phone"), Kind.WEB: _l("online")}       # short, for narrow columns
PARTIES = {Party.FIRST: _l("1st"), Party.INVITED: _l("invited"), Party.AGAIN: _l("again")}


@dataclass(frozen=True)
class Line:
    number: str
    came_at: datetime | None = None
    left_at: datetime | None = None
    kind: str = ""
    purpose: str = ""
    party: str = ""
    people: str = ""
    name: str = ""
    phone: str = ""
    no_phone: bool = False
    area: str = ""
    source: str = ""
    series: str = ""
    drive: bool = False
    level: str = ""
    trade_in: bool = False
    instalment: bool = False
    plate: str = ""
    person: str = ""
    outcome: str = ""
    card_no: str = ""
    remarks: str = ""


@dataclass(frozen=True)
class Day:
    day: date
    lines: Sequence[Line]
    totals: Totals
    owed: Sequence[tuple[str, str]]         # number and consultant of those without a result


@dataclass(frozen=True)
class Register:
    days: Sequence[Day]
    number: str = ""                        # of a blank form


def build(scope: Scope, store_id: int, first: date, last: date) -> Register:
    """The days from `first` to `last`, phones masked, void entries left out."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return Register([_day(scope, store_id, day) for day in days])


def blank(at: datetime) -> Register:
    """A form to write in by hand; its number says when it was printed."""
    there = at.astimezone(ZONE)
    lines = [Line(f"{n:02}") for n in range(1, BLANK_LINES + 1)]
    return Register([Day(there.date(), lines, Totals(), ())], number=f"R-{there:%y%m%d-%H%M}")


def _day(scope: Scope, store_id: int, day: date) -> Day:
    of_day = queries.visits(scope).where(Visit.store_id == store_id, Visit.came_on == day, Visit.live == 1)
    rows = db.session.execute(
        of_day.outerjoin(Lead, Lead.id == Visit.lead_id).add_columns(queries.masked(), Lead.card_no)
        .order_by(Visit.came_at, Visit.id)).all()
    names = org.names(visit.person_id for visit, _phone, _card in rows)
    lines = [_line(visit, phone, card, names) for visit, phone, card in rows]
    lines += [Line(f"{n:02}") for n in range(len(lines) + 1, LINES + 1)]
    owed = [visit for visit, _phone, _card in rows if queries.is_owed(visit)]
    return Day(day, lines, queries.totals(of_day), [(visit.number, names.get(visit.person_id, "")) for visit in owed])


def _line(visit: Visit, phone: str, card_no: str | None, names: Any) -> Line:
    def said(kind: str) -> str:
        return words(kind, getattr(visit, kind), store_id=visit.store_id)
    return Line(
        visit.number, visit.came_at, visit.left_at, str(KINDS[visit.kind]), said("purpose"),
        str(PARTIES[visit.party]) if visit.party else "–", str(visit.party_size), visit.name, phone,
        no_phone=not phone and visit.result_at is not None and visit.party is not None, area=visit.area,
        source=said("source"), series=catalogue.series_names().get(visit.series_id or 0, ""),
        drive=bool(visit.test_drive), level=levels.shown(visit.level, visit.store_id).letter if visit.level else "",
        trade_in=bool(visit.trade_in), instalment=bool(visit.instalment), plate=said("plate"),
        person=names.get(visit.person_id, "–"), outcome=visit.outcome, card_no=card_no or "", remarks=visit.remarks)


register = SheetKind(
    "register", _l("Register of visits and calls"), "forms.print", "customers/sheets/register.html", build,
    endpoint="register.index", blank="register.blank_paper", personal=True)
